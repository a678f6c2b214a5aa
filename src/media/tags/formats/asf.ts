/**
 * ASF (WMA): a header object of objects, named by GUIDs. DRM is told by the encryption objects and reported.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { Unreadable, canonicalName } from '../findings.ts';
import { normaliseTags } from '../normalise.ts';
import { artworkType, pictureMime } from '../pictures.ts';
import { cleanText, decodeUtf16 } from '../text.ts';
import { parseWaveFormat } from './riff.ts';
import type { WaveFormat } from './riff.ts';

const objectsMax = 5000;
const valueBytesMax = 1024 * 1024;

/** GUIDs as their bytes stand in the file (ASF specification, chapter 10). */
const guids = {
  header: '3026b2758e66cf11a6d900aa0062ce6c',
  data: '3626b2758e66cf11a6d900aa0062ce6c',
  fileProperties: 'a1dcab8c47a9cf118ee400c00c205365',
  streamProperties: '9107dcb7b7a9cf118ee600c00c205365',
  contentDescription: '3326b2758e66cf11a6d900aa0062ce6c',
  extendedContent: '40a4d0d207e3d21197f000a0c95ea850',
  headerExtension: 'b503bf5f2ea9cf118ee300c00c205365',
  metadata: 'eacbf8c5af5b77488467aa8c44fa4cca',
  metadataLibrary: '941c23449894d149a1411d134e457054',
  contentEncryption: 'fbb3112223bdd211b4b700a0c955fc6e',
  extendedEncryption: '14e68a292226174cb935dae07ee9289c',
  advancedEncryption: 'b69b077aa4da124e8dca91d38dc11a8d',
  audioStream: '409e69f84d5bcf11a8fd00805f5c442b',
} as const;

interface AsfWalk {
  format?: WaveFormat;
  durationMs: number;
  encrypted: boolean;
  headerEnd: number;
}

/** True if an ASF header object stands at `offset`. */
export function isAsf(source: ByteSource, offset: number): boolean {
  return guidAt(source, offset) === guids.header;
}

/** Reads the file. */
export function readAsf(source: ByteSource, offset: number, found: Findings): void {
  const walk: AsfWalk = { durationMs: 0, encrypted: false, headerEnd: 0 };
  const size = objectSize(source, offset);
  walk.headerEnd = Math.min(offset + size, source.sizeBytes);
  if (offset + size > source.sizeBytes) found.warn('the file ends inside its header: it is truncated');
  readObjects(source, offset + 30, walk.headerEnd, walk, found);
  if (walk.encrypted) {
    const message =
      'The file is encrypted (Windows Media DRM); Fonoteca lists such files but never decodes them.';
    throw new Unreadable('encrypted', message, normaliseTags(found));
  }
  if (walk.format === undefined)
    throw new Unreadable('not-audio', 'The Windows Media file has no sound stream.');
  const dataSize = guidAt(source, walk.headerEnd) === guids.data ? objectSize(source, walk.headerEnd) : 0;
  const dataEnd = dataSize > 50 ? walk.headerEnd + dataSize : source.sizeBytes;
  if (dataEnd > source.sizeBytes) found.warn('the file ends before its audio does: it is truncated');
  // Behind the object's header and the copy of the file's id.
  found.essenceRanges = [
    { start: Math.min(walk.headerEnd + 50, source.sizeBytes), end: Math.min(dataEnd, source.sizeBytes) },
  ];
  found.audio = asfFacts(walk.format, walk.durationMs);
}

function asfFacts(format: WaveFormat, durationMs: number): Findings['audio'] {
  return {
    container: 'asf',
    codec: format.codec,
    durationMs,
    sampleRateHz: format.sampleRateHz,
    channels: format.channels,
    ...(format.lossless && { bitDepth: format.bitDepth }),
    bitrateKbps: Math.round((format.bytesPerSecond * 8) / 1000),
    lossless: format.lossless,
  };
}

function guidAt(source: ByteSource, offset: number): string {
  const p = source.locate(offset, 24);
  return p < 0 ? '' : source.buf.toString('hex', p, p + 16);
}

