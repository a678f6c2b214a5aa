/**
 * The whole server as a process, for the streaming bench: accounts, an app's credential, the decision, the log with a
 * line for each request; its library are the files of the folder.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '#base/config.ts';
import { silentLog } from '#base/log.ts';
import { openFonoteca } from '#fonoteca';
import { allow } from '#server/api/account.ts';

export interface RealServer {
  readonly child: ChildProcess;
  readonly port: number;
  /** Path and query of each file's stream, signed by an API key. */
  readonly paths: readonly string[];
}

/** Scans `folder` into a fresh installation below `work` and serves it; with `accel`, nginx sends the bytes. */
export async function startReal(
  folder: string,
  work: string,
  options: { accel: boolean; port?: number },
): Promise<RealServer> {
  mkdirSync(work, { recursive: true });
  const accel = options.accel ? `[accel]\n"${folder}" = "/_files"\n` : '';
  writeFileSync(
    join(work, 'fonoteca.toml'),
    `${accel}[log]\nlevel = "debug"\nform = "json"\n[scan]\nanalyse = false\n`,
  );
  const paths = await prepare(folder, work);
  const main = join(import.meta.dirname, '..', '..', 'bin', 'fonoteca.mjs');
  const env = { ...process.env, FONOTECA_DATA: work, FONOTECA_PORT: String(options.port ?? 0) };
  const child = spawn(process.execPath, [main, 'serve', '--no-watch'], {
    env,
    stdio: ['ignore', 'pipe', openSync(join(work, 'log.txt'), 'a')],
  });
  let text = '';
  for await (const chunk of child.stdout!) {
    text += String(chunk);
    const port = /Fonoteca is at http:\/\/[^:]+:(\d+)/.exec(text)?.[1];
    if (!port) continue;
    child.stdout!.resume();
    return { child, port: Number(port), paths };
  }
  throw new Error(`the server ended early: ${text}`);
}

async function prepare(folder: string, work: string): Promise<string[]> {
  const fonoteca = await openFonoteca({ config: readConfig({ FONOTECA_DATA: work }), log: silentLog });
  try {
    const { account } = allow(
      await fonoteca.guard.accounts.add('system', {
        name: 'bench',
        password: 'a password for benches',
        role: 'admin',
      }),
    );
    const { secret } = allow(
      await fonoteca.guard.credentials.add('system', account.id, { name: 'bench', legacy: false }),
    );
    await fonoteca.libraries.add({ root: folder, name: 'Music' });
    await fonoteca.scanner.start();
    await fonoteca.scanner.idle();
    const viewer = await fonoteca.library.access.viewerOf(account);
    const { items } = await fonoteca.library.tracks.list(viewer, { limit: 100 });
    return items.map(
      (track) =>
        `/rest/stream?apiKey=${secret}&v=1.16.1&c=bench&format=raw&id=${fonoteca.ids.encode('track', track.id)}`,
    );
  } finally {
    await fonoteca.close();
  }
}
