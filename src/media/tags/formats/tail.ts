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

const tailBytes = 4096;
/** 'TAG+', an enlarged ID3v1 that stands in front of it. */
const enhancedBytes = 227;

export interface Tail {
  readonly id3v1At: number | undefined;
  readonly ape: ApeTag | undefined;
  readonly id3v2At: number | undefined;
  readonly audioEnd: number;
}

/** Finds the tags behind the audio. */
export function findTail(source: ByteSource): Tail {
  const size = source.sizeBytes;
  const window = Math.min(tailBytes, size);
  source.locate(size - window, window);
  let end = size;
  let id3v1At: number | undefined;
  if (isId3v1(source, end - id3v1Bytes)) {
    id3v1At = end - id3v1Bytes;
    end = id3v1At;
    if (textAt(source, end - enhancedBytes, 4) === 'TAG+') end -= enhancedBytes;
  }
  end -= lyrics3Bytes(source, end);
  // Some writers put the APE tag in front of ID3v1, some behind it.
  const ape = findApeTag(source, end) ?? (id3v1At === undefined ? undefined : findApeTag(source, size));
  if (ape !== undefined) end = Math.min(end, ape.start);
  const id3v2At = appendedId3v2(source, end);
  return { id3v1At, ape, id3v2At, audioEnd: id3v2At ?? end };
}

/** Reads what was found; each tag only adds fields that the ones before it lack. */
export function readTail(source: ByteSource, tail: Tail, found: Findings): void {
  found.seal();
  if (tail.id3v2At !== undefined) readId3v2(source, tail.id3v2At, found);
  if (tail.ape !== undefined) readApeTag(source, tail.ape, found);
  found.seal();
  if (tail.id3v1At !== undefined) readId3v1(source, tail.id3v1At, found);
}

function textAt(source: ByteSource, offset: number, length: number): string {
  return source.view(offset, length)?.toString('latin1', 0, length) ?? '';
}

/** Lyrics3 v2 ends with its size in six digits and 'LYRICS200'. */
function lyrics3Bytes(source: ByteSource, end: number): number {
  const foot = textAt(source, end - 15, 15);
  if (!foot.endsWith('LYRICS200')) return 0;
  const size = Number.parseInt(foot.slice(0, 6), 10);
  return size > 0 && size + 15 <= end ? size + 15 : 0;
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
