/**
 * The state database behind one interface: SQLite in worker threads by default, PostgreSQL by one setting.
 *
 * `read` never waits for a writer and may run many queries at once; `write` is the one writer of a SQLite file (a
 * mutex holds the others back) or a pool on PostgreSQL. `bulk` is for the scanner: thousands of rows in one message
 * and one transaction. Times are milliseconds since 1970, booleans are booleans, integers are numbers on both.
 */
import type { Kysely } from 'kysely';
import type { BulkOperation } from './bulk.ts';
import type { Procedure } from './procedure.ts';

export type DatabaseKind = 'sqlite' | 'postgres';

export interface Database {
  readonly kind: DatabaseKind;
  /** What it was opened with; another thread opens it once more by this. */
  readonly address: string;
  /** Read-only queries; on SQLite they run beside the writer, in threads of their own. */
  readonly read: Kysely<AnySchema>;
  /** Writes, and transactions through `write.transaction()`. Inside one use only its `trx`: `write` would wait for it. */
  readonly write: Kysely<AnySchema>;
  /** Runs all operations in one transaction, in their order; all or nothing. */
  bulk(operations: readonly BulkOperation[]): Promise<void>;
  /** One integer column as a packed array: a million ids in 4 MB. Takes the engine's own SQL; `?` stands for a parameter. */
  readIds(
    sql: string,
    parameters?: readonly unknown[],
    options?: ReadIdsOptions,
  ): Promise<Int32Array<ArrayBuffer>>;
  /** Runs a procedure beside the rows that it reads; its question and answer are sent as structuredClone would. */
  run<Question, Answer>(procedure: Procedure<Question, Answer>, question: Question): Promise<Answer>;
  /** A consistent copy of the whole database in one SQLite file, made while it is in use. SQLite only. */
  copyTo(file: string): Promise<void>;
  close(): Promise<void>;
}

export interface ReadIdsOptions {
  /** A large part of a table: read where no other question waits behind it. */
  readonly long: boolean;
}

// Rooms type their own tables: `schemaOf<LibrarySchema>(database.read)`. Only the engine is shared, not the tables.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnySchema = any;

/** A view of a database with one room's tables. */
export interface RoomDatabase<S> extends Omit<Database, 'read' | 'write'> {
  readonly read: Kysely<S>;
  readonly write: Kysely<S>;
}

/** The same database, typed with a room's tables. */
export function withSchema<S>(database: Database): RoomDatabase<S> {
  return database;
}
