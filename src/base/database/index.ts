/** The entrance of the database: `openDatabase`, and the types that rooms write their tables and queries with. */
import type { Database } from './database.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

export type { BulkOperation } from './bulk.ts';
export { type Database, type DatabaseKind, type RoomDatabase, withSchema } from './database.ts';
export { DatabaseError } from './errors.ts';
export { instanceMigrations, publicIdKey } from './instance.ts';
export { type Migration, migrate, type Words } from './migrate.ts';

/** Opens `address`: a postgres:// URL, else the path of a SQLite file, which is made when it is not there. */
export function openDatabase(address: string): Promise<Database> {
  return /^postgres(ql)?:\/\//.test(address) ? openPostgres(address) : openSqlite(address);
}
