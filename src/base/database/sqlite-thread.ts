/** The near side of sqlite-worker.ts: numbers the questions, matches the answers, counts those under way. */
import { Worker } from 'node:worker_threads';
import { messageOf } from '../errors.ts';
import { DatabaseError } from './errors.ts';
import type { SqliteRows } from './sqlite-connection.ts';
import { toDatabaseError } from './sqlite-errors.ts';
import type { SqliteRequest, SqliteThreadSetup } from './sqlite-worker.ts';

interface Waiting {
  resolve(value: never): void;
  reject(error: Error): void;
}

export class SqliteThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  #failure: Error | undefined;
  #isClosed = false;

  constructor(setup: SqliteThreadSetup) {
    this.#worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), {
      workerData: setup,
      name: `sqlite-${setup.use}`,
      // Answers are short-lived: a small nursery costs little time and keeps four threads from taking 100 MB.
      resourceLimits: { maxYoungGenerationSizeMb: 6 },
    });
    this.#worker.on(
      'message',
      (message: { id: number; value?: unknown; error?: { message: string; errcode?: number } }) => {
        const waiting = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        if (this.#waiting.size === 0) this.#worker.unref();
        if (message.error) waiting?.reject(toDatabaseError(message.error));
        else waiting?.resolve(message.value as never);
      },
    );
    this.#worker.on('error', (error) =>
      this.#fail(new DatabaseError('DATABASE_THREAD_ENDED', { reason: messageOf(error) }, { cause: error })),
    );
    this.#worker.on('exit', () =>
      this.#fail(new DatabaseError('DATABASE_THREAD_ENDED', { reason: 'it was stopped' })),
    );
  }

  /** How many questions are asked and not answered yet. */
  get busy(): number {
    return this.#waiting.size;
  }

  /** Whether it ended without being asked to, which out of memory it may. */
  get isLost(): boolean {
    return this.#failure !== undefined && !this.#isClosed;
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
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, request });
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
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
