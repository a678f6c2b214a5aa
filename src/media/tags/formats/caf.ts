/**
 * Core Audio Format (Apple's specification 1.0): chunks with 64-bit sizes; text in pairs, length in a packet table.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { canonicalName, Unreadable } from '../findings.ts';
import { decodeUtf8 } from '../text.ts';
import { readUInt64BE } from './mp4-boxes.ts';

const chunksMax = 10_000;
const textBytesMax = 1024 * 1024;

const codecs = new Map<string, readonly [string, boolean]>([
  ['lpcm', ['pcm', true]],
  ['alac', ['alac', true]],
  ['flac', ['flac', true]],
  ['aac ', ['aac', false]],
  ['opus', ['opus', false]],
  ['.mp3', ['mp3', false]],
  ['.mp2', ['mp2', false]],
  ['.mp1', ['mp1', false]],
  ['ac-3', ['ac3', false]],
  ['ec-3', ['eac3', false]],
  ['ulaw', ['pcm-mulaw', false]],
  ['alaw', ['pcm-alaw', false]],
  ['ima4', ['adpcm', false]],
]);

interface CafWalk {
  /** 'desc': rate, format, flags, bytes and frames a packet, channels, bits. */
  description: Buffer | undefined;
  frames: number;
  primingFrames: number;
  data: { start: number; end: number } | undefined;
  texts: { at: number; size: number } | undefined;
}

/** Reads the file. */
export function readCaf(source: ByteSource, start: number, found: Findings): void {
  const walk: CafWalk = {
    description: undefined,
    frames: 0,
    primingFrames: 0,
    data: undefined,
    texts: undefined,
  };
  walkChunks(source, start + 8, walk, found);
  if (walk.texts !== undefined) readTexts(source, walk.texts, found);
  if (walk.description === undefined || walk.description.length < 32)
    throw new Unreadable('truncated', 'The CAF file ends before it says its format.');
  if (walk.data === undefined) throw new Unreadable('truncated', 'The CAF file has no audio data.');
  found.essenceRanges = [walk.data];
  found.audio = { container: 'caf', ...cafFacts(walk.description, walk, walk.data) };
}

function walkChunks(source: ByteSource, from: number, walk: CafWalk, found: Findings): void {
  let at = from;
  for (let count = 0; count < chunksMax; count += 1) {
    const p = source.locate(at, 12);
    if (p < 0) return;
    const name = source.buf.toString('latin1', p, p + 4);
    const claimed = readUInt64BE(source.buf, p + 4);
    at += 12;
    // -1: a recording that goes to the end of the file.
    const size = claimed >= 2 ** 63 ? source.sizeBytes - at : claimed;
    readChunk(source, walk, name, at, size, found);
    at += size;
  }
}

function readChunk(
  source: ByteSource,
  walk: CafWalk,
  name: string,
  at: number,
  size: number,
  found: Findings,
): void {
  if (name === 'desc') walk.description = Buffer.from(source.viewUpTo(at, Math.min(size, 32)));
  else if (name === 'info') walk.texts = { at, size };
  else if (name === 'pakt') {
    const b = source.view(at, 24);
    if (b !== undefined) [walk.frames, walk.primingFrames] = [readUInt64BE(b, 8), b.readInt32BE(16)];
  } else if (name === 'data' && walk.data === undefined) {
    // Four bytes count the edits.
    walk.data = { start: at + 4, end: Math.min(at + size, source.sizeBytes) };
    if (at + size > source.sizeBytes)
      found.warn(`the file has ${walk.data.end - at} of ${size} bytes of audio: it is truncated`);
  }
}

/** A count, then names and values that end with NUL. */
function readTexts(source: ByteSource, { at, size }: { at: number; size: number }, found: Findings): void {
  const b = source.view(at, Math.min(size, textBytesMax));
  if (b === undefined || b.length < 4) return found.warn('the text of the file is cut off');
  const words = (decodeUtf8(b.subarray(4)) ?? b.toString('latin1', 4)).split('\0');
  for (let i = 0; i + 1 < words.length && i < 2000; i += 2) {
    const name = canonicalName(words[i]!);
    if (name !== '') found.add(name, words[i + 1]!);
  }
}

function cafFacts(
  b: Buffer,
  walk: CafWalk,
  data: { start: number; end: number },
): Omit<Findings['audio'], 'container'> {
  const rate = b.readDoubleBE(0);
  const sampleRateHz = rate > 0 && rate < 1e7 ? Math.round(rate) : 0;
  const format = b.toString('latin1', 8, 12);
  const [codec, lossless] = codecs.get(format) ?? [format.trim().toLowerCase(), false];
  const [packetBytes, packetFrames] = [b.readUInt32BE(16), b.readUInt32BE(20)];
  const bytes = data.end - data.start;
  const counted = packetBytes > 0 ? Math.floor(bytes / packetBytes) * packetFrames : 0;
  const samples = walk.frames > 0 && walk.frames < 2 ** 48 ? walk.frames : counted;
  const seconds = sampleRateHz > 0 ? samples / sampleRateHz : 0;
  const bitDepth = b.readUInt32BE(28);
  const isFloat = format === 'lpcm' && (b.readUInt32BE(12) & 1) !== 0;
  return {
    codec: isFloat ? 'pcm-float' : codec,
    durationMs: Math.round(seconds * 1000),
    sampleRateHz,
    channels: b.readUInt32BE(24),
    ...(lossless && bitDepth > 0 && { bitDepth }),
    bitrateKbps: seconds > 0 ? Math.round((bytes * 8) / seconds / 1000) : 0,
    lossless,
    ...(samples > 0 && { totalSamples: samples }),
    ...(walk.primingFrames > 0 && { encoderDelaySamples: walk.primingFrames }),
  };
}
