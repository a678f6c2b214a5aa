/**
 * The frames of ID3v2: what each says, in this project's words.
 */
import { parseLyrics } from '../../lyrics.ts';
import type { Findings } from '../findings.ts';
import { canonicalName } from '../findings.ts';
import { artworkType, pictureMime } from '../pictures.ts';
import { cleanText, textLimits } from '../text.ts';
import type { Role } from '../types.ts';
import { popularityRating } from '../rating.ts';
import { decodeId3, endOfText, frameBody } from './id3v2-text.ts';
import type { DecodedText, Id3Frame } from './id3v2-text.ts';
import { readChapter, readRelativeVolume, readSyncedLyrics } from './id3v2-timed.ts';

/** Enough for mime type, type and description of a picture. */
const pictureHeadBytes = 1024;

/** Text frames of v2.3/2.4 and their v2.2 forms → canonical names. */
const textFrames = new Map<string, string>(
  Object.entries({
    TIT2: 'TITLE', TT2: 'TITLE', TIT1: 'GROUPING', TT1: 'GROUPING', TIT3: 'SUBTITLE', TT3: 'SUBTITLE',
    TPE1: 'ARTIST', TP1: 'ARTIST', TPE2: 'ALBUMARTIST', TP2: 'ALBUMARTIST', TPE3: 'CONDUCTOR', TP3: 'CONDUCTOR',
    TPE4: 'MODIFIEDBY', TP4: 'MODIFIEDBY', TALB: 'ALBUM', TAL: 'ALBUM', TRCK: 'TRACKNUMBER', TRK: 'TRACKNUMBER',
    TPOS: 'DISCNUMBER', TPA: 'DISCNUMBER', TSST: 'DISCSUBTITLE', TCON: 'GENRE', TCO: 'GENRE', TMOO: 'MOOD',
    TDRC: 'DATE', TYER: 'YEAR', TYE: 'YEAR', TDAT: 'ID3DAYMONTH', TDA: 'ID3DAYMONTH', TDRL: 'RELEASEDATE',
    TDOR: 'ORIGINALDATE', TORY: 'ORIGINALDATE', TOR: 'ORIGINALDATE', TCOM: 'COMPOSER', TCM: 'COMPOSER',
    TEXT: 'LYRICIST', TXT: 'LYRICIST', TCMP: 'COMPILATION', TCP: 'COMPILATION', TSOT: 'TITLESORT', TST: 'TITLESORT',
    TSOA: 'ALBUMSORT', TSA: 'ALBUMSORT', TSOP: 'ARTISTSORT', TSP: 'ARTISTSORT', TSO2: 'ALBUMARTISTSORT',
    TS2: 'ALBUMARTISTSORT', TSOC: 'COMPOSERSORT', XSOT: 'TITLESORT', XSOA: 'ALBUMSORT', XSOP: 'ARTISTSORT',
    TSRC: 'ISRC', TRC: 'ISRC', TPUB: 'LABEL', TPB: 'LABEL', TMED: 'MEDIA', TMT: 'MEDIA', TBPM: 'BPM', TBP: 'BPM',
    TKEY: 'KEY', TKE: 'KEY', TCOP: 'COPYRIGHT', TCR: 'COPYRIGHT', TLAN: 'LANGUAGE', TLA: 'LANGUAGE', TENC: 'ENCODEDBY',
    TEN: 'ENCODEDBY', TSSE: 'ENCODEDBY', TSS: 'ENCODEDBY', MVNM: 'MOVEMENTNAME', MVIN: 'MOVEMENT', GRP1: 'GROUPING',
    GP1: 'GROUPING',
  }), // prettier-ignore
);

/** Reads one frame whose flags are already undone. */
export function readFrame(frame: Id3Frame, found: Findings): void {
  const id =
    frame.id.length === 4 && (frame.id.endsWith(' ') || frame.id.endsWith('\0'))
      ? frame.id.slice(0, 3)
      : frame.id;
  const field = textFrames.get(id);
  if (field !== undefined) return readText(frame, field, found);
  const reader = readers.get(id);
  if (reader !== undefined) reader(frame, found);
}

