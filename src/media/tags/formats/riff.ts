/**
 * RIFF/WAVE, RF64 and BW64: format, data, LIST INFO and an ID3 chunk wherever it stands.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { Unreadable } from '../findings.ts';
import { decodeUtf8 } from '../text.ts';
import { id3v2Length, readId3v2 } from './id3v2.ts';

const chunksMax = 10_000;
const infoBytesMax = 64 * 1024;

/** INFO's four letters (Microsoft's list and what taggers added) → canonical names. */
const infoFields = new Map<string, string>(
  Object.entries({
    INAM: 'TITLE', TITL: 'TITLE', IART: 'ARTIST', IPRD: 'ALBUM', IALB: 'ALBUM', ICRD: 'DATE', YEAR: 'DATE', IGNR: 'GENRE',
    GENR: 'GENRE', ICMT: 'COMMENT', ITRK: 'TRACKNUMBER', IPRT: 'TRACKNUMBER', TRCK: 'TRACKNUMBER', IFRM: 'TRACKTOTAL',
    ICOP: 'COPYRIGHT', ISFT: 'ENCODEDBY', ILNG: 'LANGUAGE', IENG: 'ENGINEER', IMUS: 'COMPOSER', ICMS: 'COMPOSER',
    IWRI: 'LYRICIST', IPRO: 'PRODUCER', IMED: 'MEDIA', IPUB: 'LABEL', IAAR: 'ALBUMARTIST', ISRC: 'ISRC', ISBJ: 'GROUPING',
  }), // prettier-ignore
);

interface WaveWalk {
  format?: WaveFormat;
  dataStart: number;
  dataEnd: number;
  /** From ds64, where 32 bits do not do. */
  longDataBytes: number;
  samples: number;
  readonly infos: { at: number; end: number }[];
  readonly id3: number[];
}

/** Reads the file. */
export function readWave(source: ByteSource, start: number, found: Findings): void {
  const walk: WaveWalk = { dataStart: -1, dataEnd: -1, longDataBytes: 0, samples: 0, infos: [], id3: [] };
  walkChunks(source, start + 12, walk, found);
  for (const at of walk.id3) if (id3v2Length(source, at) > 0) readId3v2(source, at, found);
  found.seal();
  for (const { at, end } of walk.infos) readInfo(source, at, end, found);
  if (walk.format === undefined)
    throw new Unreadable('truncated', 'The WAVE file ends before it says its format.');
  if (walk.dataStart < 0) throw new Unreadable('truncated', 'The WAVE file has no audio data.');
  found.essenceRanges = [{ start: walk.dataStart, end: walk.dataEnd }];
  found.audio = {
    container: 'wav',
    ...waveFacts(walk.format, walk.dataEnd - walk.dataStart, walk.samples),
  };
}

function walkChunks(source: ByteSource, from: number, walk: WaveWalk, found: Findings): void {
  let at = from;
  for (let count = 0; count < chunksMax; count += 1) {
    const p = source.locate(at, 8);
    if (p < 0) return;
    const name = source.buf.toString('latin1', p, p + 4);
    const size = source.buf.readUInt32LE(p + 4);
    at += 8;
    if (name === 'data') at = readData(source, walk, at, size, found);
    else {
      readChunk(source, walk, name, at, size);
      at += size;
      // Chunks begin at even offsets, but some writers forget the padding.
      if ((size & 1) !== 0 && (isChunkName(source, at + 1) || !isChunkName(source, at))) at += 1;
    }
  }
}

function isChunkName(source: ByteSource, at: number): boolean {
  const p = source.locate(at, 8);
  return p >= 0 && /^[\w ]{4}$/.test(source.buf.toString('latin1', p, p + 4));
}

function readChunk(source: ByteSource, walk: WaveWalk, name: string, at: number, size: number): void {
  if (name === 'fmt ') walk.format = parseWaveFormat(source.viewUpTo(at, Math.min(size, 40)));
  else if (name === 'ds64') {
    const b = source.viewUpTo(at, 24);
    if (b.length === 24) walk.longDataBytes = b.readUInt32LE(12) * 2 ** 32 + b.readUInt32LE(8);
  } else if (name === 'fact' && size >= 4) walk.samples = source.view(at, 4)?.readUInt32LE(0) ?? 0;
  else if (name === 'LIST' && source.view(at, 4)?.toString('latin1', 0, 4) === 'INFO')
    walk.infos.push({ at: at + 4, end: at + size });
  else if (name === 'id3 ' || name === 'ID3 ') walk.id3.push(at);
}

