/** One small file of each format that fixtures.ts makes, with the same tags: what tests damage at random. */
import * as fixtures from './fixtures.ts';

const tags = {
  TITLE: 'Títle 曲',
  ARTIST: ['A', 'Б'],
  GENRE: '(17)(6)Folk',
  TRACKNUMBER: '3/12',
  DATE: '1999-12-31',
  LYRICS: '[00:01.00]la\n[00:02.00]lo',
  REPLAYGAIN_TRACK_GAIN: '-3 dB',
  COMMENT: 'c'.repeat(300),
};

/** By the name of the format. */
export async function makeSampleFiles(): Promise<Record<string, Buffer>> {
  const options = { tags, artwork: { bytes: fixtures.makePng() }, seconds: 0.3 };
  const chapters = [{ startMs: 0, title: 'x' }];
  return {
    flac: fixtures.makeFlac({ ...options, paddingBytes: 200 }),
    mp3: fixtures.makeMp3({ ...options, ape: tags, v1: { title: 'x' } }),
    old: fixtures.makeMp3({ ...options, id3: { version: 2, encoding: 1 }, header: 'vbr' }),
    unsynchronised: fixtures.makeMp3({ ...options, id3: { version: 3, unsynchronised: true } }),
    opus: fixtures.makeOpus(options),
    vorbis: await fixtures.makeVorbis(options),
    oggFlac: fixtures.makeOggFlac(options),
    speex: fixtures.makeSpeex(options),
    m4a: fixtures.makeM4a({ ...options, moovAtEnd: true, chapters }),
    fragmented: fixtures.makeM4a({ ...options, fragmented: true }),
    wav: fixtures.makeWav(options),
    info: fixtures.makeWav({ ...options, tagKind: 'native' }),
    aiff: fixtures.makeAiff(options),
    ape: fixtures.makeApe(options),
    wavpack: fixtures.makeWavpack(options),
    musepack: fixtures.makeMusepack(options),
    tta: fixtures.makeTta(options),
    dsf: fixtures.makeDsf({ ...options, seconds: 0.01 }),
    dff: fixtures.makeDff({ ...options, seconds: 0.01 }),
    wma: fixtures.makeWma(options),
    matroska: fixtures.makeMatroska(options),
    aac: fixtures.makeAac(options),
  };
}
