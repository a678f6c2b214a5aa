/**
 * The sample entry of an MP4 sound track: which codec, and its real rate and width where the box itself lies.
 */
import type { ByteSource } from '../byte-source.ts';
import { boxContent, boxes } from './mp4-boxes.ts';
import type { Box } from './mp4-boxes.ts';

export interface SampleEntry {
  readonly codec: string;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly bitDepth?: number;
  readonly lossless: boolean;
}

/** FairPlay, Audible and common encryption: listed, never decoded. */
export const encryptedSampleEntries: ReadonlySet<string> = new Set(['drms', 'enca', 'aavd', 'p608', 'encv']);

/** Four-character codes → codec names; `true` for lossless. */
const codecs = new Map<string, readonly [string, boolean]>([
  ['alac', ['alac', true]],
  ['fLaC', ['flac', true]],
  ['Opus', ['opus', false]],
  ['ac-3', ['ac3', false]],
  ['ec-3', ['eac3', false]],
  ['mlpa', ['truehd', true]],
  ['ac-4', ['ac4', false]],
  ['dtsc', ['dts', false]],
  ['dtsh', ['dts', false]],
  ['.mp3', ['mp3', false]],
  ['samr', ['amr', false]],
  ['sawb', ['amr-wb', false]],
  ['sowt', ['pcm', true]],
  ['twos', ['pcm', true]],
  ['lpcm', ['pcm', true]],
  ['ipcm', ['pcm', true]],
  ['in24', ['pcm', true]],
  ['in32', ['pcm', true]],
  ['fl32', ['pcm', true]],
  ['raw ', ['pcm', true]],
  ['ulaw', ['pcm', false]],
  ['alaw', ['pcm', false]],
]);

/** The first entry of a sample description box. */
export function readSampleEntry(source: ByteSource, stsd: Box): SampleEntry | undefined {
  for (const entry of boxes(source, stsd.start + 8, Math.min(stsd.end, source.sizeBytes))) {
    const b = boxContent(source, entry, 64);
    if (b.length < 28) return undefined;
    // QuickTime's versions 1 and 2 lengthen the fixed part.
    const version = b.readUInt16BE(8);
    const plain = {
      channels: b.readUInt16BE(16),
      bitDepth: b.readUInt16BE(18),
      sampleRateHz: b.readUInt32BE(24) >>> 16,
    };
    const childrenAt = entry.start + 28 + (version === 1 ? 16 : version === 2 ? 36 : 0);
    const children = { name: entry.name, start: childrenAt, end: Math.min(entry.end, source.sizeBytes) };
    return describe(source, entry.name, children, plain);
  }
  return undefined;
}

/** Where a codec keeps its own facts. */
const configurations = new Map([
  ['alac', 'alac'],
  ['fLaC', 'dfLa'],
  ['Opus', 'dOps'],
  ['ac-3', 'dac3'],
  ['ec-3', 'dec3'],
]);

interface PlainEntry {
  readonly channels: number;
  readonly bitDepth: number;
  readonly sampleRateHz: number;
}

function describe(
  source: ByteSource,
  name: string,
  children: Box,
  plain: PlainEntry,
): SampleEntry | undefined {
  if (encryptedSampleEntries.has(name)) return { codec: name, ...plain, lossless: false };
  if (name === 'mp4a') return describeAac(source, children, plain);
  const inner = findDeep(source, children, configurations.get(name) ?? '');
  if (name === 'alac') return describeAlac(inner, plain);
  if (name === 'fLaC') return describeFlac(inner, plain);
  if (name === 'Opus')
    return { codec: 'opus', sampleRateHz: 48_000, channels: inner?.[1] ?? plain.channels, lossless: false };
  const [codec, lossless] = codecs.get(name) ?? [name.trim().toLowerCase(), false];
  return {
    codec,
    channels: dolbyChannels(name, inner) ?? plain.channels,
    sampleRateHz: plain.sampleRateHz,
    ...(lossless && { bitDepth: plain.bitDepth }),
    lossless,
  };
}

