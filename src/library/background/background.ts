/**
 * What a scan leaves for later, done at low priority: pictures' colours, digests of the sound of files that carry
 * none, loudness and outlines. One file at a time, never while a scan runs, in one process of those on a database.
 *
 * Nothing is remembered but the rows themselves: a row that still lacks a value is work. A file that fails is marked
 * in its row, so that it is not tried for ever; when the file changes, a scan takes the mark away.
 */
import { type Clock, systemClock } from '#base/clock.ts';
import { type Database, withSchema } from '#base/database/index.ts';
import { messageOf } from '#base/errors.ts';
import type { Scanner } from '../scan/scanner.ts';
import { createLease } from '../scan/lease.ts';
import type { LibrarySchema } from '../schema.ts';
import { artworkJob } from './artwork-job.ts';
import { essenceJob } from './essence-job.ts';
import type { Job, JobKind, JobStep } from './job.ts';
import { loudnessJob } from './loudness-job.ts';

export interface BackgroundOptions {
  readonly database: Database;
  /** Work waits while it scans, and is looked for when it ends. */
  readonly scanner: Pick<Scanner, 'status' | 'onProgress'>;
  readonly clock?: Clock;
  readonly log?: (level: 'info' | 'warn', message: string, details?: Record<string, unknown>) => void;
  /** Part of the time that is worked, 0 to 1; the rest is pause. Half unless told. */
  readonly share?: number;
  /** Which kinds of work are done; all unless told. */
  readonly kinds?: readonly JobKind[];
}

/** A kind of work and how far it is; the fields of the web API's JobRow that the library can fill. */
export interface JobStatus {
  readonly kind: JobKind;
  readonly title: string;
  readonly state: 'waiting' | 'running' | 'done';
  readonly done: number;
  readonly total: number | null;
  readonly secondsLeft: number | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** What is the matter, where something is: the number of files that failed. */
  readonly message: string | null;
}

