/**
 * What makes this database itself and no other: values made once, at random, and kept in it, so that backups and all
 * servers on one database agree. The key of public ids is one; it opens nothing by itself (base/ids.ts).
 */
import { randomBytes } from 'node:crypto';
import type { Database } from './database.ts';
import type { Migration } from './migrate.ts';

export const instanceMigrations: Migration[] = [
  {
    name: 'base-0001-instance',
    statements: () => ['CREATE TABLE instance (name TEXT PRIMARY KEY, value TEXT NOT NULL)'],
  },
];

/** The 16-byte key of this database's public ids, made when it is asked for the first time. */
export async function publicIdKey(database: Database): Promise<Buffer> {
  const made = { name: 'public_id_key', value: randomBytes(16).toString('hex') };
  // Two servers may start at once: the first value stays, and both read it.
  await database.write
    .insertInto('instance')
    .values(made)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row: { value: string } = await database.write
    .selectFrom('instance')
    .select('value')
    .where('name', '=', made.name)
    .executeTakeFirstOrThrow();
  return Buffer.from(row.value, 'hex');
}
