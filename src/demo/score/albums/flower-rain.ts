/** 花の雨: koto and an end-blown flute. MP3 with ID3v2.4, a cover.png in the folder, synced lyrics. */

import { minanose, taki, traditional } from '../people.ts';
import { bars } from '../patterns.ts';
import type { Album, LyricLine, Score } from '../types.ts';

const sakuraTune = bars(
  'A4:4 A4 B4:2',
  'A4:4 A4 B4:2',
  'A4:4 B4 C5 B4',
  'A4:4 B4:8 A4 F4:2',
  'E4:4 C4 E4 F4',
  'E4:4 E4:8 C4 B3:2',
  'A4:4 B4 C5 B4',
  'A4:4 B4:8 A4 F4:2',
  'E4:4 C4 E4 F4',
  'E4:4 E4:8 C4 B3:2',
  'A4:4 A4 B4:2',
  'A4:4 A4 B4:2',
  'E4:4 F4 B4:8 A4 F4:4',
  'E4:1',
);

const sakura: Score = {
  barQuarters: 4,
  tempo: [
    [1, 82],
    [13, 88],
    [15, 82],
    [16, 56],
  ],
  rubato: 0.1,
  phraseBars: 2,
  room: 'chamber',
  voices: [
    { instrument: 'koto', pan: -0.15, notes: `p E3:8 A3 B3 C4 E4 F4 A4 B4 | mp E5:2 r | ${sakuraTune}` },
    {
      instrument: 'koto',
      pan: 0.25,
      gainDb: -4,
      notes: `r:1 | r:4 p E5:8 C5 B4 A4 F4 E4 | ${bars(
        'A2:4 E3 B2 E3',
        'A2:4 E3 B2 E3',
        'A2:4 E3 A3 E3',
        'A2:4 F3 A3 F3',
        'A2:4 E3 A3 E3',
        'E2:4 B2 E3 B2',
        'A2:4 E3 A3 E3',
        'A2:4 F3 A3 F3',
        'A2:4 E3 A3 E3',
        'E2:4 B2 E3 B2',
        'A2:4 E3 B2 E3',
        'A2:4 E3 B2 E3',
        'E3:4 F3 B3 F3',
        'E2+B2+E3:1*',
      )}`,
    },
    {
      instrument: 'nay',
      pan: 0.05,
      gainDb: -5,
      notes: `r:1 | r:1 | r:1 | r:1 | p C5:1 | A4:2 F4 | r:1 | r:1 | mp C5:1 | A4:2 F4 | r:1 | r:1 | r:1 | r:1 | r:1 | p > E5:1 pp`,
    },
  ],
};

const sakuraWords: readonly LyricLine[] = [
  { bar: 3, text: 'さくら　さくら' },
  { bar: 5, text: 'やよいの空は' },
  { bar: 7, text: '見わたす限り' },
  { bar: 9, text: 'かすみか雲か' },
  { bar: 11, text: '匂いぞ出ずる' },
  { bar: 13, text: 'いざや　いざや' },
  { bar: 15, text: '見にゆかん' },
];

const kojo: Score = (() => {
  const first = ['E4:4 E4 A4 B4', 'C5:4 B4 A4:2', 'F4:4 F4 E4 D#4', 'E4:2. r:4'];
  const second = ['E4:4 E4 A4 B4', 'C5:4 B4 A4:2', 'F4:4 D4 E4:4. E4:8', 'A3:2. r:4'];
  const third = ['C5:4 C5 B4 A4', 'F4:4. F4:8 E4:2', 'D4:4 E4 F4 D4', 'E4:2. r:4'];
  return {
    barQuarters: 4,
    tempo: [
      [1, 86],
      [15, 86],
      [17, 60],
    ],
    rubato: 0.1,
    room: 'hall',
    voices: [
      {
        instrument: 'nay',
        pan: -0.1,
        notes: `mp ${bars(...first, ...second)} | < ${bars(...third)} mf | > ${bars(...second)} p`,
      },
      {
        instrument: 'koto',
        pan: 0.25,
        gainDb: -2,
        notes: `p ${bars(
          'A2:8 E3 A3 C4 E4 C4 A3 E3',
          'A2:8 E3 A3 C4 A2 E3 A3 C4',
          'D3:8 A3 D4 F4 B2 F#3 B3 D#4',
          'E3:8 G#3 B3 E4 B3 G#3 E3:4',
          'A2:8 E3 A3 C4 E4 C4 A3 E3',
          'A2:8 E3 A3 C4 A2 E3 A3 C4',
          'D3:8 A3 D4 A3 E3 G#3 B3 D4',
          'A2:8 E3 A3 C4 E4 C4 A3:4',
          'F3:8 A3 C4 A3 E3 A3 C4 A3',
          'D3:8 A3 D4 A3 A2 E3 A3 C4',
          'D3:8 A3 D4 A3 Bb2 F3 Bb3 D4',
          'E3:8 G#3 B3 E4 B3 G#3 E3:4',
          'A2:8 E3 A3 C4 E4 C4 A3 E3',
          'A2:8 E3 A3 C4 A2 E3 A3 C4',
          'D3:8 A3 D4 A3 E3 G#3 B3 D4',
          'A2+E3+A3+C4+E4:1*',
        )}`,
      },
    ],
  };
})();