export interface Background {
  /** Begins to look for work, now and after each scan. */
  start(): void;
  jobs(): JobStatus[];
  /** Stops after the file in hand, until `resume`. */
  pause(): void;
  resume(): void;
  /** Resolves when all work that is there is done (or cannot be done). */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const leaseMs = 30_000;
const writeMs = 1500;
const rowsAtOnce = 40;

export function createBackground(options: BackgroundOptions): Background {
  const clock = options.clock ?? systemClock;
  const database = withSchema<LibrarySchema>(options.database);
  const lease = createLease(database, clock, leaseMs, 'background');
  const share = Math.min(1, Math.max(0.05, options.share ?? 0.5));
  const stop = new AbortController();
  const makers = { artwork: artworkJob, essence: essenceJob, loudness: loudnessJob };
  const kinds = options.kinds ?? ['artwork', 'essence', 'loudness'];
  const states = new Map(kinds.map((kind) => [kind, newState(makers[kind]({ database, clock }))]));
  let paused = false;
  let working: Promise<void> | undefined;
  let again = false;

  let scanning = { at: -Infinity, running: false };
  const isScanning = async (): Promise<boolean> => {
    const now = performance.now();
    // A scan may also run in another process, which only the database tells.
    if (now - scanning.at > 500) scanning = { at: now, running: (await options.scanner.status()).running };
    return scanning.running;
  };

  const mayWork = async (): Promise<boolean> => !paused && !stop.signal.aborted && !(await isScanning());

  const workAll = async (): Promise<void> => {
    do {
      again = false;
      if (!(await lease.take())) return;
      try {
        for (const state of states.values()) if (await mayWork()) await work(state);
      } finally {
        await lease.release();
      }
    } while (again && (await mayWork()));
  };

  const work = async (state: State): Promise<void> => {
    const { job } = state;
    const total = await job.count();
    if (total === 0) return;
    Object.assign(state, { running: true, done: 0, failed: 0, total, startedAt: clock.now(), endedAt: null });
    try {
      for (let after = 0; ;) {
        const rows = await job.next(after, rowsAtOnce);
        if (rows.length === 0) break;
        if (!(await workRows(state, rows))) return;
        after = rows.at(-1)!.id;
      }
      await job.end?.();
    } finally {
      state.running = false;
      state.endedAt = clock.now();
    }
  };

  /** False when it had to stop before the end. */
  const workRows = async (state: State, rows: readonly { id: number }[]): Promise<boolean> => {
    let steps: JobStep[] = [];
    let writtenAt = clock.now();
    let lost = false;
    const flush = async (): Promise<void> => {
      const operations = steps
        .flatMap((step) => step.operations)
        .filter((operation) => operation.rows.length > 0);
      steps = [];
      writtenAt = clock.now();
      if (operations.length > 0) await database.bulk([lease.fence(), ...operations]).catch(forgiveGoneRow);
      else if (!(await lease.renew())) lost = true;
    };
    /** A row that was purged in the meantime takes its batch with it, to be done anew; a lost lease ends the work. */
    const forgiveGoneRow = async (error: unknown): Promise<void> => {
      if ((error as { code?: string }).code !== 'DATABASE_CONSTRAINT') throw error;
      lost = !(await lease.renew());
    };
    for (const row of rows) {
      if (lost || !(await mayWork())) {
        await flush();
        return false;
      }
      const startedAt = performance.now();
      const step = await state.job.work(row.id, stop.signal);
      if (step.stop) break;
      steps.push(step);
      state.done++;
      if (step.failed) state.failed++;
      if (clock.now() - writtenAt > writeMs) await flush();
      await sleep((performance.now() - startedAt) * (1 / share - 1), stop.signal);
    }
    await flush();
    return !lost && !stop.signal.aborted;
  };

  const wake = (): void => {
    if (stop.signal.aborted || paused) return;
    again = true;
    working ??= workAll()
      .catch((error: unknown) =>
        options.log?.('warn', 'work in the background stopped; it goes on after the next scan', {
          reason: messageOf(error),
        }),
      )
      .finally(() => (working = undefined));
  };

  let stopListening = (): void => {};

  return {
    start: () => {
      stopListening();
      stopListening = options.scanner.onProgress((status) => {
        scanning = { at: performance.now(), running: status.running };
        if (!status.running) wake();
      });
      wake();
    },
    jobs: () => [...states].map(([kind, state]) => statusOf(kind, state, paused)),
    pause: () => void (paused = true),
    resume: () => {
      paused = false;
      wake();
    },
    idle: async () => {
      while (working) await working;
    },
    close: async () => {
      stopListening();
      stop.abort();
      await working;
      await Promise.all([...states.values()].map((state) => state.job.close()));
    },
  };
}

interface State {
  readonly job: Job;
  running: boolean;
  done: number;
  failed: number;
  total: number | null;
  startedAt: number | null;
  endedAt: number | null;
}

const newState = (job: Job): State => ({
  job,
  running: false,
  done: 0,
  failed: 0,
  total: null,
  startedAt: null,
  endedAt: null,
});

function statusOf(kind: JobKind, state: State, paused: boolean): JobStatus {
  const { job, running, done, failed, total, startedAt, endedAt } = state;
  const perItem = startedAt !== null && done > 0 ? (Date.now() - startedAt) / done : null;
  return {
    kind,
    title: job.title,
    done,
    total,
    startedAt,
    endedAt: running ? null : endedAt,
    state: running && !paused ? 'running' : total !== null && done < total ? 'waiting' : 'done',
    secondsLeft:
      running && perItem !== null && total !== null
        ? Math.ceil((Math.max(0, total - done) * perItem) / 1000)
        : null,
    message: failed > 0 ? `${failed} could not be done` : null,
  };
}

/** A pause that ends at once when everything ends. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (ms < 1 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
