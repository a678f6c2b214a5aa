/** `fonoteca library`: the folders that make up the library. Removing one forgets it; its files are never touched. */
import { existsSync, realpathSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { isoTime } from '#base/clock.ts';
import { displayPath } from '#base/paths.ts';
import type { Fonoteca } from '#fonoteca';
import { CliError } from './errors.ts';
import { say, table, withFonoteca } from './session.ts';

interface Options {
  readonly json?: boolean;
}

export function addLibraryCommand(program: Command): void {
  const library = program.command('library').description('add, list and remove folders of music');
  library
    .command('add')
    .argument('<folder>')
    .option('--name <name>', 'what to call it (default: the folder’s name)')
    .option('--json', 'print one JSON object')
    .description('add a folder; the next scan reads it')
    .action(add);
  library
    .command('list')
    .option('--json', 'print one JSON object')
    .description('list the folders')
    .action(list);
  library
    .command('remove')
    .argument('<library>', 'its name or folder')
    .option('--json', 'print one JSON object')
    .description('forget a folder with its ratings and play counts; its files stay where they are')
    .action(remove);
}

/** The library of that name or folder. */
export async function libraryNamed({ libraries }: Fonoteca, name: string) {
  const all = await libraries.list();
  const root = existsSync(name) ? realpathSync(name) : resolve(name);
  const found = all.find((row) => row.name === name) ?? all.find((row) => row.root === root);
  if (!found) throw new CliError('CLI_NO_SUCH_LIBRARY', { name });
  return found;
}

function add(folder: string, options: Options & { name?: string }): Promise<void> {
  if (!existsSync(folder)) throw new CliError('CLI_NO_SUCH_FOLDER', { path: resolve(folder) });
  return withFonoteca(async ({ libraries }) => {
    const root = resolve(folder);
    const row = await libraries.add({ root, name: options.name ?? basename(root) });
    say(
      options.json,
      { name: row.name, path: displayPath(row.root) },
      `"${row.name}" is added. Scan it: fonoteca scan`,
    );
  });
}

function list(options: Options): Promise<void> {
  return withFonoteca(async ({ libraries }) => {
    const rows = (await libraries.list()).map((row) => ({
      name: row.name,
      path: displayPath(row.root),
      tracks: row.trackCount,
      missing: row.missingCount,
      scannedAt: isoTime(row.scannedAt),
    }));
    const text = () =>
      table([
        ['NAME', 'TRACKS', 'MISSING', 'SCANNED', 'FOLDER'],
        ...rows.map((row) => [
          row.name,
          String(row.tracks),
          String(row.missing),
          row.scannedAt?.slice(0, 16).replace('T', ' ') ?? 'never',
          row.path,
        ]),
      ]);
    say(
      options.json,
      { libraries: rows },
      rows.length ? text : 'No folder yet. Add one: fonoteca library add ~/Music',
    );
  });
}

function remove(name: string, options: Options): Promise<void> {
  return withFonoteca(async (fonoteca) => {
    const found = await libraryNamed(fonoteca, name);
    await fonoteca.libraries.remove(found.id);
    say(
      options.json,
      { removed: found.name },
      `"${found.name}" is forgotten. Its files are where they were: ${displayPath(found.root)}`,
    );
  });
}
