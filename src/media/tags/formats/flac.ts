/**
 * FLAC (RFC 9639): metadata blocks, whose first one gives length, form and the MD5 of the decoded sound.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { Unreadable } from '../findings.ts';
import { isId3v1, id3v1Bytes } from './id3v1.ts';
import { readPictureHead, readVorbisComments } from './vorbis-comment.ts';

const blocksMax = 1000;
const streamInfoBytes = 34;

/** Reads the FLAC stream that starts at `offset` (behind an ID3 tag, where somebody put one). */
export function readFlac(source: ByteSource, offset: number, found: Findings): void {
  const walk: FlacWalk = { lastSeekOffset: 0 };
  const audioStart = readBlocks(source, offset + 4, found, walk);
  const { info } = walk;
  if (info === undefined)
    throw new Unreadable('truncated', 'The FLAC file ends before its stream information.');
  const tail = source.sizeBytes - id3v1Bytes;
  const end = isId3v1(source, tail) ? tail : source.sizeBytes;
  found.essenceRanges = [{ start: audioStart, end }];
  found.essenceDigest = info.md5 === undefined ? undefined : `flac-md5:${info.md5}`;
  found.audio = { container: 'flac', ...flacFacts(info, end - audioStart) };
  if (isCutOff(source, info, walk.lastSeekOffset, audioStart, end))
    found.warn('the file ends before its audio does: it is truncated');
  if (info.totalSamples === 0) found.doubt = 'the FLAC stream does not tell its length';
}

export interface FlacInfo {
  readonly blockSizeMax: number;
  readonly frameBytesMin: number;
  readonly frameBytesMax: number;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly bitDepth: number;
  readonly totalSamples: number;
  /** Hexadecimal, absent when zero. */
  readonly md5?: string;
}

/** STREAMINFO (§8.2) at position `p`. */
export function parseStreamInfo(buf: Buffer, p: number): FlacInfo {
  const packed = buf.readUInt32BE(p + 10);
  const md5 = buf.toString('hex', p + 18, p + 34);
  return {
    blockSizeMax: buf.readUInt16BE(p + 2),
    frameBytesMin: buf.readUIntBE(p + 4, 3),
    frameBytesMax: buf.readUIntBE(p + 7, 3),
    sampleRateHz: packed >>> 12,
    channels: ((packed >>> 9) & 7) + 1,
    bitDepth: ((packed >>> 4) & 31) + 1,
    totalSamples: (packed & 15) * 2 ** 32 + buf.readUInt32BE(p + 14),
    ...(md5 !== '00000000000000000000000000000000' && { md5 }),
  };
}

/** Audio facts, native or in Ogg. */
export function flacFacts(info: FlacInfo, audioBytes: number): Omit<Findings['audio'], 'container'> {
  const seconds = info.sampleRateHz > 0 ? info.totalSamples / info.sampleRateHz : 0;
  return {
    codec: 'flac',
    durationMs: Math.round(seconds * 1000),
    sampleRateHz: info.sampleRateHz,
    channels: info.channels,
    bitDepth: info.bitDepth,
    bitrateKbps: seconds > 0 ? Math.round((audioBytes * 8) / seconds / 1000) : 0,
    lossless: true,
    ...(info.totalSamples > 0 && { totalSamples: info.totalSamples }),
  };
}

interface FlacWalk {
  info?: FlacInfo;
  lastSeekOffset: number;
}

/** Walks the blocks and answers where the audio starts. */
function readBlocks(source: ByteSource, start: number, found: Findings, walk: FlacWalk): number {
  let at = start;
  for (let count = 0; count < blocksMax; count += 1) {
    const p = source.locate(at, 4);
    if (p < 0) break;
    const header = source.buf[p]!;
    const type = header & 0x7f;
    const length = source.buf.readUIntBE(p + 1, 3);
    if (header === 0xff) break;
    at += 4;
    if (at + length > source.sizeBytes) {
      if (walk.info === undefined) break;
      throw new Unreadable('truncated', 'The FLAC file ends inside its metadata; there is no audio in it.');
    }
    readBlock(source, type, at, length, found, walk);
    at += length;
    if ((header & 0x80) !== 0) return at;
  }
  if (walk.info !== undefined) found.warn('the FLAC metadata has no last block');
  return at;
}

function readBlock(
  source: ByteSource,
  type: number,
  at: number,
  length: number,
  found: Findings,
  walk: FlacWalk,
): void {
  if (type === 0 && length >= streamInfoBytes)
    walk.info ??= parseStreamInfo(source.buf, source.locate(at, streamInfoBytes));
  else if (type === 3) walk.lastSeekOffset = lastSeekOffset(source, at, length);
  else if (type === 4) readComments(source, at, length, found);
  else if (type === 6) readPicture(source, at, length, found);
}

