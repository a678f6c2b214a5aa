/**
 * ID3v2.2, 2.3 and 2.4: the tag as a row of frames, walked header by header so that pictures are stepped over.
 *
 * The structures follow the informal standards at id3.org; the care is for what writers do instead: sizes that are
 * not syncsafe (iTunes in v2.4), tags longer than their file, unsynchronisation of the whole or of a frame.
 */
import { inflateSync } from 'node:zlib';
import { ByteSource, windowBytesMax } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { readFrame } from './id3v2-frames.ts';
import type { Id3Frame } from './id3v2-text.ts';

const framesMax = 5000;
/** Beyond this a claimed size is no cut-off download but nonsense. */
const tagBytesMax = 64 * 1024 * 1024;
/** Frames longer than this are read only at their head (pictures) or left out. */
const bodyBytesMax = 1024 * 1024;

/** Length of the ID3v2 tag at `offset` with header and footer, or 0 if there is none. */
export function id3v2Length(source: ByteSource, offset: number): number {
  const p = source.locate(offset, 10);
  if (p < 0) return 0;
  const { buf } = source;
  if (buf[p] !== 0x49 || buf[p + 1] !== 0x44 || buf[p + 2] !== 0x33 || buf[p + 3]! > 9 || buf[p + 4] === 0xff)
    return 0;
  const footer = buf[p + 3] === 4 && (buf[p + 5]! & 0x10) !== 0 ? 10 : 0;
  return 10 + tagSize(buf, p + 6) + footer;
}

/** Reads the tag at `offset` into the findings and answers where its content ends: behind it, or where a lie stops. */
export function readId3v2(source: ByteSource, offset: number, found: Findings): number {
  const behind = offset + id3v2Length(source, offset);
  const p = source.locate(offset, 10);
  if (p < 0) return behind;
  const version = source.buf[p + 3]!;
  const flags = source.buf[p + 5]!;
  const claimed = tagSize(source.buf, p + 6);
  if (version < 2 || version > 4) {
    found.warn(`ID3v2.${version} is an unknown version; its tag was left out`);
    return behind;
  }
  let end = offset + 10 + claimed;
  const lie = end > source.sizeBytes;
  if (lie) {
    found.warn(`the ID3 tag claims ${claimed} bytes in a file of ${source.sizeBytes}`);
    found.oversized = claimed > tagBytesMax;
    end = source.sizeBytes;
  }
  const start = offset + 10;
  const whole = (flags & 0x80) !== 0 && version < 4;
  const tag = whole ? desynchroniseTag(source, start, end, found) : { source, start, end, toFile: sameBytes };
  if (tag === undefined) return behind;
  const first = tag.start + extendedHeaderLength(tag.source, tag.start, version, flags);
  const reached = walkFrames(
    { ...tag, start: first, version, unsynchronised: (flags & 0x80) !== 0 && version === 4 },
    found,
  );
  return lie && !whole ? reached : behind;
}

interface Walk {
  readonly source: ByteSource;
  readonly start: number;
  readonly end: number;
  readonly version: number;
  readonly unsynchronised: boolean;
  readonly toFile: Id3Frame['toFile'];
}

const sameBytes: Id3Frame['toFile'] = (offset, length) => ({ offset, length });

/** Answers where the last whole frame ends. */
function walkFrames(walk: Walk, found: Findings): number {
  const { source, end, version } = walk;
  const headerLength = version === 2 ? 6 : 10;
  let at = walk.start;
  for (let count = 0; count < framesMax && at + headerLength <= end; count += 1) {
    const p = source.locate(at, headerLength);
    if (p < 0 || source.buf[p] === 0) return at;
    const idLength = version === 2 ? 3 : 4;
    if (!isFrameId(source.buf, p, idLength)) {
      found.warn('the ID3 tag has a damaged frame; what follows it was left out');
      return at;
    }
    const id = source.buf.toString('latin1', p, p + idLength);
    const flags = version === 2 ? 0 : source.buf[p + 9]!;
    const length = frameLength(walk, at, p);
    at += headerLength;
    if (at + length > end) {
      found.warn(`the ID3 frame ${id} is longer than its tag`);
      if (id !== 'APIC' && id !== 'PIC' && at < end) openFrame(walk, id, flags, at, end - at, found);
      return at;
    }
    openFrame(walk, id, flags, at, length, found);
    at += length;
  }
  return at;
}

/** Undoes what the frame's flags say (grouping, length indicator, compression, unsynchronisation) and reads it. */
function openFrame(
  walk: Walk,
  id: string,
  flags: number,
  offset: number,
  length: number,
  found: Findings,
): void {
  const v4 = walk.version === 4;
  if ((flags & (v4 ? 0x04 : 0x40)) !== 0) return found.warn(`the ID3 frame ${id} is encrypted`);
  const compressed = (flags & (v4 ? 0x08 : 0x80)) !== 0;
  const grouped = (flags & (v4 ? 0x40 : 0x20)) !== 0;
  const skip = (grouped ? 1 : 0) + (v4 ? ((flags & 0x01) !== 0 ? 4 : 0) : compressed ? 4 : 0);
  const unsynchronised = v4 && (walk.unsynchronised || (flags & 0x02) !== 0);
  const frame = {
    id,
    offset: offset + skip,
    length: length - skip,
    source: walk.source,
    toFile: walk.toFile,
  };
  if (frame.length <= 0) return;
  if (!compressed && !unsynchronised) return readFrame({ ...frame, storage: 'raw' }, found);
  readStoredFrame(
    { ...frame, storage: compressed ? 'zlib' : 'unsynchronised' },
    compressed,
    unsynchronised,
    found,
  );
}

