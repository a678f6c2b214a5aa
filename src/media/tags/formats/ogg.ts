/**
 * Ogg: Vorbis, Opus, FLAC and Speex. The first packets say what it is, the last page's granule how long it is.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { Unreadable } from '../findings.ts';
import { flacFacts, parseStreamInfo } from './flac.ts';
import { OggPacket, nextPage, pageBytesMax, readPage } from './ogg-pages.ts';
import type { OggPage } from './ogg-pages.ts';
import { readPictureHead, readVorbisComments } from './vorbis-comment.ts';

const streamsMax = 64;
const linksMax = 10_000;

/** Reads the Ogg file. */
export function readOgg(source: ByteSource, offset: number, found: Findings): void {
  const stream = findAudioStream(source, offset);
  if (stream === undefined)
    throw new Unreadable('not-audio', 'The Ogg file holds no audio stream that is known here.');
  const { head, ident } = stream;
  found.essenceRanges = 'ogg';
  if (ident.codec === 'flac') readFlacHeaders(source, ident, head, found);
  else readCommentPacket(source, head.next(), ident.commentsAt, found);
  const length = measureSamples(source, stream, found);
  const rate = ident.granuleRateHz;
  const seconds = rate > 0 ? length / rate : 0;
  const facts = found.audio.codec === 'flac' ? found.audio : undefined;
  const pictureBytes = found.artwork.reduce((sum, picture) => sum + picture.length, 0);
  found.audio = {
    codec: ident.codec,
    sampleRateHz: ident.sampleRateHz,
    channels: ident.channels,
    lossless: ident.codec === 'flac',
    ...facts,
    container: 'ogg',
    durationMs: Math.round(seconds * 1000),
    bitrateKbps:
      seconds > 0 ? Math.round(((source.sizeBytes - pictureBytes) * 8) / seconds / 1000) : ident.bitrateKbps,
    ...(length > 0 && { totalSamples: length }),
    ...(ident.preSkip > 0 && { encoderDelaySamples: ident.preSkip }),
  };
}

interface OggStream {
  readonly head: OggPacket;
  readonly ident: OggIdent;
}

interface OggIdent {
  readonly codec: 'vorbis' | 'opus' | 'flac' | 'speex';
  readonly sampleRateHz: number;
  /** Granules a second: 48,000 for Opus whatever the input was. */
  readonly granuleRateHz: number;
  readonly channels: number;
  readonly preSkip: number;
  readonly bitrateKbps: number;
  /** Where the comments begin in the second packet. */
  readonly commentsAt: number;
}

/** The first audio stream among the streams that begin together. */
function findAudioStream(source: ByteSource, offset: number): OggStream | undefined {
  let page = nextPage(source, offset);
  for (let i = 0; i < streamsMax && page?.first === true; i += 1) {
    const packet = new OggPacket(source, page, 0);
    const ident = identify(packet);
    if (ident !== undefined) return { head: packet, ident };
    page = nextPage(source, page.end);
  }
  return undefined;
}

/** Reads a stream's first packet. */
export function identify(packet: OggPacket): OggIdent | undefined {
  const magic = packet.take(0, 8)?.toString('latin1', 0, 8) ?? '';
  if (magic.startsWith('\u0001vorbis')) return vorbisIdent(packet);
  if (magic === 'OpusHead') return opusIdent(packet);
  if (magic.startsWith('\u007fFLAC')) return flacIdent(packet);
  return magic === 'Speex   ' ? speexIdent(packet) : undefined;
}

/** Vorbis I specification §4.2.2. */
function vorbisIdent(packet: OggPacket): OggIdent | undefined {
  const b = packet.take(0, 30);
  if (b === undefined) return undefined;
  const sampleRateHz = b.readUInt32LE(12);
  const nominal = Math.max(0, b.readInt32LE(20));
  return {
    codec: 'vorbis',
    sampleRateHz,
    granuleRateHz: sampleRateHz,
    channels: b[11]!,
    preSkip: 0,
    bitrateKbps: Math.round(nominal / 1000),
    commentsAt: 7,
  };
}

