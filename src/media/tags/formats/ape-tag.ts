/**
 * APEv1 and APEv2: items at the end of MP3, WavPack, Musepack, Monkey's Audio and TTA files, sometimes in front.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { canonicalName } from '../findings.ts';
import { pictureMime } from '../pictures.ts';
import { cleanText, decodeUtf8 } from '../text.ts';

const itemsMax = 1000;
const textBytesMax = 1024 * 1024;
const apeFooterBytes = 32;

export interface ApeTag {
  /** The first item. */
  readonly itemsStart: number;
  readonly itemsEnd: number;
  /** The whole tag, with header and footer. */
  readonly start: number;
  readonly end: number;
  readonly items: number;
}

/** Finds the tag whose footer ends at `end`. */
export function findApeTag(source: ByteSource, end: number): ApeTag | undefined {
  const at = end - apeFooterBytes;
  const footer = apeFrame(source, at);
  if (footer === undefined) return undefined;
  // The size counts the items and the footer, not the header.
  const itemsStart = end - footer.size;
  if (itemsStart < 0 || footer.size < apeFooterBytes) return undefined;
  const hasHeader = (footer.flags & 0x80000000) !== 0;
  return {
    itemsStart,
    itemsEnd: at,
    start: Math.max(0, itemsStart - (hasHeader ? apeFooterBytes : 0)),
    end,
    items: footer.items,
  };
}

/** Finds a tag that starts with a header at `offset` (rare: in front of the audio). */
export function findLeadingApeTag(source: ByteSource, offset: number): ApeTag | undefined {
  const header = apeFrame(source, offset);
  if (header === undefined || (header.flags & 0x20000000) === 0) return undefined;
  const end = offset + apeFooterBytes + header.size;
  return { itemsStart: offset + apeFooterBytes, itemsEnd: end, start: offset, end, items: header.items };
}

function apeFrame(
  source: ByteSource,
  offset: number,
): { size: number; items: number; flags: number } | undefined {
  const p = offset < 0 ? -1 : source.locate(offset, apeFooterBytes);
  if (p < 0 || source.buf[p] !== 0x41 || source.buf.toString('latin1', p, p + 8) !== 'APETAGEX')
    return undefined;
  const { buf } = source;
  return { size: buf.readUInt32LE(p + 12), items: buf.readUInt32LE(p + 16), flags: buf.readUInt32LE(p + 20) };
}

/** Reads the items; `Cover Art (Front)` is only located. */
export function readApeTag(source: ByteSource, tag: ApeTag, found: Findings): void {
  let at = tag.itemsStart;
  for (let count = 0; count < Math.min(tag.items, itemsMax) && at + 11 <= tag.itemsEnd; count += 1) {
    const head = source.viewUpTo(at, Math.min(8 + 256, tag.itemsEnd - at));
    const keyEnd = head.indexOf(0, 8);
    if (head.length < 11 || keyEnd < 0)
      return found.warn('the APE tag is damaged; what follows was left out');
    const length = head.readUInt32LE(0);
    const kind = (head.readUInt32LE(4) >> 1) & 3;
    const key = head.toString('latin1', 8, keyEnd);
    const valueAt = at + keyEnd + 1;
    if (valueAt + length > tag.itemsEnd)
      return found.warn(`the APE item ${cleanText(key)} is longer than its tag`);
    if (kind === 0) readItem(source, key, valueAt, length, found);
    else if (kind === 1 && /^cover art/i.test(key)) readCover(source, key, valueAt, length, found);
    at = valueAt + length;
  }
}

function readItem(source: ByteSource, key: string, offset: number, length: number, found: Findings): void {
  if (length > textBytesMax)
    return found.warn(`the APE item ${cleanText(key)} has ${length} bytes; it was left out`);
  const bytes = source.view(offset, length);
  if (bytes === undefined) return;
  const name = canonicalName(key);
  const text = decodeUtf8(bytes);
  for (const value of (text ?? bytes.toString('latin1', 0, bytes.length)).split('\0')) {
    if (text === undefined) found.addLatin1(name, value);
    else found.add(name, value);
  }
}

/** The value is a file name, NUL, then the picture. */
function readCover(source: ByteSource, key: string, offset: number, length: number, found: Findings): void {
  const head = source.viewUpTo(offset, Math.min(length, 512));
  const nameEnd = head.indexOf(0);
  const skip = nameEnd < 0 ? 0 : nameEnd + 1;
  found.addPicture({
    offset: offset + skip,
    length: length - skip,
    mime: pictureMime(head, skip, ''),
    type: /back/i.test(key) ? 'back' : /front/i.test(key) ? 'front' : 'other',
    description: '',
    storage: 'raw',
  });
}