/** Streamed files say 0 or all ones: then the data goes to the end. */
function readData(source: ByteSource, walk: WaveWalk, at: number, size: number, found: Findings): number {
  const open = size === 0xffffffff || (size === 0 && source.sizeBytes > at);
  const claimed =
    walk.longDataBytes > 0 && size === 0xffffffff ? walk.longDataBytes : open ? source.sizeBytes - at : size;
  if (walk.dataStart < 0) {
    walk.dataStart = at;
    walk.dataEnd = Math.min(at + claimed, source.sizeBytes);
    if (at + claimed > source.sizeBytes)
      found.warn(`the file has ${walk.dataEnd - at} of ${claimed} bytes of audio: it is truncated`);
  }
  return at + claimed + (claimed & 1);
}

function readInfo(source: ByteSource, start: number, end: number, found: Findings): void {
  let at = start;
  for (let count = 0; count < 500 && at + 8 <= end; count += 1) {
    const p = source.locate(at, 8);
    if (p < 0) return;
    const name = source.buf.toString('latin1', p, p + 4);
    const size = source.buf.readUInt32LE(p + 4);
    at += 8;
    const field = infoFields.get(name.toUpperCase());
    const bytes =
      field === undefined || size > infoBytesMax ? undefined : source.view(at, Math.min(size, end - at));
    if (field !== undefined && bytes !== undefined) addText(field, bytes, found);
    at += size + (size & 1);
  }
}

function addText(field: string, bytes: Buffer, found: Findings): void {
  const nul = bytes.indexOf(0);
  const plain = nul < 0 ? bytes : bytes.subarray(0, nul);
  const text = decodeUtf8(plain);
  if (text === undefined) found.addLatin1(field, plain.toString('latin1', 0, plain.length));
  else found.add(field, text);
}

export interface WaveFormat {
  readonly codec: string;
  readonly lossless: boolean;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly bytesPerSecond: number;
  readonly blockBytes: number;
  readonly bitDepth: number;
}

/** WAVEFORMATEX tags (Microsoft's mmreg.h) that are met in files. */
const formatTags = new Map<number, readonly [string, boolean]>([
  [0x0001, ['pcm', true]],
  [0x0003, ['pcm-float', true]],
  [0x0002, ['adpcm', false]],
  [0x0006, ['pcm-alaw', false]],
  [0x0007, ['pcm-mulaw', false]],
  [0x0011, ['adpcm', false]],
  [0x0031, ['gsm', false]],
  [0x0045, ['g726', false]],
  [0x0050, ['mp2', false]],
  [0x0055, ['mp3', false]],
  [0x00ff, ['aac', false]],
  [0x0160, ['wma', false]],
  [0x0161, ['wma', false]],
  [0x0162, ['wma-pro', false]],
  [0x0163, ['wma-lossless', true]],
  [0x000a, ['wma-voice', false]],
  [0x2000, ['ac3', false]],
  [0x2001, ['dts', false]],
  [0x1610, ['aac', false]],
  [0x674f, ['vorbis', false]],
  [0xf1ac, ['flac', true]],
]);

/** A WAVEFORMATEX structure; undefined if it is cut off. */
export function parseWaveFormat(b: Buffer): WaveFormat | undefined {
  if (b.length < 16) return undefined;
  let tag = b.readUInt16LE(0);
  // WAVE_FORMAT_EXTENSIBLE: the real tag begins the sub-format's GUID.
  if (tag === 0xfffe && b.length >= 26) tag = b.readUInt16LE(24);
  const [codec, lossless] = formatTags.get(tag) ?? [`wave-${tag.toString(16)}`, false];
  return {
    codec,
    lossless,
    channels: b.readUInt16LE(2),
    sampleRateHz: b.readUInt32LE(4),
    bytesPerSecond: b.readUInt32LE(8),
    blockBytes: b.readUInt16LE(12),
    bitDepth: b.readUInt16LE(14),
  };
}

/** `counted`: samples of one channel as the file says, 0 where it does not; needed for compressed sound only. */
export function waveFacts(
  format: WaveFormat,
  bytes: number,
  counted: number,
): Omit<Findings['audio'], 'container'> {
  const exact = format.lossless && format.blockBytes > 0;
  const samples = exact ? Math.floor(bytes / format.blockBytes) : counted;
  const seconds =
    samples > 0 && format.sampleRateHz > 0
      ? samples / format.sampleRateHz
      : format.bytesPerSecond > 0
        ? bytes / format.bytesPerSecond
        : 0;
  return {
    codec: format.codec,
    durationMs: Math.round(seconds * 1000),
    sampleRateHz: format.sampleRateHz,
    channels: format.channels,
    ...(format.lossless && { bitDepth: format.bitDepth }),
    bitrateKbps: Math.round((format.bytesPerSecond * 8) / 1000),
    lossless: format.lossless,
    ...(samples > 0 && { totalSamples: samples }),
  };
}