/** RFC 7845 §5.1. */
function opusIdent(packet: OggPacket): OggIdent | undefined {
  const b = packet.take(0, 19);
  if (b === undefined) return undefined;
  return {
    codec: 'opus',
    sampleRateHz: 48_000,
    granuleRateHz: 48_000,
    channels: b[9]!,
    preSkip: b.readUInt16LE(10),
    bitrateKbps: 0,
    commentsAt: 8,
  };
}

/** RFC 9639 §10.1: STREAMINFO stands behind 13 bytes of mapping header. */
function flacIdent(packet: OggPacket): OggIdent | undefined {
  const b = packet.take(0, 51);
  if (b === undefined) return undefined;
  const info = parseStreamInfo(b, 17);
  return {
    codec: 'flac',
    sampleRateHz: info.sampleRateHz,
    granuleRateHz: info.sampleRateHz,
    channels: info.channels,
    preSkip: 0,
    bitrateKbps: 0,
    commentsAt: 4,
  };
}

function speexIdent(packet: OggPacket): OggIdent | undefined {
  const b = packet.take(0, 68);
  if (b === undefined) return undefined;
  const sampleRateHz = b.readUInt32LE(36);
  return {
    codec: 'speex',
    sampleRateHz,
    granuleRateHz: sampleRateHz,
    channels: b.readUInt32LE(48),
    preSkip: 0,
    bitrateKbps: 0,
    commentsAt: 0,
  };
}

function readCommentPacket(
  source: ByteSource,
  packet: OggPacket | undefined,
  start: number,
  found: Findings,
): void {
  if (packet === undefined) {
    if (source.sizeBytes < pageBytesMax)
      throw new Unreadable('truncated', 'The Ogg file ends before its comments; there is no audio in it.');
    return found.warn('the comments are missing');
  }
  const before = packet.firstPage.offset;
  const lead = packet.firstPage.pieces.slice(0, packet.firstPiece).reduce((sum, length) => sum + length, 0);
  readVorbisComments(
    {
      take: (position, length) => packet.take(position, length),
      locate: (position) => ({ offset: before, skip: lead + position }),
      storage: 'ogg-base64',
    },
    start,
    found,
  );
}

/** FLAC in Ogg: each following packet is a metadata block, comments first, until one is marked the last. */
function readFlacHeaders(source: ByteSource, ident: OggIdent, head: OggPacket, found: Findings): void {
  const b = head.take(0, 51)!;
  const info = parseStreamInfo(b, 17);
  found.audio = flacFacts(info, source.sizeBytes);
  found.essenceDigest = info.md5 === undefined ? undefined : `flac-md5:${info.md5}`;
  let packet = head.next();
  for (let i = 0; i < 100 && packet !== undefined; i += 1) {
    const header = packet.take(0, 4)?.[0];
    if (header === undefined || header === 0xff) return;
    const type = header & 0x7f;
    if (type === 4) readCommentPacket(source, packet, ident.commentsAt, found);
    else if (type === 6) readFlacPicture(packet, found);
    if ((header & 0x80) !== 0) return;
    packet = packet.next();
  }
}

function readFlacPicture(packet: OggPacket, found: Findings): void {
  const length = packet.measure();
  const head = packet.take(4, Math.min(length - 4, 1024));
  const picture = head === undefined ? undefined : readPictureHead(head);
  if (picture === undefined) return found.warn('an embedded picture is damaged');
  const { dataAt, type, mime, description } = picture;
  const lead = packet.firstPage.pieces.slice(0, packet.firstPiece).reduce((sum, piece) => sum + piece, 0);
  const place = { offset: packet.firstPage.offset, skip: lead + 4 + dataAt, length: length - 4 - dataAt };
  found.addPicture({ ...place, mime, type, description, storage: 'ogg' });
}

