#!/usr/bin/env node
/**
 * The command `fonoteca`: finds a Node that can run the sources (26 or newer, installed as a package where npm has
 * one for the system) and hands over, with what can only be told to a process at its birth. Plain JavaScript, because
 * the system's own Node may be 20.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { compiledCode, environment, flags } from './birth.mjs';

const self = fileURLToPath(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const main = join(root, 'src', 'cli', 'main.ts');

if (Number(process.versions.node.split('.')[0]) < 26) handOver();
else if (process.env.NODE_COMPILE_CACHE === compiledCode || !mayBeReplaced()) await run();
else process.execve(process.execPath, [process.execPath, ...flags, ...ownArguments()], environment);

async function run() {
  process.env.NODE_COMPILE_CACHE = compiledCode;
  module.enableCompileCache(compiledCode);
  await import(main);
}

/** One process becomes the other, with the same number: nobody outside notices. Windows cannot. */
function mayBeReplaced() {
  return process.platform !== 'win32' && !process.connected && typeof process.execve === 'function';
}

function ownArguments() {
  return [...process.execArgv, self, ...process.argv.slice(2)];
}

function handOver() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const own = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', 'node');
  if (!existsSync(own)) {
    process.stderr.write(
      `Fonoteca needs Node 26 and this is Node ${process.versions.node}. Run "npm install" in ${root}, or install Node 26.\n`,
    );
    process.exit(1);
  }
  const child = spawn(own, [...flags, self, ...process.argv.slice(2)], {
    // Over the channel the child notices when this process is killed, and does not stay behind with the port.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...environment, FONOTECA_LAUNCHED: '1' },
  });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    for (const one of signals) process.removeAllListeners(one);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}
