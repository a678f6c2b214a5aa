/**
 * A SQLite database on the calling thread: for a worker thread that reads and writes much and serves nobody. Rows are
 * not copied between threads; in return the thread stands still while SQLite works, so it gives its event loop a turn
 * now and then, for timers and for messages such as "stop".
 *
 * Its commits do not wait for the disk: what a power cut takes is found again, as it was not told to anybody yet.
 * It is a second writer beside the server's: SQLite lets one of them in at a time, and the other waits (busy timeout).
 */
import { setImmediate } from 'node:timers/promises';
import { Kysely } from 'kysely';
import type { AnySchema, Database } from './database.ts';
import { Mutex, SqliteDialect } from './sqlite-dialect.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { toDatabaseError } from './sqlite-errors.ts';
import { standBack } from './sqlite-turns.ts';

const cacheKb = 8_000;
const turnMs = 20;

export function openSqliteHere(file: string): Database {
  const connection = guarded(() => new SqliteConnection(file, { readOnly: false, cacheKb, durable: false }));
  const lock = new Mutex();
  let turnAt = performance.now();
  const run = async <T>(work: () => T): Promise<T> => {
    if (performance.now() - turnAt > turnMs) {
      await setImmediate();
      turnAt = performance.now();
    }
    return guarded(work);
  };
  const runner = {
    query: (sql: string, parameters: readonly unknown[]) => run(() => connection.query(sql, parameters)),
  };
  return {
    kind: 'sqlite',
    address: file,
    read: new Kysely<AnySchema>({ dialect: new SqliteDialect({ runner: () => runner }) }),
    write: new Kysely<AnySchema>({ dialect: new SqliteDialect({ runner: () => runner, lock }) }),
    bulk: (operations) =>
      lock.run(() =>
        run(() => {
          standBack(file);
          connection.bulk(operations);
        }),
      ),
    readIds: (sql, parameters = []) => run(() => connection.ids(sql, parameters)),
    run: (procedure, question) => procedure.run(connection.reader, question),
    copyTo: (copy) => connection.copyTo(copy),
    close: () => lock.run(async () => connection.close()),
  };
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toDatabaseError(error as { message: string; errcode?: number });
  }
}
