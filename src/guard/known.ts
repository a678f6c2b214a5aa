/**
 * What was verified a moment ago, so that an app's thousands of requests do not each ask the database.
 *
 * An answer is believed for 30 seconds: that is how long another process may take to notice that a credential was
 * revoked. In this process a decision empties everything at once, and what was being looked up meanwhile is not kept.
 */
import { LRUCache } from 'lru-cache';
import type { Clock } from '#base/clock.ts';

const believedMs = 30_000;
const entryCountMax = 5000;

export class Known {
  readonly #entries: LRUCache<string, object>;
  #era = 0;

  constructor(clock: Clock) {
    this.#entries = new LRUCache({ max: entryCountMax, ttl: believedMs, ttlResolution: 0, perf: clock });
  }

  /** The answer known for `key`, or what `look` finds; what it does not find is not remembered. */
  async find<T extends object>(key: string, look: () => Promise<T | undefined>): Promise<T | undefined> {
    const known = this.#entries.get(key);
    // A key begins with its kind, so one key holds one type.
    if (known) return known as T;
    const era = this.#era;
    const found = await look();
    if (found && era === this.#era) this.#entries.set(key, found);
    return found;
  }

  /** Replaces a known answer by a newer one. */
  renew(key: string, value: object): void {
    if (this.#entries.has(key)) this.#entries.set(key, value);
  }

  /** After any decision: decisions are rare, so everything goes. */
  forget(): void {
    this.#era++;
    this.#entries.clear();
  }
}
