/**
 * One SQLite connection in a thread of its own, because node:sqlite is synchronous: a slow query stalls this thread
 * and nobody else. The reply to each message carries its number; messages are answered in the order they came.
 */
import { DatabaseSync, type StatementSync, type SQLInputValue } from 'node:sqlite';
import { backup } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { type BulkOperation, sqliteStatement } from './bulk.ts';

export type SqliteRequest =
  | { readonly kind: 'query'; readonly sql: string; readonly parameters: readonly unknown[] }
  | { readonly kind: 'bulk'; readonly operations: readonly BulkOperation[] }
  | { readonly kind: 'ids'; readonly sql: string; readonly parameters: readonly unknown[] }
  | { readonly kind: 'copy'; readonly file: string };

export interface SqliteRows {
  readonly rows: Record<string, unknown>[];
  readonly changes: number;
  readonly insertId: number;
}

interface Prepared {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
  /** Columns declared BOOLEAN, which SQLite keeps as 0 and 1. */
  readonly booleans: readonly string[];
}

const { file, readOnly } = workerData as { file: string; readOnly: boolean };
const statementCountMax = 400;
const prepared = new Map<string, Prepared>();
const database = new DatabaseSync(file, { readOnly, timeout: 15_000, enableForeignKeyConstraints: true });

// WAL lets readers run beside the writer; FULL makes a committed write survive a power cut, not only a kill.
if (!readOnly)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;');
database.exec(`PRAGMA cache_size = -${readOnly ? 12_000 : 32_000}; PRAGMA temp_store = MEMORY;`);

parentPort!.on('message', ({ id, request }: { id: number; request: SqliteRequest }) => {
  try {
    const answer = answerTo(request);
    if (answer instanceof Promise)
      answer.then(
        (value) => reply(id, value),
        (error: unknown) => replyError(id, error),
      );
    else reply(id, answer);
  } catch (error) {
    replyError(id, error);
  }
});

function answerTo(request: SqliteRequest): unknown {
  if (request.kind === 'query') return query(request.sql, request.parameters);
  if (request.kind === 'bulk') return bulk(request.operations);
  if (request.kind === 'ids') return ids(request.sql, request.parameters);
  return backup(database, request.file);
}

function query(sql: string, parameters: readonly unknown[]): SqliteRows {
  const { statement, returnsRows, booleans } = prepare(sql);
  const values = parameters.map(toSqlite);
  if (!returnsRows) {
    const { changes, lastInsertRowid } = statement.run(...values);
    return { rows: [], changes: Number(changes), insertId: Number(lastInsertRowid) };
  }
  const rows = statement.all(...values) as Record<string, unknown>[];
  for (const name of booleans) for (const row of rows) if (row[name] !== null) row[name] = row[name] !== 0;
  return { rows, changes: 0, insertId: 0 };
}

function bulk(operations: readonly BulkOperation[]): null {
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const operation of operations) {
      const { statement } = prepare(sqliteStatement(operation));
      for (const row of operation.rows) statement.run(...convertInPlace(row as unknown[]));
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
  return null;
}

function ids(sql: string, parameters: readonly unknown[]): Int32Array<ArrayBuffer> {
  const { statement } = prepare(sql);
  statement.setReturnArrays(true);
  let packed = new Int32Array(4096);
  let count = 0;
  for (const row of statement.iterate(...parameters.map(toSqlite)) as Iterable<unknown>) {
    if (count === packed.length) {
      const wider = new Int32Array(packed.length * 2);
      wider.set(packed);
      packed = wider;
    }
    packed[count++] = Number((row as unknown[])[0]);
  }
  prepared.delete(sql);
  return packed.slice(0, count);
}

function prepare(sql: string): Prepared {
  const known = prepared.get(sql);
  if (known) {
    prepared.delete(sql);
    prepared.set(sql, known);
    return known;
  }
  const statement = database.prepare(sql);
  const columns = statement.columns();
  const booleans = columns.filter((column) => column.type === 'BOOLEAN').map((column) => column.name);
  // A full-text table's last row id may be past what a number holds.
  if (columns.length === 0) statement.setReadBigInts(true);
  const entry = { statement, returnsRows: columns.length > 0, booleans };
  prepared.set(sql, entry);
  if (prepared.size > statementCountMax) prepared.delete(prepared.keys().next().value!);
  return entry;
}

/** The rows came in a message, so they are ours: a new array for each costs a tenth of a scan's writing. */
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

function reply(id: number, value: unknown): void {
  const transfer = value instanceof Int32Array ? [value.buffer as ArrayBuffer] : [];
  parentPort!.postMessage({ id, value }, transfer);
}

function replyError(id: number, error: unknown): void {
  const { message, errcode } = error as { message: string; errcode?: number };
  parentPort!.postMessage({ id, error: { message, errcode } });
}
