/**
 * Raw streams of frames without any header of their own (ADTS AAC, AC-3, E-AC-3, DTS, AMR): the frames are counted,
 * since nothing else tells the length, between the tags that may stand before and behind them.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { Unreadable } from '../findings.ts';
import type { Container } from '../types.ts';
import { findTail, readTail } from './tail.ts';

/** Beyond this the rest is taken to be like the part that was counted. */
const walkBytesMax = 64 * 1024 * 1024;
const windowBytes = 256 * 1024;

export interface Frame {
  readonly codec: string;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly lengthBytes: number;
  /** Of one channel; 0 for a frame that only adds channels to the one before. */
  readonly samples: number;
}

export interface FramedFormat {
  readonly container: Container;
  /** What the file begins with in front of its frames, often nothing. */
  readonly head: string;
  /** Longest header that `parse` looks at. */
  readonly headerBytes: number;
  /** First byte of a frame, where there is one to look for after a gap. */
  readonly sync: number | undefined;
  /** The frame at `p`, or undefined if there is none. */
  parse(buf: Buffer, p: number): Frame | undefined;
}

/** True if two frames of a kind (or one and the end of the file) follow each other at `offset`. */
export function isFramed(source: ByteSource, offset: number, format: FramedFormat): boolean {
  const { head } = format;
  if (head !== '' && source.viewUpTo(offset, head.length).toString('latin1') !== head) return false;
  const at = offset + head.length;
  const first = format.parse(source.viewUpTo(at, format.headerBytes), 0);
  if (first === undefined) return false;
  const { sampleRateHz, lengthBytes } = first;
  const next = source.viewUpTo(at + lengthBytes, format.headerBytes);
  const second = format.parse(next, 0);
  return second === undefined
    ? next.length === 0 && at + lengthBytes === source.sizeBytes
    : second.sampleRateHz === sampleRateHz;
}

/** Reads the stream that starts at `start`. */
export function readFramed(source: ByteSource, start: number, found: Findings, format: FramedFormat): void {
  const tail = findTail(source);
  readTail(source, tail, found);
  const at = start + format.head.length;
  const first = format.parse(source.viewUpTo(at, format.headerBytes), 0);
  if (first === undefined) throw new Unreadable('truncated', 'The file ends inside its first frame.');
  const { codec, sampleRateHz, channels } = first;
  const seconds = countSamples(source, at, tail.audioEnd, format) / sampleRateHz;
  found.essenceRanges = [{ start: at, end: tail.audioEnd }];
  found.audio = {
    container: format.container,
    codec,
    durationMs: Math.round(seconds * 1000),
    sampleRateHz,
    channels,
    bitrateKbps: seconds > 0 ? Math.round(((tail.audioEnd - at) * 8) / seconds / 1000) : 0,
    lossless: false,
  };
}

function countSamples(source: ByteSource, start: number, end: number, format: FramedFormat): number {
  const limit = Math.min(end, start + walkBytesMax);
  let samples = 0;
  let at = start;
  while (at + format.headerBytes <= limit) {
    const chunk = source.viewUpTo(at, Math.min(windowBytes, limit - at));
    let i = 0;
    for (let frame = format.parse(chunk, i); frame !== undefined; frame = format.parse(chunk, i)) {
      samples += frame.samples;
      i += frame.lengthBytes;
    }
    if (i === 0) {
      const next = format.sync === undefined ? -1 : chunk.indexOf(format.sync, 1);
      i = next < 0 ? chunk.length : next;
    }
    at += i;
  }
  return end > limit ? Math.round((samples * (end - start)) / (limit - start)) : samples;
}
