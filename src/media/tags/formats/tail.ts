/**
 * Tags at the end of a file, as MP3 and the APE-tagged formats have them: ID3v1, APE, Lyrics3, an appended ID3v2.
 *
 * One read of the last 4 kB finds them all; what they leave is where the audio ends.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { findApeTag, readApeTag } from './ape-tag.ts';
import type { ApeTag } from './ape-tag.ts';
import { id3v1Bytes, isId3v1, readId3v1 } from './id3v1.ts';
import { id3v2Length, readId3v2 } from './id3v2.ts';
import { findLyrics3, readLyrics3 } from './lyrics3.ts';
import type { Lyrics3 } from './lyrics3.ts';

const tailBytes = 4096;
/** 'TAG+', an enlarged ID3v1 that stands in front of it. */
const enhancedBytes = 227;

export interface Tail {
  readonly id3v1At: number | undefined;
  readonly ape: ApeTag | undefined;
  readonly lyrics: Lyrics3 | undefined;
  readonly id3v2At: number | undefined;
  readonly audioEnd: number;
}

/** More tags than this behind one another are nonsense. */
const tagsMax = 16;

/** Finds the tags behind the audio, in whatever order they stand; of two of a kind the one at the very end counts. */
export function findTail(source: ByteSource): Tail {
  const size = source.sizeBytes;
  const window = Math.min(tailBytes, size);
  source.locate(size - window, window);
  const tail: { -readonly [K in keyof Tail]: Tail[K] } = {
    id3v1At: undefined,
    ape: undefined,
    lyrics: undefined,
    id3v2At: undefined,
    audioEnd: size,
  };
  for (let count = 0; count < tagsMax; count += 1) {
    const start = takeLast(source, tail.audioEnd, tail);
    if (start === undefined) break;
    tail.audioEnd = start;
  }
  return tail;
}

/** Notes the tag that ends at `end` and answers where it starts. */
function takeLast(
  source: ByteSource,
  end: number,
  tail: { -readonly [K in keyof Tail]: Tail[K] },
): number | undefined {
  const v1 = end - id3v1Bytes;
  if (isId3v1(source, v1)) {
    tail.id3v1At ??= v1;
    return textAt(source, v1 - enhancedBytes, 4) === 'TAG+' ? v1 - enhancedBytes : v1;
  }
  const ape = findApeTag(source, end);
  if (ape !== undefined) {
    tail.ape ??= ape;
    return ape.start;
  }
  const lyrics = findLyrics3(source, end);
  if (lyrics !== undefined) {
    tail.lyrics ??= lyrics;
    return lyrics.start;
  }
  const id3v2 = appendedId3v2(source, end);
  tail.id3v2At ??= id3v2;
  return id3v2;
}

/** Reads what was found; each tag only adds fields that the ones before it lack. */
export function readTail(source: ByteSource, tail: Tail, found: Findings): void {
  found.seal();
  if (tail.id3v2At !== undefined) readId3v2(source, tail.id3v2At, found);
  if (tail.ape !== undefined) readApeTag(source, tail.ape, found);
  found.seal();
  if (tail.lyrics !== undefined) readLyrics3(source, tail.lyrics, found);
  found.seal();
  if (tail.id3v1At !== undefined) readId3v1(source, tail.id3v1At, found);
}

function textAt(source: ByteSource, offset: number, length: number): string {
  return source.view(offset, length)?.toString('latin1', 0, length) ?? '';
}

/** ID3v2.4 §3.4: a tag at the end is found by its footer, a header spelled '3DI'. */
function appendedId3v2(source: ByteSource, end: number): number | undefined {
  const p = source.locate(end - 10, 10);
  if (p < 0 || source.buf[p] !== 0x33 || source.buf.toString('latin1', p, p + 3) !== '3DI') return undefined;
  const { buf } = source;
  const body =
    ((buf[p + 6]! & 127) << 21) |
    ((buf[p + 7]! & 127) << 14) |
    ((buf[p + 8]! & 127) << 7) |
    (buf[p + 9]! & 127);
  const start = end - body - 20;
  return start >= 0 && id3v2Length(source, start) > 0 ? start : undefined;
}
