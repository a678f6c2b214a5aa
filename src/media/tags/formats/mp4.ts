/**
 * MP4, M4A, M4B, MOV and Audible's AAX: the movie box wherever it stands, its sound track, fragments, encryption.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { Unreadable } from '../findings.ts';
import { normaliseTags } from '../normalise.ts';
import { boxContent, boxes, findBox, readUInt64BE } from './mp4-boxes.ts';
import type { Box } from './mp4-boxes.ts';
import { readItunesTags, readNeroChapters, readQuickTimeTexts } from './mp4-tags.ts';
import { encryptedSampleEntries, readSampleEntry } from './mp4-codec.ts';
import type { SampleEntry } from './mp4-codec.ts';
import { fragmentedTicks } from './mp4-fragments.ts';

/** Reads the file. */
export function readMp4(source: ByteSource, start: number, found: Findings): void {
  const top = topLevel(source, start, found);
  if (top.moov === undefined) throw noMovie(source, top);
  readTags(source, top, found);
  const track = findSoundTrack(source, top.moov);
  if (track === undefined) throw new Unreadable('not-audio', 'The MP4 file has no sound track.');
  if (encryptedSampleEntries.has(track.entry.codec)) throw encrypted(top.brand, track.entry.codec, found);
  found.essenceRanges = top.data.map((box) => ({
    start: box.start,
    end: Math.min(box.end, source.sizeBytes),
  }));
  const bytes = found.essenceRanges.reduce((sum, range) => sum + range.end - range.start, 0);
  found.audio = { container: 'mp4', ...audioFacts(source, top, track, bytes, found) };
  if (top.data.some((box) => box.end > source.sizeBytes))
    found.warn('the file ends before its audio does: it is truncated');
}

interface TopLevel {
  brand: string;
  moov: Box | undefined;
  readonly data: Box[];
  readonly fragments: Box[];
  readonly others: Box[];
}

function topLevel(source: ByteSource, start: number, found: Findings): TopLevel {
  const top: TopLevel = { brand: '', moov: undefined, data: [], fragments: [], others: [] };
  for (const box of boxes(source, start, source.sizeBytes)) {
    if (box.name === 'ftyp') top.brand = source.viewUpTo(box.start, 4).toString('latin1', 0, 4);
    else if (box.name === 'moov') top.moov ??= box;
    else if (box.name === 'mdat') top.data.push(box);
    else if (box.name === 'moof') top.fragments.push(box);
    else if (box.name === 'sidx' || box.name === 'meta' || box.name === 'udta') top.others.push(box);
  }
  if (top.moov !== undefined && top.moov.end > source.sizeBytes)
    found.warn('the file ends inside its movie box: it is truncated');
  return top;
}

function noMovie(source: ByteSource, top: TopLevel): Unreadable {
  const cut = top.data.some((box) => box.end > source.sizeBytes);
  if (cut || top.brand !== '')
    return new Unreadable(
      'truncated',
      'The MP4 file has no movie box, which says how to play it: it was cut off or never finished.',
    );
  return new Unreadable('not-audio', 'The file looks like MP4 but has no movie box.');
}

function readTags(source: ByteSource, top: TopLevel, found: Findings): void {
  const moov = top.moov!;
  for (const path of [['udta', 'meta'], ['meta']]) {
    const meta = findBox(source, moov, ...path);
    if (meta !== undefined) readItunesTags(source, meta, found);
  }
  for (const box of top.others) if (box.name === 'meta') readItunesTags(source, box, found);
  found.seal();
  const udta = findBox(source, moov, 'udta');
  if (udta !== undefined) readQuickTimeTexts(source, udta, found);
  const chapters = findBox(source, moov, 'udta', 'chpl');
  if (chapters !== undefined) readNeroChapters(boxContent(source, chapters), found);
}

interface SoundTrack {
  readonly entry: SampleEntry;
  readonly id: number;
  readonly timescale: number;
  readonly ticks: number;
  readonly delayTicks: number;
}

function findSoundTrack(source: ByteSource, moov: Box): SoundTrack | undefined {
  for (const trak of boxes(source, moov.start, Math.min(moov.end, source.sizeBytes))) {
    if (trak.name !== 'trak') continue;
    const track = readTrack(source, trak);
    if (track !== undefined) return track;
  }
  return undefined;
}

