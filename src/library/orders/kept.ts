/**
 * Answers that cost too much to make for every request, kept until the library changes: ordered ids, all artists,
 * counts. A stale answer is served while the new one is made beside it, so that nobody waits for a scan.
 */
import { setTimeout } from 'node:timers/promises';
import type { Clock } from '#base/clock.ts';

export interface Kept {
  /** The answer kept under `key`, which may be stale, else what `build` makes. `sizeOf` tells how many bytes it holds. */
  get<T>(key: string, build: () => Promise<T>, sizeOf: (value: T) => number): Promise<T>;
  /** The same, never stale: what another answer is made from, lest that pass for new. */
  getFresh<T>(key: string, build: () => Promise<T>, sizeOf: (value: T) => number): Promise<T>;
  /** The library's version as last read; at most `lagMs` old. */
  readonly version: () => Promise<number>;
  readonly close: () => void;
}

export interface KeptOptions {
  readonly clock: Clock;
  readonly readVersion: () => Promise<number>;
  /** How long a change may stay unseen; 0 makes every answer wait until it is fresh (tests). */
  readonly lagMs: number;
  readonly sizeBytesMax: number;
}

interface Entry {
  value: unknown;
  version: number;
  builtAt: number;
  sizeBytes: number;
  refreshing: boolean;
}

// While a scan runs the version changes all the time: an answer is made again at most so often, and all of them
// together take no more than a tenth of one reader's time.
const refreshMsMin = 3_000;
const restPerWork = 9;
// An empty answer costs something too: otherwise anybody could fill the memory with genres that do not exist.
const overheadBytes = 500;

export function createKept(options: KeptOptions): Kept {
  const { clock, lagMs } = options;
  const entries = new Map<string, Entry>();
  const building = new Map<string, Promise<unknown>>();
  const versions = createVersions(options);
  // One refresh at a time: the readers are for people first.
  let queue: Promise<unknown> = Promise.resolve();
  let closed = false;

  const build = <T>(key: string, make: () => Promise<T>, sizeOf: (value: T) => number): Promise<T> => {
    const under = building.get(key) as Promise<T> | undefined;
    if (under) return under;
    const making = (async () => {
      // Read before the rows are: what changes meanwhile makes the answer stale, never falsely new.
      const version = await versions.fresh();
      const value = await make();
      entries.delete(key);
      entries.set(key, {
        value,
        version,
        builtAt: clock.now(),
        sizeBytes: sizeOf(value) + overheadBytes,
        refreshing: false,
      });
      evict(entries, options.sizeBytesMax);
      return value;
    })().finally(() => building.delete(key));
    building.set(key, making);
    return making;
  };

  const refreshLater = <T>(
    key: string,
    entry: Entry,
    make: () => Promise<T>,
    sizeOf: (value: T) => number,
  ) => {
    if (entry.refreshing || closed || clock.now() - entry.builtAt < refreshMsMin) return;
    entry.refreshing = true;
    const refresh = async () => {
      if (closed) return;
      const startedAt = clock.now();
      // A failure leaves the stale answer in its place; the next request tries again.
      await build(key, make, sizeOf).catch(() => void (entry.refreshing = false));
      await setTimeout((clock.now() - startedAt) * restPerWork, undefined, { ref: false });
    };
    queue = queue.then(refresh);
  };

  return {
    async get(key, make, sizeOf) {
      const entry = entries.get(key);
      if (!entry) return build(key, make, sizeOf);
      const version = await versions.read();
      if (version !== entry.version) {
        if (lagMs === 0) return build(key, make, sizeOf);
        refreshLater(key, entry, make, sizeOf);
      }
      entries.delete(key);
      entries.set(key, entry);
      return entry.value as Awaited<ReturnType<typeof make>>;
    },
    async getFresh(key, make, sizeOf) {
      const entry = entries.get(key);
      if (!entry || entry.version !== (await versions.fresh())) return build(key, make, sizeOf);
      return entry.value as Awaited<ReturnType<typeof make>>;
    },
    version: versions.read,
    close: () => void (closed = true),
  };
}

/** Reads the version at most every `lagMs`, and only the very first reader waits for it. */
function createVersions({ clock, readVersion, lagMs }: KeptOptions) {
  let known: number | undefined;
  let readAt = 0;
  let reading: Promise<number> | undefined;
  const fresh = () => {
    reading ??= readVersion()
      .then((version) => {
        readAt = clock.now();
        return (known = version);
      })
      .finally(() => (reading = undefined));
    return reading;
  };
  const read = async (): Promise<number> => {
    if (known === undefined || lagMs === 0) return fresh();
    // Whoever comes first after the time is up starts the reading; nobody waits for it.
    if (clock.now() - readAt >= lagMs) void fresh().catch(() => {});
    return known;
  };
  return { fresh, read };
}

/** The least recently used go first; the newest always stays. */
function evict(entries: Map<string, Entry>, sizeBytesMax: number): void {
  let sizeBytes = 0;
  for (const entry of entries.values()) sizeBytes += entry.sizeBytes;
  for (const [key, entry] of entries) {
    if (sizeBytes <= sizeBytesMax || entries.size === 1) return;
    entries.delete(key);
    sizeBytes -= entry.sizeBytes;
  }
}