/** ETSI TS 102 366 annex F: rate 2 bits, identification 5, mode 3, coding 3, bass 1; E-AC-3 differs in front. */
function dolbyChannels(name: string, b: Buffer | undefined): number | undefined {
  if (b === undefined || b.length < (name === 'ac-3' ? 3 : 5)) return undefined;
  const [coding, bass] =
    name === 'ac-3' ? [(b[1]! >> 3) & 7, (b[1]! >> 2) & 1] : [(b[3]! >> 1) & 7, b[3]! & 1];
  return [2, 1, 2, 3, 3, 4, 4, 5][coding]! + bass;
}

/** A child box, directly or inside QuickTime's 'wave'. */
function findDeep(source: ByteSource, children: Box, name: string): Buffer | undefined {
  if (name === '') return undefined;
  for (const box of boxes(source, children.start, children.end)) {
    if (box.name === name) return Buffer.from(boxContent(source, box, 256));
    if (box.name === 'wave') return findDeep(source, { ...box, end: Math.min(box.end, children.end) }, name);
  }
  return undefined;
}

/** ALACSpecificConfig behind four bytes of version and flags. */
function describeAlac(b: Buffer | undefined, plain: PlainEntry): SampleEntry {
  if (b === undefined || b.length < 28) return { codec: 'alac', ...plain, lossless: true };
  return {
    codec: 'alac',
    bitDepth: b[9]!,
    channels: b[13]!,
    sampleRateHz: b.readUInt32BE(24),
    lossless: true,
  };
}

/** dfLa: version and flags, then a STREAMINFO block with its header. */
function describeFlac(b: Buffer | undefined, plain: PlainEntry): SampleEntry {
  if (b === undefined || b.length < 26) return { codec: 'flac', ...plain, lossless: true };
  const packed = b.readUInt32BE(18);
  return {
    codec: 'flac',
    sampleRateHz: packed >>> 12,
    channels: ((packed >>> 9) & 7) + 1,
    bitDepth: ((packed >>> 4) & 31) + 1,
    lossless: true,
  };
}

/** ISO/IEC 14496-1's object types that stand in mp4a boxes. */
const objectTypes = new Map<number, string>([
  [0x40, 'aac'],
  [0x66, 'aac'],
  [0x67, 'aac'],
  [0x68, 'aac'],
  [0x69, 'mp3'],
  [0x6b, 'mp3'],
  [0xa5, 'ac3'],
  [0xa6, 'eac3'],
  [0xa9, 'dts'],
  [0xdd, 'vorbis'],
]);

const aacRates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
];

function describeAac(source: ByteSource, children: Box, plain: PlainEntry): SampleEntry {
  const base = { codec: 'aac', channels: plain.channels, sampleRateHz: plain.sampleRateHz, lossless: false };
  const esds = findDeep(source, children, 'esds');
  if (esds === undefined) return base;
  const config = descriptor(esds, 4, 0x04);
  if (config === undefined) return base;
  const codec = objectTypes.get(esds[config.start] ?? 0) ?? 'aac';
  const specific = codec === 'aac' ? descriptor(esds, config.start + 13, 0x05) : undefined;
  if (specific === undefined || specific.start + 2 > esds.length) return { ...base, codec };
  const word = esds.readUInt16BE(specific.start);
  // Object types 5 and 29 (HE-AAC) name the doubled rate behind the channels.
  const doubled = word >> 11 === 5 || word >> 11 === 29;
  const index =
    doubled && specific.start + 3 <= esds.length ? esds.readUIntBE(specific.start, 3) >> 7 : word >> 7;
  const rate = aacRates[index & 15];
  const channels = (word >> 3) & 15;
  return {
    ...base,
    codec,
    sampleRateHz: rate ?? plain.sampleRateHz,
    channels: channels === 7 ? 8 : channels || plain.channels,
  };
}

/** The content of an MPEG-4 descriptor with this tag, inside the ES descriptor at `from`. */
function descriptor(b: Buffer, from: number, tag: number): { start: number } | undefined {
  let at = from;
  for (let i = 0; i < 8 && at + 2 <= b.length; i += 1) {
    const found = b[at]!;
    let length = 0;
    at += 1;
    for (let n = 0; n < 4 && at < b.length; n += 1) {
      const byte = b[at]!;
      at += 1;
      length = (length << 7) | (byte & 127);
      if ((byte & 128) === 0) break;
    }
    if (found === tag) return { start: at };
    // The ES descriptor (3) encloses the others behind its id and flags.
    at += found === 0x03 ? 3 : length;
  }
  return undefined;
}
