/**
 * Answers that cost too much to make for every request, kept until the library changes: ordered ids, all artists,
 * counts. What is quickly made is made anew at once; of a large library a stale answer is served for a while and the
 * new one made beside it, so that nobody waits for a scan.
 */
import { setTimeout } from 'node:timers/promises';
import type { Clock } from '#base/clock.ts';

export interface Kept {
  /** The answer kept under `key`, which may be a little stale, else what `build` makes. `sizeOf` tells how many bytes it holds. */
  get<T>(key: string, build: () => Promise<T>, sizeOf: (value: T) => number): Promise<T>;
  /** The same, never stale: what another answer is made from, lest that pass for new. */
  getFresh<T>(key: string, build: () => Promise<T>, sizeOf: (value: T) => number): Promise<T>;
  /**
   * The version that the kept answers show: behind the database's while some that are in use are being made anew. Who
   * sees it grow and asks again is not given what they had.
   */
  readonly version: () => Promise<number>;
  readonly close: () => void;
}

export interface KeptOptions {
  readonly clock: Clock;
  readonly readVersion: () => Promise<number>;
  /** How long a change may stay unseen before lists are made anew; 0 makes every answer wait until it is fresh (tests). */
  readonly lagMs: number;
  readonly sizeBytesMax: number;
}

interface Entry {
  readonly value: unknown;
  readonly version: number;
  readonly builtAt: number;
  readonly buildMs: number;
  readonly sizeBytes: number;
  readonly build: () => Promise<unknown>;
  usedAt: number;
  refreshing: boolean;
}

// What is made as quickly as this is worth waiting for, though not for every request.
const quickMs = 40;
const quickRestMs = 100;
// While a scan runs the version changes all the time: a large list is made again at most so often, and all of them
// together take no more than a tenth of one reader's time.
const refreshMsMin = 3_000;
const restPerWork = 9;
// What nobody has asked for since may be old beyond what anybody should be shown.
const forgottenMs = 300_000;
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
      const startedAt = performance.now();
      const value = await make();
      const now = clock.now();
      entries.delete(key);
      entries.set(key, {
        value,
        version,
        builtAt: now,
        buildMs: performance.now() - startedAt,
        sizeBytes: sizeOf(value) + overheadBytes,
        build: () => build(key, make, sizeOf),
        usedAt: now,
        refreshing: false,
      });
      evict(entries, options.sizeBytesMax);
      return value;
    })().finally(() => building.delete(key));
    building.set(key, making);
    return making;
  };

  const refreshLater = (entry: Entry) => {
    if (entry.refreshing || closed || clock.now() - entry.builtAt < refreshMsMin) return;
    entry.refreshing = true;
    const refresh = async () => {
      if (closed) return;
      const startedAt = clock.now();
      // A failure leaves the stale answer in its place; the next request tries again.
      await entry.build().catch(() => void (entry.refreshing = false));
      await setTimeout((clock.now() - startedAt) * restPerWork, undefined, { ref: false });
    };
    queue = queue.then(refresh);
  };

  /** The new answer for a stale one, or undefined where the stale one has to do. */
  const renewed = async (entry: Entry): Promise<unknown> => {
    const now = clock.now();
    if (lagMs === 0 || now - entry.usedAt > forgottenMs) return entry.build();
    if (entry.buildMs > quickMs) {
      refreshLater(entry);
      return undefined;
    }
    const rest = entry.builtAt + quickRestMs - now;
    if (rest > 0) await setTimeout(rest);
    return entry.build();
  };

  return {
    async get(key, make, sizeOf) {
      const entry = entries.get(key);
      if (!entry) return build(key, make, sizeOf);
      const isStale = (await versions.read()) !== entry.version;
      const value = (isStale ? await renewed(entry) : undefined) ?? entry.value;
      entry.usedAt = clock.now();
      if (entries.get(key) === entry) {
        entries.delete(key);
        entries.set(key, entry);
      }
      return value as Awaited<ReturnType<typeof make>>;
    },
    async getFresh(key, make, sizeOf) {
      const entry = entries.get(key);
      if (!entry || entry.version !== (await versions.fresh())) return build(key, make, sizeOf);
      return entry.value as Awaited<ReturnType<typeof make>>;
    },
    async version() {
      const version = await versions.read();
      const late = [...entries.values()].filter(
        (entry) =>
          entry.version !== version && entry.buildMs > quickMs && clock.now() - entry.usedAt < lagMs * 60,
      );
      for (const entry of late) refreshLater(entry);
      return Math.min(version, ...late.map((entry) => entry.version));
    },
    close: () => void (closed = true),
  };
}

/** Reads the version, at most ten times in `lagMs`. */
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
  const read = async (): Promise<number> =>
    known === undefined || clock.now() - readAt >= lagMs / 10 ? fresh() : known;
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
