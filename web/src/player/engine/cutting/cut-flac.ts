/**
 * FLAC: frames stand alone and count themselves, so a part of them behind a header that promises no length decodes to
 * the same bits (RFC 9639). A frame begins with a sync code, which sound may hold as well; so a beginning counts only
 * with a right checksum and the next number.
 */
import type { CutPoint, CutPoints } from './cut-points.ts';
import { FileWalk } from './file-walk.ts';

const HEADER_BYTES_MAX = 16;
const STREAMINFO_BYTES = 34;

interface StreamInfo {
  rateHz: number;
  lengthFrames: number;
  blockFrames: number;
  bytes: Uint8Array;
}

export async function flacPoints(file: Blob, soundAt: number, partial: boolean): Promise<CutPoints | null> {
  const walk = new FileWalk(file);
  const { info, at } = await readMetadata(walk, soundAt + 4);
  if (info === null || info.lengthFrames === 0) return null;
  const points = await findFrames(walk, at, info);
  const last = points.at(-1);
  if (last === undefined) return null;
  // The last frame is shorter than a block; one that is missing means that something else was taken for a frame.
  const left = info.lengthFrames - last.frame;
  if (!partial && (left <= 0 || left > info.blockFrames)) return null;
  if (!partial) points.push({ byte: file.size, frame: info.lengthFrames });
  const header = headerOf(info.bytes);
  return {
    rateHz: info.rateHz,
    lengthFrames: points.at(-1)!.frame,
    points,
    header: () => header,
    prerollFrames: 0,
    slackFrames: 0,
  };
}

async function readMetadata(walk: FileWalk, from: number): Promise<{ info: StreamInfo | null; at: number }> {
  let at = from;
  let info: StreamInfo | null = null;
  for (let last = false; !last && at < walk.sizeBytes;) {
    const block = await walk.bytesAt(at, 4 + STREAMINFO_BYTES);
    const [kind = 0, a = 0, b = 0, c = 0] = block;
    last = (kind & 0x80) !== 0;
    if ((kind & 0x7f) === 0) info = streamInfo(block.slice(4, 4 + STREAMINFO_BYTES));
    at += 4 + ((a << 16) | (b << 8) | c);
  }
  return { info, at };
}

function streamInfo(bytes: Uint8Array): StreamInfo | null {
  const view = new DataView(bytes.buffer);
  if (bytes.length < STREAMINFO_BYTES || view.getUint16(0) !== view.getUint16(2)) return null;
  return {
    rateHz: view.getUint32(10) >>> 12,
    lengthFrames: (view.getUint8(13) & 0x0f) * 2 ** 32 + view.getUint32(14),
    blockFrames: view.getUint16(2),
    bytes,
  };
}

async function findFrames(walk: FileWalk, from: number, info: StreamInfo): Promise<CutPoint[]> {
  const points: CutPoint[] = [];
  for (let at = from; at < walk.sizeBytes - HEADER_BYTES_MAX;) {
    const bytes = await walk.bytesAt(at, HEADER_BYTES_MAX);
    let sync = bytes.indexOf(0xff);
    for (; sync >= 0 && sync < bytes.length - HEADER_BYTES_MAX; sync = bytes.indexOf(0xff, sync + 1))
      if (isFrame(bytes, sync, points.length))
        points.push({ byte: at + sync, frame: points.length * info.blockFrames });
    at += Math.max(1, bytes.length - HEADER_BYTES_MAX);
  }
  return points;
}

/** Whether a frame of blocks of one size begins here, with that number. */
function isFrame(bytes: Uint8Array, at: number, number: number): boolean {
  if (bytes[at + 1] !== 0xf8) return false;
  const sizes = bytes[at + 2]!;
  let end = at + 4 + numberBytes(number);
  if (codedNumber(bytes, at + 4) !== number) return false;
  end += sizes >> 4 === 6 ? 1 : sizes >> 4 === 7 ? 2 : 0;
  end += (sizes & 15) === 12 ? 1 : (sizes & 15) > 12 ? 2 : 0;
  return crc8(bytes, at, end) === bytes[end];
}

/** Numbers are written as UTF-8 writes letters. */
function numberBytes(number: number): number {
  if (number < 0x80) return 1;
  if (number < 0x800) return 2;
  if (number < 0x1_0000) return 3;
  return number < 0x20_0000 ? 4 : 5;
}

function codedNumber(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return first;
  const more = Math.clz32(~(first << 24)) - 1;
  let number = first & (0x3f >> more);
  for (let next = 1; next <= more; next++) number = number * 64 + (bytes[at + next]! & 0x3f);
  return number;
}

function crc8(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let at = from; at < to; at++) {
    crc ^= bytes[at]!;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : crc << 1;
  }
  return crc;
}

/** The stream's facts, without a length and a sum: those were of the whole. */
function headerOf(info: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(8 + STREAMINFO_BYTES);
  header.set([0x66, 0x4c, 0x61, 0x43, 0x80, 0, 0, STREAMINFO_BYTES]);
  header.set(info, 8);
  header[8 + 13]! &= 0xf0;
  header.fill(0, 8 + 14);
  return header;
}
