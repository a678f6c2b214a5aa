/**
 * Public ids: what addresses and apps see instead of row numbers.
 *
 * A public id is the AES-128 encryption of (kind, row number) under a key that belongs to the database: 128 bits that
 * nobody can guess or count through, which need no column, no index and no look-up. See docs/decisions/0002.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { LRUCache } from 'lru-cache';

const kinds = [
  'track',
  'album',
  'artist',
  'playlist',
  'artwork',
  'library',
  'credential',
  'issue',
  'job',
  'genre',
  'folder',
  'share',
] as const;
export type IdKind = (typeof kinds)[number];

export interface PublicIds {
  /** 22 characters of base64url. */
  encode(kind: IdKind, row: number): string;
  /** The row number, or undefined when `id` is not an id of that kind made with this key. */
  decode(kind: IdKind, id: string): number | undefined;
  /** What an id is of, for requests that take any (cover art, star). */
  decodeAny(id: string): { kind: IdKind; row: number } | undefined;
}

/** `key`: 16 bytes. A single block is encrypted each time, so ECB is the cipher itself and keeps no state. */
export function createPublicIds(key: Uint8Array): PublicIds {
  const encrypt = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  const decrypt = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  const block = Buffer.alloc(16);
  // A player sends the same id with each range of a song.
  const decoded = new LRUCache<string, Decoded>({ max: 2000 });

  const encode = (kind: IdKind, row: number): string => {
    block.fill(0);
    block[0] = kinds.indexOf(kind) + 1;
    block.writeUIntBE(row, 10, 6);
    return encrypt.update(block).toString('base64url');
  };

  const decodeAny = (id: string): Decoded | undefined => {
    const known = decoded.get(id);
    if (known) return known;
    if (!/^[\w-]{22}$/.test(id)) return undefined;
    const bytes = Buffer.from(id, 'base64url');
    // The last character holds two spare bits: only the one spelling that encode makes is an id.
    if (bytes.length !== 16 || bytes.toString('base64url') !== id) return undefined;
    const plain = decrypt.update(bytes);
    const kind = kinds[plain[0]! - 1];
    // Nine zero bytes: a made-up id passes once in 2^72 tries.
    if (!kind || plain.subarray(1, 10).some((byte) => byte !== 0)) return undefined;
    const found = { kind, row: plain.readUIntBE(10, 6) };
    // Only what is one of our ids is remembered, so nobody can fill this with what they make up.
    decoded.set(id, found);
    return found;
  };

  const decode = (kind: IdKind, id: string): number | undefined => {
    const found = decodeAny(id);
    return found?.kind === kind ? found.row : undefined;
  };

  return { encode, decode, decodeAny };
}

interface Decoded {
  readonly kind: IdKind;
  readonly row: number;
}
