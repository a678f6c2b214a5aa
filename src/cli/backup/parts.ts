/**
 * The parts of a backup: the database (SQLite's own online copy, or pg_dump's custom format), the secrets, a manifest
 * with digests and row counts, and the proof: the database restored into a scratch place and counted again.
 */
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  createReadStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { z } from 'zod';
import { type Database, type DatabaseKind, openDatabase } from '#base/database/index.ts';
import { messageOf, systemCodeOf } from '#base/errors.ts';
import { version } from '#base/version.ts';
import { CliError } from '../errors.ts';

const execute = promisify(execFile);

const manifestShape = z.object({
  format: z.literal('fonoteca-backup-1'),
  version: z.string(),
  madeAt: z.iso.datetime(),
  kind: z.enum(['sqlite', 'postgres']),
  /** File name → SHA-256 in hex. */
  files: z.record(z.string(), z.string()),
  /** Table → number of rows. */
  rows: z.record(z.string(), z.number()),
});
export type Manifest = z.infer<typeof manifestShape>;

const databaseFile: Record<DatabaseKind, string> = { sqlite: 'state.db', postgres: 'state.pgdump' };
const secretsFile = 'secrets.json';

/** Copies the database into `folder` while others use it. */
export async function dumpDatabase(address: string, folder: string): Promise<DatabaseKind> {
  if (kindOf(address) === 'sqlite' && !existsSync(address))
    throw new CliError('CLI_NO_DATABASE', { path: address });
  const database = await openDatabase(address);
  try {
    const file = join(folder, databaseFile[database.kind]);
    if (database.kind === 'sqlite') await database.copyTo(file);
    else await runPostgres('pg_dump', address, ['--format=custom', '--no-owner', `--file=${file}`]);
    await syncFile(file);
    return database.kind;
  } finally {
    await database.close();
  }
}

export function kindOf(address: string): DatabaseKind {
  return /^postgres(ql)?:/.test(address) ? 'postgres' : 'sqlite';
}

export async function copySecrets(from: string, folder: string): Promise<void> {
  if (existsSync(from)) await putFile(from, join(folder, secretsFile));
}

/** Writes manifest.json last, so that a folder with one is whole. Rows are counted in the copy, not in the original. */
export async function writeManifest(address: string, kind: DatabaseKind, folder: string): Promise<Manifest> {
  const names = [databaseFile[kind], secretsFile].filter((name) => existsSync(join(folder, name)));
  const files: Record<string, string> = {};
  for (const name of names) files[name] = await digestOf(join(folder, name));
  const rows = await inScratch(folder, kind, address, countRows);
  const manifest: Manifest = {
    format: 'fonoteca-backup-1',
    version,
    madeAt: new Date().toISOString(),
    kind,
    files,
    rows,
  };
  const file = join(folder, 'manifest.json');
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
  await syncFile(file);
  return manifest;
}

/** Reads a backup's manifest; CLI_BACKUP_NONE when there is none. */
export function readManifest(folder: string): Manifest {
  try {
    return manifestShape.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') throw new CliError('CLI_BACKUP_NONE', { path: folder });
    throw new CliError('CLI_BACKUP_UNSOUND', {
      path: folder,
      reason: `its manifest cannot be read: ${messageOf(error)}`,
    });
  }
}

/** Checks digests, restores into a scratch database, checks that it is whole and has the manifest's rows. */
export async function verifyBackup(folder: string, address: string): Promise<Manifest> {
  const manifest = readManifest(folder);
  const unsound = (reason: string) => new CliError('CLI_BACKUP_UNSOUND', { path: folder, reason });
  for (const [name, digest] of Object.entries(manifest.files)) {
    if (!existsSync(join(folder, name))) throw unsound(`${name} is missing`);
    if ((await digestOf(join(folder, name))) !== digest) throw unsound(`${name} was changed or damaged`);
  }
  const rows = await inScratch(folder, manifest.kind, address, async (database) => {
    await checkWhole(database, unsound);
    return countRows(database);
  });
  for (const [table, count] of Object.entries(manifest.rows))
    if (rows[table] !== count)
      throw unsound(`table ${table} has ${rows[table] ?? 0} rows instead of ${count}`);
  return manifest;
}

