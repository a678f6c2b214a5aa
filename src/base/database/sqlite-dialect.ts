/**
 * SQLite as Kysely sees it. Kysely's own dialect expects better-sqlite3 on the calling thread; this one asks whatever
 * answers queries, and holds a mutex from acquire to release where a connection may have one user only.
 */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { messageOf } from '../errors.ts';
import type { AnySchema } from './database.ts';
import { objectsOf } from './procedure.ts';
import type { SqliteRows } from './sqlite-connection.ts';

/** Whoever runs a query: a thread, or a connection here. */
export interface SqliteRunner {
  query(sql: string, parameters: readonly unknown[]): Promise<SqliteRows>;
}

interface DialectConfig {
  readonly runner: () => SqliteRunner;
  /** Held from acquire to release, so that a transaction is alone on its connection. */
  readonly lock?: Mutex;
}

export class SqliteDialect implements Dialect {
  readonly #config: DialectConfig;
  constructor(config: DialectConfig) {
    this.#config = config;
  }
  createDriver = (): Driver => new SqliteDriver(this.#config);
  createAdapter = () => new ManyConnections();
  createQueryCompiler = () => new SqliteQueryCompiler();
  createIntrospector = (db: Kysely<AnySchema>) => new SqliteIntrospector(db);
}

/**
 * Kysely lets one query at a time near SQLite and wakes all that wait each time: several reading threads would never
 * work at once. Where a connection may have one user only, the driver's own lock sees to it.
 */
class ManyConnections extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class SqliteDriver implements Driver {
  readonly #config: DialectConfig;
  readonly #releases = new WeakMap<DatabaseConnection, () => void>();
  constructor(config: DialectConfig) {
    this.#config = config;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const { lock, runner } = this.#config;
    if (!lock) return new SqliteKyselyConnection(runner);
    const release = await lock.acquire();
    // One and the same until the release: the rest of a transaction must not go to a thread that took the place of one
    // that died in its midst.
    const held = runner();
    const connection = new SqliteKyselyConnection(() => held);
    this.#releases.set(connection, release);
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

  /** The runners belong to whoever opened the database, and closes them. */
  async destroy(): Promise<void> {}
}

async function run(connection: DatabaseConnection, sql: string): Promise<void> {
  await (connection as SqliteKyselyConnection).runner().query(sql, []);
}

class SqliteKyselyConnection implements DatabaseConnection {
  readonly runner: () => SqliteRunner;
  /** `runner` is asked for each query: who is free is known when it starts, not when its turn was taken. */
  constructor(runner: () => SqliteRunner) {
    this.runner = runner;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const answer = await this.runner().query(query.sql, query.parameters);
    const { changes, insertId } = answer;
    return { rows: objectsOf<R>(answer), numAffectedRows: BigInt(changes), insertId: BigInt(insertId) };
  }

  // oxlint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('SQLite answers here come whole; page through long lists by key.');
  }
}

export class Mutex {
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
