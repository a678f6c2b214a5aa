/**
 * Raw AAC in ADTS frames: no header tells the length, so the frames are counted.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { Unreadable } from '../findings.ts';
import { findTail, readTail } from './tail.ts';

/** Beyond this the rest is taken to be like the part that was counted. */
const walkBytesMax = 64 * 1024 * 1024;
const rates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
];

interface AdtsFrame {
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly lengthBytes: number;
}

/** The ADTS header at `p` (ISO/IEC 13818-7 §6.2), or undefined. */
function parseAdts(buf: Buffer, p: number): AdtsFrame | undefined {
  if (p + 7 > buf.length || buf[p] !== 0xff || (buf[p + 1]! & 0xf6) !== 0xf0) return undefined;
  const sampleRateHz = rates[(buf[p + 2]! >> 2) & 15];
  const lengthBytes = ((buf[p + 3]! & 3) << 11) | (buf[p + 4]! << 3) | (buf[p + 5]! >> 5);
  if (sampleRateHz === undefined || lengthBytes < 7) return undefined;
  const configuration = ((buf[p + 2]! & 1) << 2) | (buf[p + 3]! >> 6);
  return { sampleRateHz, channels: configuration === 7 ? 8 : configuration || 2, lengthBytes };
}

/** True if two ADTS frames (or one and the end of the file) follow each other at `offset`. */
export function isAdts(source: ByteSource, offset: number): boolean {
  const first = parseAdts(source.viewUpTo(offset, 7), 0);
  if (first === undefined) return false;
  const next = source.viewUpTo(offset + first.lengthBytes, 7);
  const second = parseAdts(next, 0);
  return second === undefined
    ? next.length === 0 && offset + first.lengthBytes === source.sizeBytes
    : second.sampleRateHz === first.sampleRateHz;
}

/** Reads the stream that starts at `start`. */
export function readAac(source: ByteSource, start: number, found: Findings): void {
  const tail = findTail(source);
  readTail(source, tail, found);
  const first = parseAdts(source.viewUpTo(start, 7), 0);
  if (first === undefined) throw new Unreadable('truncated', 'The AAC file ends inside its first frame.');
  const bytes = tail.audioEnd - start;
  const samples = countFrames(source, start, tail.audioEnd) * 1024;
  const seconds = samples / first.sampleRateHz;
  found.essenceRanges = [{ start, end: tail.audioEnd }];
  found.audio = {
    container: 'aac',
    codec: 'aac',
    durationMs: Math.round(seconds * 1000),
    sampleRateHz: first.sampleRateHz,
    channels: first.channels,
    bitrateKbps: seconds > 0 ? Math.round((bytes * 8) / seconds / 1000) : 0,
    lossless: false,
  };
}

function countFrames(source: ByteSource, start: number, end: number): number {
  const limit = Math.min(end, start + walkBytesMax);
  let frames = 0;
  let at = start;
  while (at + 7 <= limit) {
    const chunk = source.viewUpTo(at, Math.min(256 * 1024, limit - at));
    let i = 0;
    for (let frame = parseAdts(chunk, i); frame !== undefined; frame = parseAdts(chunk, i)) {
      frames += 1;
      i += frame.lengthBytes;
    }
    if (i === 0) {
      const next = chunk.indexOf(0xff, 1);
      i = next < 0 ? chunk.length : next;
    }
    at += i;
  }
  return end > limit ? Math.round((frames * (end - start)) / (limit - start)) : frames;
}
