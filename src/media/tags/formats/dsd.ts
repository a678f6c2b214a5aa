/**
 * DSD in its two containers: DSF (little-endian, an ID3 tag at the end) and DSDIFF/DFF (big-endian chunks).
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { Unreadable } from '../findings.ts';
import { id3v2Length, readId3v2 } from './id3v2.ts';
import { readUInt64BE } from './mp4-boxes.ts';

const chunksMax = 1000;

/** DSF: 'DSD ' with a pointer to the tag, 'fmt ', 'data'. */
export function readDsf(source: ByteSource, found: Findings): void {
  const b = source.view(0, 92);
  if (b === undefined) throw new Unreadable('truncated', 'The DSF file ends inside its header.');
  const tagAt = readUInt64LE(b, 20);
  const channels = b.readUInt32LE(52);
  const sampleRateHz = b.readUInt32LE(56);
  const samples = readUInt64LE(b, 64);
  const dataBytes = readUInt64LE(b, 84) - 12;
  const end = Math.min(92 + Math.max(0, dataBytes), source.sizeBytes);
  if (92 + dataBytes > source.sizeBytes)
    found.warn(`the file has ${end - 92} of ${dataBytes} bytes of audio: it is truncated`);
  found.essenceRanges = [{ start: 92, end }];
  found.audio = { container: 'dsf', ...dsdFacts(channels, sampleRateHz, samples, end - 92) };
  if (tagAt > 0 && id3v2Length(source, tagAt) > 0) readId3v2(source, tagAt, found);
}

interface DffWalk {
  channels: number;
  sampleRateHz: number;
  compressed: boolean;
  frames: number;
  frameRate: number;
  data: { start: number; end: number } | undefined;
  id3At: number;
}

/** DSDIFF: FRM8 with PROP (FS, CHNL, CMPR), DSD or DST data, DIIN with title and artist. */
export function readDff(source: ByteSource, found: Findings): void {
  const walk: DffWalk = {
    channels: 0,
    sampleRateHz: 0,
    compressed: false,
    frames: 0,
    frameRate: 0,
    data: undefined,
    id3At: 0,
  };
  walkChunks(source, 16, source.sizeBytes, walk, found);
  if (walk.id3At > 0 && id3v2Length(source, walk.id3At) > 0) readId3v2(source, walk.id3At, found);
  if (walk.data === undefined || walk.sampleRateHz === 0)
    throw new Unreadable('truncated', 'The DSDIFF file has no audio data.');
  const bytes = walk.data.end - walk.data.start;
  const samples = walk.compressed
    ? Math.round((walk.frames / (walk.frameRate || 75)) * walk.sampleRateHz)
    : Math.floor((bytes * 8) / Math.max(1, walk.channels));
  found.essenceRanges = [walk.data];
  found.audio = {
    container: 'dff',
    ...dsdFacts(walk.channels, walk.sampleRateHz, samples, bytes),
    ...(walk.compressed && { codec: 'dst' }),
  };
}

function walkChunks(source: ByteSource, from: number, to: number, walk: DffWalk, found: Findings): void {
  let at = from;
  for (let count = 0; count < chunksMax && at + 12 <= to; count += 1) {
    const p = source.locate(at, 12);
    if (p < 0) return;
    const name = source.buf.toString('latin1', p, p + 4);
    const size = readUInt64BE(source.buf, p + 4);
    readDffChunk(source, name, at + 12, size, walk, found);
    at += 12 + size + (size % 2);
  }
}

function readDffChunk(
  source: ByteSource,
  name: string,
  at: number,
  size: number,
  walk: DffWalk,
  found: Findings,
): void {
  const end = Math.min(at + size, source.sizeBytes);
  if (name === 'PROP') walkChunks(source, at + 4, end, walk, found);
  else if (name === 'DIIN') walkChunks(source, at, end, walk, found);
  else if (name === 'FS  ') walk.sampleRateHz = source.view(at, 4)?.readUInt32BE(0) ?? 0;
  else if (name === 'CHNL') walk.channels = source.view(at, 2)?.readUInt16BE(0) ?? 0;
  else if (name === 'CMPR') walk.compressed = source.view(at, 4)?.toString('latin1', 0, 4) === 'DST ';
  else if (name === 'DSD ' || name === 'DST ') readDffData(source, name, at, size, walk, found);
  else if (name === 'ID3 ') walk.id3At = at;
  else if (name === 'DIAR' || name === 'DITI')
    readCountedText(source, name === 'DIAR' ? 'ARTIST' : 'TITLE', at, found);
}

function readDffData(
  source: ByteSource,
  name: string,
  at: number,
  size: number,
  walk: DffWalk,
  found: Findings,
): void {
  walk.data = { start: at, end: Math.min(at + size, source.sizeBytes) };
  if (at + size > source.sizeBytes) found.warn('the file ends before its audio does: it is truncated');
  const frte = name === 'DST ' ? source.view(at, 18) : undefined;
  if (frte?.toString('latin1', 0, 4) !== 'FRTE') return;
  walk.frames = frte.readUInt32BE(12);
  walk.frameRate = frte.readUInt16BE(16);
}

function readCountedText(source: ByteSource, field: string, at: number, found: Findings): void {
  const length = source.view(at, 4)?.readUInt32BE(0) ?? 0;
  const b = length > 4096 ? undefined : source.view(at + 4, length);
  if (b !== undefined) found.addLatin1(field, b.toString('latin1', 0, b.length));
}

function dsdFacts(
  channels: number,
  sampleRateHz: number,
  samples: number,
  bytes: number,
): Omit<Findings['audio'], 'container'> {
  const seconds = sampleRateHz > 0 ? samples / sampleRateHz : 0;
  return {
    codec: 'dsd',
    durationMs: Math.round(seconds * 1000),
    sampleRateHz,
    channels,
    bitDepth: 1,
    bitrateKbps: seconds > 0 ? Math.round((bytes * 8) / seconds / 1000) : 0,
    lossless: true,
    ...(samples > 0 && { totalSamples: samples }),
  };
}

function readUInt64LE(b: Buffer, p: number): number {
  return b.readUInt32LE(p + 4) * 2 ** 32 + b.readUInt32LE(p);
}
