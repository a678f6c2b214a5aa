/**
 * The formats that keep their tags at the end (APE before ID3v1) and a short header in front: WavPack, Musepack,
 * Monkey's Audio, TTA. Each gives the facts of its header; the rest is the same for all.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { Unreadable } from '../findings.ts';
import type { Container } from '../types.ts';
import { findTail, readTail } from './tail.ts';

/** What a header says; `samples` 0 when it does not tell. */
export interface HeaderFacts {
  readonly container: Container;
  readonly codec: string;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly samples: number;
  readonly bitDepth?: number;
  readonly lossless: boolean;
}

/** Reads the file whose audio starts at `start`, with the reader of its header. */
export function readTailed(
  source: ByteSource,
  start: number,
  found: Findings,
  readHeader: (source: ByteSource, at: number) => HeaderFacts | undefined,
): void {
  const facts = readHeader(source, start);
  const tail = findTail(source);
  readTail(source, tail, found);
  if (facts === undefined) throw new Unreadable('truncated', 'The file ends inside its header.');
  found.essenceRanges = [{ start, end: tail.audioEnd }];
  const { samples, bitDepth, ...rest } = facts;
  const seconds = facts.sampleRateHz > 0 ? samples / facts.sampleRateHz : 0;
  if (seconds === 0) found.doubt = 'the header does not tell the length';
  found.audio = {
    ...rest,
    durationMs: Math.round(seconds * 1000),
    bitrateKbps: seconds > 0 ? Math.round(((tail.audioEnd - start) * 8) / seconds / 1000) : 0,
    ...(bitDepth !== undefined && { bitDepth }),
    ...(samples > 0 && { totalSamples: samples }),
  };
}

const wavpackRates = [
  6000, 8000, 9600, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000,
  192_000,
];

/** WavPack 4 and 5: one block header; DSD and odd rates hide in sub-blocks and are left to the thorough reader. */
export function wavpackHeader(source: ByteSource, at: number): HeaderFacts | undefined {
  const b = source.view(at, 32);
  if (b === undefined) return undefined;
  const flags = b.readUInt32LE(24);
  const total = b.readUInt32LE(12);
  const sampleRateHz = wavpackRates[(flags >>> 23) & 15] ?? 0;
  const dsd = (flags & 0x80000000) !== 0;
  return {
    container: 'wavpack',
    codec: 'wavpack',
    sampleRateHz,
    channels: (flags & 4) !== 0 ? 1 : 2,
    samples: total === 0xffffffff || dsd ? 0 : total + b[11]! * 2 ** 32,
    bitDepth: ((flags & 3) + 1) * 8 - ((flags >>> 13) & 31),
    lossless: (flags & 8) === 0,
  };
}

const musepackRates = [44_100, 48_000, 37_800, 32_000];

/** Musepack SV7 ('MP+') and SV8 ('MPCK'). */
export function musepackHeader(source: ByteSource, at: number): HeaderFacts | undefined {
  const b = source.viewUpTo(at, 64);
  if (b.length < 32) return undefined;
  return b[2] === 0x2b ? musepack7(b) : musepack8(b);
}

function musepack7(b: Buffer): HeaderFacts | undefined {
  if ((b[3]! & 15) !== 7) return { ...musepackBase, sampleRateHz: 44_100, channels: 2, samples: 0 };
  const frames = b.readUInt32LE(4);
  const last = (b.readUInt32LE(20) >>> 20) & 0x7ff;
  const gapless = b.readUInt32LE(20) >>> 31 === 1;
  const samples = gapless ? (frames - 1) * 1152 + last : frames * 1152 - 576;
  return {
    ...musepackBase,
    sampleRateHz: musepackRates[b[10]! & 3]!,
    channels: 2,
    samples: Math.max(0, samples),
  };
}

const musepackBase = { container: 'musepack', codec: 'musepack', lossless: false } as const;

