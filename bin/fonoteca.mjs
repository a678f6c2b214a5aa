#!/usr/bin/env node
/**
 * The command `fonoteca`: finds a Node that can run the sources (26 or newer, installed as a package where npm has
 * one for the system) and hands over. Plain JavaScript, because the system's own Node may be 20.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const main = join(root, 'src', 'cli', 'main.ts');

if (Number(process.versions.node.split('.')[0]) >= 26) {
  // Compiled code is kept between starts. Worker threads learn of it by the environment only: they begin in half the
  // time and take 10 MB less each, because none of them has to strip types by itself.
  // Here and not in the folder for temporary files, where somebody else could have put something before us.
  const compiled = join(root, 'node_modules', '.cache', 'node');
  process.env.NODE_COMPILE_CACHE = compiled;
  module.enableCompileCache(compiled);
  await import(main);
} else {
  const own = join(
    root,
    'node_modules',
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    'bin',
    'node',
  );
  if (!existsSync(own)) {
    process.stderr.write(
      `Fonoteca needs Node 26 and this is Node ${process.versions.node}. Run "npm install" in ${root}, or install Node 26.\n`,
    );
    process.exit(1);
  }
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    // Over the channel the child notices when this process is killed, and does not stay behind with the port.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, FONOTECA_LAUNCHED: '1' },
  });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    for (const one of signals) process.removeAllListeners(one);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}
