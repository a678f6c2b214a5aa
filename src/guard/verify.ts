/**
 * How an app proves that it may act for an account: by API key, by app password, or (old apps) by token and salt.
 *
 * A right secret is let in even while its address is throttled: secrets have 160 random bits, so throttling is
 * against load and noise, not against guessing, and one misconfigured app must not shut out the others in a house.
 */
import { hash } from 'node:crypto';
import { decryptSecret } from './legacy-secret.ts';
import { nameKey } from './names.ts';
import { type Parts, refused } from './parts.ts';
import * as queries from './queries.ts';
import { addressKey } from './throttle.ts';
import { digestOf, equalTexts } from './tokens.ts';
import type { Account, Credential, CredentialVerified, Visitor } from './types.ts';

interface Proven {
  readonly account: Account;
  readonly nameKey: string;
  readonly credential: Credential;
}

interface LegacyAccount {
  readonly account: Account;
  readonly secrets: readonly { readonly credential: Credential; readonly secret: string }[];
}

type Failure = 'wrong' | 'unknown-key' | 'legacy-needed';

const usedEveryMs = 60_000;
const secretLengthMax = 256;

export class Verifier {
  readonly #parts: Parts;
  /** Credential → when its use was last written down. */
  readonly #usedAt = new Map<number, number>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async verifyApiKey(key: string, visitor: Visitor): Promise<CredentialVerified> {
    const proven = await this.#findBySecret(key);
    return proven ? this.#welcome(proven) : this.#refuse('unknown-key', undefined, visitor);
  }

  async verifyPassword(name: string, secret: string, visitor: Visitor): Promise<CredentialVerified> {
    const key = nameKey(name);
    const proven = await this.#findBySecret(secret);
    return proven?.nameKey === key ? this.#welcome(proven) : this.#refuse('wrong', key, visitor);
  }

  async verifyToken(
    name: string,
    token: string,
    salt: string,
    visitor: Visitor,
  ): Promise<CredentialVerified> {
    const key = nameKey(name);
    const legacy = await this.#parts.known.find(`legacy ${key}`, () => this.#readLegacy(key));
    if (!legacy) return this.#refuse('legacy-needed', key, visitor);
    const wanted = token.slice(0, secretLengthMax).toLowerCase();
    // Every secret is tried, so that the time does not tell which one was right.
    const right = legacy.secrets.filter(({ secret }) =>
      equalTexts(hash('md5', secret + salt, 'hex'), wanted),
    );
    if (!right[0]) return this.#refuse('wrong', key, visitor);
    return this.#welcome({ account: legacy.account, credential: right[0].credential });
  }

  async #findBySecret(secret: string): Promise<Proven | undefined> {
    if (secret === '' || secret.length > secretLengthMax) return undefined;
    const digest = digestOf(secret);
    return await this.#parts.known.find(`secret ${digest}`, async () => {
      const found = await queries.readCredentialByDigest(this.#parts.database.read, digest);
      if (!found) return undefined;
      const { account, credential } = found;
      return {
        account: queries.toAccount(account),
        nameKey: account.name_key,
        credential: queries.toCredential(credential),
      };
    });
  }

  async #readLegacy(key: string): Promise<LegacyAccount | undefined> {
    const { database, secrets } = this.#parts;
    const account = await queries.readAccountByKey(database.read, key);
    // An unknown name asks as many questions as a known one.
    const rows = await queries.readLegacyCredentials(database.read, account?.id ?? 0);
    const readable = rows.flatMap((row) => {
      const bound = { accountId: row.account_id, digest: row.secret_digest };
      const secret = decryptSecret(secrets, bound, row.secret_encrypted!);
      return secret === undefined ? [] : [{ credential: queries.toCredential(row), secret }];
    });
    return account && readable.length > 0
      ? { account: queries.toAccount(account), secrets: readable }
      : undefined;
  }

  #welcome({ account, credential }: Omit<Proven, 'nameKey'>): CredentialVerified {
    const { clock, background } = this.#parts;
    const now = clock.now();
    if (now - (this.#usedAt.get(credential.id) ?? credential.lastUsedAt ?? 0) >= usedEveryMs) {
      this.#usedAt.set(credential.id, now);
      background.start(this.#writeUse(credential, now));
    }
    return { kind: 'ok', account, credential };
  }

  #writeUse(credential: Credential, now: number): Promise<void> {
    // The account first, as removing it locks it before what hangs on it; the other way round PostgreSQL would see a deadlock.
    return this.#parts.database.bulk([
      {
        kind: 'each',
        sql: 'UPDATE account SET last_seen_at = ? WHERE id = ?',
        rows: [[now, credential.accountId]],
      },
      {
        kind: 'each',
        sql: 'UPDATE credential SET last_used_at = ? WHERE id = ?',
        rows: [[now, credential.id]],
      },
    ]);
  }

  #refuse<Reason extends Failure>(reason: Reason, name: string | undefined, visitor: Visitor) {
    const { appAddress, appAccount } = this.#parts.throttles;
    const waitSeconds =
      appAddress.charge(addressKey(visitor.address)) || (name === undefined ? 0 : appAccount.charge(name));
    return waitSeconds > 0 ? refused('throttled', waitSeconds) : refused(reason);
  }
}
