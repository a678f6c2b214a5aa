/**
 * `fonoteca restore`: puts a backup in the place of the database. The backup is proved first, and what stood there is
 * set aside, never overwritten.
 */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Command } from 'commander';
import { readConfig } from '#base/config.ts';
import { type DatabaseKind, openDatabase } from '#base/database/index.ts';
import { kindOf, putFile, readManifest, restoreDatabase, verifyBackup } from './backup/parts.ts';
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
      '\nFor PostgreSQL, FONOTECA_DATABASE names an empty database on the same kind of server.\nExit codes: 0 done, 1 the backup is not sound, 2 there is a database already, it is in use, or there is no backup.',
    )
    .action(restore);
}

async function restore(source: string, options: { replace?: boolean; json?: boolean }): Promise<void> {
  const config = readConfig(process.env);
  const folder = resolve(source);
  const { kind } = readManifest(folder);
  checkKind(folder, kind, config.database);
  const manifest = await verifyBackup(folder, config.database);
  if (kind === 'postgres') await checkEmpty(config.database);
  else setDatabaseAside(config.database, options.replace ?? false);
  mkdirSync(dirname(config.secretsFile), { recursive: true, mode: 0o700 });
  await restoreDatabase(folder, kind, config.database);
  const secrets = join(folder, 'secrets.json');
  if (existsSync(secrets)) {
    setAside(config.secretsFile);
    await putFile(secrets, config.secretsFile);
  }
  say(
    options.json,
    { restored: folder, madeAt: manifest.madeAt, kind },
    `Restored the backup of ${manifest.madeAt.slice(0, 16).replace('T', ' ')}. Start the server again.`,
  );
}

function checkKind(folder: string, kind: DatabaseKind, address: string): void {
  if (kind === kindOf(address)) return;
  const reason =
    kind === 'sqlite'
      ? 'it is of the built-in database, and FONOTECA_DATABASE names a PostgreSQL'
      : 'it is of a PostgreSQL; name an empty one with FONOTECA_DATABASE';
  throw new CliError('CLI_BACKUP_UNSOUND', { path: folder, reason });
}

async function checkEmpty(address: string): Promise<void> {
  const database = await openDatabase(address);
  try {
    const tables = await database.read.introspection.getTables();
    if (tables.length > 0)
      throw new CliError('CLI_RESTORE_NOT_EMPTY', { database: new URL(address).pathname.slice(1) });
  } finally {
    await database.close();
  }
}

function setDatabaseAside(path: string, allowed: boolean): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (!existsSync(path)) return;
  if (!allowed) throw new CliError('CLI_RESTORE_OVER', { path });
  if (isInUse(path)) throw new CliError('CLI_DATABASE_IN_USE', { path });
  setAside(path, ['', '-wal', '-shm']);
}

/** Renames the file with what belongs to it; what an earlier restore set aside stays too. */
function setAside(path: string, endings: readonly string[] = ['']): void {
  let aside = `${path}.before-restore`;
  for (let count = 2; existsSync(aside); count++) aside = `${path}.before-restore-${count}`;
  for (const ending of endings) if (existsSync(path + ending)) renameSync(path + ending, aside + ending);
}

/** A server that runs would go on writing into the file that was set aside. */
function isInUse(path: string): boolean {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    // In this mode SQLite wants the file for itself alone: https://sqlite.org/wal.html#noshm
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; ROLLBACK');
    return false;
  } catch (error) {
    // SQLITE_BUSY; what is damaged may be set aside.
    return (error as { errcode?: number }).errcode === 5;
  } finally {
    database?.close();
  }
}
