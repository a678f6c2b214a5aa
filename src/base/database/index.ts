/** The entrance of the database: `openDatabase`, and the types that rooms write their tables and queries with. */
import type { Database } from './database.ts';
import { openSqlite } from './sqlite.ts';
import { openSqliteHere } from './sqlite-here.ts';

export type { BulkOperation } from './bulk.ts';
export { type Database, type DatabaseKind, type RoomDatabase, withSchema } from './database.ts';
export { DatabaseError, isAway } from './errors.ts';
export { instanceMigrations, publicIdKey } from './instance.ts';
export { defineProcedure, objectsOf, type Reader, type Rows } from './procedure.ts';
export { type Migration, migrate, type Words } from './migrate.ts';

/** Opens `address`: a postgres:// URL, else the path of a SQLite file, which is made when it is not there. */
export async function openDatabase(address: string): Promise<Database> {
  return isPostgres(address) ? openOnServer(address) : openSqlite(address);
}

/**
 * Opens `address` for a worker thread whose own work may wait for the database: a SQLite file is read and written on
 * the calling thread, which saves sending every row to another one. Never for a thread that serves people.
 */
export async function openDatabaseHere(address: string): Promise<Database> {
  return isPostgres(address) ? openOnServer(address) : openSqliteHere(address);
}

function isPostgres(address: string): boolean {
  return /^postgres(ql)?:\/\//.test(address);
}

async function openOnServer(address: string): Promise<Database> {
  // Loaded where it is wanted: most installations never do.
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(address);
}
