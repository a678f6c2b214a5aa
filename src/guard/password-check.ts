/** Checking an account's password, throttled: the one way in for signing in and for changing a password. */
import { LRUCache } from 'lru-cache';
import { nameKey } from './names.ts';
import { type Parts, refused } from './parts.ts';
import { type AccountRow, readAccountByKey, renewPasswordHash } from './queries.ts';
import { addressKey } from './throttle.ts';
import type { Refused, Visitor } from './types.ts';

type Checked =
  | { readonly kind: 'ok'; readonly account: AccountRow }
  | Refused<'wrong' | 'throttled' | 'busy'>;

const friendCountMax = 5000;

export class PasswordCheck {
  readonly #parts: Parts;
  /** Addresses from which an account has signed in: others' guesses do not lock its owner out there. */
  readonly #friends = new LRUCache<string, true>({ max: friendCountMax });

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The account of a name and its right password. An unknown name takes the same steps as a known one. */
  async check(name: string, password: string, visitor: Visitor): Promise<Checked> {
    const { signInAddress, signInAccount } = this.#parts.throttles;
    const key = nameKey(name);
    const address = addressKey(visitor.address);
    const friend = `${key} ${address}`;
    const waitSeconds =
      signInAddress.charge(address) || (this.#friends.has(friend) ? 0 : signInAccount.charge(key));
    if (waitSeconds > 0) return refused('throttled', waitSeconds);
    const checked = await this.#compare(key, password);
    // An attempt that was never compared is no guess.
    if (checked.kind === 'refused' && checked.reason === 'wrong') return checked;
    signInAddress.refund(address);
    if (!this.#friends.has(friend)) signInAccount.refund(key);
    if (checked.kind === 'ok') this.#friends.set(friend, true);
    return checked;
  }

  async #compare(key: string, password: string): Promise<Checked> {
    const { database, passwords } = this.#parts;
    const account = await readAccountByKey(database.read, key);
    const checked = await passwords.check(password, account?.password_hash);
    if (checked.kind === 'busy') return refused('busy', 2);
    if (checked.kind === 'wrong' || !account) return refused('wrong');
    if (checked.renew) this.#parts.background.start(this.#renew(account, password));
    return { kind: 'ok', account };
  }

  async #renew(account: AccountRow, password: string): Promise<void> {
    const hashed = await this.#parts.passwords.hash(password);
    if (hashed.kind === 'busy') return;
    await renewPasswordHash(this.#parts.database.write, account.id, account.password_hash, hashed.phc);
  }
}