const readers = new Map<string, (frame: Id3Frame, found: Findings) => void>([
  ['TXXX', readUserText],
  ['TXX', readUserText],
  ['COMM', readComment],
  ['COM', readComment],
  ['USLT', readLyrics],
  ['ULT', readLyrics],
  ['SYLT', readSyncedLyrics],
  ['SLT', readSyncedLyrics],
  ['APIC', readPicture],
  ['PIC', readPicture],
  ['UFID', readUniqueId],
  ['UFI', readUniqueId],
  ['TIPL', readInvolved],
  ['TMCL', readMusicians],
  ['IPLS', readInvolved],
  ['IPL', readInvolved],
  ['POPM', readPopularity],
  ['POP', readPopularity],
  ['PCNT', readPlayCount],
  ['RVA2', readRelativeVolume],
  ['CHAP', readChapter],
  ['WCOP', readLicence],
]);

function addValues(field: string, { text, latin1 }: DecodedText, found: Findings): void {
  const values = text.includes('\0') ? text.split('\0') : [text];
  for (const value of values) {
    const plain = withoutMark(value);
    if (latin1) found.addLatin1(field, plain);
    else found.add(field, plain);
  }
}

/** Each value of a UTF-16 list may carry its own mark, and so its own order of bytes. */
function withoutMark(value: string): string {
  const first = value.charCodeAt(0);
  if (first === 0xfffe) return Buffer.from(value.slice(1), 'utf16le').swap16().toString('utf16le');
  return first === 0xfeff ? value.slice(1) : value;
}

function readText(frame: Id3Frame, field: string, found: Findings): void {
  const body = frameBody(frame, found);
  if (body === undefined) return;
  const encoding = body[0]!;
  // Some writers forget the encoding byte.
  const forgotten = encoding > 3;
  addValues(field, decodeId3(forgotten ? body : body.subarray(1), forgotten ? 0 : encoding), found);
}

function readUserText(frame: Id3Frame, found: Findings): void {
  const body = frameBody(frame, found);
  if (body === undefined || body.length < 2) return;
  const encoding = body[0]!;
  const { end, next } = endOfText(body, 1, encoding);
  const name = cleanText(decodeId3(body.subarray(1, end), encoding).text);
  const field = canonicalName(name);
  if (field !== '') addValues(field, decodeId3(body.subarray(next), encoding), found);
}

/** Comments that programs leave for themselves. */
const programComment = /^(?:itun|id3v1|music ?match|cddb|songs-db|gracenote)/i;

function readComment(frame: Id3Frame, found: Findings): void {
  const parts = languageText(frame, found);
  if (parts === undefined) return;
  const description = cleanText(parts.description);
  if (description.toUpperCase() === 'ITUNSMPB') return addValues('ITUNSMPB', parts.text, found);
  if (programComment.test(description)) return;
  addValues('COMMENT', parts.text, found);
}

function readLyrics(frame: Id3Frame, found: Findings): void {
  const parts = languageText(frame, found);
  if (parts === undefined) return;
  const text = parts.text.text.replaceAll('\0', '\n');
  if (parts.text.latin1) return found.addLatin1('LYRICS', text);
  const known = /^[a-z]{3}$/i.test(parts.language) && !/^(?:xxx|und)$/i.test(parts.language);
  found.lyrics.push(
    parseLyrics(text.slice(0, textLimits.document), known ? parts.language.toLowerCase() : undefined),
  );
}

interface LanguageText {
  readonly language: string;
  readonly description: string;
  readonly text: DecodedText;
}

/** COMM and USLT: encoding, language, description, text. */
function languageText(frame: Id3Frame, found: Findings): LanguageText | undefined {
  const body = frameBody(frame, found);
  if (body === undefined || body.length < 5) return undefined;
  const encoding = body[0]!;
  const { end, next } = endOfText(body, 4, encoding);
  // Broken writers leave the description out altogether.
  const lonely = next >= body.length && end > 4;
  return {
    language: body.toString('latin1', 1, 4),
    description: lonely ? '' : decodeId3(body.subarray(4, end), encoding).text,
    text: decodeId3(lonely ? body.subarray(4, end) : body.subarray(next), encoding),
  };
}

