/**
 * AIFF and AIFC: big-endian chunks, the rate as an 80-bit float, an ID3 chunk and the old text chunks.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { Unreadable } from '../findings.ts';
import { id3v2Length, readId3v2 } from './id3v2.ts';

const chunksMax = 10_000;
const textBytesMax = 64 * 1024;

const textChunks = new Map([
  ['NAME', 'TITLE'],
  ['AUTH', 'ARTIST'],
  ['(c) ', 'COPYRIGHT'],
  ['ANNO', 'COMMENT'],
]);

interface AiffWalk {
  common: Buffer | undefined;
  readonly sound: { start: number; end: number }[];
  readonly id3: number[];
  readonly texts: { field: string; at: number; size: number }[];
}

/** Reads the file. */
export function readAiff(source: ByteSource, start: number, found: Findings): void {
  const walk: AiffWalk = { common: undefined, sound: [], id3: [], texts: [] };
  walkChunks(source, start + 12, walk, found);
  for (const at of walk.id3) if (id3v2Length(source, at) > 0) readId3v2(source, at, found);
  found.seal();
  for (const { field, at, size } of walk.texts) readText(source, field, at, size, found);
  if (walk.common === undefined || walk.common.length < 18)
    throw new Unreadable('truncated', 'The AIFF file ends before it says its format.');
  if (walk.sound.length === 0) throw new Unreadable('truncated', 'The AIFF file has no audio data.');
  found.essenceRanges = walk.sound;
  found.audio = { container: 'aiff', ...aiffFacts(walk.common, walk.sound) };
}

function walkChunks(source: ByteSource, from: number, walk: AiffWalk, found: Findings): void {
  let at = from;
  for (let count = 0; count < chunksMax; count += 1) {
    const p = source.locate(at, 8);
    if (p < 0) return;
    const name = source.buf.toString('latin1', p, p + 4);
    const size = source.buf.readUInt32BE(p + 4);
    at += 8;
    const field = textChunks.get(name);
    if (name === 'COMM') walk.common = Buffer.from(source.viewUpTo(at, Math.min(size, 64)));
    else if (name === 'SSND') readSound(source, walk, at, size, found);
    else if (name === 'ID3 ' || name === 'id3 ') walk.id3.push(at);
    else if (field !== undefined && size <= textBytesMax) walk.texts.push({ field, at, size });
    at += size + (size & 1);
  }
}

/** Eight bytes of offset and block size stand before the samples. */
function readSound(source: ByteSource, walk: AiffWalk, at: number, size: number, found: Findings): void {
  const end = Math.min(at + size, source.sizeBytes);
  if (at + size > source.sizeBytes)
    found.warn(`the file has ${end - at} of ${size} bytes of audio: it is truncated`);
  if (end > at + 8) walk.sound.push({ start: at + 8, end });
}

function readText(source: ByteSource, field: string, at: number, size: number, found: Findings): void {
  const b = source.viewUpTo(at, size);
  found.addLatin1(field, b.toString('latin1', 0, b.length).replaceAll('\0', ''));
}

/** Compression types of AIFC that are plain samples; all others are taken as lossy. */
const pcmTypes = new Map([
  ['NONE', 'pcm'],
  ['twos', 'pcm'],
  ['sowt', 'pcm'],
  ['raw ', 'pcm'],
  ['in24', 'pcm'],
  ['in32', 'pcm'],
  ['fl32', 'pcm-float'],
  ['FL32', 'pcm-float'],
  ['fl64', 'pcm-float'],
]);

function aiffFacts(
  common: Buffer,
  sound: readonly { start: number; end: number }[],
): Omit<Findings['audio'], 'container'> {
  const channels = common.readUInt16BE(0);
  const bitDepth = common.readUInt16BE(6);
  const sampleRateHz = Math.round(extendedFloat(common, 8));
  const type = common.length >= 22 ? common.toString('latin1', 18, 22) : 'NONE';
  const pcm = pcmTypes.get(type);
  const bytes = sound.reduce((sum, range) => sum + range.end - range.start, 0);
  const frameBytes = channels * Math.ceil(bitDepth / 8);
  // The data decides where the file was cut.
  const claimed = common.readUInt32BE(2);
  const samples =
    pcm !== undefined && frameBytes > 0 ? Math.min(claimed, Math.floor(bytes / frameBytes)) : claimed;
  const seconds = sampleRateHz > 0 ? samples / sampleRateHz : 0;
  return {
    codec: pcm ?? type.trim().toLowerCase(),
    durationMs: Math.round(seconds * 1000),
    sampleRateHz,
    channels,
    bitDepth,
    bitrateKbps: seconds > 0 ? Math.round((bytes * 8) / seconds / 1000) : 0,
    lossless: pcm !== undefined,
    ...(samples > 0 && { totalSamples: samples }),
  };
}

/** IEEE 754 80-bit extended: sign and exponent, then 64 bits of mantissa with its leading one. */
function extendedFloat(b: Buffer, p: number): number {
  const exponent = (b.readUInt16BE(p) & 0x7fff) - 16_383;
  const mantissa = b.readUInt32BE(p + 2) * 2 ** 32 + b.readUInt32BE(p + 6);
  const value = mantissa * 2 ** (exponent - 63);
  return Number.isFinite(value) && value < 1e7 ? value : 0;
}