function objectSize(source: ByteSource, offset: number): number {
  const p = source.locate(offset, 24);
  return p < 0 ? 0 : source.buf.readUInt32LE(p + 20) * 2 ** 32 + source.buf.readUInt32LE(p + 16);
}

function readObjects(source: ByteSource, from: number, to: number, walk: AsfWalk, found: Findings): void {
  let at = from;
  for (let count = 0; count < objectsMax && at + 24 <= to; count += 1) {
    const guid = guidAt(source, at);
    const size = objectSize(source, at);
    if (guid === '' || size < 24) return;
    readObject(source, guid, at + 24, Math.min(at + size, to), walk, found);
    at += size;
  }
}

function readObject(
  source: ByteSource,
  guid: string,
  at: number,
  end: number,
  walk: AsfWalk,
  found: Findings,
): void {
  if (guid === guids.fileProperties) readFileProperties(source, at, walk);
  else if (guid === guids.streamProperties) readStreamProperties(source, at, end, walk);
  else if (guid === guids.contentDescription) readDescription(source, at, end, found);
  else if (guid === guids.extendedContent) readExtendedContent(source, at, end, found);
  else if (guid === guids.headerExtension) readObjects(source, at + 22, end, walk, found);
  else if (guid === guids.metadata || guid === guids.metadataLibrary) readMetadata(source, at, end, found);
  else if (
    guid === guids.contentEncryption ||
    guid === guids.extendedEncryption ||
    guid === guids.advancedEncryption
  )
    walk.encrypted = true;
}

/** Play duration in 100 ns, from which the preroll in ms is to be taken. */
function readFileProperties(source: ByteSource, at: number, walk: AsfWalk): void {
  const b = source.view(at, 64);
  if (b === undefined) return;
  const duration = (b.readUInt32LE(44) * 2 ** 32 + b.readUInt32LE(40)) / 10_000;
  const preroll = b.readUInt32LE(60) * 2 ** 32 + b.readUInt32LE(56);
  walk.durationMs = duration < 2 ** 48 ? Math.round(Math.max(0, duration - Math.min(preroll, duration))) : 0;
}

function readStreamProperties(source: ByteSource, at: number, end: number, walk: AsfWalk): void {
  const b = source.viewUpTo(at, Math.min(end - at, 54 + 40));
  if (b.length < 54 + 16) return;
  if (b.toString('hex', 0, 16) !== guids.audioStream) return;
  // Flag 15: the stream's content is encrypted.
  if ((b.readUInt16LE(48) & 0x8000) !== 0) walk.encrypted = true;
  walk.format ??= parseWaveFormat(b.subarray(54));
}

function readDescription(source: ByteSource, at: number, end: number, found: Findings): void {
  const b = source.view(at, end - at);
  if (b === undefined || b.length < 10) return;
  let from = 10;
  for (const [i, name] of ['TITLE', 'ARTIST', 'COPYRIGHT', 'COMMENT', ''].entries()) {
    const length = b.readUInt16LE(i * 2);
    if (from + length > b.length) return found.warn('the content description is cut off');
    if (name !== '') found.add(name, utf16(b.subarray(from, from + length)));
    from += length;
  }
}

function utf16(b: Buffer): string {
  return decodeUtf16(b, false).replaceAll('\0', '');
}

function readExtendedContent(source: ByteSource, start: number, end: number, found: Findings): void {
  const count = source.view(start, 2)?.readUInt16LE(0) ?? 0;
  let at = start + 2;
  for (let i = 0; i < count && at + 6 <= end; i += 1) {
    const nameLength = source.view(at, 2)?.readUInt16LE(0);
    if (nameLength === undefined) return;
    const head = source.view(at + 2, nameLength + 4);
    if (head === undefined) return found.warn('the extended content description is cut off');
    const value = {
      name: utf16(head.subarray(0, nameLength)),
      type: head.readUInt16LE(nameLength),
      length: head.readUInt16LE(nameLength + 2),
    };
    at += 2 + nameLength + 4;
    readValue(source, value, at, found);
    at += value.length;
  }
}