/** Restores the database of a backup to `address`, which must be empty (PostgreSQL) or not there (SQLite). */
export async function restoreDatabase(folder: string, kind: DatabaseKind, address: string): Promise<void> {
  const file = join(folder, databaseFile[kind]);
  if (kind === 'sqlite') await putFile(file, address);
  else
    await runPostgres('pg_restore', address, ['--no-owner', '--exit-on-error', '--single-transaction', file]);
}

/** Copies a file so that it is there whole or not at all, whenever the power fails; readable by its owner only. */
export async function putFile(from: string, to: string): Promise<void> {
  const making = `${to}.making`;
  copyFileSync(from, making);
  chmodSync(making, 0o600);
  await syncFile(making);
  renameSync(making, to);
  await syncFile(dirname(to));
}

/** Brings a file, or the names in a folder, to the disk. */
export async function syncFile(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using handle = await open(path, 'r');
  await handle.sync();
}

/** Opens what `restoreDatabase` makes of the backup in a place of its own, for as long as `work` takes. */
async function inScratch<T>(
  folder: string,
  kind: DatabaseKind,
  address: string,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const scratch = kind === 'sqlite' ? scratchFile(folder) : await scratchDatabase(address);
  try {
    await restoreDatabase(folder, kind, scratch.address);
    const database = await openDatabase(scratch.address);
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await scratch.drop();
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

interface Scratch {
  readonly address: string;
  drop(): Promise<void>;
}

/** Beside the backup, where there is room for a database; a backup that is read-only is tried out elsewhere. */
function scratchFile(backup: string): Scratch {
  const make = (place: string) => mkdtempSync(join(place, 'fonoteca-restore-'));
  const folder = isWritable(dirname(backup)) ? make(dirname(backup)) : make(tmpdir());
  return {
    address: join(folder, 'state.db'),
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function scratchDatabase(address: string): Promise<Scratch> {
  const url = new URL(address);
  const name = `fonoteca_check_${randomBytes(6).toString('hex')}`;
  const command = async (text: string) => {
    const database = await openDatabase(address);
    try {
      await sql.raw(text).execute(database.write);
    } finally {
      await database.close();
    }
  };
  await command(`CREATE DATABASE ${name}`).catch((error: unknown) => {
    throw new CliError('CLI_NO_SCRATCH', { reason: messageOf(error) }, { cause: error });
  });
  url.pathname = `/${name}`;
  return { address: url.href, drop: () => command(`DROP DATABASE ${name} WITH (FORCE)`) };
}

async function checkWhole(database: Database, unsound: (reason: string) => Error): Promise<void> {
  if (database.kind !== 'sqlite') return;
  const { rows } = await sql<{ integrity_check: string }>`PRAGMA integrity_check`.execute(database.write);
  if (rows[0]?.integrity_check !== 'ok')
    throw unsound(rows[0]?.integrity_check ?? 'no answer to integrity_check');
  const broken = await sql`PRAGMA foreign_key_check`.execute(database.write);
  if (broken.rows.length > 0) throw unsound(`${broken.rows.length} rows refer to rows that are not there`);
}

/** Rows of every table of ours; the search index's inner tables count through their outer one. */
async function countRows(database: Database): Promise<Record<string, number>> {
  const tables = await database.write.introspection.getTables();
  const names = tables.map((table) => table.name).filter((name) => !/_search(_|$)|^search_term_/.test(name));
  const counts: Record<string, number> = {};
  for (const name of names.sort()) {
    const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM ${sql.table(name)}`.execute(
      database.read,
    );
    counts[name] = rows[0]!.count;
  }
  return counts;
}

async function runPostgres(
  program: 'pg_dump' | 'pg_restore',
  address: string,
  args: readonly string[],
): Promise<void> {
  // The list of processes shows arguments to everybody, so the password goes by the environment.
  const url = new URL(address);
  const env = { ...process.env, ...(url.password && { PGPASSWORD: decodeURIComponent(url.password) }) };
  url.password = '';
  try {
    await execute(program, [`--dbname=${url.href}`, ...args], { env, maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT')
      throw new CliError('CLI_PROGRAM_MISSING', {
        program,
        advice: 'Install it: sudo apt-get install -y postgresql-client',
      });
    const stderr = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1);
    throw new CliError('CLI_BACKUP_UNSOUND', {
      path: url.href,
      reason: stderr || messageOf(error),
    });
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  if (statSync(file).size > 0) await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
