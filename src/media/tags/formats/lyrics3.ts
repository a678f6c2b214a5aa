/**
 * Lyrics3, version 1 and 2 (id3.org): lyrics between audio and ID3v1, with longer names in version 2.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';

/** Version 1 gives no size; its text is at most this long. */
const oldBytesMax = 5100;
const begin = 'LYRICSBEGIN';
const oldEnd = 'LYRICSEND';
const newEnd = 'LYRICS200';

export interface Lyrics3 {
  readonly start: number;
  readonly end: number;
  readonly version: 1 | 2;
}

/** Finds the tag that ends at `end`. */
export function findLyrics3(source: ByteSource, end: number): Lyrics3 | undefined {
  const foot = source.view(Math.max(0, end - 15), Math.min(15, end))?.toString('latin1') ?? '';
  if (foot.endsWith(newEnd)) {
    const size = Number.parseInt(foot.slice(0, 6), 10);
    const start = end - 15 - size;
    return size > 0 && start >= 0 ? { start, end, version: 2 } : undefined;
  }
  if (!foot.endsWith(oldEnd)) return undefined;
  const from = Math.max(0, end - oldBytesMax - begin.length - oldEnd.length);
  const at = source.view(from, end - from)?.lastIndexOf(begin) ?? -1;
  return at < 0 ? undefined : { start: from + at, end, version: 1 };
}

/** Version 2's fields of three letters → canonical names. */
const fields = new Map([
  ['ETT', 'TITLE'],
  ['EAR', 'ARTIST'],
  ['EAL', 'ALBUM'],
  ['LYR', 'LYRICS'],
  ['INF', 'COMMENT'],
  ['AUT', 'LYRICIST'],
]);

/** Reads the tag: lines of lyrics, or fields of an id, a size in five digits and a text. */
export function readLyrics3(source: ByteSource, { start, end, version }: Lyrics3, found: Findings): void {
  const from = start + begin.length;
  const text = source.view(from, end - (version === 1 ? 9 : 15) - from)?.toString('latin1');
  if (text === undefined) return;
  if (version === 1) return found.addLatin1('LYRICS', text);
  for (let at = 0; at + 8 <= text.length;) {
    const size = Number.parseInt(text.slice(at + 3, at + 8), 10);
    if (!(size >= 0)) return found.warn('the Lyrics3 tag is damaged; what follows was left out');
    const field = fields.get(text.slice(at, at + 3));
    if (field !== undefined) found.addLatin1(field, text.slice(at + 8, at + 8 + size));
    at += 8 + size;
  }
}
