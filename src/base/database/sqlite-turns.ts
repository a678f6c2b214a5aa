/**
 * Who writes next, where two threads of a process write to one SQLite file. SQLite lets in whoever comes by when the
 * file is free, and a scan is there all the time: so a scan asks here first, and lets those go before it who wait.
 */
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

/** How long a scan stands back at most: whoever waits looks for the file every 100 ms at the latest. */
const standBackMsMax = 500;
const keyOf = (file: string): string => `fonoteca.sqlite.turns ${file}`;

/** Shared memory that counts the writes of people which are under way; threads that start from now on know of it. */
export function openTurns(file: string): Int32Array<SharedArrayBuffer> {
  const turns = new Int32Array(new SharedArrayBuffer(4));
  setEnvironmentData(keyOf(file), turns);
  return turns;
}

/** To be called when the file is closed. */
export function closeTurns(file: string): void {
  setEnvironmentData(keyOf(file), undefined);
}

/** Does a write that somebody waits for. */
export function withTurn<T>(turns: Int32Array<SharedArrayBuffer>, write: () => T): T {
  Atomics.add(turns, 0, 1);
  try {
    return write();
  } finally {
    Atomics.sub(turns, 0, 1);
    Atomics.notify(turns, 0);
  }
}

/** Blocks the calling thread while somebody's write is under way; nothing where the file has no such writer. */
export function standBack(file: string): void {
  const turns = getEnvironmentData(keyOf(file)) as Int32Array<SharedArrayBuffer> | undefined;
  if (!turns) return;
  const until = performance.now() + standBackMsMax;
  for (;;) {
    const count = Atomics.load(turns, 0);
    const left = until - performance.now();
    if (count === 0 || left <= 0) return;
    Atomics.wait(turns, 0, count, left);
  }
}
