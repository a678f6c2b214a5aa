/**
 * The scanner: one scan at a time among all processes on a database, told by a lease. Requests that come while one
 * runs wait for it. A scan whose process died is taken over by whichever scanner notices first.
 */
import { availableParallelism } from 'node:os';
import { type Clock, systemClock } from '#base/clock.ts';
import { type Database, withSchema } from '#base/database/index.ts';
import { FonotecaError, messageOf } from '#base/errors.ts';
import { keepHeapsSmall } from '#base/heap.ts';
import { LibraryError } from '../errors.ts';
import type { LibrarySchema } from '../schema.ts';
import { createLease } from './lease.ts';
import { noScan, type ScanRow, statusOf } from './progress.ts';
import { createScanThread, type RunningScan } from './scan-thread.ts';
import type { ScanOutcome, ScanRequest, ScanStatus } from './types.ts';

export interface ScannerOptions {
  readonly database: Database;
  readonly clock?: Clock;
  /** Called with what an operator may want to know. */
  readonly log?: (
    level: 'info' | 'warn' | 'error',
    message: string,
    details?: Record<string, unknown>,
  ) => void;
  /** Threads that read tags; one fewer than processors, and up to four where a disk is slow, unless told. */
  readonly tagThreads?: number;
  readonly walkThreads?: number;
  /** Time limit for the tags of one file. */
  readonly tagTimeoutMs?: number;
  /** How long a silent process keeps the right to scan; 20 s unless told. */
  readonly leaseMs?: number;
  /** Who owns playlists that lie as files among the music: an account's number, or null while there is none. */
  readonly playlistOwner?: () => Promise<number | null>;
}

export interface Scanner {
  /** Starts a scan, or puts the request behind the one that runs. Answers at once. */
  start(request?: ScanRequest): Promise<ScanStatus>;
  /** Asks the running scan to stop, in whichever process it runs; what was written stays. */
  cancel(): Promise<ScanStatus>;
  /** The running scan, here or in another process, else the last one. */
  status(): Promise<ScanStatus>;
  /** Called a few times a second while a scan runs here, and when it ends. Returns a function that stops it. */
  onProgress(listener: (status: ScanStatus) => void): () => void;
  /** Resolves when nothing runs or waits here. */
  idle(): Promise<void>;
  /** Looks for a scan whose process died and takes it over; also done by itself. Answers whether there was one. */
  takeOver(): Promise<boolean>;
  /** Stops a running scan and ends the threads. The scan is marked as interrupted and goes on at the next start. */
  close(): Promise<void>;
}

const tagThreadsMax = 4;

