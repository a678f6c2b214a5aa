/** The near side of sqlite-worker.ts: numbers the questions, matches the answers, counts those under way. */
import { Worker } from 'node:worker_threads';
import { messageOf } from '../errors.ts';
import { DatabaseError } from './errors.ts';
import type { SqliteRows } from './sqlite-connection.ts';
import { toDatabaseError } from './sqlite-errors.ts';
import type { SqliteRequest } from './sqlite-worker.ts';

// A column of a million ids takes a second: other questions go to other threads meanwhile.
const idsWeight = 100;

interface Waiting {
  readonly weight: number;
  resolve(value: never): void;
  reject(error: Error): void;
}

export class SqliteThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  #busy = 0;
  #failure: Error | undefined;

  constructor(file: string, options: { readOnly: boolean }) {
    this.#worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), {
      workerData: { file, readOnly: options.readOnly },
      // Answers are short-lived: a small nursery costs little time and keeps four threads from taking 100 MB.
      resourceLimits: { maxYoungGenerationSizeMb: 6 },
    });
    this.#worker.on(
      'message',
      (message: { id: number; value?: unknown; error?: { message: string; errcode?: number } }) => {
        const waiting = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        this.#busy -= waiting?.weight ?? 0;
        if (this.#waiting.size === 0) this.#worker.unref();
        if (message.error) waiting?.reject(toDatabaseError(message.error));
        else waiting?.resolve(message.value as never);
      },
    );
    this.#worker.on('error', (error) =>
      this.#fail(new DatabaseError('DATABASE_THREAD_ENDED', { reason: messageOf(error) }, { cause: error })),
    );
    this.#worker.on('exit', () => this.#fail(new DatabaseError('DATABASE_CLOSED')));
  }

  /** How much is asked and not answered yet; a short question weighs 1. */
  get busy(): number {
    return this.#busy;
  }

  query(sql: string, parameters: readonly unknown[]): Promise<SqliteRows> {
    return this.ask({ kind: 'query', sql, parameters });
  }

  ask<T>(request: SqliteRequest): Promise<T> {
    if (this.#failure) return Promise.reject(this.#failure);
    const id = this.#next++;
    return new Promise<T>((resolve, reject) => {
      // An open question holds the process; an idle database does not.
      this.#worker.ref();
      const weight = request.kind === 'ids' ? idsWeight : 1;
      this.#busy += weight;
      this.#waiting.set(id, { weight, resolve, reject });
      this.#worker.postMessage({ id, request });
    });
  }

  async close(): Promise<void> {
    this.#failure ??= new DatabaseError('DATABASE_CLOSED');
    while (this.#waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#failure);
    this.#waiting.clear();
  }
}
