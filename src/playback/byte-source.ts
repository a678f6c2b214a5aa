/**
 * Bytes that may be served: the one interface between a decision and whatever keeps the bytes.
 *
 * A file in a folder today, bytes in memory (a picture that was just resized), an archive object or an S3 key later.
 * Nobody outside may assume a path, and nobody can open one without the proof that `decide` gives: every source
 * carries it.
 */
import type { Allowed } from './decide.ts';
import { isAllowed } from './decide.ts';
import { PlaybackError } from './errors.ts';
import type { HeldBytes } from './hot-blocks.ts';
import { openFile } from './open-files.ts';

/** Where bytes are. A `Buffer` path is a file name that is not UTF-8. */
export type ByteLocation =
  | { readonly kind: 'file'; readonly path: string | Buffer; readonly mime: string }
  | {
      readonly kind: 'memory';
      readonly bytes: Uint8Array;
      readonly mime: string;
      /** Strong validator with its quotes. */
      readonly etag: string;
      readonly lastModifiedMs?: number;
    };

export interface ByteSource {
  readonly allowed: Allowed;
  readonly sizeBytes: number;
  /** Strong validator with its quotes (RFC 9110 section 8.8.3). */
  readonly etag: string;
  readonly mime: string;
  /** Milliseconds since 1970; 0 when unknown. */
  readonly lastModifiedMs: number;
  /** Set only when the bytes are a whole local file: an accelerator or ffmpeg may take them by themselves. */
  readonly path?: string | Buffer;
  /**
   * Reads up to `lengthBytes` from `offset` into the start of `buffer`, and resolves with how many came; fewer than
   * asked only at the end. Rejects with the system's error.
   */
  read(buffer: Buffer, offset: number, lengthBytes: number): Promise<number>;
  /** Bytes from `offset` on that are in memory anyway, as many as there are in one piece; undefined: read them. */
  peek?(offset: number): HeldBytes | undefined;
  /** Like `peek`, but may read some first, if these are worth keeping in memory. Rejects like `read`. */
  fill?(offset: number): Promise<HeldBytes | undefined>;
  /** Gives everything back. Safe to call twice; no read may be under way. */
  close(): void;
}

export type OpenResult =
  | { readonly kind: 'open'; readonly source: ByteSource }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Opens the bytes of the item that was decided on. A file that is gone is a value; a missing proof throws. */
export function openBytes(allowed: Allowed): OpenResult | Promise<OpenResult> {
  return openDerivedBytes(allowed, allowed.item.location);
}

/** Opens bytes that were made from the item that was decided on (a resized picture, a transcode). */
export function openDerivedBytes(allowed: Allowed, location: ByteLocation): OpenResult | Promise<OpenResult> {
  if (!isAllowed(allowed)) throw new PlaybackError('PLAYBACK_NOT_DECIDED');
  return location.kind === 'file' ? openFile(allowed, location) : openMemory(allowed, location);
}

function openMemory(allowed: Allowed, location: Extract<ByteLocation, { kind: 'memory' }>): OpenResult {
  const { bytes, mime, etag } = location;
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const source: ByteSource = {
    allowed,
    sizeBytes: bytes.length,
    etag,
    mime,
    lastModifiedMs: location.lastModifiedMs ?? 0,
    read: (buffer, offset, lengthBytes) => {
      const part = bytes.subarray(offset, offset + lengthBytes);
      buffer.set(part, 0);
      return Promise.resolve(part.length);
    },
    peek: (offset) => ({ bytes: whole.subarray(offset), release: () => undefined }),
    close: () => undefined,
  };
  return { kind: 'open', source };
}
