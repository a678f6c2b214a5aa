/**
 * What the calling thread waited for. Work that is slow because the processors are busy gets no faster with more
 * threads; work that waits for a disk or for a share on the network does.
 */
import { readFileSync } from 'node:fs';

export interface ThreadTimes {
  readonly wallMs: number;
  /** Of these the thread neither ran nor waited for a processor: it waited for a disk, a network, somebody's answer. */
  readonly blockedMs: number;
}

/** Starts to measure; the function that it answers tells the times since. Elsewhere than on Linux nothing is blocked. */
export function startThreadTimes(): () => ThreadTimes {
  const startedAt = performance.now();
  const before = busyMs();
  return () => {
    const wallMs = performance.now() - startedAt;
    const after = busyMs();
    if (before === undefined || after === undefined) return { wallMs, blockedMs: 0 };
    return { wallMs, blockedMs: Math.max(0, wallMs - (after - before)) };
  };
}

/** Time on a processor and time spent waiting for one: Documentation/scheduler/sched-stats.rst, "/proc/<pid>/schedstat". */
function busyMs(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const [ran, waited] = readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ').map(Number);
    return (ran! + waited!) / 1e6;
  } catch {
    return undefined;
  }
}
