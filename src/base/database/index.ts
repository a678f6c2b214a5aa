/** The entrance of the database: `openDatabase`, and the types that rooms write their tables and queries with. */
import type { Database } from './database.ts';
import { openSqlite } from './sqlite.ts';

export type { BulkOperation } from './bulk.ts';
export { type Database, type DatabaseKind, type RoomDatabase, withSchema } from './database.ts';
export { DatabaseError, isAway } from './errors.ts';
export { instanceMigrations, publicIdKey } from './instance.ts';
export { type Migration, migrate, type Words } from './migrate.ts';

/** Opens `address`: a postgres:// URL, else the path of a SQLite file, which is made when it is not there. */
export async function openDatabase(address: string): Promise<Database> {
  if (!/^postgres(ql)?:\/\//.test(address)) return openSqlite(address);
  // Loaded where it is wanted: most installations never do.
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(address);
}
