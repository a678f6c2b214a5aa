/** A SQLite database for a server: reads spread over a few read-only threads, writes go to one behind a mutex. */
import { Kysely } from 'kysely';
import type { BulkOperation } from './bulk.ts';
import { FonotecaError, messageOf } from '../errors.ts';
import type { AnySchema, Database } from './database.ts';
import { DatabaseError } from './errors.ts';
import { Mutex, SqliteDialect } from './sqlite-dialect.ts';
import { SqliteThread } from './sqlite-thread.ts';
import { closeTurns, openTurns } from './sqlite-turns.ts';

const readerCount = 2;

/** Opens (and makes, when it is not there) the SQLite database in `file`. */
export async function openSqlite(file: string): Promise<Database> {
  const turns = openTurns(file);
  const start = (use: 'write' | 'read' | 'lists') => new SqliteThread({ file, use, turns });
  let writer = start('write');
  // The writer makes the file and its WAL before a read-only connection looks for them.
  await writer.query('SELECT 1', []).catch((error: unknown) => {
    closeTurns(file);
    const reason = error instanceof FonotecaError ? error.details['reason'] : messageOf(error);
    throw new DatabaseError('DATABASE_UNUSABLE', { file, reason }, { cause: error });
  });
  const readers = Array.from({ length: readerCount }, () => start('read'));
  // A column of a million ids takes a second, which no search should wait for.
  let lists = start('lists');
  const lock = new Mutex();
  const pick = () => {
    // Another takes its place: what is lost is never busy, and would be asked by everybody.
    for (const [at, reader] of readers.entries()) if (reader.isLost) readers[at] = start('read');
    return readers.reduce((best, reader) => (reader.busy < best.busy ? reader : best));
  };
  // Asked for under the lock, between two transactions: what a thread died in is rolled back with its connection.
  const pickWriter = () => (writer.isLost ? (writer = start('write')) : writer);
  const pickForLists = () => (lists.isLost ? (lists = start('lists')) : lists);
  return {
    kind: 'sqlite',
    address: file,
    read: new Kysely<AnySchema>({ dialect: new SqliteDialect({ runner: pick }) }),
    write: new Kysely<AnySchema>({ dialect: new SqliteDialect({ runner: pickWriter, lock }) }),
    bulk: (operations: readonly BulkOperation[]) =>
      lock.run(() => pickWriter().ask<void>({ kind: 'bulk', operations })),
    readIds: (sql, parameters = [], { long } = { long: false }) =>
      (long ? pickForLists() : pick()).ask({ kind: 'ids', sql, parameters }),
    run: ({ url, name }, question) => pick().ask({ kind: 'procedure', url, name, question }),
    copyTo: async (copy) => void (await pickForLists().ask({ kind: 'copy', file: copy })),
    close: async () => {
      await Promise.all([...readers, lists].map((reader) => reader.close()));
      // A kindness to the next start: where another process writes all the time, or the disk is full, it is left out.
      await lock.run(() => writer.query('PRAGMA optimize', [])).catch(() => {});
      // The last connection to close folds the WAL into the file.
      await writer.close();
      closeTurns(file);
    },
  };
}
