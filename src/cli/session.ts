/** What the commands share: opening Fonoteca for one piece of work, saying the result, reading a secret from standard input. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { type Config, readConfig } from '#base/config.ts';
import { messageOf } from '#base/errors.ts';
import { createLog, type Log, printable } from '#base/log.ts';
import { type Fonoteca, openFonoteca } from '#fonoteca';
import { CliError } from './errors.ts';

/** Opens Fonoteca, does the work, closes it again, whatever happens. Only warnings are logged. */
export async function withFonoteca<T>(work: (fonoteca: Fonoteca) => Promise<T>): Promise<T> {
  const config = readConfig(process.env);
  const fonoteca = await openInstallation(config, createLog({ level: 'warn', form: config.log.form }));
  try {
    return await work(fonoteca);
  } finally {
    await fonoteca.close();
  }
}

/** Opens Fonoteca over its data folder, which is made when it is not there; says what is wrong with that folder. */
export async function openInstallation(config: Config, log: Log): Promise<Fonoteca> {
  try {
    mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 });
    accessSync(config.dataFolder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const details = { path: config.dataFolder, reason: messageOf(error) };
    throw new CliError('CLI_DATA_FOLDER', details, { cause: error });
  }
  return openFonoteca({ config, log });
}

/** One object on standard output with --json, else the lines of `text`. */
export function say(json: boolean | undefined, value: unknown, text: string | (() => string)): void {
  console.log(json ? JSON.stringify(value) : typeof text === 'string' ? text : text());
}

/** Rows in columns, as wide as they need to be. */
export function table(rows: readonly (readonly string[])[]): string {
  const shown = rows.map((row) => row.map(printable));
  const widths = shown[0]?.map((_, column) => Math.max(...shown.map((row) => row[column]!.length))) ?? [];
  return shown
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The first line of standard input: a password that should be in no command line. Asks for it at a terminal. */
export async function readSecret(prompt: string): Promise<string> {
  const { stdin } = process;
  if (!stdin.isTTY) return firstLine(stdin);
  process.stderr.write(prompt);
  stdin.setRawMode(true);
  try {
    return await typedLine(stdin);
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    process.stderr.write('\n');
  }
}

async function firstLine(stream: AsyncIterable<Buffer | string>): Promise<string> {
  let text = '';
  for await (const chunk of stream) {
    text += chunk.toString();
    if (text.includes('\n')) break;
  }
  return text.split(/\r?\n/)[0]!;
}

/** Reads keys without showing them, up to Enter; Ctrl-C ends the program as it would anywhere. */
function typedLine(stdin: NodeJS.ReadStream): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const take = (chunk: Buffer) => {
      for (const key of chunk.toString()) {
        if (key === '\u0003') process.exit(130);
        if (key === '\r' || key === '\n') {
          stdin.off('data', take);
          return resolve(text);
        }
        text = key === '\u007f' ? text.slice(0, -1) : text + key;
      }
    };
    stdin.on('data', take);
    stdin.resume();
  });
}
