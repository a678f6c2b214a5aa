/**
 * A folder of small files for journeys: real FLAC, MP3, Vorbis, Opus and M4A that any decoder takes, with tags enough
 * to fill every field that an API may answer with.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type FixtureTags,
  makeFlac,
  makeM4a,
  makeMp3,
  makeOpus,
  makePng,
  makeVorbis,
} from '../src/media/tags/fixtures.ts';

const cover = { bytes: makePng(), mime: 'image/png' };

const river: FixtureTags = {
  ALBUM: 'River Songs',
  ALBUMARTIST: 'Clara Kvapil',
  ARTIST: 'Clara Kvapil',
  DATE: '2019-05-04',
  ORIGINALDATE: '1998',
  GENRE: ['Folk', 'Ballad'],
  LABEL: 'Harbour',
  MUSICBRAINZ_ALBUMID: '0b8b3c6e-98a5-4a4f-8ed2-3b1f5a6c7d8e',
  MUSICBRAINZ_ALBUMARTISTID: '5f2f7a3e-4f1b-4a51-8c52-0d2b6f3a9e10',
  MUSICBRAINZ_ARTISTID: '5f2f7a3e-4f1b-4a51-8c52-0d2b6f3a9e10',
  RELEASETYPE: 'album',
  COMPOSER: 'Traditional',
  REPLAYGAIN_TRACK_GAIN: '-3.20 dB',
  REPLAYGAIN_TRACK_PEAK: '0.91',
  REPLAYGAIN_ALBUM_GAIN: '-2.00 dB',
  REPLAYGAIN_ALBUM_PEAK: '0.95',
};

/** Writes the albums into `folder`: twelve tracks in five formats, two discs, a compilation, other scripts. */
export async function fillFolder(folder: string): Promise<void> {
  const write = (path: string, bytes: Buffer | string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  };
  const riverTags = (number: number, title: string, disc = 1): FixtureTags => ({
    ...river,
    TITLE: title,
    TRACKNUMBER: String(number),
    DISCNUMBER: String(disc),
    ...(disc === 2 && { DISCSUBTITLE: 'By night' }),
  });
  write(
    'Clara Kvapil/River Songs/CD1/01 Down to the River.flac',
    makeFlac({
      seed: 1,
      seconds: 3,
      toneHz: 440,
      artwork: cover,
      tags: {
        ...riverTags(1, 'Down to the River'),
        ISRC: 'CZA001900001',
        BPM: '96',
        COMMENT: 'CC0 1.0',
        LYRICS: '[00:00.50]Down to the river\n[00:01.50]Down to the sea',
        WORK: 'River Cycle',
        MOVEMENTNAME: 'Source',
        MOVEMENT: '1',
      },
    }),
  );
  write(
    'Clara Kvapil/River Songs/CD1/02 Ferryman.flac',
    makeFlac({ seed: 2, seconds: 2, tags: riverTags(2, 'Ferryman') }),
  );
  write(
    'Clara Kvapil/River Songs/CD2/01 Night Boat.flac',
    makeFlac({ seed: 3, seconds: 2, tags: riverTags(1, 'Night Boat', 2) }),
  );
  const second: FixtureTags = {
    ALBUM: 'Measures',
    ALBUMARTIST: 'Clara Kvapil',
    ARTIST: 'Clara Kvapil',
    DATE: '2021',
    GENRE: 'Folk',
  };
  write(
    'Clara Kvapil/Measures/01 One.mp3',
    makeMp3({ seed: 4, seconds: 2, artwork: cover, tags: { ...second, TITLE: 'One', TRACKNUMBER: '1' } }),
  );
  write(
    'Clara Kvapil/Measures/02 Two.mp3',
    makeMp3({ seed: 5, seconds: 2, tags: { ...second, TITLE: 'Two', TRACKNUMBER: '2' } }),
  );
  const third: FixtureTags = {
    ALBUM: 'さくら',
    ALBUMARTIST: '港四重奏',
    ARTIST: '港四重奏',
    DATE: '2020',
    GENRE: 'Traditional',
  };
  write(
    '港四重奏/さくら/01 さくらさくら.ogg',
    await makeVorbis({ seed: 6, tags: { ...third, TITLE: 'さくらさくら', TRACKNUMBER: '1' } }),
  );
  write(
    '港四重奏/さくら/02 六段の調.opus',
    makeOpus({ seed: 7, tags: { ...third, TITLE: '六段の調', TRACKNUMBER: '2' } }),
  );
  write('港四重奏/さくら/cover.png', cover.bytes);
  const various: FixtureTags = {
    ALBUM: 'Harbour Sampler',
    ALBUMARTIST: 'Various Artists',
    COMPILATION: '1',
    DATE: '2022',
    GENRE: 'Folk',
  };
  write(
    'Various/Harbour Sampler/01.m4a',
    makeM4a({
      seed: 8,
      tags: { ...various, ARTIST: 'Antonín Dvořák', TITLE: 'Rusalka & friends', TRACKNUMBER: '1' },
    }),
  );
  write(
    'Various/Harbour Sampler/02.flac',
    makeFlac({
      seed: 9,
      tags: { ...various, ARTIST: ['Clara Kvapil', '港四重奏'], TITLE: '"Quoted" <tag>', TRACKNUMBER: '2' },
    }),
  );
  write('broken.flac', Buffer.from('fLaC but not really'));
  write(
    'River.m3u8',
    '#EXTM3U\n#EXTINF:3,Clara Kvapil - Down to the River\nClara Kvapil/River Songs/CD1/01 Down to the River.flac\nmissing/nowhere.flac\n',
  );
}