function readTrack(source: ByteSource, trak: Box): SoundTrack | undefined {
  const mdia = findBox(source, trak, 'mdia');
  const handler = mdia === undefined ? undefined : findBox(source, mdia, 'hdlr');
  if (mdia === undefined || handler === undefined) return undefined;
  if (source.viewUpTo(handler.start + 8, 4).toString('latin1', 0, 4) !== 'soun') return undefined;
  const stsd = findBox(source, mdia, 'minf', 'stbl', 'stsd');
  const entry = stsd === undefined ? undefined : readSampleEntry(source, stsd);
  if (entry === undefined) return undefined;
  const tkhd = findBox(source, trak, 'tkhd');
  const head = tkhd === undefined ? undefined : boxContent(source, tkhd, 24);
  const id = head === undefined || head.length < 24 ? 0 : head.readUInt32BE(head[0] === 1 ? 20 : 12);
  const time = mediaTime(source, mdia);
  // Rates above 65,535 do not fit into an entry; the sound's clock runs at its rate.
  const sampleRateHz = entry.sampleRateHz || time.timescale;
  return { entry: { ...entry, sampleRateHz }, id, ...time, delayTicks: editDelay(source, trak) };
}

function mediaTime(source: ByteSource, mdia: Box): { timescale: number; ticks: number } {
  const mdhd = findBox(source, mdia, 'mdhd');
  const b = mdhd === undefined ? undefined : boxContent(source, mdhd, 32);
  if (b === undefined || b.length < 20) return { timescale: 0, ticks: 0 };
  const long = b[0] === 1;
  if (long && b.length < 32) return { timescale: 0, ticks: 0 };
  const ticks = long ? readUInt64BE(b, 24) : b.readUInt32BE(16);
  const unknown = long ? ticks >= 2 ** 63 : ticks === 0xffffffff;
  return { timescale: b.readUInt32BE(long ? 20 : 12), ticks: unknown ? 0 : ticks };
}

/** Media time at which the first edit starts: the encoder's priming samples. */
function editDelay(source: ByteSource, trak: Box): number {
  const elst = findBox(source, trak, 'edts', 'elst');
  const b = elst === undefined ? undefined : boxContent(source, elst, 64);
  if (b === undefined || b.length < 20) return 0;
  const count = b.readUInt32BE(4);
  if (count !== 1) return 0;
  if (b[0] === 1) return b.length < 28 ? 0 : Math.max(0, b.readInt32BE(16) < 0 ? 0 : readUInt64BE(b, 16));
  return Math.max(0, b.readInt32BE(12));
}

function encrypted(brand: string, codec: string, found: Findings): Unreadable {
  const seller =
    brand.startsWith('aax') || codec === 'aavd'
      ? 'Audible'
      : codec === 'drms'
        ? 'iTunes (FairPlay)'
        : 'its seller';
  return new Unreadable(
    'encrypted',
    `The file is encrypted by ${seller}; Fonoteca lists such files but never decodes them.`,
    normaliseTags(found),
  );
}

function audioFacts(
  source: ByteSource,
  top: TopLevel,
  track: SoundTrack,
  bytes: number,
  found: Findings,
): Findings['audio'] {
  const { entry, timescale } = track;
  const gapless = itunesGapless(found);
  let ticks = track.ticks;
  if (ticks === 0 && timescale > 0) ticks = fragmentedTicks(source, top, track.id, timescale);
  const delay = gapless?.delay ?? track.delayTicks;
  const whole = timescale > 0 ? ticks / timescale : 0;
  const seconds =
    gapless !== undefined && entry.sampleRateHz > 0 ? gapless.samples / entry.sampleRateHz : whole;
  if (ticks === 0) found.doubt = 'the MP4 file does not tell its length';
  return {
    codec: entry.codec,
    durationMs: Math.round(seconds * 1000),
    sampleRateHz: entry.sampleRateHz,
    channels: entry.channels,
    ...(entry.bitDepth !== undefined && { bitDepth: entry.bitDepth }),
    bitrateKbps: whole > 0 ? Math.round((bytes * 8) / whole / 1000) : 0,
    lossless: entry.lossless,
    ...(delay > 0 && { encoderDelaySamples: delay }),
    ...(gapless !== undefined && { paddingSamples: gapless.padding, totalSamples: gapless.samples }),
  };
}

/** iTunSMPB: hexadecimal words, of which the second to fourth are delay, padding and length in samples. */
function itunesGapless(found: Findings): { delay: number; padding: number; samples: number } | undefined {
  const words = found.fields
    .get('ITUNSMPB')?.[0]
    ?.trim()
    .split(/\s+/)
    .map((word) => Number.parseInt(word, 16));
  if (words === undefined || words.length < 4) return undefined;
  const [, delay = 0, padding = 0, samples = 0] = words;
  const plausible = delay < 100_000 && padding < 100_000 && samples > 0 && samples < 2 ** 48;
  return plausible ? { delay, padding, samples } : undefined;
}
