/**
 * A music file as numbered bytes, of which only the looked-at windows are read.
 *
 * Tag readers jump: a header at the front, a frame after a 300 kB cover, a tag at the end. One pooled buffer per
 * thread is filled by few synchronous reads, and artwork is stepped over, which is where the speed of a scan
 * comes from. Everything outside the file is answered with -1, so a claim of 2 GB costs nothing.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** One read of this size holds the tags of most files. */
const firstReadBytes = 32 * 1024;
const nextReadBytes = 4 * 1024;
const pooledBytes = 64 * 1024;
/** No single header, text or table that is believed is longer. */
export const windowBytesMax = 16 * 1024 * 1024;

let spare: Buffer | undefined;

export class ByteSource {
  /** The window; bytes are valid until the next `locate`. */
  buf: Buffer;
  #start = 0;
  #end = 0;
  #size = -1;
  readonly #fd: number;
  readonly #pooled: Buffer | undefined;

  private constructor(fd: number, buf: Buffer, pooled: Buffer | undefined) {
    this.#fd = fd;
    this.buf = buf;
    this.#pooled = pooled;
  }

  /** Opens and reads the first window. Throws the system's error (ENOENT, EACCES, EISDIR …). */
  static open(path: string | Buffer): ByteSource {
    // O_NONBLOCK: a named pipe in a music folder must not hang the scan.
    const fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const pooled = spare ?? Buffer.allocUnsafeSlow(pooledBytes);
    spare = undefined;
    const source = new ByteSource(fd, pooled, pooled);
    try {
      source.#end = readSync(fd, pooled, 0, firstReadBytes, 0);
    } catch (error) {
      source.close();
      throw error;
    }
    if (source.#end < firstReadBytes) source.#size = source.#end;
    return source;
  }

  /** Bytes already in memory, for tags within tags and for tests. */
  static of(bytes: Buffer): ByteSource {
    const source = new ByteSource(-1, bytes, undefined);
    source.#end = bytes.length;
    source.#size = bytes.length;
    return source;
  }

  close(): void {
    if (this.#fd < 0) return;
    closeSync(this.#fd);
    spare ??= this.#pooled;
  }

  get sizeBytes(): number {
    if (this.#size < 0) this.#size = fstatSync(this.#fd).size;
    return this.#size;
  }

  /** Index in `buf` at which `length` bytes from `offset` stand, or -1 if the file does not have them all. */
  locate(offset: number, length: number): number {
    if (offset >= this.#start && offset + length <= this.#end) return offset - this.#start;
    return this.#fetch(offset, length);
  }

  /** True if the bytes need no further read. */
  isNear(offset: number, length: number): boolean {
    return offset >= this.#start && offset + length <= this.#end;
  }

  /** A view of the bytes (valid until the next locate), or undefined. */
  view(offset: number, length: number): Buffer | undefined {
    const p = this.locate(offset, length);
    return p < 0 ? undefined : this.buf.subarray(p, p + length);
  }

  /** A view of as many of the bytes as the file has. */
  viewUpTo(offset: number, length: number): Buffer {
    const available = Math.max(0, Math.min(length, this.sizeBytes - offset));
    return this.view(offset, available) ?? Buffer.alloc(0);
  }

  #fetch(offset: number, length: number): number {
    if (!(offset >= 0) || !(length >= 0) || length > windowBytesMax) return -1;
    if (this.#fd < 0 || offset + length > this.sizeBytes) return -1;
    const wanted = Math.min(Math.max(length, nextReadBytes), this.sizeBytes - offset);
    if (wanted > this.buf.length) this.buf = Buffer.allocUnsafeSlow(wanted);
    let got = 0;
    while (got < wanted) {
      const n = readSync(this.#fd, this.buf, got, wanted - got, offset + got);
      if (n === 0) break;
      got += n;
    }
    this.#start = offset;
    this.#end = offset + got;
    return got < length ? -1 : 0;
  }
}
