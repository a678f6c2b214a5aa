/**
 * A small MP4 writer for one AAC track: takes the ADTS stream that ffmpeg prints (MP4 itself needs an output that
 * can be seeked, which a pipe is not) and lays it out as an M4A file with iTunes tags (ISO/IEC 14496-12 and -14).
 */

import { sampleRate } from '../synth/timing.ts';
import type { FileTags } from './tags.ts';
import { comment, lrcOf } from './tags.ts';

const frameSamples = 1024;
/** What ffmpeg's AAC encoder puts before the first sample. */
const primingSamples = 1024;

/** An .m4a file; `samples` is the true length of the music. */
export function m4aOf(adts: Uint8Array, samples: number, tags: FileTags): Uint8Array {
  const frames = adtsFrames(adts);
  const brand = box('ftyp', latin('M4A '), u32(0x200), latin('M4A mp42isom'));
  // The media's place in the file is in the index before it, whose size does not depend on the place.
  const length = movie(frames, samples, tags, 0).length;
  const index = movie(frames, samples, tags, brand.length + length + 8);
  return Buffer.concat([brand, index, box('mdat', ...frames)]);
}

/** The raw frames, without the ADTS heads of 7 bytes (9 with a checksum). */
function adtsFrames(adts: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let at = 0; at + 7 <= adts.length;) {
    const size = ((adts[at + 3]! & 3) << 11) | (adts[at + 4]! << 3) | (adts[at + 5]! >> 5);
    const head = (adts[at + 1]! & 1) === 1 ? 7 : 9;
    if (size <= head) break;
    frames.push(adts.subarray(at + head, at + size));
    at += size;
  }
  return frames;
}

function movie(
  frames: readonly Uint8Array[],
  samples: number,
  tags: FileTags,
  mediaOffset: number,
): Uint8Array {
  const mediaSamples = frames.length * frameSamples;
  const matrix = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map(u32);
  const header = box(
    'mvhd',
    u32(0),
    u32(0),
    u32(0),
    u32(sampleRate),
    u32(samples),
    u32(0x10000),
    u16(0x100),
    zeros(10),
    ...matrix,
    zeros(24),
    u32(2),
  );
  const trackHeader = box(
    'tkhd',
    u32(7),
    u32(0),
    u32(0),
    u32(1),
    u32(0),
    u32(samples),
    zeros(8),
    u16(0),
    u16(0),
    u16(0x100),
    u16(0),
    ...matrix,
    u32(0),
    u32(0),
  );
  const edits = box('edts', box('elst', u32(0), u32(1), u32(samples), u32(primingSamples), u32(0x10000)));
  const mediaHeader = box(
    'mdhd',
    u32(0),
    u32(0),
    u32(0),
    u32(sampleRate),
    u32(mediaSamples),
    u16(0x55c4),
    u16(0),
  );
  const handler = box('hdlr', u32(0), u32(0), latin('soun'), zeros(12), latin('\0'));
  const data = box('dinf', box('dref', u32(0), u32(1), box('url ', u32(1))));
  const media = box(
    'mdia',
    mediaHeader,
    handler,
    box('minf', box('smhd', u32(0), u32(0)), data, sampleTable(frames, mediaOffset)),
  );
  return box('moov', header, box('trak', trackHeader, edits, media), box('udta', metadata(tags)));
}

function sampleTable(frames: readonly Uint8Array[], mediaOffset: number): Uint8Array {
  const entry = box(
    'mp4a',
    zeros(6),
    u16(1),
    zeros(8),
    u16(2),
    u16(16),
    u32(0),
    u32(sampleRate * 0x10000),
    descriptor(),
  );
  return box(
    'stbl',
    box('stsd', u32(0), u32(1), entry),
    box('stts', u32(0), u32(1), u32(frames.length), u32(frameSamples)),
    box('stsc', u32(0), u32(1), u32(1), u32(frames.length), u32(1)),
    box('stsz', u32(0), u32(0), u32(frames.length), ...frames.map((frame) => u32(frame.length))),
    box('stco', u32(0), u32(1), u32(mediaOffset)),
  );
}

