/** How long from `git clone` to the demo library being served, with npm's cache cold and warm, and how large is it? */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

const source = join(import.meta.dirname, '..');
const bars = { cold: 150, warm: 60, megabytes: 600 };

const work = mkdtempSync(join(tmpdir(), 'fonoteca-clone-'));
try {
  const cache = join(work, 'npm-cache');
  const cold = await measure('cold', cache);
  const warm = await measure('warm', cache);
  const megabytes = Number(
    execFileSync('du', ['-sm', join(work, 'warm', 'node_modules')], { encoding: 'utf8' }).split('\t')[0],
  );
  console.log(`npm cache cold   ${cold.toFixed(1)} s   (bar: ${bars.cold} s)`);
  console.log(`npm cache warm   ${warm.toFixed(1)} s   (bar: ${bars.warm} s)`);
  console.log(`node_modules     ${megabytes} MB   (bar: ${bars.megabytes} MB)`);
  if (cold > bars.cold || warm > bars.warm || megabytes > bars.megabytes) process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Seconds from the clone's first byte to an answer of /healthz with the demo library scanned. */
async function measure(name: string, cache: string): Promise<number> {
  const folder = join(work, name);
  const started = performance.now();
  execFileSync('git', ['clone', '-q', source, folder]);
  // The environment of a person: none of npm's variables of the run that started this bench.
  const plain = Object.entries(process.env).filter(([key]) => !/^npm_|^NODE|^FONOTECA/i.test(key));
  const path = (process.env['PATH'] ?? '').split(':').filter((part) => !part.includes('node_modules'));
  const env = {
    ...Object.fromEntries(plain),
    PATH: path.join(':'),
    npm_config_cache: cache,
    FONOTECA_DATA: join(work, `${name}-data`),
    FONOTECA_PORT: '0',
  };
  const child = spawn('npm', ['start'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  try {
    await untilSaid(child.stdout, /Fonoteca is at (\S+)/);
    return (performance.now() - started) / 1000;
  } finally {
    process.kill(-child.pid!, 'SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  }
}

/** Reads on after it was said: a closed pipe would end the server. */
function untilSaid(stream: Readable, pattern: RegExp): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (pattern.test(text)) resolve();
    });
    stream.on('end', () => reject(new Error(`npm start ended early:\n${text}`)));
  });
}