/** Audible samples: the last granule less the first, less what the decoder drops; chained streams add up. */
function measureSamples(source: ByteSource, stream: OggStream, found: Findings): number {
  // The front is asked first, while it is in memory.
  const first = firstGranule(source, stream);
  const last = findLastPage(source, stream.head.firstPage.serial);
  if (last.foreign) return measureChain(source, stream, found);
  if (last.page === undefined) {
    found.warn('the Ogg file has no complete audio page');
    return 0;
  }
  if (last.cut) found.warn('the file ends in the middle of a page: it is truncated');
  return Math.max(0, last.page.granule - (first < last.page.granule ? first : 0) - stream.ident.preSkip);
}

interface LastPage {
  readonly page: OggPage | undefined;
  /** The file ends with pages of another stream: chained or multiplexed. */
  readonly foreign: boolean;
  /** The last page is not whole. */
  readonly cut: boolean;
}

/** The last page with a granule, searched from the end in growing windows. */
function findLastPage(source: ByteSource, serial: number): LastPage {
  const size = source.sizeBytes;
  let foreign = false;
  let cut = false;
  for (const window of [8 * 1024, pageBytesMax + 1024, 4 * pageBytesMax, 16 * pageBytesMax]) {
    const from = Math.max(0, size - window);
    for (const at of pageOffsets(source, from, size)) {
      const page = readPage(source, at);
      if (page === undefined || page.end > size) cut = page !== undefined || size - at < 27 + 255;
      else if (page.granule < 0) continue;
      else if (page.serial === serial) return { page, foreign: false, cut };
      else foreign = true;
      if (foreign) return { page: undefined, foreign, cut };
    }
    if (from === 0) break;
  }
  return { page: undefined, foreign, cut };
}

/** Offsets at which 'OggS' stands, the last first. */
function pageOffsets(source: ByteSource, from: number, to: number): number[] {
  const chunk = source.viewUpTo(from, to - from);
  const offsets: number[] = [];
  for (let hit = chunk.indexOf('OggS', 0, 'latin1'); hit >= 0; hit = chunk.indexOf('OggS', hit + 4, 'latin1'))
    offsets.push(from + hit);
  return offsets.reverse();
}

/**
 * What the first audio page's clock starts from: zero, but for streams cut out of a longer one (a radio recording).
 * Only a start beyond what one page can hold is believed.
 */
function firstGranule(source: ByteSource, stream: OggStream): number {
  const headers = stream.ident.codec === 'vorbis' ? 3 : 2;
  let packet: OggPacket | undefined = stream.head;
  for (let i = 1; i < headers && packet !== undefined; i += 1) packet = packet.next();
  const page = packet === undefined ? undefined : audioPage(source, packet.endPage);
  if (page === undefined) return 0;
  // 255 packets of at most 8192 samples (Vorbis) or 5760 (Opus) fit on one page.
  const limit = page.pieces.length * (stream.ident.codec === 'opus' ? 5760 : 8192);
  return page.granule > limit ? page.granule : 0;
}

function audioPage(source: ByteSource, header: OggPage): OggPage | undefined {
  let page = nextPage(source, header.end);
  for (
    let i = 0;
    i < 16 && page !== undefined && (page.serial !== header.serial || page.granule < 0);
    i += 1
  ) {
    page = nextPage(source, page.end);
  }
  return page;
}

/** Walks all pages of a chained or multiplexed file and adds up its audio streams. */
function measureChain(source: ByteSource, stream: OggStream, found: Findings): number {
  const links: { granule: number; preSkip: number }[] = [];
  const current = new Map<number, { granule: number; preSkip: number }>();
  let page = nextPage(source, stream.head.firstPage.offset);
  while (page !== undefined && links.length < linksMax) {
    const ident = page.first ? identify(new OggPacket(source, page, 0)) : undefined;
    if (ident?.codec === stream.ident.codec) {
      const link = { granule: 0, preSkip: ident.preSkip };
      links.push(link);
      current.set(page.serial, link);
    }
    const known = current.get(page.serial);
    if (known !== undefined && page.granule >= 0) known.granule = page.granule;
    page = nextPage(source, page.end);
  }
  if (links.length > 1)
    found.warn(`the file is a chain of ${links.length} Ogg streams; the tags are the first one's`);
  return links.reduce((sum, { granule, preSkip }) => sum + Math.max(0, granule - preSkip), 0);
}
