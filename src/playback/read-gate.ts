/**
 * Few reads at a time, in the order they were asked for.
 *
 * Node's thread pool has four threads; a thousand reads queued there would each hold a buffer that nothing fills yet.
 * Here they wait without one. More than the threads take at once are let through, because reads that are done are
 * noticed once a turn of the event loop, and a turn may serve a thousand connections: with eight, six hundred requests
 * were seen to wait for each other.
 */

const readsAtOnce = 32;

let running = 0;
const waiting: (() => void)[] = [];
let waitingHead = 0;

/** Resolves when it is this reader's turn; `leaveReadGate` must follow. */
export function enterReadGate(): Promise<void> | undefined {
  if (running < readsAtOnce) {
    running++;
    return undefined;
  }
  return new Promise((resolve) => {
    waiting.push(resolve);
  });
}

/** Lets the next reader in. */
export function leaveReadGate(): void {
  const next = waiting[waitingHead];
  if (next === undefined) {
    running--;
    return;
  }
  waiting[waitingHead++] = undefined as never;
  if (waitingHead > 1_000) {
    waiting.splice(0, waitingHead);
    waitingHead = 0;
  }
  next();
}
