/**
 * A picture at the size that is shown: taken out of its file, rendered once, kept in the cache. Asked for with the
 * proof that its item may be seen; drawn covers (placeholders) stand for what has no picture.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemPath } from '#base/paths.ts';
import { type ArtworkFile, embeddedArtworkOf } from '#library/index.ts';
import {
  type ArtworkFormat,
  readEmbeddedArtwork,
  renderArtwork,
  renderPlaceholder,
  renderSvg,
} from '#media/index.ts';
import type { ArtworkCache } from './artwork-cache.ts';
import { openDerivedBytes, type OpenResult } from './byte-source.ts';
import type { Allowed } from './decide.ts';

/** Sizes that are rendered; a request gets the next one up, so that the cache holds few forms of each picture. */
const sizesPx = [64, 128, 256, 400, 640, 1000, 1600];

const mimes: Record<ArtworkFormat, string> = { webp: 'image/webp', jpeg: 'image/jpeg', avif: 'image/avif' };

/** Opens `file`, which the decision was about, to fit into a square of `sizePx`. Throws the media room's errors for bad pictures. */
export async function openArtwork(
  allowed: Allowed,
  cache: ArtworkCache,
  file: ArtworkFile,
  sizePx: number,
  format: ArtworkFormat,
): Promise<OpenResult> {
  const size = stepOf(sizePx);
  const key = keyOf([file.libraryId, file.path, file.byteOffset, file.changedAt, size, format]);
  const bytes = await cache.get(key, async () => renderArtwork(await bytesOf(file), size, format));
  return openDerivedBytes(allowed, { kind: 'memory', bytes, mime: mimes[format], etag: `"${key}"` });
}

/** A drawn cover for an item without a picture: the same for the same seed. */
export async function openPlaceholder(
  allowed: Allowed,
  cache: ArtworkCache,
  seed: string,
  title: string,
  sizePx: number,
  format: ArtworkFormat,
): Promise<OpenResult> {
  const size = stepOf(sizePx);
  const key = keyOf(['drawn', seed, size, format]);
  const bytes = await cache.get(key, () => renderSvg(renderPlaceholder(seed, title), size, format));
  return openDerivedBytes(allowed, { kind: 'memory', bytes, mime: mimes[format], etag: `"${key}"` });
}

/** A picture's own bytes, as they lie in their file. */
async function bytesOf(file: ArtworkFile): Promise<Buffer> {
  const path = systemPath(join(file.root, file.path));
  return file.source === 'embedded' ? readEmbeddedArtwork(path, embeddedArtworkOf(file)) : readFile(path);
}

function stepOf(sizePx: number): number {
  return sizesPx.find((step) => step >= sizePx) ?? sizesPx.at(-1)!;
}

function keyOf(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('base64url').slice(0, 32);
}
