/** ID3v2.4 (id3.org/id3v2.4.0-frames): the tags of MP3, in UTF-8, several values divided by NUL. */

import type { FileTags, Picture, TimedLine } from './tags.ts';
import { comment, licenceAddress } from './tags.ts';

const utf8 = Uint8Array.of(3);
const zero = Uint8Array.of(0);
const unknownLanguage = 'und';

/** A whole tag, to be put before the first frame. */
export function id3Tag(tags: FileTags): Uint8Array {
  const body = Buffer.concat(framesOf(tags));
  const head = Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, ...synchsafe(body.length)]);
  return Buffer.concat([head, body]);
}

function framesOf(tags: FileTags): Uint8Array[] {
  const language = tags.language ?? unknownLanguage;
  const frames = textFrames(tags).flatMap(([id, values]) => {
    const present = values.filter((value) => value !== undefined);
    return present.length === 0 ? [] : [frame(id, utf8, text(present.join('\0')))];
  });
  if (tags.work !== undefined) frames.push(frame('TXXX', utf8, text('WORK'), zero, text(tags.work)));
  frames.push(frame('COMM', utf8, text('eng'), zero, text(comment)), frame('WCOP', text(licenceAddress)));
  if (tags.lyrics.length > 0) {
    const plain = tags.lyrics.map((line) => line.text).join('\n');
    frames.push(frame('USLT', utf8, text(language), zero, text(plain)), syncedLyrics(tags.lyrics, language));
  }
  if (tags.picture !== undefined) frames.push(pictureFrame(tags.picture));
  return frames;
}

function textFrames(tags: FileTags): (readonly [id: string, values: readonly (string | undefined)[]])[] {
  const of = (value: number, total: number | undefined): string =>
    total === undefined ? `${value}` : `${value}/${total}`;
  return [
    ['TIT2', [tags.title]],
    ['TSOT', [tags.titleSort]],
    ['TPE1', tags.artists.map((artist) => artist.name)],
    ['TSOP', tags.artists.map((artist) => artist.sort)],
    ['TALB', [tags.album]],
    ['TSOA', [tags.albumSort]],
    ['TPE2', tags.albumArtists.map((artist) => artist.name)],
    ['TSO2', tags.albumArtists.map((artist) => artist.sort)],
    ['TCOM', [tags.composer?.name]],
    ['TSOC', [tags.composer?.sort]],
    ['TRCK', [of(tags.track, tags.trackTotal)]],
    ['TPOS', [of(tags.disc, tags.discTotal)]],
    ['TSST', [tags.discTitle]],
    ['TDRC', [tags.date]],
    ['TDOR', [tags.originalDate]],
    ['TCON', tags.genres],
    ['TPUB', [tags.label]],
    ['MVNM', [tags.movement?.name]],
    ['MVIN', [tags.movement === undefined ? undefined : of(tags.movement.number, tags.movement.total)]],
    ['TLAN', [tags.language]],
    ['TCMP', [tags.compilation ? '1' : undefined]],
    ['TCOP', [comment]],
  ];
}

/** SYLT: lines with their milliseconds (section 4.9). */
function syncedLyrics(lines: readonly TimedLine[], language: string): Uint8Array {
  const inMilliseconds = 2;
  const areLyrics = 1;
  const body = lines.flatMap((line) => {
    const time = Buffer.alloc(4);
    time.writeUInt32BE(Math.round(line.seconds * 1000));
    return [text(line.text), zero, time];
  });
  return frame('SYLT', utf8, text(language), Uint8Array.of(inMilliseconds, areLyrics), zero, ...body);
}

function pictureFrame(picture: Picture): Uint8Array {
  const frontCover = 3;
  return frame('APIC', utf8, text(picture.mime), zero, Uint8Array.of(frontCover), zero, picture.bytes);
}

function frame(id: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(id, 'latin1'), Uint8Array.from([...synchsafe(body.length), 0, 0]), body]);
}

function synchsafe(value: number): number[] {
  return [(value >> 21) & 0x7f, (value >> 14) & 0x7f, (value >> 7) & 0x7f, value & 0x7f];
}

function text(value: string): Uint8Array {
  return Buffer.from(value, 'utf8');
}
