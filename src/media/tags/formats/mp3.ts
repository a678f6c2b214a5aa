/**
 * MP3 (and MP1, MP2): tags in front and behind, and a length that is true: from Xing, Info or VBRI where they are,
 * else from frames that were looked at, never from the first bit rate alone.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { Unreadable } from '../findings.ts';
import { parseMpegHeader, parseVbrHeader, isSameStream } from './mpeg-frame.ts';
import type { MpegFrame, VbrHeader } from './mpeg-frame.ts';
import { findTail, readTail } from './tail.ts';

/** How far behind the tags the first frame is looked for. */
const searchBytesMax = 256 * 1024;
/** Audio shorter than this is counted rather than sampled. */
const shortBytes = 64 * 1024;
/** The shortest frame there is: 8 kbit/s at 24 kHz, and room for encoders that drop what is silent. */
const frameBytesMin = 16;
/** Files longer than this without a header are not walked frame by frame but sampled. */
const walkBytesMax = 256 * 1024 * 1024;

/** Reads the MPEG stream behind the tags in front, which end at `start`. */
export function readMp3(source: ByteSource, start: number, found: Findings): void {
  const first = findFirstFrame(source, start);
  const head = first === undefined ? undefined : readHead(source, first);
  const tail = findTail(source);
  readTail(source, tail, found);
  if (head === undefined) throw nothingPlayable(source, start, tail.audioEnd);
  const audioEnd = Math.max(tail.audioEnd, head.at);
  found.essenceRanges = [{ start: head.at, end: audioEnd }];
  const { frame, vbr } = head;
  const length = isPlausible(head, audioEnd)
    ? fromHeader(head, audioEnd, found)
    : measureFrames(source, head, audioEnd);
  const seconds = length.samples / frame.sampleRateHz;
  found.audio = {
    container: 'mp3',
    codec: `mp${frame.layer}`,
    durationMs: Math.round(seconds * 1000),
    sampleRateHz: frame.sampleRateHz,
    channels: frame.channels,
    bitrateKbps: seconds > 0 ? Math.round((length.bytes * 8) / seconds / 1000) : frame.bitrateKbps,
    lossless: false,
    ...length.gapless,
  };
  if (found.fields.get('ENCODEDBY') === undefined && vbr?.encoder !== undefined)
    found.add('ENCODEDBY', vbr.encoder);
}

/** A header that counts nothing, or frames that are shorter or longer than any, is not believed. */
function isPlausible({ vbr, at }: Head, audioEnd: number): boolean {
  const frames = vbr?.frames ?? 0;
  if (frames === 0) return false;
  const bytes = Math.max(vbr?.bytes ?? 0, audioEnd - at);
  return bytes / frames >= frameBytesMin;
}

function nothingPlayable(source: ByteSource, start: number, end: number): Unreadable {
  if (end - start < 4)
    return new Unreadable('truncated', 'The file ends behind its tags; there is no audio in it.');
  return new Unreadable('not-audio', `No MPEG audio was found in the ${source.sizeBytes} bytes of the file.`);
}

/**
 * Offset of the first frame: a header whose next frame is of the same stream. A single frame that fills the file counts
 * right at the start only: elsewhere any file has bytes that look like one near its end.
 */
export function findFirstFrame(source: ByteSource, start: number): number | undefined {
  const step = 4096;
  for (let from = start; from < start + searchBytesMax; from += step) {
    const chunk = source.viewUpTo(from, step + 4);
    if (chunk.length < 4) return undefined;
    for (let i = chunk.indexOf(0xff); i >= 0 && i < step; i = chunk.indexOf(0xff, i + 1)) {
      const again = source.viewUpTo(from, step + 4);
      const frame = parseMpegHeader(again, i);
      if (frame !== undefined && isFollowed(source, from + i, frame, from + i === start ? 1 : 3))
        return from + i;
    }
    if (chunk.length < step + 4) return undefined;
  }
  return undefined;
}

function isFollowed(source: ByteSource, at: number, frame: MpegFrame, times: number): boolean {
  if (frame.lengthBytes === 0) return freeFormatBytes(source, at, frame) !== undefined;
  let next = at + frame.lengthBytes;
  for (let i = 0; i < times; i += 1) {
    const p = source.locate(next, 4);
    // The end of the file may cut the last frame, or tags follow.
    if (p < 0) return i > 0 || (times === 1 && next >= source.sizeBytes - 3);
    const following = parseMpegHeader(source.buf, p);
    if (following === undefined || !isSameStream(frame, following)) return isTag(source.buf, p);
    if (following.lengthBytes === 0) return false;
    next += following.lengthBytes;
  }
  return true;
}

/** Longest frame of free format that decoders take: 640 kbit/s at 32 kHz. */
const freeBytesMax = 2881;

/** The distance between frames of free format, which their headers do not tell; undefined if it is none. */
function freeFormatBytes(source: ByteSource, at: number, frame: MpegFrame): number | undefined {
  const b = source.viewUpTo(at, 3 * freeBytesMax + 8);
  const isSame = (p: number): boolean => {
    const other = parseMpegHeader(b, p);
    return other !== undefined && other.lengthBytes === 0 && isSameStream(frame, other);
  };
  for (let i = b.indexOf(0xff, 24); i >= 0 && i <= freeBytesMax; i = b.indexOf(0xff, i + 1)) {
    if (!isSame(i)) continue;
    // One slot of padding may come and go.
    const third = [0, 1, -1].map((padding) => 2 * i + padding).find(isSame);
    if (third !== undefined && [0, 1, -1].some((padding) => isSame(third + i + padding))) return i;
  }
  return undefined;
}

