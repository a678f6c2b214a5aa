/**
 * Ogg with Vorbis or Opus: pages carry the number of the last sample that ends in them, so a part of them behind the
 * stream's header packets is placed by its end. A decoder that begins in the middle needs a moment to be in step.
 */
import type { CutPoint, CutPoints } from './cut-points.ts';
import { FileWalk } from './file-walk.ts';

const PAGE_HEAD_BYTES = 27;
const PAGE_BYTES_MAX = PAGE_HEAD_BYTES + 255 + 255 * 255;
const OPUS_RATE_HZ = 48_000;
/** Longer than any page of music: a stream that begins later was cut out of another. */
const FIRST_PAGE_SECONDS_MAX = 5;

interface Page {
  byte: number;
  sizeBytes: number;
  /** The sample after the last that ends here; -1 where none does. */
  granule: number;
  serial: number;
}

interface Stream {
  rateHz: number;
  /** Samples before the music, which decoders leave out: also at the beginning of each part. */
  skipFrames: number;
  prerollFrames: number;
  /** A packet that began on the page before is lost, and Vorbis needs a block to overlap with. */
  lostFramesMax: number;
}

export async function oggPoints(file: Blob, partial: boolean): Promise<CutPoints | null> {
  const walk = new FileWalk(file);
  const stream = streamOf(await walk.bytesAt(0, PAGE_BYTES_MAX));
  const pages = stream === null ? null : await readPages(walk, partial);
  if (stream === null || pages === null) return null;
  // Header packets end on pages of their own, whose number is 0.
  const first = pages.findIndex(({ granule }) => granule > 0);
  const before = pages.findLastIndex(({ granule }, at) => at < first && granule === 0);
  const last = pages.findLast(({ granule }) => granule > 0);
  if (first < 0 || last === undefined || pages[first]!.granule > FIRST_PAGE_SECONDS_MAX * stream.rateHz)
    return null;
  const soundAt = pages[before]!.byte + pages[before]!.sizeBytes;
  const header = new Uint8Array(await file.slice(0, soundAt).arrayBuffer());
  return {
    rateHz: stream.rateHz,
    lengthFrames: last.granule - stream.skipFrames,
    points: pointsOf(pages.slice(before), stream.skipFrames),
    header: () => header,
    prerollFrames: stream.prerollFrames,
    slackFrames: stream.skipFrames + stream.lostFramesMax,
  };
}

/** After each page that ends something one may cut. */
function pointsOf(pages: readonly Page[], skipFrames: number): CutPoint[] {
  return pages
    .filter(({ granule }) => granule >= 0)
    .map(({ byte, sizeBytes, granule }) => ({
      byte: byte + sizeBytes,
      frame: Math.max(0, granule - skipFrames),
    }));
}

/** From the first page: what it holds. Opus settles within 80 ms (RFC 7845) to what the ear hears; half a second to the bit. */
function streamOf(page: Uint8Array): Stream | null {
  const at = PAGE_HEAD_BYTES + (page[26] ?? 0);
  const view = new DataView(page.buffer, page.byteOffset + at);
  const name = String.fromCharCode(...page.subarray(at, at + 8));
  if (name === 'OpusHead')
    return {
      rateHz: OPUS_RATE_HZ,
      skipFrames: view.getUint16(10, true),
      prerollFrames: OPUS_RATE_HZ / 2,
      lostFramesMax: 5_760,
    };
  if (!name.startsWith('\u0001vorbis')) return null;
  return { rateHz: view.getUint32(12, true), skipFrames: 0, prerollFrames: 16_384, lostFramesMax: 16_384 };
}

/** Null when it is not one stream, page after page. */
async function readPages(walk: FileWalk, partial: boolean): Promise<Page[] | null> {
  const pages: Page[] = [];
  for (let byte = 0; byte < walk.sizeBytes;) {
    const page = pageAt(await walk.bytesAt(byte, PAGE_HEAD_BYTES + 255), byte);
    const cutShort = page === null || byte + page.sizeBytes > walk.sizeBytes;
    if (partial && cutShort) break;
    if (page === null || page.serial !== (pages[0]?.serial ?? page.serial)) return null;
    pages.push(page);
    byte += page.sizeBytes;
  }
  return pages;
}

function pageAt(bytes: Uint8Array, byte: number): Page | null {
  if (bytes.length < PAGE_HEAD_BYTES || String.fromCharCode(...bytes.subarray(0, 4)) !== 'OggS') return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const segments = bytes.subarray(PAGE_HEAD_BYTES, PAGE_HEAD_BYTES + bytes[26]!);
  return {
    byte,
    sizeBytes: segments.reduce((sum, size) => sum + size, PAGE_HEAD_BYTES + segments.length),
    granule: Number(view.getBigInt64(6, true)),
    serial: view.getUint32(14, true),
  };
}
