/**
 * The near side of scan-worker.ts: a scan runs in a thread of its own, so that whoever listens or searches never waits
 * for it. The thread starts with the first scan and ends, with all its memory, when there was none for a while.
 */
import { Worker } from 'node:worker_threads';
import { messageOf } from '#base/errors.ts';
import { noScan } from './progress.ts';
import type { FromScan, ScanNews, ScanThreadSetup, ToScan } from './scan-worker.ts';
import type { ScanRequest, ScanStatus, StopReason } from './types.ts';

export interface RunningScan {
  /** Resolves when the scan has its row. */
  readonly started: Promise<void>;
  /** Resolves when its outcome is written; rejects when that could not be, or when the thread ended. */
  readonly ended: Promise<void>;
  status(): ScanStatus;
  stop(why: StopReason): void;
}

export interface ScanThreadHooks {
  tell(status: ScanStatus): void;
  log(level: 'info' | 'warn' | 'error', message: string, details?: Record<string, unknown>): void;
  playlistOwner(): Promise<number | null>;
}

export interface ScanThread {
  /** One at a time. `holder`: who holds the lease. */
  run(request: ScanRequest, holder: string): RunningScan;
  close(): Promise<void>;
}

const idleMsDefault = 20_000;
const closeMsMax = 3_000;
/** Batches of tags live for a moment each: with room for some of them little is copied (V8's scavenger). */
const limits = { maxYoungGenerationSizeMb: 24 };

export function createScanThread(
  setup: ScanThreadSetup,
  hooks: ScanThreadHooks,
  idleMs = idleMsDefault,
): ScanThread {
  let thread: Worker | undefined;
  let running: { readonly run: Run; readonly on: Worker } | undefined;
  let idle: NodeJS.Timeout | undefined;

  const start = (): Worker => {
    const worker = new Worker(new URL('./scan-worker.ts', import.meta.url), {
      workerData: setup,
      name: 'scan',
      resourceLimits: limits,
    });
    const fail = (error: unknown): void => {
      if (thread === worker) thread = undefined;
      runOn(worker)?.fail(error);
    };
    worker.on('message', (message: FromScan) => take(worker, message));
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error('The scanning thread ended.')));
    return worker;
  };

  /** A thread that rested may still be ending while the next one scans: what becomes of it says nothing of that scan. */
  const runOn = (worker: Worker): Run | undefined => (running?.on === worker ? running.run : undefined);

  const take = (worker: Worker, message: FromScan): void => {
    if (message.kind === 'log') hooks.log(message.level, message.message, message.details);
    else if (message.kind === 'ask-owner') void answerOwner(worker);
    else runOn(worker)?.take(message);
  };

  const answerOwner = async (worker: Worker): Promise<void> => {
    const id = await hooks.playlistOwner().catch((error: unknown) => {
      hooks.log('warn', 'the owner of playlist files could not be told', { reason: messageOf(error) });
      return null;
    });
    worker.postMessage({ kind: 'owner', id } satisfies ToScan);
  };

  const end = async (): Promise<void> => {
    clearTimeout(idle);
    const ending = thread;
    thread = undefined;
    if (!ending) return;
    const gone = new Promise((resolve) => ending.once('exit', resolve));
    ending.ref();
    ending.postMessage({ kind: 'close' } satisfies ToScan);
    const late = setTimeout(() => void ending.terminate(), closeMsMax);
    await gone;
    clearTimeout(late);
  };

  return {
    run: (request, holder) => {
      clearTimeout(idle);
      const worker = (thread ??= start());
      worker.ref();
      const run = new Run((why) => worker.postMessage({ kind: 'stop', why } satisfies ToScan), hooks.tell);
      running = { run, on: worker };
      const rest = (): void => {
        running = undefined;
        worker.unref();
        idle = setTimeout(() => void end(), idleMs).unref();
      };
      run.ended.then(rest, rest);
      worker.postMessage({ kind: 'run', request, holder } satisfies ToScan);
      return run;
    },
    close: end,
  };
}

class Run implements RunningScan {
  readonly started: Promise<void>;
  readonly ended: Promise<void>;
  readonly stop: (why: StopReason) => void;
  readonly #tell: (status: ScanStatus) => void;
  readonly #begun = Promise.withResolvers<void>();
  readonly #over = Promise.withResolvers<void>();
  #status: ScanStatus = { ...noScan, running: true, phase: 'walk' };

  constructor(stop: (why: StopReason) => void, tell: (status: ScanStatus) => void) {
    this.stop = stop;
    this.#tell = tell;
    this.started = this.#begun.promise;
    this.ended = this.#over.promise;
    // Whoever does not wait for the beginning hears of the failure at the end.
    this.started.catch(() => {});
  }

  status(): ScanStatus {
    return this.#status;
  }

  take(message: ScanNews): void {
    this.#status = message.status;
    if (message.kind === 'begun') this.#begun.resolve();
    else if (message.kind === 'status') this.#tell(message.status);
    else this.#end(message.failure);
  }

  #end(failure: string | undefined): void {
    if (failure === undefined) this.#over.resolve();
    else this.fail(new Error(failure));
  }

  fail(error: unknown): void {
    this.#begun.reject(error);
    this.#over.reject(error);
  }
}
