/**
 * Slows down guessing: failed attempts fill a bucket that leaks (GCRA, one time for each key), and a full bucket
 * means waiting. An attempt is charged before it is checked, so that a thousand at once do not all slip through, and
 * paid back when it was right. In memory only: a restart forgives, and nothing about visitors is kept.
 */
import { isIPv4, isIPv6 } from 'node:net';
import type { Clock } from '#base/clock.ts';

export interface ThrottleOptions {
  /** Failures that are free. */
  readonly burst: number;
  /** One more becomes free each interval. */
  readonly intervalMs: number;
  readonly clock: Clock;
  /** Keys remembered at most; the one unused for longest goes first. */
  readonly keyCountMax?: number;
}

export class Throttle {
  readonly #options: Required<ThrottleOptions>;
  /** Key → when its bucket will be empty, least recently charged first. */
  readonly #emptyAt = new Map<string, number>();

  constructor(options: ThrottleOptions) {
    this.#options = { keyCountMax: 10_000, ...options };
  }

  /** Charges one attempt; returns 0, or the seconds to wait when the bucket is full (then nothing is charged). */
  charge(key: string): number {
    const { burst, intervalMs, clock } = this.#options;
    const now = clock.now();
    const emptyAt = Math.max(this.#emptyAt.get(key) ?? 0, now);
    const waitMs = emptyAt - now - (burst - 1) * intervalMs;
    if (waitMs > 0) return Math.ceil(waitMs / 1000);
    this.#remember(key, emptyAt + intervalMs);
    return 0;
  }

  /** Pays an attempt back that was right. */
  refund(key: string): void {
    const emptyAt = this.#emptyAt.get(key);
    if (emptyAt !== undefined) this.#emptyAt.set(key, emptyAt - this.#options.intervalMs);
  }

  get keyCount(): number {
    return this.#emptyAt.size;
  }

  #remember(key: string, emptyAt: number): void {
    this.#emptyAt.delete(key);
    this.#emptyAt.set(key, emptyAt);
    if (this.#emptyAt.size > this.#options.keyCountMax)
      this.#emptyAt.delete(this.#emptyAt.keys().next().value!);
  }
}

/** One key for what one visitor can easily have many of: an IPv6 address counts by its /64. */
export function addressKey(address: string): string {
  const bare = address.replace(/%.*$/, '').toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1];
  if (mapped && isIPv4(mapped)) return mapped;
  if (!isIPv6(bare)) return bare;
  const [head = '', tail] = bare.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
