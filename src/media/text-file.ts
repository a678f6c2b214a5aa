/**
 * Small text files beside music (lyrics, cue sheets, playlists) in whatever encoding they were saved.
 */
import { decodeLegacy, decodeUtf16, decodeUtf8, guessLegacyEncoding } from './tags/text.ts';

/** UTF-8 or UTF-16 with or without its mark, else the likeliest of the old code pages. Never throws. */
export function decodeText(bytes: Buffer): string {
  return decode(bytes)
    .replace(/^\ufeff/, '')
    .replaceAll('\0', '')
    .toWellFormed();
}

function decode(bytes: Buffer): string {
  const marked =
    bytes.length >= 2 &&
    ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
  if (marked) return decodeUtf16(bytes);
  // Western UTF-16 without its mark: every other byte is zero.
  const head = bytes.subarray(0, 256);
  if (head.length >= 4 && head.filter((byte) => byte === 0).length * 3 > head.length)
    return decodeUtf16(bytes);
  const utf8 = decodeUtf8(bytes);
  if (utf8 !== undefined) return utf8;
  const latin1 = bytes.toString('latin1');
  return decodeLegacy(latin1, guessLegacyEncoding(latin1));
}
