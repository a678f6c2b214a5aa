/**
 * One SQLite connection, synchronous as node:sqlite is: whoever calls waits. It stands in a thread of its own
 * (sqlite-worker.ts) for a server, or in the calling one (sqlite-here.ts) for a thread that has nobody waiting.
 */
import { backup, DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { type BulkOperation, sqliteStatement } from './bulk.ts';
import type { Reader, Rows } from './procedure.ts';

export interface SqliteRows extends Rows {
  readonly changes: number;
  readonly insertId: number;
}

interface Prepared {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
  readonly columns: string;
  /** The places of columns declared BOOLEAN, which SQLite keeps as 0 and 1. */
  readonly booleans: readonly number[];
}

const statementCountMax = 400;
const busyMsMax = 15_000;
const pageCountMax = 0x7fff_ffff;

export interface SqliteOptions {
  readonly readOnly: boolean;
  readonly cacheKb: number;
  /** A commit waits for the disk, so that it survives a power cut; else only the latest ones may be lost by one. */
  readonly durable: boolean;
}

export class SqliteConnection {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();
  /** Room for a column, used again and again: thrown away each time it would be tens of megabytes of waste. */
  #ids = new Int32Array(4096);

  constructor(file: string, options: SqliteOptions) {
    const { readOnly, cacheKb, durable } = options;
    this.#database = new DatabaseSync(file, {
      readOnly,
      timeout: busyMsMax,
      enableForeignKeyConstraints: true,
    });
    // WAL lets readers run beside the writer. What is committed survives a kill; with FULL also a power cut. It grows to
    // 64 MB before its pages go to their places: a scan writes the same pages of its indexes again and again.
    if (!readOnly)
      this.#database.exec(
        `PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'}; PRAGMA wal_autocheckpoint = 16000; PRAGMA journal_size_limit = 64000000;`,
      );
    this.#database.exec(`PRAGMA cache_size = -${cacheKb}; PRAGMA temp_store = MEMORY;`);
  }

  query(sql: string, parameters: readonly unknown[]): SqliteRows {
    const { statement, returnsRows, columns, booleans } = this.#prepare(sql);
    const values = parameters.map(toSqlite);
    if (!returnsRows) {
      const { changes, lastInsertRowid } = statement.run(...values);
      return { columns, rows: [], changes: Number(changes), insertId: Number(lastInsertRowid) };
    }
    const rows = statement.all(...values) as unknown as unknown[][];
    for (const at of booleans) for (const row of rows) if (row[at] !== null) row[at] = row[at] !== 0;
    return { columns, rows, changes: 0, insertId: 0 };
  }

  /** All or nothing. Takes the rows over: their values are converted in place. */
  bulk(operations: readonly BulkOperation[]): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const operation of operations) {
        const { statement } = this.#prepare(sqliteStatement(operation));
        for (const row of operation.rows) statement.run(...convertInPlace(row as unknown[]));
      }
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** The first column of all rows, as integers of four bytes. */
  ids(sql: string, parameters: readonly unknown[]): Int32Array<ArrayBuffer> {
    const { statement } = this.#prepare(sql);
    let count = 0;
    for (const row of statement.iterate(...parameters.map(toSqlite)) as Iterable<unknown>) {
      if (count === this.#ids.length) {
        const wider = new Int32Array(count * 2);
        wider.set(this.#ids);
        this.#ids = wider;
      }
      this.#ids[count++] = Number((row as unknown[])[0]);
    }
    return this.#ids.slice(0, count);
  }

  /** For procedures. */
  readonly reader: Reader = {
    kind: 'sqlite',
    rows: (sql, parameters) => this.query(sql, parameters).rows,
    named: (sql, parameters) => {
      const { columns, rows } = this.query(sql, parameters);
      return { columns, rows };
    },
  };

  /**
   * In one step: between two, another connection's write would make SQLite begin anew, for as long as a scan writes
   * (https://sqlite.org/c3ref/backup_finish.html). Writers are not held up by it, but this connection is.
   */
  async copyTo(file: string): Promise<void> {
    await backup(this.#database, file, { rate: pageCountMax });
  }

  close(): void {
    this.#prepared.clear();
    this.#database.close();
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known) {
      this.#prepared.delete(sql);
      this.#prepared.set(sql, known);
      return known;
    }
    const statement = this.#database.prepare(sql);
    const columns = statement.columns();
    // A full-text table's last row id may be past what a number holds.
    if (columns.length === 0) statement.setReadBigInts(true);
    else statement.setReturnArrays(true);
    const entry: Prepared = {
      statement,
      returnsRows: columns.length > 0,
      columns: columns.map((column) => column.name).join('\0'),
      booleans: columns.flatMap((column, at) => (column.type === 'BOOLEAN' ? [at] : [])),
    };
    this.#prepared.set(sql, entry);
    if (this.#prepared.size > statementCountMax) this.#prepared.delete(this.#prepared.keys().next().value!);
    return entry;
  }
}

/** A new array for each row would cost a tenth of a scan's writing. */
function convertInPlace(row: unknown[]): SQLInputValue[] {
  for (let at = 0; at < row.length; at++) {
    const value = row[at];
    if (typeof value === 'boolean') row[at] = value ? 1 : 0;
    else if (value === undefined) row[at] = null;
  }
  return row as SQLInputValue[];
}

function toSqlite(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === undefined) return null;
  return value as SQLInputValue;
}
