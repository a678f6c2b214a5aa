/**
 * File names as text, though a file system holds bytes: a byte that is not UTF-8 is written as one character of a
 * private-use range (U+EF80 to U+EFFF stand for 0x80 to 0xFF), so that every file has a name that fits the database
 * and finds its way back to the very bytes.
 */

const first = 0xef80;
const escaped = /[\u{ef80}-\u{efff}]/u;

/** The text that stands for a file name's bytes. */
export function pathText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (!text.includes('\u{fffd}') && !escaped.test(text)) return text;
  let out = '';
  for (let at = 0; at < bytes.length;) {
    const size = sequenceLength(bytes, at);
    out += size
      ? Buffer.from(bytes.subarray(at, at + size)).toString('utf8')
      : String.fromCharCode(first + bytes[at]! - 0x80);
    at += size || 1;
  }
  return out;
}

/** What node:fs takes for a path text: the text itself, or its bytes where it stands for some that are not UTF-8. */
export function systemPath(text: string): string | Buffer {
  if (!escaped.test(text)) return text;
  const parts = [...text].map((letter) => {
    const code = letter.codePointAt(0)!;
    return code >= first && code <= 0xefff ? Buffer.from([code - first + 0x80]) : Buffer.from(letter, 'utf8');
  });
  return Buffer.concat(parts);
}

/** For people: bytes that are no text are shown as the replacement character. */
export function displayPath(text: string): string {
  return text.replace(/[\u{ef80}-\u{efff}]/gu, '\u{fffd}');
}

/** Length of the valid UTF-8 sequence at `at`, or 0; characters of our own range count as invalid (Unicode 15, table 3-7). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (!size || at + size > bytes.length) return 0;
  const text = Buffer.from(bytes.subarray(at, at + size)).toString('utf8');
  return text.includes('\u{fffd}') || escaped.test(text) || [...text].length !== 1 ? 0 : size;
}
