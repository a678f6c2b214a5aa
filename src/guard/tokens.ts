/**
 * Random secrets and their digests. All have at least 160 bits of randomness, so a plain SHA-256 is enough to keep:
 * nobody can try them all, and looking one up is one index look-up (unlike passwords, which people choose).
 */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Lower case without 0, 1, 8 and 9, which are mistaken for o, l, b and g: RFC 4648 base32. */
const base32 = 'abcdefghijklmnopqrstuvwxyz234567';
const secretLength = 32;

/** 160 random bits as 32 letters and digits that a person can type: app secrets, the setup token. */
export function makeSecret(): string {
  return Array.from(randomBytes(secretLength), (byte) => base32[byte & 31]).join('');
}

/** 256 random bits in base64url: session and CSRF tokens. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret or token: its SHA-256, in hex. */
export function digestOf(secret: string): string {
  return hash('sha256', secret, 'hex');
}

/** Compares two texts in a time that does not tell where they differ. */
export function equalTexts(one: string, other: string): boolean {
  return timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'));
}
