/**
 * SQLite as Kysely sees it: reads spread over a few read-only threads, writes go to one thread behind a mutex.
 *
 * Kysely's own SQLite dialect expects better-sqlite3 on the calling thread; a scan would then stop every listener.
 */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { BulkOperation } from './bulk.ts';
import { FonotecaError, messageOf } from '../errors.ts';
import type { AnySchema, Database } from './database.ts';
import { DatabaseError } from './errors.ts';
import { SqliteThread } from './sqlite-thread.ts';

const readerCount = 3;

/** Opens (and makes, when it is not there) the SQLite database in `file`. */
export async function openSqlite(file: string): Promise<Database> {
  const writer = new SqliteThread(file, { readOnly: false });
  // The writer makes the file and its WAL before a read-only connection looks for them.
  await writer.query('SELECT 1', []).catch((error: unknown) => {
    const reason = error instanceof FonotecaError ? error.details['reason'] : messageOf(error);
    throw new DatabaseError('DATABASE_UNUSABLE', { file, reason }, { cause: error });
  });
  const readers = Array.from({ length: readerCount }, () => new SqliteThread(file, { readOnly: true }));
  const lock = new Mutex();
  const pick = () => readers.reduce((best, reader) => (reader.busy < best.busy ? reader : best));
  return {
    kind: 'sqlite',
    read: new Kysely<AnySchema>({ dialect: new SqliteThreadDialect({ thread: pick }) }),
    write: new Kysely<AnySchema>({ dialect: new SqliteThreadDialect({ thread: () => writer, lock }) }),
    bulk: (operations: readonly BulkOperation[]) =>
      lock.run(() => writer.ask<void>({ kind: 'bulk', operations })),
    readIds: (sql, parameters = []) => pick().ask({ kind: 'ids', sql, parameters }),
    copyTo: async (copy) => void (await writer.ask({ kind: 'copy', file: copy })),
    close: async () => {
      await Promise.all(readers.map((reader) => reader.close()));
      // The last connection to close folds the WAL into the file.
      await lock.run(() => writer.query('PRAGMA optimize', []));
      await writer.close();
    },
  };
}

interface DialectConfig {
  thread(): SqliteThread;
  /** Held from acquire to release, so that a transaction is alone on its connection. */
  readonly lock?: Mutex;
}

class SqliteThreadDialect implements Dialect {
  readonly #config: DialectConfig;
  constructor(config: DialectConfig) {
    this.#config = config;
  }
  createDriver = (): Driver => new SqliteThreadDriver(this.#config);
  createAdapter = () => new SqliteAdapter();
  createQueryCompiler = () => new SqliteQueryCompiler();
  createIntrospector = (db: Kysely<AnySchema>) => new SqliteIntrospector(db);
}

class SqliteThreadDriver implements Driver {
  readonly #config: DialectConfig;
  readonly #releases = new WeakMap<DatabaseConnection, () => void>();
  constructor(config: DialectConfig) {
    this.#config = config;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const release = await this.#config.lock?.acquire();
    const connection = new SqliteThreadConnection(this.#config.thread());
    if (release) this.#releases.set(connection, release);
    return connection;
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#releases.get(connection)?.();
  }

  // IMMEDIATE takes the write lock at once: a transaction that began as a reader could not become a writer.
  beginTransaction = (connection: DatabaseConnection) => run(connection, 'BEGIN IMMEDIATE');
  commitTransaction = (connection: DatabaseConnection) => run(connection, 'COMMIT');
  rollbackTransaction = (connection: DatabaseConnection) =>
    run(connection, 'ROLLBACK').catch((error: unknown) => {
      // SQLite has rolled back by itself where the disk was full (https://sqlite.org/lang_transaction.html#rollback);
      // a second complaint would hide the first.
      if (!messageOf(error).includes('no transaction is active')) throw error;
    });

  /** The threads belong to `openSqlite`, which ends them. */
  async destroy(): Promise<void> {}
}

async function run(connection: DatabaseConnection, sql: string): Promise<void> {
  await (connection as SqliteThreadConnection).thread.query(sql, []);
}

class SqliteThreadConnection implements DatabaseConnection {
  readonly thread: SqliteThread;
  constructor(thread: SqliteThread) {
    this.thread = thread;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, changes, insertId } = await this.thread.query(query.sql, query.parameters);
    return { rows: rows as R[], numAffectedRows: BigInt(changes), insertId: BigInt(insertId) };
  }

  // oxlint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('SQLite answers here come whole; page through long lists by key.');
  }
}

class Mutex {
  #tail: Promise<void> = Promise.resolve();

  /** Waits for its turn; the function that it answers gives the turn to the next. */
  async acquire(): Promise<() => void> {
    let release!: () => void;
    const before = this.#tail;
    this.#tail = new Promise((resolve) => (release = resolve));
    await before;
    return release;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.acquire();
    try {
      return await work();
    } finally {
      release();
    }
  }
}
