/** The time a fetch may take: one clock for all of it, one for the phase it is in, and the caller's own wish to stop. */
import type { Readable } from 'node:stream';
import { FetchError } from './fetch-errors.ts';

export class Timer {
  readonly #controller = new AbortController();
  readonly #total: NodeJS.Timeout;
  readonly #callerSignal: AbortSignal | undefined;
  readonly #onCaller = () => this.stop(this.#callerSignal!.reason);
  #phase: NodeJS.Timeout | undefined;
  #host = '';
  #body: Readable | undefined;

  constructor(limits: { totalMs: number }, callerSignal: AbortSignal | undefined) {
    const { totalMs } = limits;
    this.#total = setTimeout(() => this.#expire('all of it', totalMs), totalMs);
    this.#callerSignal = callerSignal;
    callerSignal?.addEventListener('abort', this.#onCaller, { once: true });
    if (callerSignal?.aborted) this.#onCaller();
  }

  /** Aborted, with the reason, once the fetch is to end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Begins a phase, which ends the one before. */
  phase(name: string, limitMs: number, host: string): void {
    clearTimeout(this.#phase);
    this.#host = host;
    if (this.signal.aborted) return;
    this.#phase = setTimeout(() => {
      // While the reader is behind, it is not the server that is slow.
      if (this.#body && this.#body.readableLength > 0) this.again();
      else this.#expire(name, limitMs);
    }, limitMs);
  }

  /** Begins the phase anew: something came. */
  again(): void {
    this.#phase?.refresh();
  }

  /** Watches over a body: its end is the end of all clocks, and their end is its. */
  watch(body: Readable): void {
    this.#body = body;
    // From here the connection holds the process; a body that came whole and is not read should not.
    this.#total.unref();
    this.#phase?.unref();
    const onStop = () => body.destroy(toError(this.signal.reason));
    this.signal.addEventListener('abort', onStop, { once: true });
    if (this.signal.aborted) onStop();
    body.once('close', () => {
      this.signal.removeEventListener('abort', onStop);
      this.#clear();
    });
  }

  /** What `work` gives, or the reason when time is up first. */
  async orStopped<T>(work: Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    const { promise, reject } = Promise.withResolvers<never>();
    const onStop = () => reject(this.signal.reason);
    this.signal.addEventListener('abort', onStop, { once: true });
    try {
      return await Promise.race([work, promise]);
    } finally {
      this.signal.removeEventListener('abort', onStop);
    }
  }

  /** Ends everything for `reason`. */
  stop(reason: unknown): void {
    this.#clear();
    this.#controller.abort(reason);
  }

  #expire(phase: string, limitMs: number): void {
    this.stop(new FetchError('FETCH_TIMEOUT', { host: this.#host, phase, limitMs }));
  }

  #clear(): void {
    clearTimeout(this.#total);
    clearTimeout(this.#phase);
    // A cleared timer that is refreshed would run again.
    this.#phase = undefined;
    this.#callerSignal?.removeEventListener('abort', this.#onCaller);
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