function readPicture(frame: Id3Frame, found: Findings): void {
  const head = frame.source.viewUpTo(frame.offset, Math.min(frame.length, pictureHeadBytes));
  if (head.length < 6) return;
  const encoding = head[0]!;
  const old = frame.id.startsWith('PIC');
  const mimeEnd = old ? { end: 4, next: 4 } : endOfText(head, 1, 0);
  const claimed = head.toString('latin1', 1, mimeEnd.end);
  if (claimed === '-->') return;
  const type = head[mimeEnd.next] ?? 0;
  const { end, next } = endOfText(head, mimeEnd.next + 1, encoding);
  const description = cleanText(decodeId3(head.subarray(mimeEnd.next + 1, end), encoding).text);
  const mime = pictureMime(head, next, claimed);
  const common = { mime, type: artworkType(type), description: description.slice(0, 200) };
  if (frame.storage !== 'raw') {
    const place = frame.toFile(frame.offset, frame.length);
    return found.addPicture({ ...common, ...place, storage: frame.storage, drop: next });
  }
  const place = frame.toFile(frame.offset + next, frame.length - next);
  // Longer in the file than in the tag: the whole tag is unsynchronised.
  const storage = place.length === frame.length - next ? 'raw' : 'unsynchronised';
  found.addPicture({ ...common, ...place, storage });
}

function readUniqueId(frame: Id3Frame, found: Findings): void {
  const body = frameBody(frame, found);
  if (body === undefined) return;
  const { end, next } = endOfText(body, 0, 0);
  if (body.toString('latin1', 0, end) === 'http://musicbrainz.org')
    found.add('MUSICBRAINZTRACKID', body.toString('latin1', next));
}

const involvement = new Map<string, Role>([
  ['arranger', 'arranger'],
  ['engineer', 'engineer'],
  ['producer', 'producer'],
  ['dj-mix', 'dj-mixer'],
  ['dj mix', 'dj-mixer'],
  ['mix', 'mixer'],
  ['mixer', 'mixer'],
  ['composer', 'composer'],
  ['conductor', 'conductor'],
  ['lyricist', 'lyricist'],
  ['writer', 'writer'],
  ['remixer', 'remixer'],
  ['director', 'director'],
  ['performer', 'performer'],
]);

/** TIPL and IPLS: pairs of function and name; in v2.3 instruments stand here too. */
function readInvolved(frame: Id3Frame, found: Findings): void {
  for (const [as, name] of pairs(frame, found)) {
    const role = involvement.get(as.toLowerCase());
    if (role !== undefined) found.credits.push({ role, name });
    else found.credits.push({ role: frame.id === 'TIPL' ? 'other' : 'performer', name, detail: as });
  }
}

function readMusicians(frame: Id3Frame, found: Findings): void {
  for (const [instrument, name] of pairs(frame, found)) {
    found.credits.push({ role: 'performer', name, ...(instrument !== '' && { detail: instrument }) });
  }
}

function pairs(frame: Id3Frame, found: Findings): [string, string][] {
  const body = frameBody(frame, found);
  if (body === undefined) return [];
  const words = decodeId3(body.subarray(1), body[0]!).text.split('\0').map(cleanText);
  const all: [string, string][] = [];
  for (let i = 0; i + 1 < words.length && all.length < 500; i += 2)
    if (words[i + 1] !== '') all.push([words[i]!, words[i + 1]!]);
  return all;
}

function readPopularity(frame: Id3Frame, found: Findings): void {
  const body = frameBody(frame, found);
  if (body === undefined) return;
  const { next } = endOfText(body, 0, 0);
  if (next < body.length && body[next]! > 0) found.rating ??= popularityRating(body[next]!);
  countPlays(body.subarray(next + 1), found);
}

function readPlayCount(frame: Id3Frame, found: Findings): void {
  const body = frameBody(frame, found);
  if (body !== undefined) countPlays(body, found);
}

function countPlays(bytes: Buffer, found: Findings): void {
  if (bytes.length === 0 || bytes.length > 6) return;
  const count = bytes.readUIntBE(0, bytes.length);
  if (count > 0) found.playCount ??= count;
}

function readLicence(frame: Id3Frame, found: Findings): void {
  const body = frameBody(frame, found);
  if (body !== undefined) found.add('LICENSE', body.toString('latin1', 0, endOfText(body, 0, 0).end));
}