/** esds: AAC-LC, 44.1 kHz, stereo (AudioSpecificConfig 0x1210). */
function descriptor(): Uint8Array {
  const specific = tagged(5, Uint8Array.of(0x12, 0x10));
  const config = tagged(4, Uint8Array.of(0x40, 0x15, 0, 0, 0), u32(160_000), u32(160_000), specific);
  return box('esds', u32(0), tagged(3, u16(1), Uint8Array.of(0), config, tagged(6, Uint8Array.of(2))));
}

function tagged(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts);
  return Buffer.concat([Uint8Array.of(tag, body.length), body]);
}

function metadata(tags: FileTags): Uint8Array {
  const handler = box('hdlr', u32(0), u32(0), latin('mdirappl'), zeros(9));
  return box('meta', u32(0), handler, box('ilst', ...texts(tags), ...numbers(tags), ...pictures(tags)));
}

function texts(tags: FileTags): Uint8Array[] {
  const fields: (readonly [string, readonly (string | undefined)[]])[] = [
    ['©nam', [tags.title]],
    ['sonm', [tags.titleSort]],
    ['©ART', tags.artists.map((artist) => artist.name)],
    ['soar', tags.artists.map((artist) => artist.sort)],
    ['©alb', [tags.album]],
    ['soal', [tags.albumSort]],
    ['aART', tags.albumArtists.map((artist) => artist.name)],
    ['soaa', tags.albumArtists.map((artist) => artist.sort)],
    ['©wrt', [tags.composer?.name]],
    ['soco', [tags.composer?.sort]],
    ['©day', [tags.date]],
    ['©gen', tags.genres],
    ['©wrk', [tags.work]],
    ['©mvn', [tags.movement?.name]],
    ['©lyr', [tags.lyrics.length === 0 ? undefined : lrcOf(tags.lyrics)]],
    ['©cmt', [comment]],
    ['cprt', [comment]],
  ];
  const free: (readonly [string, string | undefined])[] = [
    ['ORIGINALDATE', tags.originalDate],
    ['LABEL', tags.label],
    ['DISCSUBTITLE', tags.discTitle],
    ['LANGUAGE', tags.language],
  ];
  return [
    ...fields.flatMap(([name, values]) => {
      const present = values.filter((value) => value !== undefined);
      return present.length === 0
        ? []
        : [box(name, ...present.map((value) => dataBox(1, Buffer.from(value, 'utf8'))))];
    }),
    ...free.flatMap(([name, value]) => (value === undefined ? [] : [freeForm(name, value)])),
  ];
}

function numbers(tags: FileTags): Uint8Array[] {
  const pair = (name: string, value: number, total: number): Uint8Array =>
    box(name, dataBox(0, u16(0), u16(value), u16(total), ...(name === 'trkn' ? [u16(0)] : [])));
  const movement = tags.movement;
  return [
    pair('trkn', tags.track, tags.trackTotal),
    pair('disk', tags.disc, tags.discTotal),
    ...(tags.compilation ? [box('cpil', dataBox(21, Uint8Array.of(1)))] : []),
    ...(movement === undefined ? [] : [box('©mvi', dataBox(21, u16(movement.number)))]),
    ...(movement?.total === undefined ? [] : [box('©mvc', dataBox(21, u16(movement.total)))]),
  ];
}

function pictures(tags: FileTags): Uint8Array[] {
  if (tags.picture === undefined) return [];
  return [box('covr', dataBox(tags.picture.mime === 'image/png' ? 14 : 13, tags.picture.bytes))];
}

function dataBox(type: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return box('data', u32(type), u32(0), ...parts);
}

function freeForm(name: string, value: string): Uint8Array {
  return box(
    '----',
    box('mean', u32(0), latin('com.apple.iTunes')),
    box('name', u32(0), latin(name)),
    dataBox(1, Buffer.from(value, 'utf8')),
  );
}

function box(name: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), latin(name), body]);
}

function latin(value: string): Uint8Array {
  return Buffer.from(value, 'latin1');
}

function zeros(count: number): Uint8Array {
  return new Uint8Array(count);
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value);
}

function u32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