export function createScanner(options: ScannerOptions): Scanner {
  keepHeapsSmall();
  const clock = options.clock ?? systemClock;
  const log = options.log ?? (() => {});
  const database = withSchema<LibrarySchema>(options.database);
  const leaseMs = options.leaseMs ?? 20_000;
  const lease = createLease(database, clock, leaseMs);
  const cores = availableParallelism();
  const listeners = new Set<(status: ScanStatus) => void>();
  const tell = (status: ScanStatus): void => {
    for (const listener of listeners) listener(status);
  };
  const thread = createScanThread(
    {
      address: options.database.address,
      leaseMs,
      // One processor is left to what the tags are for: matching and writing.
      tagThreads:
        options.tagThreads === undefined
          ? { threads: Math.max(1, Math.min(tagThreadsMax, cores - 1)), threadsMax: tagThreadsMax }
          : { threads: options.tagThreads, threadsMax: options.tagThreads },
      walkThreads: options.walkThreads ?? Math.min(4, Math.max(2, cores)),
      tagTimeoutMs: options.tagTimeoutMs,
    },
    { tell, log, playlistOwner: options.playlistOwner ?? (async () => null) },
  );
  const queue: ScanRequest[] = [];
  let current: RunningScan | undefined;
  let lastRun: RunningScan | undefined;
  let unwritten: ScanStatus | undefined;
  let working: Promise<void> | undefined;
  let closed = false;

  const lastRow = (): Promise<ScanRow | undefined> =>
    database.read.selectFrom('scan').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();

  const status = async (): Promise<ScanStatus> => {
    if (current) return current.status();
    // The end of a scan that could not be written, as the disk is full: the row still says that it runs.
    if (unwritten) return unwritten;
    const row = await lastRow();
    return row ? statusOf(row) : noScan;
  };

  const start = async (request: ScanRequest = {}): Promise<ScanStatus> => {
    if (closed) throw new LibraryError('LIBRARY_CLOSED');
    await assertLibrary(request);
    enqueue(queue, request);
    working ??= work()
      .catch((error: unknown) => failUnwritten(error))
      .finally(() => (working = undefined));
    // The first status is there once the run has its row, or found that another process scans: the request waits for
    // that one, but whoever asked need not.
    while (!closed && !current && queue.length > 0 && !(await lease.isElsewhere()))
      await new Promise((resolve) => setTimeout(resolve, 5));
    await current?.started.catch(() => {});
    return status();
  };

  const assertLibrary = async ({ libraryId }: ScanRequest): Promise<void> => {
    if (libraryId === undefined) return;
    const row = await database.read
      .selectFrom('library')
      .select('id')
      .where('id', '=', libraryId)
      .executeTakeFirst();
    if (!row) throw new LibraryError('LIBRARY_NOT_FOUND', { id: libraryId });
  };

  const work = async (): Promise<void> => {
    while (!closed && queue.length > 0) {
      if (!(await lease.take())) {
        // Another process scans everything already; a request for one place, or for more than what changed, waits.
        if (queue.every((request) => !request.libraryId && !request.folders && !request.full))
          queue.length = 0;
        else await new Promise((resolve) => setTimeout(resolve, Math.min(1000, leaseMs / 4)).unref());
        continue;
      }
      try {
        await runNext();
      } finally {
        await lease
          .release()
          .catch((error: unknown) =>
            log('warn', 'the scanner could not give its lease back', { reason: messageOf(error) }),
          );
      }
    }
  };

  /** Not even the scan's row could be written. */
  const failUnwritten = (error: unknown): void => {
    queue.length = 0;
    log('error', 'a scan could not be begun or ended', { reason: messageOf(error) });
    const reason =
      error instanceof FonotecaError
        ? error.message
        : `The scan could not be begun or ended: ${messageOf(error)}`;
    unwritten = {
      ...(lastRun?.status() ?? noScan),
      running: false,
      phase: null,
      outcome: 'failed',
      error: reason,
    };
    tell(unwritten);
  };

  const runNext = async (): Promise<void> => {
    await endOpen('interrupted', 'The process that scanned ended. The next scan goes on where this one was.');
    // Only now: while this was waited for it may have been cancelled or grown, and the scanner may have been closed.
    const request = queue.shift();
    if (!request || closed) return;
    unwritten = undefined;
    const run = thread.run(request, lease.holder);
    current = lastRun = run;
    const renewing = setInterval(() => void holdOn(run), Math.min(1000, leaseMs / 4));
    try {
      await run.ended.catch((error: unknown) => endBroken(error));
    } finally {
      clearInterval(renewing);
      current = undefined;
    }
    tell(await status());
  };

  /** The scan could not write its end: it may be that its thread is gone, or that nothing can be written at all. */
  const endBroken = async (error: unknown): Promise<void> => {
    const reason = `The scan stopped before its end: ${messageOf(error)} What was written is whole; scan again.`;
    log('error', 'a scan stopped before its end', { reason: messageOf(error) });
    let isSaid = false;
    try {
      isSaid = (await endOpen('failed', reason)) > 0;
    } catch {
      // Nothing can be written: the same trouble again.
    }
    // No row says it: the scan never had one, or it could not be ended.
    if (!isSaid) throw error;
  };

  /** Renewed from here, because the scanning thread may be deep in a query. */
  const holdOn = async (run: RunningScan): Promise<void> => {
    try {
      if (!(await lease.renew())) run.stop('taken over');
    } catch (error) {
      log('warn', 'the scanner could not renew its lease', { reason: messageOf(error) });
    }
  };

  /** Ends scans that have no end, though we hold the lease; answers how many. */
  const endOpen = async (outcome: ScanOutcome, error: string): Promise<number> => {
    const { numUpdatedRows } = await database.write
      .updateTable('scan')
      .set({ ended_at: clock.now(), outcome, error })
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    return Number(numUpdatedRows);
  };

  const takeOver = async (): Promise<boolean> => {
    if (closed || working) return false;
    const open = await database.read
      .selectFrom('scan')
      .selectAll()
      .where('ended_at', 'is', null)
      .limit(1)
      .executeTakeFirst();
    if (!open) return false;
    if (await lease.isElsewhere()) return false;
    log('info', 'a scan whose process ended is taken over', { scan: open.id });
    await start({ ...(open.library_id !== null && { libraryId: open.library_id }), full: open.full_scan });
    return true;
  };

  const watchdog = setInterval(() => void takeOver().catch(() => {}), Math.max(200, leaseMs / 2)).unref();

  return {
    start,
    status,
    takeOver,
    cancel: async () => {
      queue.length = 0;
      current?.stop('cancelled');
      await database.write
        .updateTable('scan')
        .set({ cancel_asked: true })
        .where('ended_at', 'is', null)
        .execute();
      return status();
    },
    onProgress: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    idle: async () => {
      while (working) await working;
    },
    close: async () => {
      closed = true;
      clearInterval(watchdog);
      queue.length = 0;
      current?.stop('interrupted');
      await working;
      await thread.close();
    },
  };
}

/** Requests for the same place are one. */
function enqueue(queue: ScanRequest[], request: ScanRequest): void {
  const covers = (a: ScanRequest, b: ScanRequest): boolean =>
    (a.libraryId === undefined || a.libraryId === b.libraryId) &&
    !a.folders &&
    (a.full === true || b.full !== true);
  if (queue.some((waiting) => covers(waiting, request))) return;
  const partner = queue.findIndex(
    (waiting) =>
      waiting.libraryId === request.libraryId &&
      waiting.shallow === request.shallow &&
      waiting.folders &&
      request.folders,
  );
  if (partner >= 0)
    queue[partner] = {
      ...request,
      folders: [...new Set([...queue[partner]!.folders!, ...request.folders!])],
    };
  else queue.push(request);
}
