/**
 * Music files made in code, for the tests of all rooms: `makeFlac({ tags, seconds, artwork })` and its kin.
 *
 * Tags are given under Vorbis-comment names (TITLE, ARTIST: ['A', 'B'], TRACKNUMBER: '3/12', DATE,
 * MUSICBRAINZ_ALBUMID …) and written as each format has them. FLAC, MP3, Opus, Vorbis, FLAC-in-Ogg, M4A, AAC, WAV and
 * AIFF hold audio that decoders play; the others have true headers only. `seed` changes the sound, tags never do.
 */
export { apeTag, id3v1, id3v2, makePng, vorbisComments } from './fixtures/blocks.ts';
export type { FixturePicture, FixtureTags, Id3Options } from './fixtures/blocks.ts';
export { makeFlac } from './fixtures/flac.ts';
export type { FlacOptions } from './fixtures/flac.ts';
export { makeAac, makeMp3 } from './fixtures/mpeg.ts';
export type { Mp3Options } from './fixtures/mpeg.ts';
export { makeOggFlac, makeOpus, makeSpeex, makeVorbis } from './fixtures/ogg.ts';
export type { OggOptions } from './fixtures/ogg.ts';
export { makeM4a } from './fixtures/mp4.ts';
export type { M4aOptions } from './fixtures/mp4.ts';
export { makeAiff, makeWav } from './fixtures/pcm.ts';
export type { PcmOptions } from './fixtures/pcm.ts';
export {
  makeApe,
  makeDff,
  makeDsf,
  makeMatroska,
  makeMusepack,
  makeTta,
  makeWavpack,
  makeWma,
} from './fixtures/rare.ts';
export type { RareOptions } from './fixtures/rare.ts';