/** Metadata and its library: language, stream, lengths, type, then name and value. */
function readMetadata(source: ByteSource, start: number, end: number, found: Findings): void {
  const count = source.view(start, 2)?.readUInt16LE(0) ?? 0;
  let at = start + 2;
  for (let i = 0; i < count && at + 12 <= end; i += 1) {
    const b = source.view(at, 12);
    if (b === undefined) return;
    const nameLength = b.readUInt16LE(4);
    const [type, length] = [b.readUInt16LE(6), b.readUInt32LE(8)];
    const name = source.view(at + 12, nameLength);
    if (name === undefined || at + 12 + nameLength + length > end)
      return found.warn('the metadata library is cut off');
    readValue(source, { name: utf16(name), type, length }, at + 12 + nameLength, found);
    at += 12 + nameLength + length;
  }
}

interface AsfValue {
  readonly name: string;
  readonly type: number;
  readonly length: number;
}

/** Types: 0 text, 1 bytes, 2 flag, 3 to 5 integers. */
function readValue(source: ByteSource, value: AsfValue, at: number, found: Findings): void {
  if (value.name === 'WM/Picture') return readPicture(source, at, value.length, found);
  if (value.length > valueBytesMax)
    return found.warn(
      `the attribute ${cleanText(value.name).slice(0, 60)} has ${value.length} bytes; it was left out`,
    );
  const name = asfNames.get(value.name.toUpperCase()) ?? canonicalName(value.name);
  const b = source.view(at, value.length);
  if (b === undefined) return;
  if (value.type === 0) found.add(name, utf16(b));
  else if (value.type >= 2 && value.type <= 5 && b.length >= 2) addNumber(name, b, found);
}

function addNumber(name: string, b: Buffer, found: Findings): void {
  let number = b.readUIntLE(0, Math.min(b.length, 6));
  if (name === 'ASFTRACK') {
    number += 1;
    if (!found.fields.has('TRACKNUMBER')) found.add('TRACKNUMBER', String(number));
  } else if (name === 'ASFRATING') found.rating ??= number > 99 ? 100 : number;
  else found.add(name, String(number));
}

/** Names whose plain form would mean something else. */
const asfNames = new Map<string, string>([
  ['WM/TRACK', 'ASFTRACK'],
  ['WM/SHAREDUSERRATING', 'ASFRATING'],
  ['WM/YEAR', 'DATE'],
  ['WM/ORIGINALRELEASEYEAR', 'ORIGINALDATE'],
  ['WM/SUBTITLE', 'SUBTITLE'],
  ['WM/WRITER', 'LYRICIST'],
  ['WM/TOOLNAME', 'ENCODEDBY'],
  ['WM/ENCODINGSETTINGS', 'ASFENCODINGSETTINGS'],
  ['AUTHOR', 'ARTIST'],
  ['WM/CONTENTGROUPDESCRIPTION', 'GROUPING'],
]);

/** Type, length, mime and description in UTF-16, picture. */
function readPicture(source: ByteSource, at: number, length: number, found: Findings): void {
  const b = source.viewUpTo(at, Math.min(length, 1024));
  if (b.length < 9) return;
  const size = b.readUInt32LE(1);
  const mimeEnd = endOfWideText(b, 5);
  const descriptionEnd = endOfWideText(b, mimeEnd);
  const claimed = utf16(b.subarray(5, mimeEnd));
  found.addPicture({
    offset: at + descriptionEnd,
    length: Math.min(size, length - descriptionEnd),
    mime: pictureMime(b, descriptionEnd, claimed),
    type: artworkType(b[0]!),
    description: cleanText(utf16(b.subarray(mimeEnd, descriptionEnd))).slice(0, 200),
    storage: 'raw',
  });
}

function endOfWideText(b: Buffer, from: number): number {
  for (let at = from; at + 1 < b.length; at += 2) if (b[at] === 0 && b[at + 1] === 0) return at + 2;
  return b.length;
}