function readComments(source: ByteSource, at: number, length: number, found: Findings): void {
  const take = (position: number, wanted: number): Buffer | undefined =>
    position + wanted > length ? undefined : source.view(at + position, wanted);
  readVorbisComments(
    { take, locate: (position) => ({ offset: at + position }), storage: 'base64' },
    0,
    found,
  );
}

function readPicture(source: ByteSource, at: number, length: number, found: Findings): void {
  const picture = readPictureHead(source.viewUpTo(at, Math.min(length, 1024)));
  if (picture === undefined) return found.warn('an embedded picture is damaged');
  const { dataAt, type, mime, description } = picture;
  // The block's length binds: writers put zero into the picture's own where it does not fit 24 bits.
  found.addPicture({
    offset: at + dataAt,
    length: Math.max(0, length - dataAt),
    mime,
    type,
    description,
    storage: 'raw',
  });
}

/** The offset of the last seek point that is not a placeholder (§8.5). */
function lastSeekOffset(source: ByteSource, at: number, length: number): number {
  const points = Math.floor(length / 18);
  const p = points === 0 || !source.isNear(at, length) ? -1 : source.locate(at, length);
  if (p < 0) return 0;
  for (let i = points - 1; i >= 0; i -= 1) {
    const point = p + i * 18;
    if (source.buf.readUInt32BE(point) === 0xffffffff) continue;
    return source.buf.readUInt32BE(point + 8) * 2 ** 32 + source.buf.readUInt32BE(point + 12);
  }
  return 0;
}

/**
 * Whether the audio ends too early, told from what is at hand: the seek table, the least size of frames, and, when
 * the audio is suspiciously small or in memory anyway, the number of the last frame.
 */
function isCutOff(source: ByteSource, info: FlacInfo, lastSeek: number, start: number, end: number): boolean {
  const bytes = end - start;
  if (info.totalSamples === 0 || info.blockSizeMax === 0) return bytes <= 0;
  const frames = Math.ceil(info.totalSamples / info.blockSizeMax);
  if (bytes <= 0 || (lastSeek > 0 && lastSeek >= bytes) || bytes < (frames - 1) * info.frameBytesMin)
    return true;
  const pcmBytes = (info.totalSamples * info.channels * info.bitDepth) / 8;
  const window = Math.min(bytes, Math.max(info.frameBytesMax, 16) * 2 + 64);
  if (info.frameBytesMax === 0 || (bytes > pcmBytes * 0.4 && !source.isNear(end - window, window)))
    return false;
  return lacksLastFrame(source.viewUpTo(end - window, window), info, frames);
}

/** Looks backwards for the header of the frame that completes the stream (§9.1). */
function lacksLastFrame(tail: Buffer, info: FlacInfo, frames: number): boolean {
  let seen = false;
  for (let p = tail.length - 6; p >= 0; p -= 1) {
    if (tail[p] !== 0xff || (tail[p + 1]! & 0xfe) !== 0xf8) continue;
    const header = frameHeader(tail, p);
    if (header === undefined) continue;
    const variable = (tail[p + 1]! & 1) !== 0;
    const sample = variable ? header.number : header.number * info.blockSizeMax;
    if (sample + info.blockSizeMax >= info.totalSamples && (variable || header.number <= frames))
      return false;
    seen = true;
  }
  return seen;
}

/** The coded number of a frame whose header's CRC-8 holds. */
function frameHeader(buf: Buffer, p: number): { number: number } | undefined {
  const coded = utf8Number(buf, p + 4);
  if (coded === undefined) return undefined;
  const sizeCode = buf[p + 2]! >> 4;
  const rateCode = buf[p + 2]! & 15;
  if (sizeCode === 0 || rateCode === 15) return undefined;
  const extra = (sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0) + (rateCode === 12 ? 1 : rateCode > 12 ? 2 : 0);
  const crcAt = p + 4 + coded.length + extra;
  if (crcAt >= buf.length || crc8(buf, p, crcAt) !== buf[crcAt]) return undefined;
  return { number: coded.number };
}

function utf8Number(buf: Buffer, p: number): { number: number; length: number } | undefined {
  const first = buf[p] ?? 0xff;
  if (first < 0x80) return { number: first, length: 1 };
  const length = Math.clz32(~(first << 24));
  if (length < 2 || length > 7 || p + length > buf.length) return undefined;
  let number = length >= 7 ? 0 : first & (0x7f >> length);
  for (let i = 1; i < length; i += 1) {
    if ((buf[p + i]! & 0xc0) !== 0x80) return undefined;
    number = number * 64 + (buf[p + i]! & 63);
  }
  return { number, length };
}

/** CRC-8, polynomial x⁸ + x² + x + 1 (§9.1.8). */
function crc8(buf: Buffer, from: number, to: number): number {
  let crc = 0;
  for (let i = from; i < to; i += 1) {
    crc ^= buf[i]!;
    for (let bit = 0; bit < 8; bit += 1)
      crc = (crc & 0x80) !== 0 ? ((crc << 1) ^ 0x07) & 0xff : (crc << 1) & 0xff;
  }
  return crc;
}
