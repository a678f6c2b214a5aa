/**
 * `fonoteca serve`: opens Fonoteca, adds the folders that were named, listens, scans what changed and keeps watching,
 * until a signal asks it to end; then it lets what is under way end and closes in order.
 */
import { existsSync, statSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { renderUnicodeCompact } from 'uqr';
import { readConfig, type Settings } from '#base/config.ts';
import { createLog } from '#base/log.ts';
import { askForPoliteThreads } from '#base/priority.ts';
import type { Fonoteca } from '#fonoteca';
import { type RunningServer, startServer } from '#server/server.ts';
import { startWork, type Work } from '#server/work.ts';
import { makeDemoApart } from './demo.ts';
import { onEndAsked } from './ending.ts';
import { CliError } from './errors.ts';
import { progressBar } from './progress.ts';
import { openInstallation } from './session.ts';

export interface ServeOptions {
  readonly lan?: boolean;
  readonly host?: string;
  readonly port?: string;
  readonly watch?: boolean;
  readonly demoWhenEmpty?: boolean;
}

export function addServeCommand(program: Command): void {
  addServeOptions(program.command('serve').argument('[folders...]', 'folders of music to add to the library'))
    .description('serve the library to browsers and Subsonic apps')
    .action((folders: string[], options: ServeOptions) => serve(folders, options));
}

/** The options that start and serve share. */
export function addServeOptions(command: Command): Command {
  return command
    .option('--lan', 'listen on the local network too, and print its address and a QR code for the phone')
    .option('--host <address>', 'address to listen on (default 127.0.0.1)')
    .option('--port <number>', 'port (default 4747)')
    .option('--no-watch', 'do not watch the folders for changes');
}

/** Enough that a listener is never kept waiting by a scan, and a scan alone is as fast as ever. */
const scanNiceness = 15;

/** Runs the server until it is asked to end. */
export async function serve(folders: readonly string[], options: ServeOptions): Promise<void> {
  for (const folder of folders) checkFolder(folder);
  const config = readConfig(process.env, overridesOf(options));
  const log = createLog(config.log);
  askForPoliteThreads(scanNiceness);
  const fonoteca = await openInstallation(config, log);
  // Whoever read what it says may be gone (`npm start | head`); the music goes on.
  process.stdout.on('error', () => {});
  let server: RunningServer | undefined;
  let work: Work | undefined;
  try {
    const ended = new Promise<void>((resolve) => onEndAsked(resolve));
    await addFolders(fonoteca, folders, options.demoWhenEmpty ?? false);
    server = await startServer(fonoteca);
    await announce(fonoteca, server, options.lan ?? false);
    showScan(fonoteca);
    work = await startWork(fonoteca, { watch: options.watch !== false && config.scan.watch });
    await ended;
    log.info('closing: what is under way may end first');
  } finally {
    await server?.close();
    work?.stop();
    await fonoteca.close();
  }
}

function checkFolder(folder: string): void {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new CliError('CLI_NO_SUCH_FOLDER', { path: resolve(folder) });
}

function overridesOf(options: ServeOptions): Partial<Settings> {
  return {
    ...(options.lan && { host: '0.0.0.0' }),
    ...(options.host && { host: options.host }),
    ...(options.port !== undefined && { port: Number(options.port) }),
  };
}

async function addFolders(
  { libraries, config }: Fonoteca,
  folders: readonly string[],
  demoWhenEmpty: boolean,
): Promise<void> {
  for (const folder of folders)
    await libraries.add({ root: resolve(folder), name: basename(resolve(folder)) });
  if (!demoWhenEmpty || (await libraries.list()).length > 0) return;
  const root = join(config.dataFolder, 'demo');
  await makeDemoApart(root);
  await libraries.add({ root, name: 'Demo' });
}

async function announce({ guard, log }: Fonoteca, server: RunningServer, lan: boolean): Promise<void> {
  const url = lan ? server.url.replace('0.0.0.0', '127.0.0.1') : server.url;
  console.log(`Fonoteca is at ${url}`);
  const token = await guard.setup.issueToken();
  if (token) {
    console.log(`Nobody has an account yet. Make yours at ${url}?token=${token}`);
    log.info(`setup token: ${token} (this start only)`);
  }
  if (lan) announceLan(server, token);
}

/** Says what --lan means, and shows the address as a phone's camera reads it. */
function announceLan(server: RunningServer, token: string | undefined): void {
  const address = lanAddress();
  if (!address) return console.log('No local network was found; only this machine can reach Fonoteca.');
  const url = server.url.replace('0.0.0.0', address);
  console.log(
    `\nOn this network: ${url}\nEverybody in it can reach the sign-in page. What they send is not encrypted: use it at home, not in a café.\n`,
  );
  console.log(renderUnicodeCompact(token ? `${url}?token=${token}` : url));
}

function lanAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const candidates = all.filter((one) => one.family === 'IPv4' && !one.internal).map((one) => one.address);
  // A home's range first: 172.16/12 is mostly containers.
  return (
    candidates.find((address) => address.startsWith('192.168.')) ??
    candidates.find((address) => address.startsWith('10.')) ??
    candidates[0]
  );
}

function showScan({ scanner }: Fonoteca): void {
  const bar = progressBar('Scanning');
  const leave = scanner.onProgress((status) => {
    if (status.running)
      return bar.show(
        status.done,
        status.total ?? undefined,
        status.filesPerSecond ? `${Math.round(status.filesPerSecond)} files/s` : '',
      );
    leave();
    if (status.outcome === 'interrupted') return bar.end('stopped; it goes on at the next start');
    bar.end(
      status.error ??
        `${status.added} added, ${status.changed} changed, ${status.missing} missing${status.issues ? `, ${status.issues} with problems (see Issues)` : ''}`,
    );
  });
}
