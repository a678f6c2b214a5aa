/**
 * What the readers of ID3v2 frames share: a frame's body, and text in ID3's four encodings.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { decodeUtf16, decodeUtf8 } from '../text.ts';

const textBytesMax = 1024 * 1024;

/** One frame as its reader sees it: where its body lies, and how its bytes are stored. */
export interface Id3Frame {
  readonly id: string;
  /** The body as stored in `source`. */
  readonly offset: number;
  readonly length: number;
  readonly source: ByteSource;
  readonly storage: 'raw' | 'unsynchronised' | 'zlib';
  /** Where a body position lies in the file and how many stored bytes it spans (they differ when unsynchronised). */
  readonly toFile: (offset: number, length: number) => { offset: number; length: number };
}

/** The body of a frame that is not a picture, or undefined when it is absurdly long. */
export function frameBody(frame: Id3Frame, found: Findings): Buffer | undefined {
  if (frame.length > textBytesMax) {
    found.warn(`the ID3 frame ${frame.id} has ${frame.length} bytes; it was left out`);
    return undefined;
  }
  return frame.source.view(frame.offset, frame.length);
}

/** One decoded text; `latin1` when nothing vouches for its encoding. */
export interface DecodedText {
  readonly text: string;
  readonly latin1: boolean;
}

/** Text in one of ID3's four encodings (0 Latin-1, 1 UTF-16 with mark, 2 UTF-16BE, 3 UTF-8). */
export function decodeId3(bytes: Buffer, encoding: number): DecodedText {
  if (encoding === 1 || encoding === 2)
    return { text: decodeUtf16(bytes, encoding === 2 ? true : undefined), latin1: false };
  if (
    encoding === 0 &&
    bytes.length >= 2 &&
    ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
  ) {
    return { text: decodeUtf16(bytes), latin1: false };
  }
  if (encoding === 3) {
    const text = decodeUtf8(bytes);
    if (text !== undefined) return { text, latin1: false };
  }
  return { text: bytes.toString('latin1', 0, bytes.length), latin1: true };
}

/** Position after the text that ends with the encoding's NUL, and where the text itself ends. */
export function endOfText(body: Buffer, from: number, encoding: number): { end: number; next: number } {
  if (encoding !== 1 && encoding !== 2) {
    const at = body.indexOf(0, from);
    return at < 0 ? { end: body.length, next: body.length } : { end: at, next: at + 1 };
  }
  for (let at = from; at + 1 < body.length; at += 2) {
    if (body[at] === 0 && body[at + 1] === 0) return { end: at, next: at + 2 };
  }
  return { end: body.length, next: body.length };
}
