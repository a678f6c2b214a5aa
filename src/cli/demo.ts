/**
 * `fonoteca demo`: makes the demo library in a folder. A server that wants it runs this as a process of its own: a
 * synthesiser leaves half a gigabyte of memory behind, which is nothing that a server should carry about.
 */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { CliError } from './errors.ts';
import { progressBar } from './progress.ts';
import { say } from './session.ts';

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .argument('<folder>', 'where to put it; what is there already is not made again')
    .option('--json', 'print one JSON object')
    .description('make the demo library: old tunes in our own arrangements, CC0')
    .addHelpText('after', '\nExit codes: 0 done, 1 the folder cannot be written or an encoder failed.')
    .action(demo);
}

async function demo(folder: string, options: { json?: boolean }): Promise<void> {
  const { makeDemoLibrary } = await import('#demo/index.ts');
  const bar = progressBar('Making the demo library');
  const made = await makeDemoLibrary(resolve(folder), {
    onProgress: ({ done, total }) => bar.show(done, total),
  });
  bar.end();
  say(options.json, made, `${made.tracks} tracks on ${made.albums} albums are in ${resolve(folder)}.`);
}

/** Runs the command for `folder` in another process, with its progress on our standard error. */
export function makeDemoApart(folder: string): Promise<void> {
  const child = spawn(process.execPath, [process.argv[1]!, 'demo', folder, '--json'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('exit', (code) => (code === 0 ? done() : fail(new CliError('CLI_DEMO_FAILED', { folder }))));
  });
}