/** Packets of two letters and a varying length; 'SH' holds checksum, version, samples, silence, rate and channels. */
function musepack8(b: Buffer): HeaderFacts | undefined {
  let at = 4;
  while (at + 12 < b.length) {
    const key = b.toString('latin1', at, at + 2);
    const size = varint(b, at + 2);
    if (key === 'SH') {
      const samples = varint(b, size.next + 5);
      const silence = varint(b, samples.next);
      const at2 = silence.next;
      if (at2 + 2 > b.length) return undefined;
      const sampleRateHz = musepackRates[b[at2]! >> 5] ?? 0;
      return {
        ...musepackBase,
        sampleRateHz,
        channels: (b[at2 + 1]! >> 4) + 1,
        samples: Math.max(0, samples.value - silence.value),
      };
    }
    if (size.value < 3) return undefined;
    at += size.value;
  }
  return undefined;
}

function varint(b: Buffer, from: number): { value: number; next: number } {
  let value = 0;
  let at = from;
  for (; at < b.length && at < from + 9; at += 1) {
    value = value * 128 + (b[at]! & 127);
    if ((b[at]! & 128) === 0) return { value, next: at + 1 };
  }
  return { value, next: at };
}

/** Monkey's Audio: since 3.98 a descriptor and a header; before that one header whose rules varied. */
export function monkeysHeader(source: ByteSource, at: number): HeaderFacts | undefined {
  const b = source.viewUpTo(at, 128);
  if (b.length < 76) return undefined;
  const version = b.readUInt16LE(4);
  const base = { container: 'ape', codec: 'ape', lossless: true } as const;
  if (version < 3980) return oldMonkeys(b, version, base);
  const h = b.readUInt32LE(8);
  if (h + 24 > b.length) return undefined;
  const [perFrame, last, frames] = [b.readUInt32LE(h + 4), b.readUInt32LE(h + 8), b.readUInt32LE(h + 12)];
  const samples = frames > 0 ? (frames - 1) * perFrame + last : 0;
  return {
    ...base,
    sampleRateHz: b.readUInt32LE(h + 20),
    channels: b.readUInt16LE(h + 18),
    bitDepth: b.readUInt16LE(h + 16),
    samples,
  };
}

function oldMonkeys(
  b: Buffer,
  version: number,
  base: Pick<HeaderFacts, 'container' | 'codec' | 'lossless'>,
): HeaderFacts {
  const level = b.readUInt16LE(6);
  const flags = b.readUInt16LE(8);
  const perFrame =
    version >= 3950 ? 73_728 * 4 : version >= 3900 || (version >= 3800 && level === 4000) ? 73_728 : 9216;
  const [frames, last] = [b.readUInt32LE(24), b.readUInt32LE(28)];
  const bitDepth = (flags & 1) !== 0 ? 8 : (flags & 8) !== 0 ? 24 : 16;
  return {
    ...base,
    sampleRateHz: b.readUInt32LE(12),
    channels: b.readUInt16LE(10),
    bitDepth,
    samples: frames > 0 ? (frames - 1) * perFrame + last : 0,
  };
}

/** TTA1: format, channels, bits, rate, samples. */
export function ttaHeader(source: ByteSource, at: number): HeaderFacts | undefined {
  const b = source.view(at, 18);
  if (b === undefined) return undefined;
  return {
    container: 'tta',
    codec: 'tta',
    channels: b.readUInt16LE(6),
    bitDepth: b.readUInt16LE(8),
    sampleRateHz: b.readUInt32LE(10),
    samples: b.readUInt32LE(14),
    lossless: true,
  };
}

/** OptimFROG: samples of all channels in 48 bits, sample type, channels less one, rate. */
export function optimFrogHeader(source: ByteSource, at: number): HeaderFacts | undefined {
  const b = source.view(at, 20);
  if (b === undefined || b.readUInt32LE(4) < 12) return undefined;
  const channels = b[15]! + 1;
  return {
    container: 'optimfrog',
    codec: 'optimfrog',
    channels,
    sampleRateHz: b.readUInt32LE(16),
    samples: Math.floor((b.readUInt32LE(8) + b.readUInt16LE(12) * 2 ** 32) / channels),
    bitDepth: Math.min(32, ((b[14]! >> 1) + 1) * 8),
    lossless: true,
  };
}
