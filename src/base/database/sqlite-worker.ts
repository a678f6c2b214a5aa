/**
 * A SQLite connection in a thread of its own, because node:sqlite is synchronous: a slow query stalls this thread
 * and nobody else. The reply to each message carries its number; messages are answered in the order they came.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { stepBack } from '../priority.ts';
import type { BulkOperation } from './bulk.ts';
import { importProcedure, type Procedure } from './procedure.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { withTurn } from './sqlite-turns.ts';

export type SqliteRequest =
  | { readonly kind: 'query'; readonly sql: string; readonly parameters: readonly unknown[] }
  | { readonly kind: 'bulk'; readonly operations: readonly BulkOperation[] }
  | { readonly kind: 'ids'; readonly sql: string; readonly parameters: readonly unknown[] }
  | { readonly kind: 'procedure'; readonly url: string; readonly name: string; readonly question: unknown }
  | { readonly kind: 'copy'; readonly file: string };

/** 'lists': long columns of ids, which people wait for only once; the thread stands back for those that answer people. */
export interface SqliteThreadSetup {
  readonly file: string;
  readonly use: 'write' | 'read' | 'lists';
  readonly turns: Int32Array<SharedArrayBuffer>;
}

const { file, use, turns } = workerData as SqliteThreadSetup;
if (use === 'lists') stepBack();
// The system keeps the file's pages in memory too: more of our own brings little.
const cacheKb = { write: 6_000, read: 6_000, lists: 2_000 }[use];
const connection = new SqliteConnection(file, { readOnly: use !== 'write', cacheKb, durable: true });

parentPort!.on('message', ({ id, request }: { id: number; request: SqliteRequest }) => {
  try {
    const answer = use === 'write' ? withTurn(turns, () => answerTo(request)) : answerTo(request);
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
  if (request.kind === 'query') return connection.query(request.sql, request.parameters);
  if (request.kind === 'bulk') return connection.bulk(request.operations);
  if (request.kind === 'ids') return connection.ids(request.sql, request.parameters);
  if (request.kind === 'procedure') return run(request.url, request.name, request.question);
  return connection.copyTo(request.file);
}

const procedures = new Map<string, Procedure<unknown, unknown>>();

async function run(url: string, name: string, question: unknown): Promise<unknown> {
  const key = `${url}#${name}`;
  const procedure = procedures.get(key) ?? (await importProcedure(url, name));
  procedures.set(key, procedure);
  return procedure.run(connection.reader, question);
}

function reply(id: number, value: unknown): void {
  const transfer = value instanceof Int32Array ? [value.buffer as ArrayBuffer] : [];
  parentPort!.postMessage({ id, value }, transfer);
}

function replyError(id: number, error: unknown): void {
  const { message, errcode } = error as { message: string; errcode?: number };
  parentPort!.postMessage({ id, error: { message, errcode } });
}
