/**
 * Text as it stands in music files, brought to clean Unicode.
 *
 * Tags lie about their encoding: UTF-8 in frames declared Latin-1, Windows code pages everywhere. Latin-1 decoding
 * loses nothing (one character a byte), so doubtful values are first decoded so and judged together per file
 * (`guessLegacyEncoding`), since one short value alone says too little.
 */

/** Longest values that are kept, in UTF-16 units. */
export const textLimits = { short: 1024, long: 16 * 1024, document: 512 * 1024 } as const;

// NUL and other C0 controls but tab and line feeds, DEL, C1 controls, BOM and the replacement of nothing.
// oxlint-disable-next-line no-control-regex -- these are what is removed
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff]/g;
/** Nothing but blanks, joiners and marks of direction. */
const invisible = /^[\p{Z}\p{C}]*$/u;
// oxlint-disable-next-line no-control-regex -- plain ASCII needs no normalising
const needsWork = /[^\u0020-\u007e]/;

/** NFC, without control characters, trimmed. */
export function cleanText(value: string): string {
  if (!needsWork.test(value)) return value.trim();
  const text = value.replace(controls, '').toWellFormed().normalize('NFC').trim();
  return invisible.test(text) ? '' : text;
}

/** Cut at `max` UTF-16 units, never inside a character, with an ellipsis that says so. */
export function boundText(value: string, max: number): string {
  if (value.length <= max) return value;
  const cut = value.slice(0, max - 1);
  return (cut.isWellFormed() ? cut : cut.slice(0, -1)) + '…';
}

/** UTF-8 text, or undefined if the bytes are not valid UTF-8. */
export function decodeUtf8(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8', 0, bytes.length);
  return text.includes('\ufffd') && !bytes.includes('\ufffd') ? undefined : text;
}

/** UTF-16 with or without a byte-order mark; without one the likelier order is taken. */
export function decodeUtf16(bytes: Buffer, bigEndian?: boolean): string {
  let from = 0;
  let swapped = bigEndian;
  if (bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe) [from, swapped] = [2, false];
  else if (bytes.length >= 2 && bytes[0] === 0xfe && bytes[1] === 0xff) [from, swapped] = [2, true];
  swapped ??= looksBigEndian(bytes);
  const to = bytes.length - ((bytes.length - from) & 1);
  if (!swapped) return bytes.toString('utf16le', from, to);
  return Buffer.from(bytes.subarray(from, to)).swap16().toString('utf16le');
}

function looksBigEndian(bytes: Buffer): boolean {
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < bytes.length && i < 64; i += 2) {
    if (bytes[i] === 0) even += 1;
    if (bytes[i + 1] === 0) odd += 1;
  }
  return even > odd;
}

/** Has characters above ASCII, so its declared Latin-1 is worth a doubt. */
export function isDoubtful(latin1: string): boolean {
  for (let i = 0; i < latin1.length; i += 1) if (latin1.charCodeAt(i) > 0x7f) return true;
  return false;
}

export type LegacyEncoding = 'utf-8' | 'windows-1252' | 'windows-1251' | 'shift_jis' | 'euc-kr' | 'gb18030';

/** Decodes a string that was read as Latin-1 from its real encoding. */
export function decodeLegacy(latin1: string, encoding: LegacyEncoding): string {
  return new TextDecoder(encoding).decode(Buffer.from(latin1, 'latin1'));
}

/** The likeliest encoding of values of one file that were read as Latin-1 (see the head of this file). */
export function guessLegacyEncoding(latin1: string): LegacyEncoding {
  const bytes = Buffer.from(latin1, 'latin1');
  if (decodeUtf8(bytes) !== undefined) return 'utf-8';
  // Western text has accents between plain letters; a run of three or more high bytes means another script.
  // oxlint-disable-next-line no-control-regex -- bytes, not characters
  if (!/[\u0080-\u00ff]{3}/.test(latin1)) return 'windows-1252';
  if (isCyrillic(bytes)) return 'windows-1251';
  const japanese = decodeStrictly(bytes, 'shift_jis');
  if (japanese !== undefined && /[\u3040-\u30ff]/.test(japanese) && !/[\uff61-\uff9f]/.test(japanese))
    return 'shift_jis';
  const leads = leadBytes(bytes);
  if (leads === undefined) return 'windows-1252';
  if (leads.every((lead) => lead >= 0xb0 && lead <= 0xc8) && decodeStrictly(bytes, 'euc-kr') !== undefined)
    return 'euc-kr';
  if (decodeStrictly(bytes, 'gb18030') !== undefined) return 'gb18030';
  return 'windows-1252';
}

function decodeStrictly(bytes: Buffer, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** All letters in windows-1251's alphabet (À–ÿ, Ё, ё, №, quotes and dashes), mostly small ones, few plain ones. */
function isCyrillic(bytes: Buffer): boolean {
  let letters = 0;
  let small = 0;
  let plain = 0;
  for (const byte of bytes) {
    if (byte < 0x80) {
      if ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) plain += 1;
      continue;
    }
    if (byte >= 0xc0 || byte === 0xa8 || byte === 0xb8) {
      letters += 1;
      if (byte >= 0xe0) small += 1;
    } else if (byte !== 0xb9 && byte !== 0xab && byte !== 0xbb && byte !== 0x96 && byte !== 0x97) {
      return false;
    }
  }
  return letters >= 4 && letters * 2 >= plain && (small * 2 >= letters || small === 0);
}

/** Lead bytes of two-byte characters of EUC kind, or undefined if the bytes do not pair up. */
function leadBytes(bytes: Buffer): number[] | undefined {
  const leads: number[] = [];
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i]!;
    if (byte < 0x80) continue;
    const trail = bytes[i + 1] ?? 0;
    if (byte < 0xa1 || byte === 0xff || trail < 0xa1 || trail === 0xff) return undefined;
    leads.push(byte);
    i += 1;
  }
  return leads;
}
