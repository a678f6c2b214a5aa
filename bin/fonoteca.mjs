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
  // Compiled code is kept between starts: threads begin in a quarter of the time.
  module.enableCompileCache();
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
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => (signal ? process.kill(process.pid, signal) : process.exit(code ?? 1)));
}
