/**
 * Account passwords: argon2id by Node's own crypto, stored as PHC strings with their parameters, so that these can be
 * raised later and old hashes are renewed at the next sign-in. Few are computed at once, because each takes 19 MiB.
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { GuardError } from './errors.ts';
import { Gate } from './gate.ts';

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane. */
const cost: Cost = { memoryKib: 19_456, passes: 2, lanes: 1 };
const saltSizeBytes = 16;
const tagSizeBytes = 32;
const runningMax = 2;
const waitingMax = 30;
const characterCountMin = 8;
const characterCountMax = 1000;

export interface Cost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

export type PasswordHashed = { readonly kind: 'ok'; readonly phc: string } | { readonly kind: 'busy' };
export type PasswordChecked =
  | { readonly kind: 'right'; readonly renew: boolean }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'busy' };

/** True for 8 to 1,000 characters that are not the name (NIST SP 800-63B-4: length, not composition). */
export function passwordFits(password: string, name: string): boolean {
  const length = [...password].length;
  return (
    length >= characterCountMin &&
    length <= characterCountMax &&
    password.toLowerCase() !== name.toLowerCase()
  );
}

export class Passwords {
  readonly #gate = new Gate(runningMax, waitingMax);
  readonly #cost: Cost;
  /** Matches no password; checked for names that nobody has, so that they take as long as the others. */
  readonly #dummy: string;

  constructor(wanted: Cost = cost) {
    this.#cost = wanted;
    this.#dummy = toPhc({ cost: wanted, salt: randomBytes(saltSizeBytes), tag: randomBytes(tagSizeBytes) });
  }

  /** A PHC string to keep. */
  async hash(password: string): Promise<PasswordHashed> {
    const salt = randomBytes(saltSizeBytes);
    const tag = await this.#gate.run(() => derive(password, { cost: this.#cost, salt, tagSizeBytes }));
    return tag ? { kind: 'ok', phc: toPhc({ cost: this.#cost, salt, tag }) } : { kind: 'busy' };
  }

  /** Checks a password against a PHC string, or against none in the same time. `renew`: its parameters are old. */
  async check(password: string, phc: string | undefined): Promise<PasswordChecked> {
    const kept = fromPhc(phc ?? this.#dummy);
    const wanted = { cost: kept.cost, salt: kept.salt, tagSizeBytes: kept.tag.length };
    const tag = await this.#gate.run(() => derive(password.slice(0, characterCountMax * 2), wanted));
    if (!tag) return { kind: 'busy' };
    if (!timingSafeEqual(tag, kept.tag) || phc === undefined) return { kind: 'wrong' };
    return { kind: 'right', renew: !sameCost(kept, this.#cost) };
  }
}

interface Phc {
  readonly cost: Cost;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

const deriveAsync = promisify(argon2);

function derive(
  password: string,
  wanted: { cost: Cost; salt: Buffer; tagSizeBytes: number },
): Promise<Buffer> {
  return deriveAsync('argon2id', {
    // One spelling for letters that keyboards compose differently (RFC 8265 section 4.2.2).
    message: password.normalize('NFC'),
    nonce: wanted.salt,
    parallelism: wanted.cost.lanes,
    memory: wanted.cost.memoryKib,
    passes: wanted.cost.passes,
    tagLength: wanted.tagSizeBytes,
  });
}

/** The PHC string format: github.com/P-H-C/phc-string-format; v=19 is Argon2 1.3 (RFC 9106). */
function toPhc({ cost: { memoryKib, passes, lanes }, salt, tag }: Phc): string {
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(tag)}`;
}

const phcShape =
  /^\$argon2id\$v=19\$m=(\d{1,8}),t=(\d{1,4}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,})\$([A-Za-z0-9+/]{16,})$/;

function fromPhc(phc: string): Phc {
  const [, memory, passes, lanes, salt, tag] = phcShape.exec(phc) ?? [];
  if (!salt || !tag) throw new GuardError('GUARD_PASSWORD_HASH_MALFORMED');
  return {
    cost: { memoryKib: Number(memory), passes: Number(passes), lanes: Number(lanes) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

function sameCost({ cost: kept, tag }: Phc, now: Cost): boolean {
  const same = kept.memoryKib === now.memoryKib && kept.passes === now.passes && kept.lanes === now.lanes;
  return same && tag.length === tagSizeBytes;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
