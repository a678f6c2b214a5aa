/**
 * iTunes' item list in MP4 (moov/udta/meta/ilst): four-character names, freeform '----' items, pictures located only.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { canonicalName } from '../findings.ts';
import { id3GenreName } from '../genres.ts';
import { pictureMime } from '../pictures.ts';
import { cleanText, decodeUtf16, decodeUtf8 } from '../text.ts';
import { boxes, findBox } from './mp4-boxes.ts';
import type { Box } from './mp4-boxes.ts';

const textBytesMax = 1024 * 1024;
const keysMax = 2000;

const textItems = new Map<string, string>(
  Object.entries({
    '©nam': 'TITLE', '©ART': 'ARTIST', '©alb': 'ALBUM', aART: 'ALBUMARTIST', '©day': 'DATE', '©gen': 'GENRE', '©wrt': 'COMPOSER',
    '©cmt': 'COMMENT', '©lyr': 'LYRICS', '©grp': 'GROUPING', '©too': 'ENCODEDBY', '©wrk': 'WORK', '©mvn': 'MOVEMENTNAME',
    '©con': 'CONDUCTOR', '©dir': 'DIRECTOR', '©prd': 'PRODUCER', '©arg': 'ARRANGER', '©cpy': 'COPYRIGHT', '©pub': 'LABEL',
    '©st3': 'SUBTITLE', cprt: 'COPYRIGHT', sonm: 'TITLESORT', soal: 'ALBUMSORT', soar: 'ARTISTSORT', soaa: 'ALBUMARTISTSORT',
    soco: 'COMPOSERSORT', desc: 'COMMENT',
  }), // prettier-ignore
);

const numberItems = new Map<string, string>(
  Object.entries({
    tmpo: 'BPM',
    cpil: 'COMPILATION',
    rtng: 'EXPLICIT',
    '©mvi': 'MOVEMENT',
    '©mvc': 'MOVEMENTTOTAL',
  }),
);

/** Reads the item list inside a meta box. */
export function readItunesTags(source: ByteSource, meta: Box, found: Findings): void {
  // A full box with four bytes of version in MP4, a plain one in QuickTime.
  const full = source.viewUpTo(meta.start + 4, 4).toString('latin1', 0, 4) === 'hdlr' ? 0 : 4;
  const ilst = findBox(source, { start: meta.start + full, end: meta.end }, 'ilst');
  if (ilst === undefined) return;
  const keys = readKeys(source, { start: meta.start + full, end: meta.end });
  for (const item of boxes(source, ilst.start, Math.min(ilst.end, source.sizeBytes))) {
    if (keys.length === 0) readItem(source, item, found);
    else readKeyed(source, keys[Buffer.from(item.name, 'latin1').readUInt32BE(0) - 1], item, found);
  }
}

/** QuickTime's names, by whose number the items go ('com.apple.quicktime.title' or any others). */
function readKeys(source: ByteSource, meta: { start: number; end: number }): string[] {
  const box = findBox(source, meta, 'keys');
  if (box === undefined) return [];
  const names: string[] = [];
  for (const key of boxes(source, box.start + 8, Math.min(box.end, source.sizeBytes))) {
    if (names.length >= keysMax) break;
    names.push(source.viewUpTo(key.start, Math.min(key.end - key.start, 300)).toString('utf8'));
  }
  return names;
}

function readKeyed(source: ByteSource, key: string | undefined, item: Box, found: Findings): void {
  const name = canonicalName(key?.replace(/^com\.apple\.quicktime\./, '') ?? '');
  if (name === '') return;
  if (name === 'ARTWORK') return readCovers(source, item, found);
  for (const value of values(source, item, found)) addText(name, value, found);
}

/** QuickTime's own texts, right in udta: length and language, 16 bits each, then the text. */
export function readQuickTimeTexts(source: ByteSource, udta: Box, found: Findings): void {
  for (const item of boxes(source, udta.start, Math.min(udta.end, source.sizeBytes))) {
    const field = item.name.startsWith('©') ? textItems.get(item.name) : undefined;
    const b =
      field === undefined
        ? undefined
        : source.view(item.start, Math.min(item.end - item.start, textBytesMax));
    if (field === undefined || b === undefined || b.length < 4) continue;
    const bytes = b.subarray(4, 4 + b.readUInt16BE(0));
    // Languages below 0x400 are Macintosh's, whose scripts are not told apart here.
    const text = decodeUtf8(bytes);
    if (text === undefined) found.addLatin1(field, bytes.toString('latin1'));
    else found.add(field, text);
  }
}

function readItem(source: ByteSource, item: Box, found: Findings): void {
  if (item.name === '----') return readFreeform(source, item, found);
  if (item.name === 'covr') return readCovers(source, item, found);
  const text = textItems.get(item.name);
  const number = numberItems.get(item.name);
  if (text === undefined && number === undefined && !binaryItems.has(item.name)) return;
  for (const value of values(source, item, found)) {
    if (text !== undefined) addText(text, value, found);
    else if (number !== undefined) addNumber(number, value, found);
    else addBinary(item.name, value.bytes, found);
  }
}

