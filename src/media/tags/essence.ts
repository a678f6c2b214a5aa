/**
 * The digest of a file's sound without its tags, so that a track is known again after move, rename and re-tag.
 *
 * FLAC carries one (the MD5 of the decoded samples, the same in FLAC and FLAC-in-Ogg). For all else the bytes between
 * the tags are hashed with BLAKE3: MPEG frames, media data, data chunks, packets of Ogg (whose pages a tagger
 * renumbers). One read of the whole file: a matter for the background, not for a scan.
 */
import { Blake3Hasher } from '@napi-rs/blake-hash';
import { closeSync, openSync, readSync } from 'node:fs';
import { ByteSource } from './byte-source.ts';
import type { Findings } from './findings.ts';
import { identify } from './formats/ogg.ts';
import { OggPacket, nextPage } from './formats/ogg-pages.ts';
import type { OggPage } from './formats/ogg-pages.ts';
import { extensionOf, readSource } from './read.ts';

const readBytes = 1024 * 1024;

/**
 * 'flac-md5:<hex>' or 'blake3:<hex>', or undefined when the file holds no readable audio. Synchronous; reads the
 * whole file. Throws the system's error when the file cannot be read.
 */
export function digestEssence(file: string | Buffer): string | undefined {
  const source = ByteSource.open(file);
  try {
    const { result, found } = readSource(source, extensionOf(file), {});
    if (result.kind !== 'tags') return undefined;
    if (found.essenceDigest !== undefined) return found.essenceDigest;
    if (found.essenceRanges === 'ogg') return digestPackets(source);
    return digestRanges(file, found);
  } finally {
    source.close();
  }
}

function digestRanges(file: string | Buffer, found: Findings): string | undefined {
  const ranges = found.essenceRanges as { start: number; end: number }[];
  if (ranges.every(({ start, end }) => end <= start)) return undefined;
  const hasher = new Blake3Hasher();
  const buffer = Buffer.allocUnsafeSlow(readBytes);
  const fd = openSync(file, 'r');
  try {
    for (const { start, end } of ranges) {
      for (let at = start; at < end;) {
        const got = readSync(fd, buffer, 0, Math.min(buffer.length, end - at), at);
        if (got === 0) break;
        hasher.update(buffer.subarray(0, got));
        at += got;
      }
    }
  } finally {
    closeSync(fd);
  }
  return `blake3:${hasher.digest('hex')}`;
}

/** How many packets at the start of a stream are headers, by codec. */
const headerPackets = { vorbis: 3, opus: 2, speex: 2, flac: 1 } as const;

/** Hashes the packets behind each stream's headers, in file order, without page headers. */
function digestPackets(source: ByteSource): string | undefined {
  const hasher = new Blake3Hasher();
  const headersLeft = new Map<number, number>();
  let hashed = 0;
  let page = nextPage(source, 0);
  while (page !== undefined) {
    if (page.first) headersLeft.set(page.serial, headersOf(source, page));
    hashed += hashPage(source, page, headersLeft, hasher);
    page = nextPage(source, page.end);
  }
  return hashed === 0 ? undefined : `blake3:${hasher.digest('hex')}`;
}

function headersOf(source: ByteSource, page: OggPage): number {
  const ident = identify(new OggPacket(source, page, 0));
  // Streams that are no audio (covers as video, subtitles) are left out altogether.
  return ident === undefined ? Number.POSITIVE_INFINITY : headerPackets[ident.codec];
}

function hashPage(
  source: ByteSource,
  page: OggPage,
  headersLeft: Map<number, number>,
  hasher: Blake3Hasher,
): number {
  let left = headersLeft.get(page.serial) ?? 0;
  let at = page.dataAt;
  let hashed = 0;
  for (const [i, length] of page.pieces.entries()) {
    if (left === 0) {
      const bytes = source.viewUpTo(at, length);
      hasher.update(bytes);
      hashed += bytes.length;
    } else if (!(page.open && i === page.pieces.length - 1)) left -= 1;
    at += length;
  }
  headersLeft.set(page.serial, left);
  return hashed;
}