const stoneSteps: Score = (() => {
  const drop = (a: string, b: string): string => `${a}:8 r ${b} r r ${a} r ${b}`;
  return {
    barQuarters: 4,
    tempo: [
      [1, 84],
      [11, 84],
      [13, 60],
    ],
    rubato: 0.08,
    room: 'church',
    voices: [
      {
        instrument: 'koto',
        pan: -0.2,
        notes: `p ${bars(
          'r:1',
          'A4:4. Bb4:8 D5:2',
          'Bb4:8 A4 F4:4 E4:2',
          'A4:4. Bb4:8 D5:4 E5',
          'F5:8 E5 D5 Bb4 A4:2',
          'mp A5:4 F5:8 E5 D5:4 Bb4',
          'A4:8 Bb4 A4 F4 E4:2',
          'E4:8 F4 A4 Bb4 D5 E5 F5 A5',
          'A5:2. (Bb5)A5:4',
          '> F5:8 E5 D5 Bb4 A4 F4 E4 D4',
          'p E4:2 F4:4 E4',
          'D4:1',
          'A3:1',
        )}`,
      },
      {
        instrument: 'musicBox',
        pan: 0.3,
        gainDb: -7,
        notes: `pp ${bars(
          drop('A5', 'E6'),
          drop('D6', 'A5'),
          drop('E6', 'Bb5'),
          drop('A5', 'F6'),
          drop('D6', 'A5'),
          drop('F6', 'A5'),
          drop('E6', 'Bb5'),
          drop('A5', 'D6'),
          drop('F6', 'A5'),
          drop('D6', 'Bb5'),
          drop('E6', 'A5'),
          'D6:8 r A5 r r:2',
          'D6:1',
        )}`,
      },
      {
        instrument: 'koto',
        pan: 0.15,
        gainDb: -4,
        notes: `p ${bars('D3:2 A3', 'D3:2 A3', 'E3:2 Bb3', 'D3:2 A3', 'Bb2:2 F3', 'D3:2 A3', 'E3:2 Bb3', 'A2:2 E3', 'D3:2 A3', 'Bb2:2 F3', 'A2:2 E3', 'D2+A2+D3:1*', 'D2:1')}`,
      },
    ],
  };
})();

export const flowerRain: Album = {
  title: '花の雨',
  titleSort: 'Hana no ame',
  folder: ['水無瀬あおい', '花の雨'],
  artists: [minanose],
  date: '2026-04-03',
  genres: ['Traditional', 'Japanese'],
  label: '月見レコード',
  format: 'mp3',
  cover: { drawing: 'flower-rain', place: 'cover.png' },
  tracks: [
    {
      title: 'さくらさくら',
      titleSort: 'Sakura sakura',
      composer: traditional,
      language: 'jpn',
      lyrics: sakuraWords,
      lyricsIn: 'both',
      score: sakura,
    },
    { title: '荒城の月', titleSort: 'Kōjō no tsuki', composer: taki, language: 'jpn', score: kojo },
    {
      title: '雨の石段',
      titleSort: 'Ame no ishidan',
      composer: minanose,
      language: 'jpn',
      score: stoneSteps,
    },
  ],
};