const binaryItems = new Set(['trkn', 'disk', 'gnre', 'rate']);

interface Value {
  /** Well-known type (1 UTF-8, 2 UTF-16, 21 integer, 13 JPEG, 14 PNG …). */
  readonly type: number;
  readonly bytes: Buffer;
}

/** The data boxes of an item; each view is used before the next is taken. */
function* values(source: ByteSource, item: Box, found: Findings): Generator<Value> {
  for (const box of boxes(source, item.start, Math.min(item.end, source.sizeBytes))) {
    if (box.name !== 'data' || box.end - box.start < 8) continue;
    if (box.end - box.start > textBytesMax) {
      found.warn(`the item ${cleanText(item.name)} has ${box.end - box.start} bytes; it was left out`);
      continue;
    }
    const b = source.view(box.start, box.end - box.start);
    if (b === undefined) return found.warn('the item list is cut off');
    yield { type: b.readUInt32BE(0) & 0xffffff, bytes: b.subarray(8) };
  }
}

function addText(name: string, { type, bytes }: Value, found: Findings): void {
  if (type === 2) return found.add(name, decodeUtf16(bytes, true));
  if (type === 21 || (type === 0 && bytes.length <= 2)) return addNumber(name, { type, bytes }, found);
  const text = decodeUtf8(bytes);
  if (text === undefined) found.addLatin1(name, bytes.toString('latin1', 0, bytes.length));
  else found.add(name, text);
}

function addNumber(name: string, { bytes }: Value, found: Findings): void {
  if (bytes.length === 0 || bytes.length > 6) return;
  const number = bytes.readUIntBE(0, bytes.length);
  if (number !== 0) found.add(name, String(number));
}

function addBinary(name: string, b: Buffer, found: Findings): void {
  if (name === 'rate' && b.length > 0) {
    const percent = Number.parseInt(b.toString('latin1', 0, 4), 10);
    if (percent > 0 && percent <= 100) found.rating ??= percent;
  }
  if (name === 'gnre' && b.length >= 2) {
    const genre = id3GenreName(b.readUInt16BE(0) - 1);
    if (genre !== undefined) found.add('GENRE', genre);
  }
  if ((name === 'trkn' || name === 'disk') && b.length >= 6) {
    const kind = name === 'trkn' ? 'TRACK' : 'DISC';
    if (b.readUInt16BE(2) > 0) found.add(`${kind}NUMBER`, String(b.readUInt16BE(2)));
    if (b.readUInt16BE(4) > 0) found.add(`${kind}TOTAL`, String(b.readUInt16BE(4)));
  }
}

/** '----': mean (a reverse domain), name, then one data box a value. */
function readFreeform(source: ByteSource, item: Box, found: Findings): void {
  const box = findBox(source, item, 'name');
  if (box === undefined || box.end - box.start > 300) return;
  const written = source.viewUpTo(box.start + 4, box.end - box.start - 4).toString('utf8');
  const name = canonicalName(written);
  if (name === '' || name === 'ITUNNORM') return;
  for (const value of values(source, item, found)) addText(name, value, found);
}

function readCovers(source: ByteSource, item: Box, found: Findings): void {
  for (const box of boxes(source, item.start, Math.min(item.end, source.sizeBytes))) {
    if (box.name !== 'data' || box.end - box.start <= 8) continue;
    const head = source.viewUpTo(box.start, 24);
    const claimed = head.length < 4 ? '' : (claims.get(head.readUInt32BE(0) & 0xffffff) ?? '');
    const length = Math.min(box.end, source.sizeBytes) - box.start - 8;
    found.addPicture({
      offset: box.start + 8,
      length,
      mime: pictureMime(head, 8, claimed),
      type: 'front',
      description: '',
      storage: 'raw',
    });
  }
}

const claims = new Map([
  [12, 'image/gif'],
  [13, 'image/jpeg'],
  [14, 'image/png'],
  [27, 'image/bmp'],
]);

/** 'chpl': a count, then start times of 100 ns and counted titles. */
export function readNeroChapters(b: Buffer, found: Findings): void {
  if (b.length < 9) return;
  const count = b[8]!;
  let at = 9;
  for (let i = 0; i < count && at + 9 <= b.length; i += 1) {
    const startMs = Math.round((b.readUInt32BE(at) * 2 ** 32 + b.readUInt32BE(at + 4)) / 10_000);
    const length = b[at + 8]!;
    found.chapters.push({
      startMs,
      title: cleanText(b.toString('utf8', at + 9, Math.min(b.length, at + 9 + length))),
    });
    at += 9 + length;
  }
}
