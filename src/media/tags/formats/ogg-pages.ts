/**
 * Ogg pages and packets (RFC 3533): a packet read at any position without reading the pages between, so that base64
 * covers in comments are stepped over page header by page header.
 */
import type { ByteSource } from '../byte-source.ts';

/** A page has at most 255 segments of 255 bytes. */
export const pageBytesMax = 27 + 255 + 255 * 255;
/** Pages that one packet may span: about 256 MB. */
const packetPagesMax = 4096;
/** Bytes of damage that are searched through for the next page. */
const resyncBytesMax = 256 * 1024;

export interface OggPage {
  readonly offset: number;
  readonly serial: number;
  /** Samples at the end of this page's last packet; -1 when none ends here. */
  readonly granule: number;
  readonly continued: boolean;
  readonly first: boolean;
  readonly last: boolean;
  /** Lengths of the pieces of packets on this page; `open` when the last one goes on. */
  readonly pieces: readonly number[];
  readonly open: boolean;
  readonly dataAt: number;
  readonly end: number;
}

/** The page at exactly this offset, or undefined. */
export function readPage(source: ByteSource, offset: number): OggPage | undefined {
  const p = source.locate(offset, 27);
  if (p < 0 || source.buf.readUInt32BE(p) !== 0x4f676753 || source.buf[p + 4] !== 0) return undefined;
  const segments = source.buf[p + 26]!;
  const q = source.locate(offset, 27 + segments);
  if (q < 0) return undefined;
  const { buf } = source;
  const pieces: number[] = [];
  let piece = 0;
  let total = 0;
  let lacing = 0;
  for (let i = 0; i < segments; i += 1) {
    lacing = buf[q + 27 + i]!;
    piece += lacing;
    total += lacing;
    if (lacing < 255) {
      pieces.push(piece);
      piece = 0;
    }
  }
  const open = lacing === 255;
  if (open) pieces.push(piece);
  const flags = buf[q + 5]!;
  const dataAt = offset + 27 + segments;
  return {
    offset,
    serial: buf.readUInt32LE(q + 14),
    granule: granuleAt(buf, q + 6),
    continued: (flags & 1) !== 0,
    first: (flags & 2) !== 0,
    last: (flags & 4) !== 0,
    pieces,
    open,
    dataAt,
    end: dataAt + total,
  };
}

/** 64 bits little-endian; all ones (or anything negative) means none. */
function granuleAt(buf: Buffer, p: number): number {
  const high = buf.readInt32LE(p + 4);
  return high < 0 ? -1 : high * 2 ** 32 + buf.readUInt32LE(p);
}

/** The page at or after this offset, searching through damage for a while. */
export function nextPage(source: ByteSource, offset: number): OggPage | undefined {
  const page = readPage(source, offset);
  if (page !== undefined) return page;
  for (let at = offset; at < offset + resyncBytesMax;) {
    const chunk = source.viewUpTo(at, 16 * 1024);
    if (chunk.length < 27) return undefined;
    const hit = chunk.indexOf('OggS', 0, 'latin1');
    if (hit >= 0) {
      const found = readPage(source, at + hit);
      if (found !== undefined) return found;
      at += hit + 4;
    } else at += chunk.length - 3;
  }
  return undefined;
}

interface Piece {
  readonly position: number;
  readonly offset: number;
  readonly length: number;
}

/** One packet of one stream, whose pages are looked up as far as its bytes are asked for. */
export class OggPacket {
  readonly firstPage: OggPage;
  readonly firstPiece: number;
  readonly #source: ByteSource;
  readonly #pieces: Piece[] = [];
  #known = 0;
  #complete = false;
  /** The page that is read next, and where the packet after this one begins. */
  #nextOffset = 0;
  #endPage: OggPage;
  #endPiece: number;

  constructor(source: ByteSource, page: OggPage, piece: number) {
    this.#source = source;
    this.firstPage = page;
    this.firstPiece = piece;
    this.#endPage = page;
    this.#endPiece = piece;
    this.#addPiece(page, piece);
  }

  /** The bytes at a position of the packet, or undefined when it has not that many; valid until the next call. */
  take(position: number, length: number): Buffer | undefined {
    while (this.#known < position + length && !this.#complete) if (!this.#readOn()) return undefined;
    if (this.#known < position + length) return undefined;
    const index = this.#pieceAt(position);
    const piece = this.#pieces[index];
    if (piece === undefined) return length === 0 ? Buffer.alloc(0) : undefined;
    const within = position - piece.position;
    if (within + length <= piece.length) return this.#source.view(piece.offset + within, length);
    return this.#gather(index, position, length);
  }

  /** The packet behind this one in the same stream. */
  next(): OggPacket | undefined {
    while (!this.#complete) if (!this.#readOn()) return undefined;
    if (this.#endPiece + 1 < this.#endPage.pieces.length)
      return new OggPacket(this.#source, this.#endPage, this.#endPiece + 1);
    const page = this.#nextPageOfStream(this.#endPage.end);
    return page === undefined || page.pieces.length === 0 ? undefined : new OggPacket(this.#source, page, 0);
  }

  /** Whole length; reads all page headers of the packet. */
  measure(): number {
    while (!this.#complete) if (!this.#readOn()) break;
    return this.#known;
  }

  get endPage(): OggPage {
    return this.#endPage;
  }

  /** True if the packet ends its page. */
  get endsPage(): boolean {
    return this.#endPiece === this.#endPage.pieces.length - 1;
  }

  #addPiece(page: OggPage, index: number): void {
    let offset = page.dataAt;
    for (let i = 0; i < index; i += 1) offset += page.pieces[i]!;
    const length = page.pieces[index] ?? 0;
    this.#pieces.push({ position: this.#known, offset, length });
    this.#known += length;
    this.#endPage = page;
    this.#endPiece = index;
    this.#nextOffset = page.end;
    this.#complete = !(page.open && index === page.pieces.length - 1);
  }

  #readOn(): boolean {
    if (this.#pieces.length >= packetPagesMax) return false;
    const page = this.#nextPageOfStream(this.#nextOffset);
    if (page === undefined || !page.continued || page.pieces.length === 0) {
      this.#complete = true;
      return false;
    }
    this.#addPiece(page, 0);
    return true;
  }

  #nextPageOfStream(offset: number): OggPage | undefined {
    let page = nextPage(this.#source, offset);
    for (let hops = 0; page !== undefined && page.serial !== this.firstPage.serial; hops += 1) {
      if (hops > packetPagesMax) return undefined;
      page = nextPage(this.#source, page.end);
    }
    return page;
  }

  #pieceAt(position: number): number {
    let index = this.#pieces.length - 1;
    while (index > 0 && this.#pieces[index]!.position > position) index -= 1;
    return index;
  }

  #gather(from: number, position: number, length: number): Buffer {
    const whole = Buffer.allocUnsafe(length);
    let filled = 0;
    for (let i = from; filled < length && i < this.#pieces.length; i += 1) {
      const piece = this.#pieces[i]!;
      const within = Math.max(0, position - piece.position);
      const part = this.#source.view(piece.offset + within, Math.min(piece.length - within, length - filled));
      if (part === undefined) break;
      part.copy(whole, filled);
      filled += part.length;
    }
    return whole.subarray(0, filled);
  }
}
