/**
 * Secrets that old apps need back in clear, because they prove them by md5(secret + salt). Encrypted under a key that
 * is not in the database, and bound to their row: moved to another account, they do not decrypt.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Secrets } from '#base/secrets.ts';

export interface LegacyRow {
  readonly accountId: number;
  /** `credential.secret_digest`. */
  readonly digest: string;
}

// NIST SP 800-38D: a 96-bit random nonce and the full tag.
const nonceSizeBytes = 12;
const tagSizeBytes = 16;

/** `v1:<key id>:<base64 of nonce, ciphertext, tag>`; see docs/formats/secrets-file.md. */
export function encryptSecret(secrets: Secrets, row: LegacyRow, secret: string): string {
  const key = secrets.current('credential');
  const nonce = randomBytes(nonceSizeBytes);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(boundTo(row));
  const body = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `v1:${key.id}:${body.toString('base64')}`;
}

/** The secret in clear, or undefined when the key is not in this secrets file or the text does not belong to the row. */
export function decryptSecret(secrets: Secrets, row: LegacyRow, encrypted: string): string | undefined {
  const [version, keyId = '', encoded = ''] = encrypted.split(':');
  const key = version === 'v1' ? secrets.find(keyId) : undefined;
  const body = Buffer.from(encoded, 'base64');
  if (!key || body.length <= nonceSizeBytes + tagSizeBytes) return undefined;
  const nonce = body.subarray(0, nonceSizeBytes);
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: tagSizeBytes }).setAAD(
    boundTo(row),
  );
  decipher.setAuthTag(body.subarray(-tagSizeBytes));
  try {
    return Buffer.concat([
      decipher.update(body.subarray(nonceSizeBytes, -tagSizeBytes)),
      decipher.final(),
    ]).toString('utf8');
  } catch {
    return undefined;
  }
}

function boundTo({ accountId, digest }: LegacyRow): Buffer {
  return Buffer.from(`fonoteca credential ${accountId} ${digest}`, 'utf8');
}
