/**
 * How many ffmpeg processes run at once: some for people who wait, few for work in the background.
 *
 * Two counters instead of one queue, so that a library-wide analysis can never keep a listener from a transcode.
 */
import { availableParallelism } from 'node:os';

export type SlotClass = 'interactive' | 'background';

interface Waiter {
  readonly give: (release: (() => void) | undefined) => void;
}

interface Counter {
  limit: number;
  running: number;
  readonly waiting: Set<Waiter>;
}

const counters: Record<SlotClass, Counter> = {
  interactive: { limit: Math.max(2, availableParallelism() * 2), running: 0, waiting: new Set() },
  background: { limit: 1, running: 0, waiting: new Set() },
};

/** Sets how many processes of each class may run at once (from the configuration, once at start). */
export function setFfmpegSlots(limits: Partial<Record<SlotClass, number>>): void {
  for (const [name, limit] of Object.entries(limits)) {
    const counter = counters[name as SlotClass];
    counter.limit = limit;
    serve(counter);
  }
}

/** How many processes of a class run now, and how many may. */
export function ffmpegSlots(of: SlotClass): { readonly running: number; readonly limit: number } {
  const { running, limit } = counters[of];
  return { running, limit };
}

/**
 * Takes a slot, waiting at most `waitMs` (0: do not wait; Infinity: as long as it takes) or until aborted. Resolves
 * with the function that gives the slot back (safe to call twice), or undefined when none came free in time.
 */
export function takeFfmpegSlot(
  of: SlotClass,
  options: { readonly waitMs: number; readonly signal?: AbortSignal | undefined },
): Promise<(() => void) | undefined> {
  const counter = counters[of];
  const { waitMs, signal } = options;
  if (signal?.aborted === true) return Promise.resolve(undefined);
  if (counter.running < counter.limit) return Promise.resolve(occupy(counter));
  if (waitMs <= 0) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const give = (release: (() => void) | undefined) => {
      counter.waiting.delete(waiter);
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      resolve(release);
    };
    const giveUp = () => give(undefined);
    const waiter: Waiter = { give };
    const timer = Number.isFinite(waitMs) ? setTimeout(giveUp, waitMs) : undefined;
    signal?.addEventListener('abort', giveUp);
    counter.waiting.add(waiter);
  });
}

function occupy(counter: Counter): () => void {
  counter.running++;
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    counter.running--;
    serve(counter);
  };
}

function serve(counter: Counter): void {
  for (const waiter of counter.waiting) {
    if (counter.running >= counter.limit) return;
    waiter.give(occupy(counter));
  }
}
