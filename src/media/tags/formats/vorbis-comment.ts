/**
 * Vorbis comments, as FLAC, Vorbis, Opus, Speex and FLAC-in-Ogg share them: counted UTF-8 'NAME=value' entries.
 *
 * Read through a `take` function, because the block lies in one piece in FLAC and spread over pages in Ogg; pictures
 * in base64 are looked at for their first bytes only.
 */
import type { Findings } from '../findings.ts';
import { canonicalName } from '../findings.ts';
import { artworkType, pictureMime } from '../pictures.ts';
import { boundText, cleanText, decodeUtf8 } from '../text.ts';
import type { EmbeddedArtwork } from '../types.ts';

const entriesMax = 5000;
const entryBytesMax = 1024 * 1024;
/** Longest name that is looked for before '='. */
const nameBytesMax = 128;

/** The bytes of the comment block at a position, or undefined past its end; valid until the next call. */
type Take = (position: number, length: number) => Buffer | undefined;

/** Where a picture inside the block lies in the file. */
type Locate = (position: number) => Pick<EmbeddedArtwork, 'offset' | 'skip'>;

export interface CommentBlock {
  readonly take: Take;
  readonly locate: Locate;
  /** How base64 inside this block is to be fetched. */
  readonly storage: 'base64' | 'ogg-base64';
}

/** Reads vendor and entries from `start`. */
export function readVorbisComments(block: CommentBlock, start: number, found: Findings): void {
  const vendorLength = block.take(start, 4)?.readUInt32LE(0);
  if (vendorLength === undefined) return found.warn('the comments are cut off');
  const countAt = start + 4 + vendorLength;
  const count = block.take(countAt, 4)?.readUInt32LE(0);
  if (count === undefined)
    return found.warn('the comments are damaged: their first length leads past their end');
  if (count > entriesMax) found.warn(`${count} comments are claimed; only the first ${entriesMax} were read`);
  let at = countAt + 4;
  for (let i = 0; i < Math.min(count, entriesMax); i += 1) {
    const length = block.take(at, 4)?.readUInt32LE(0);
    if (length === undefined || !readEntry(block, at + 4, length, found)) {
      return found.warn(`the comments end after ${i} of ${count} entries`);
    }
    at += 4 + length;
  }
}

function readEntry(block: CommentBlock, at: number, length: number, found: Findings): boolean {
  const head = block.take(at, Math.min(length, nameBytesMax));
  if (head === undefined) return false;
  const equals = head.indexOf(0x3d);
  if (equals < 1) return true;
  const written = head.toString('latin1', 0, equals);
  const name = canonicalName(written);
  const valueAt = at + equals + 1;
  const valueLength = length - equals - 1;
  if (name === 'METADATABLOCKPICTURE') readBase64Picture(block, valueAt, valueLength, found);
  else if (name === 'COVERART') readCoverArt(block, valueAt, valueLength, found);
  else if (length > entryBytesMax)
    found.warn(`the comment ${cleanText(written)} has ${length} bytes; it was left out`);
  else {
    const whole = length <= nameBytesMax ? head : block.take(at, length);
    if (whole === undefined) return false;
    addValue(written, name, whole.subarray(equals + 1), found);
  }
  return true;
}

function addValue(written: string, name: string, bytes: Buffer, found: Findings): void {
  const text = decodeUtf8(bytes);
  if (text === undefined) {
    found.warn(`the comment ${boundText(cleanText(written), 60)} is not valid UTF-8`);
    return found.addLatin1(name, bytes.toString('latin1', 0, bytes.length));
  }
  const instrument = /^PERFORMER\s*[:[]\s*(.+?)\]?$/i.exec(written);
  if (instrument !== null) found.credits.push({ role: 'performer', name: text, detail: instrument[1]! });
  else found.add(name, text);
}

/** A FLAC picture block in base64: its head says all but the picture. */
function readBase64Picture(block: CommentBlock, at: number, length: number, found: Findings): void {
  const coded = block.take(at, Math.min(length, 1024));
  if (coded === undefined) return;
  const head = Buffer.from(coded.toString('latin1', 0, coded.length), 'base64');
  const picture = readPictureHead(head);
  if (picture === undefined) return found.warn('an embedded picture is damaged');
  const { dataAt, ...facts } = picture;
  found.addPicture({ ...facts, ...place(block, at, length, dataAt) });
}

/** The older COVERART: the bare picture in base64. */
function readCoverArt(block: CommentBlock, at: number, length: number, found: Findings): void {
  const coded = block.take(at, Math.min(length, 64));
  if (coded === undefined) return;
  const mime = pictureMime(Buffer.from(coded.toString('latin1', 0, coded.length), 'base64'), 0, '');
  found.addPicture({ mime, type: 'front', description: '', ...place(block, at, length, 0) });
}

/** `drop`: how many decoded bytes stand before the picture. */
function place(
  block: CommentBlock,
  at: number,
  length: number,
  drop: number,
): Pick<EmbeddedArtwork, 'offset' | 'length' | 'storage' | 'skip' | 'drop'> {
  return { ...block.locate(at), length, storage: block.storage, ...(drop > 0 && { drop }) };
}

export interface PictureHead {
  readonly type: EmbeddedArtwork['type'];
  readonly mime: string;
  readonly description: string;
  /** Position of the picture's bytes in the block. */
  readonly dataAt: number;
}

/** METADATA_BLOCK_PICTURE (RFC 9639 §8.8): type, mime, description, four sizes, length, data. */
export function readPictureHead(head: Buffer): (PictureHead & { length: number }) | undefined {
  if (head.length < 8) return undefined;
  const mimeLength = head.readUInt32BE(4);
  if (8 + mimeLength + 4 > head.length) return undefined;
  const descriptionLength = head.readUInt32BE(8 + mimeLength);
  const lengthAt = 8 + mimeLength + 4 + descriptionLength + 16;
  if (lengthAt + 4 > head.length) return undefined;
  const claimed = head.toString('latin1', 8, 8 + mimeLength);
  if (claimed === '-->') return undefined;
  const dataAt = lengthAt + 4;
  return {
    type: artworkType(head.readUInt32BE(0)),
    mime: pictureMime(head, dataAt, claimed),
    description: cleanText(head.toString('utf8', 12 + mimeLength, 12 + mimeLength + descriptionLength)).slice(
      0,
      200,
    ),
    dataAt,
    length: head.readUInt32BE(lengthAt),
  };
}
