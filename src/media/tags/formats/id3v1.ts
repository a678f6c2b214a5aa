/**
 * ID3v1 and 1.1: 128 bytes at the end of the file, in whatever code page its writer had.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { id3GenreName } from '../genres.ts';

export const id3v1Bytes = 128;

/** True if the bytes at `offset` are an ID3v1 tag. */
export function isId3v1(source: ByteSource, offset: number): boolean {
  const p = offset < 0 ? -1 : source.locate(offset, id3v1Bytes);
  return p >= 0 && source.buf[p] === 0x54 && source.buf[p + 1] === 0x41 && source.buf[p + 2] === 0x47;
}

/** Reads the tag at `offset`; fields that better tags have filled stay. */
export function readId3v1(source: ByteSource, offset: number, found: Findings): void {
  const p = source.locate(offset, id3v1Bytes);
  if (p < 0) return;
  const { buf } = source;
  const text = (from: number, length: number): string => {
    const value = buf.toString('latin1', p + from, p + from + length);
    const end = value.indexOf('\0');
    return (end < 0 ? value : value.slice(0, end)).trim();
  };
  found.addLatin1('TITLE', text(3, 30));
  found.addLatin1('ARTIST', text(33, 30));
  found.addLatin1('ALBUM', text(63, 30));
  found.add('DATE', text(93, 4));
  const numbered = buf[p + 125] === 0 && buf[p + 126] !== 0;
  found.addLatin1('COMMENT', text(97, numbered ? 28 : 30));
  if (numbered) found.add('TRACKNUMBER', String(buf[p + 126]));
  const genre = id3GenreName(buf[p + 127]!);
  // Number 12, 'Other', is what taggers put for nothing.
  if (genre !== undefined && buf[p + 127] !== 12) found.add('GENRE', genre);
}
