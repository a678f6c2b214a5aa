/**
 * `fonoteca restore`: puts a backup in the place of the database. The backup is proved first, and what stood there is
 * set aside, never overwritten.
 */
import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { readConfig } from '#base/config.ts';
import { readManifest, restoreDatabase, verifyBackup } from './backup/parts.ts';
import { CliError } from './errors.ts';
import { say } from './session.ts';

export function addRestoreCommand(program: Command): void {
  program
    .command('restore')
    .argument('<folder>', 'a folder that "fonoteca backup" made')
    .option('--replace', 'set the database and secrets that are there aside (as ….before-restore)')
    .option('--json', 'print one JSON object')
    .description('put a backup back; stop the server first')
    .addHelpText(
      'after',
      '\nFor PostgreSQL, FONOTECA_DATABASE names an empty database on the same kind of server.\nExit codes: 0 done, 1 the backup is not sound, 2 there is a database already or no backup.',
    )
    .action(restore);
}

async function restore(source: string, options: { replace?: boolean; json?: boolean }): Promise<void> {
  const config = readConfig(process.env);
  const folder = resolve(source);
  const { kind } = readManifest(folder);
  if (kind === 'sqlite' && config.database.startsWith('postgres'))
    throw new CliError('CLI_BACKUP_UNSOUND', {
      path: folder,
      reason: 'it is of the built-in database, and FONOTECA_DATABASE names a PostgreSQL',
    });
  if (kind === 'postgres' && !config.database.startsWith('postgres'))
    throw new CliError('CLI_BACKUP_UNSOUND', {
      path: folder,
      reason: 'it is of a PostgreSQL; name an empty one with FONOTECA_DATABASE',
    });
  const manifest = await verifyBackup(folder, config.database);
  if (kind === 'sqlite') setAside(config.database, options.replace ?? false, ['', '-wal', '-shm']);
  mkdirSync(dirname(config.secretsFile), { recursive: true, mode: 0o700 });
  await restoreDatabase(folder, kind, config.database);
  const secrets = join(folder, 'secrets.json');
  if (existsSync(secrets)) {
    setAside(config.secretsFile, true, ['']);
    copyFileSync(secrets, config.secretsFile);
  }
  say(
    options.json,
    { restored: folder, madeAt: manifest.madeAt, kind },
    `Restored the backup of ${manifest.madeAt.slice(0, 16).replace('T', ' ')}. Start the server again.`,
  );
}

function setAside(path: string, allowed: boolean, endings: readonly string[]): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (existsSync(path) && !allowed) throw new CliError('CLI_RESTORE_OVER', { path });
  for (const ending of endings)
    if (existsSync(path + ending)) renameSync(path + ending, `${path}.before-restore${ending}`);
}