function isTag(buf: Buffer, p: number): boolean {
  const word = buf.toString('latin1', p, p + 3);
  return word === 'TAG' || word === 'APE' || word === '3DI' || word === 'LYR';
}

interface Head {
  readonly at: number;
  readonly frame: MpegFrame;
  /** Length of the frames of free format. */
  readonly freeBytes: number | undefined;
  readonly vbr: VbrHeader | undefined;
}

function readHead(source: ByteSource, at: number): Head {
  const bytes = Buffer.from(source.viewUpTo(at, 256));
  const frame = parseMpegHeader(bytes, 0)!;
  const freeBytes = frame.lengthBytes === 0 ? freeFormatBytes(source, at, frame) : undefined;
  return { at, frame, freeBytes, vbr: parseVbrHeader(bytes, 0, frame) };
}

interface Length {
  readonly samples: number;
  readonly bytes: number;
  readonly gapless: Pick<Findings['audio'], 'encoderDelaySamples' | 'paddingSamples' | 'totalSamples'>;
}

/** The header's count, checked against the bytes that are there. */
function fromHeader(head: Head, audioEnd: number, found: Findings): Length {
  const { frame, vbr, at } = head;
  const coded = vbr!.frames! * frame.samples;
  const available = audioEnd - at;
  const claimed = vbr!.bytes ?? 0;
  if (claimed > 0 && available < claimed * 0.98 - frame.lengthBytes) {
    found.warn(`the file has ${available} of ${claimed} bytes of audio: it is truncated`);
    return { samples: Math.round((coded * available) / claimed), bytes: available, gapless: {} };
  }
  // Somebody joined files: the header counts only the first.
  if (claimed > 0 && available > claimed * 1.5 + 100_000)
    found.warn(`the file has more audio (${available} bytes) than its header counts (${claimed})`);
  const { delaySamples: delay, paddingSamples: padding } = vbr!;
  if (delay === undefined || padding === undefined || delay + padding >= coded)
    return { samples: coded, bytes: available, gapless: {} };
  const totalSamples = coded - delay - padding;
  return {
    samples: totalSamples,
    bytes: available,
    gapless: { encoderDelaySamples: delay, paddingSamples: padding, totalSamples },
  };
}

/** Without a header: constant bit rate if frames at five places agree, else (and in short files) all are counted. */
function measureFrames(source: ByteSource, head: Head, audioEnd: number): Length {
  const bytes = audioEnd - head.at;
  const { frame } = head;
  if (head.freeBytes !== undefined)
    return { samples: Math.round(bytes / head.freeBytes) * frame.samples, bytes, gapless: {} };
  const constant =
    bytes > shortBytes &&
    [0, 0.2, 0.4, 0.6, 0.8].every((part) => isLike(source, head, Math.floor(head.at + bytes * part)));
  if (constant || bytes > walkBytesMax) {
    const samples =
      frame.bitrateKbps === 0 ? 0 : Math.round((bytes * 8 * frame.sampleRateHz) / (frame.bitrateKbps * 1000));
    // Whole frames, since a stream has no others.
    return { samples: Math.max(1, Math.round(samples / frame.samples)) * frame.samples, bytes, gapless: {} };
  }
  return { samples: countFrames(source, head, audioEnd) * frame.samples, bytes, gapless: {} };
}

/** True if the frames near an offset all have the first frame's bit rate. */
function isLike(source: ByteSource, head: Head, offset: number): boolean {
  const chunk = source.viewUpTo(offset, 8 * 1024);
  let seen = 0;
  for (let i = chunk.indexOf(0xff); i >= 0;) {
    const frame = parseMpegHeader(chunk, i);
    const next =
      frame === undefined || !isSameStream(head.frame, frame) || frame.lengthBytes === 0
        ? undefined
        : parseMpegHeader(chunk, i + frame.lengthBytes);
    if (next !== undefined && isSameStream(head.frame, next)) {
      if (frame!.bitrateKbps !== head.frame.bitrateKbps) return false;
      seen += 1;
      i += frame!.lengthBytes;
    } else i = chunk.indexOf(0xff, i + 1);
  }
  return seen > 0;
}

function countFrames(source: ByteSource, head: Head, audioEnd: number): number {
  const window = 256 * 1024;
  let frames = 0;
  let at = head.at;
  while (at + 4 <= audioEnd) {
    const chunk = source.viewUpTo(at, Math.min(window, audioEnd - at));
    let i = 0;
    while (i + 4 <= chunk.length) {
      const frame = parseMpegHeader(chunk, i);
      if (frame !== undefined && frame.lengthBytes > 0 && isSameStream(head.frame, frame)) {
        frames += 1;
        i += frame.lengthBytes;
      } else {
        const next = chunk.indexOf(0xff, i + 1);
        i = next < 0 ? chunk.length : next;
      }
    }
    at += Math.max(i, 1);
  }
  return frames;
}
