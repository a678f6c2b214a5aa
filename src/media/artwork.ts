/**
 * Artwork: fetching an embedded picture by its place, and rendering any picture at the sizes that are shown.
 *
 * Pictures come from strangers: they are told by their first bytes, refused above a number of pixels before they are
 * opened, and rendered one at a time, so that a 100-megapixel cover is an error message and not an outage.
 */
import { messageOf } from '#base/errors.ts';
import { inflateSync } from 'node:zlib';
import type { Sharp, SharpOptions } from 'sharp';
import { MediaError } from './errors.ts';
import { ByteSource } from './tags/byte-source.ts';
import { desynchronise } from './tags/formats/id3v2.ts';
import { OggPacket, readPage } from './tags/formats/ogg-pages.ts';
import { sniffPicture } from './tags/pictures.ts';
import type { EmbeddedArtwork } from './tags/types.ts';

export type ArtworkFormat = 'webp' | 'jpeg' | 'avif';

/** Decoded whole, this takes 256 MB. Plain JPEGs are shrunk while they are decoded, so they may be larger. */
const pixelsMax = 64_000_000;
const plainJpegPixelsMax = 300_000_000;
const storedBytesMax = 16 * 1024 * 1024;

let library: Promise<(input: Buffer, options?: SharpOptions) => Sharp> | undefined;

/** Loaded with the first picture: it costs a server's start more than all the rest of this room. */
function loadSharp(): NonNullable<typeof library> {
  library ??= import('sharp').then(({ default: sharp }) => {
    // Memory is what a music server has least of: no cache of decoded pictures, one thread a picture.
    sharp.cache(false);
    sharp.concurrency(1);
    return sharp;
  });
  return library;
}

/** The bytes of an embedded picture. Throws MEDIA_ARTWORK_MISSING when the file has changed since. */
export function readEmbeddedArtwork(file: string | Buffer, artwork: EmbeddedArtwork): Buffer {
  let source: ByteSource;
  try {
    source = ByteSource.open(file);
  } catch (error) {
    throw new MediaError('MEDIA_ARTWORK_MISSING', {}, { cause: error });
  }
  try {
    const bytes = fetchPicture(source, artwork);
    if (bytes === undefined || bytes.length === 0) throw new MediaError('MEDIA_ARTWORK_MISSING');
    return bytes;
  } finally {
    source.close();
  }
}

function fetchPicture(source: ByteSource, artwork: EmbeddedArtwork): Buffer | undefined {
  if (artwork.length > storedBytesMax) {
    throw new MediaError('MEDIA_ARTWORK_DAMAGED', { reason: `it takes ${artwork.length} bytes` });
  }
  const stored = artwork.storage.startsWith('ogg')
    ? fetchFromPacket(source, artwork)
    : source.view(artwork.offset, artwork.length);
  if (stored === undefined) return undefined;
  try {
    return decodeStored(stored, artwork).subarray(artwork.drop ?? 0);
  } catch {
    return undefined;
  }
}

/** Always a copy: the view ends with its source. */
function decodeStored(stored: Buffer, { storage }: EmbeddedArtwork): Buffer {
  if (storage === 'base64' || storage === 'ogg-base64')
    return Buffer.from(stored.toString('latin1'), 'base64');
  if (storage === 'unsynchronised') return desynchronise(stored).bytes;
  return storage === 'zlib' ? inflateSync(stored, { maxOutputLength: storedBytesMax }) : Buffer.from(stored);
}

/** `skip` counts from the first packet of the page; the picture's packet is the one that it falls into. */
function fetchFromPacket(
  source: ByteSource,
  { offset, length, skip = 0 }: EmbeddedArtwork,
): Buffer | undefined {
  const page = readPage(source, offset);
  if (page === undefined) return undefined;
  let before = 0;
  let piece = 0;
  while (piece + 1 < page.pieces.length && before + page.pieces[piece]! <= skip) {
    before += page.pieces[piece]!;
    piece += 1;
  }
  return new OggPacket(source, page, piece).take(skip - before, length);
}

/**
 * Renders a picture to fit into a square of `sizePx`, upright, in sRGB, never enlarged.
 * Throws MEDIA_ARTWORK_TOO_LARGE and MEDIA_ARTWORK_DAMAGED.
 */
export async function renderArtwork(bytes: Buffer, sizePx: number, format: ArtworkFormat): Promise<Buffer> {
  const picture = await openPicture(bytes);
  return encode(picture.rotate().resize(sizePx, sizePx, { fit: 'inside', withoutEnlargement: true }), format);
}

/** Renders an SVG of our own making (see artwork-placeholder.ts); never one that came in. */
export async function renderSvg(svg: string, sizePx: number, format: ArtworkFormat): Promise<Buffer> {
  const sharp = await loadSharp();
  return encode(
    sharp(Buffer.from(svg), { density: Math.min(1200, Math.max(72, sizePx / 2)) }).resize(sizePx, sizePx),
    format,
  );
}

async function encode(picture: Sharp, format: ArtworkFormat): Promise<Buffer> {
  const flat = picture.flatten({ background: '#ffffff' }).toColourspace('srgb');
  try {
    if (format === 'webp') return await flat.webp({ quality: 82, effort: 3 }).toBuffer();
    if (format === 'avif') return await flat.avif({ quality: 55, effort: 3 }).toBuffer();
    return await flat.jpeg({ quality: 85, progressive: true }).toBuffer();
  } catch (error) {
    throw damaged(error);
  }
}

/** Opens a picture after looking at its first bytes and its size; nothing is decoded yet. */
export async function openPicture(bytes: Buffer): Promise<Sharp> {
  if (sniffPicture(bytes) === undefined)
    throw new MediaError('MEDIA_ARTWORK_DAMAGED', { reason: 'it is no picture of a known kind' });
  const sharp = await loadSharp();
  const open = (): Sharp =>
    sharp(bytes, { limitInputPixels: plainJpegPixelsMax, failOn: 'error', pages: 1, sequentialRead: true });
  let metadata: Awaited<ReturnType<Sharp['metadata']>>;
  try {
    metadata = await open().metadata();
  } catch (error) {
    throw damaged(error);
  }
  const pixels = metadata.width * metadata.height;
  const plainJpeg = metadata.format === 'jpeg' && !metadata.isProgressive;
  if (pixels > (plainJpeg ? plainJpegPixelsMax : pixelsMax)) throw tooLarge();
  return open();
}

function damaged(error: unknown): Error {
  const reason = messageOf(error).split('\n')[0]!.slice(0, 200);
  return /pixel limit/i.test(reason)
    ? tooLarge(error)
    : new MediaError('MEDIA_ARTWORK_DAMAGED', { reason }, { cause: error });
}

function tooLarge(cause?: unknown): Error {
  return new MediaError('MEDIA_ARTWORK_TOO_LARGE', { megapixels: pixelsMax / 1e6 }, { cause });
}