function readStoredFrame(
  frame: Id3Frame,
  compressed: boolean,
  unsynchronised: boolean,
  found: Findings,
): void {
  const picture = frame.id === 'APIC';
  const stored = frame.source.view(
    frame.offset,
    picture && !compressed ? Math.min(frame.length, 4096) : frame.length,
  );
  if (stored === undefined || stored.length > (picture ? windowBytesMax : bodyBytesMax)) return;
  try {
    let body = unsynchronised ? desynchronise(stored).bytes : Buffer.from(stored);
    if (compressed) body = inflateSync(body, { maxOutputLength: windowBytesMax });
    const place = { offset: frame.offset, length: frame.length };
    const toFile: Id3Frame['toFile'] = () => place;
    // A picture's body is only its head here; its own length is that of the whole frame.
    const length = picture && !compressed ? frame.length : body.length;
    readFrame({ ...frame, source: ByteSource.of(body), offset: 0, length, toFile }, found);
  } catch {
    found.warn(`the ID3 frame ${frame.id} cannot be decompressed`);
  }
}

function extendedHeaderLength(source: ByteSource, start: number, version: number, flags: number): number {
  if ((flags & 0x40) === 0 || version === 2) return 0;
  const p = source.locate(start, 4);
  // Some writers set the flag and write none: a frame stands there.
  if (p < 0 || isFrameId(source.buf, p, 4)) return 0;
  if (version === 4) return Math.max(6, syncsafe(source.buf, p));
  const length = source.buf.readUInt32BE(p);
  return length === 6 || length === 10 ? 4 + length : 0;
}

function frameLength(walk: Walk, at: number, p: number): number {
  const { buf } = walk.source;
  if (walk.version === 2) return (buf[p + 3]! << 16) | (buf[p + 4]! << 8) | buf[p + 5]!;
  const plain = buf.readUInt32BE(p + 4);
  const safe = syncsafe(buf, p + 4);
  if (plain < 0x80) return plain;
  const [expected, other] = walk.version === 4 ? [safe, plain] : [plain, safe];
  if (walk.version === 4 && (plain & 0x80808080) !== 0) return plain;
  if (walk.version === 3 && (plain & 0x80808080) !== 0) return plain;
  // Some writers mix the two forms up: the one that leads to a next frame, padding or the end is right.
  if (leadsOn(walk, at + 10 + expected) || !leadsOn(walk, at + 10 + other)) return expected;
  return other;
}

function leadsOn(walk: Walk, next: number): boolean {
  if (next === walk.end) return true;
  if (next + 10 > walk.end) return next < walk.end;
  // Far ahead (over a picture) the check would cost a read; only doubtful sizes near by are worth it.
  const p = walk.source.locate(next, 4);
  if (p < 0) return false;
  const { buf } = walk.source;
  return buf[p] === 0 || isFrameId(buf, p, 4);
}

function isFrameId(buf: Buffer, p: number, length: number): boolean {
  for (let i = 0; i < length; i += 1) {
    const c = buf[p + i]!;
    const letter = c >= 0x41 && c <= 0x5a;
    const digit = c >= 0x30 && c <= 0x39;
    // v2.2 ids that old writers padded to four with a space or NUL.
    if (!letter && !digit && !(i === 3 && (c === 0x20 || c === 0))) return false;
  }
  return true;
}

/** Undoes the unsynchronisation of a whole tag, remembering where each byte came from. */
function desynchroniseTag(
  source: ByteSource,
  start: number,
  end: number,
  found: Findings,
): Omit<Walk, 'version' | 'unsynchronised'> | undefined {
  const stored = source.view(start, end - start);
  if (stored === undefined) {
    found.warn(`the ID3 tag of ${end - start} bytes is too large to be read unsynchronised`);
    return undefined;
  }
  const { bytes, dropped } = desynchronise(stored);
  const toStored = (position: number): number => start + position + countUpTo(dropped, position);
  const toFile: Id3Frame['toFile'] = (offset, length) => {
    const from = toStored(offset);
    return { offset: from, length: toStored(offset + length) - from };
  };
  return { source: ByteSource.of(bytes), start: 0, end: bytes.length, toFile };
}

/** Drops the 0x00 after each 0xFF. `dropped`: for each dropped byte, the output position that follows it. */
export function desynchronise(stored: Buffer): { bytes: Buffer; dropped: number[] } {
  const bytes = Buffer.allocUnsafe(stored.length);
  const dropped: number[] = [];
  let to = 0;
  for (let from = 0; from < stored.length; from += 1) {
    bytes[to] = stored[from]!;
    to += 1;
    if (stored[from] === 0xff && stored[from + 1] === 0) {
      from += 1;
      dropped.push(to);
    }
  }
  return { bytes: bytes.subarray(0, to), dropped };
}

/** How many of the sorted numbers are at most `limit`. */
function countUpTo(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A syncsafe size; a writer that ignored that is told by a high bit and believed as it stands. */
function tagSize(buf: Buffer, p: number): number {
  return (buf.readUInt32BE(p) & 0x80808080) !== 0 ? buf.readUInt32BE(p) : syncsafe(buf, p);
}

function syncsafe(buf: Buffer, p: number): number {
  return (
    ((buf[p]! & 127) << 21) | ((buf[p + 1]! & 127) << 14) | ((buf[p + 2]! & 127) << 7) | (buf[p + 3]! & 127)
  );
}
