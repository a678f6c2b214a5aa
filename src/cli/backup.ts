/**
 * `fonoteca backup`: a copy of everything that no scan can find again, made while the server runs, and believed only
 * after it was restored into a scratch database and counted. docs/formats/backup.md describes the folder.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { readConfig } from '#base/config.ts';
import { copySecrets, dumpDatabase, syncFile, verifyBackup, writeManifest } from './backup/parts.ts';
import { CliError } from './errors.ts';
import { say } from './session.ts';

export function addBackupCommand(program: Command): void {
  program
    .command('backup')
    .argument('<folder>', 'a new folder for the backup')
    .option('--json', 'print one JSON object')
    .description('copy database and secrets, while the server runs, and prove the copy by restoring it')
    .addHelpText(
      'after',
      '\nMusic files are not in it: copy those with what you copy other files with.\nExit codes: 0 done and proved, 1 the copy is not sound, 2 the folder exists, 3 the database cannot be read.',
    )
    .action(backup);
}

async function backup(target: string, options: { json?: boolean }): Promise<void> {
  const config = readConfig(process.env);
  const folder = resolve(target);
  if (existsSync(folder)) throw new CliError('CLI_BACKUP_EXISTS', { path: folder });
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true, mode: 0o700 });
  try {
    const kind = await dumpDatabase(config.database, making);
    await copySecrets(config.secretsFile, making);
    const manifest = await writeManifest(config.database, kind, making);
    await verifyBackup(making, config.database);
    renameSync(making, folder);
    await syncFile(dirname(folder));
    const rows = Object.values(manifest.rows).reduce((sum, count) => sum + count, 0);
    say(
      options.json,
      { folder, kind, rows, verified: true },
      `${rows.toLocaleString('en')} rows are in ${folder}, restored once and found equal.`,
    );
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
}
