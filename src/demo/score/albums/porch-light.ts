/** Porch Light: guitar, piano, flute and bass. M4A where ffmpeg is installed, else MP3. */

import { carolan, cellarStairs, joplin, traditional } from '../people.ts';
import { bars, times } from '../patterns.ts';
import type { Album, Score } from '../types.ts';

const entertainer: Score = (() => {
  const hook = 'E4:16 C5:8 E4:16 C5:8 E4:16 C5:16~';
  const strain = (first: string, last: string): string =>
    bars(
      hook,
      'C5:4~ C5:16 C5 D5 D#5',
      'E5:16 C5 D5 E5:8 B4:16 D5:8',
      'C5:4. D4:16 D#4',
      hook,
      'C5:4~ C5:8 A4:16 G4',
      'F#4:16 A4 C5 E5:8 D5:16 C5 A4',
      'D5:4. D4:16 D#4',
      hook,
      'C5:4~ C5:16 C5 D5 D#5',
      'E5:16 C5 D5 E5:8 B4:16 D5:8',
      first,
      'E5:16 C5 D5 E5:8 C5:16 D5 C5',
      'E5:16 C5 D5 E5:8 C5:16 D5 C5',
      'E5:16 C5 D5 E5:8 B4:16 D5:8',
      last,
    );
  const oom = (a: string, b: string, c: string, d: string): string => `${a}:8 ${b}' ${c} ${d}'`;
  const c = oom('C3', 'E3+G3+C4', 'G2', 'E3+G3+C4');
  const stride = bars(
    c,
    oom('F2', 'F3+A3+C4', 'E2', 'G3+C4'),
    oom('G2', 'E3+G3+C4', 'G2', 'F3+G3+B3'),
    oom('C3', 'E3+G3+C4', 'G2', 'G2'),
    c,
    oom('C3', 'E3+G3+C4', 'C3', 'E3+A3+C4'),
    oom('D3', 'F#3+A3+C4', 'D3', 'F#3+A3+C4'),
    oom('G2', 'F3+G3+B3', 'G2', 'G2'),
    c,
    oom('F2', 'F3+A3+C4', 'E2', 'G3+C4'),
    oom('G2', 'E3+G3+C4', 'G2', 'F3+G3+B3'),
    oom('C3', 'E3+G3+C4', 'C3', 'C3'),
    oom('C3', 'E3+G3+C4', 'Bb2', 'E3+G3+C4'),
    oom('A2', 'F3+A3+C4', 'Ab2', 'F3+Ab3+C4'),
    oom('G2', 'E3+G3+C4', 'G2', 'F3+G3+B3'),
    "C3:8 G2' C2:4",
  );
  const pickup = 'D4:16 D#4';
  return {
    barQuarters: 2,
    tempo: [
      [1, 76],
      [19, 78],
      [21, 64],
    ],
    rubato: 0.02,
    room: 'parlour',
    voices: [
      {
        instrument: 'piano',
        notes: `f ${bars('D5+D6:16 E5+E6 C5+C6 A4+A5:8 B4+B5:16 G4+G5:8', 'D4+D5:16 E4+E5 C4+C5 A3+A4:8 B3+B4:16 G3+G4:8', 'D3+D4:16 E3+E4 C3+C4 A2+A3:8 B2+B3:16 A2+A3:16 Ab2+Ab3', "G2+G3:8' r F4+B4+G4:8'! mp " + pickup)} | ${strain('C5:4. C5:16 D5', "C5:8 G4' C4+E4+C5:4")}`,
      },
      { instrument: 'piano', gainDb: -4, notes: `r:2 | r:2 | r:2 | f r:4 G2+G1:8'! r | mp ${stride}` },
      {
        instrument: 'bass',
        pan: 0.25,
        gainDb: -9,
        notes: `r:2 | r:2 | r:2 | r:2 | mp ${bars('C3:4 G2', 'F2:4 E2', 'G2:4 G2', 'C3:4 G2', 'C3:4 G2', 'C3:4 C3', 'D3:4 D3', 'G2:4 G2', 'C3:4 G2', 'F2:4 E2', 'G2:4 G2', 'C3:4 C3', 'C3:4 Bb2', 'A2:4 Ab2', 'G2:4 G2', 'C3:8 G2 C2:4')}`,
      },
      {
        instrument: 'frameDrum',
        pan: -0.2,
        gainDb: -12,
        notes: `r:2 | r:2 | r:2 | r:2 | mp ${times(15, 'B2:8 G2 B2 G2')} | B2:8 G2 C2:4`,
      },
    ],
  };
})();

const siBheag: Score = (() => {
  const a = bars(
    'F#5:4. E5:8 D5:4',
    'D5:4 D5:8 E5 D5:4',
    'B4:2 A4:4',
    'F#4:2 A4:4',
    'B4:8 A4 B4 C#5 D5:4',
    'E5:2 D5:8 E5',
    'F#5:4 F#5 E5',
    'D5:2 F#5:4',
    'B4:2 E5:4',
    'A4:2 D5:4',
    'F#4:2 D5:4',
    'E4:2 F#5:4',
    'B4:2 E5:4',
    'A4:2 D5:8 C#5',
    'D5:2.',
    'D5:2 D5:8 E5',
  );
  const b = bars(
    'F#5:4. E5:8 D5:4',
    'E5:8 D5 E5 F#5 A5:4',
    'B5:2 A5:4',
    'F#5:2 E5:8 D5',
    'E5:2 A5:4',
    'F#5:2 E5:4',
    'D5:2 B4:4',
    'B4:2 B4:8 A4',
    'F#4:2 E4:4',
    'D4:2 F#5:4',
    'B4:2 E5:4',
    'A4:2 A5:4',
    'B5:8 A5 G5 F#5 E5 D5',
    'E5:2 D5:8 C#5',
    'D5:2.',
    'D5:2.',
  );
  const arpeggio = (low: string, x: string, y: string): string => `${low}:8 ${x} ${y} ${x} ${y} ${x}`;
  const [d, g, bm, asus] = [
    arpeggio('D3', 'A3', 'D4'),
    arpeggio('G2', 'D3', 'B3'),
    arpeggio('B2', 'F#3', 'D4'),
    arpeggio('A2', 'E3', 'C#4'),
  ];
  const guitar = bars(
    d,
    d,
    g,
    d,
    g,
    asus,
    d,
    bm,
    g,
    d,
    d,
    asus,
    g,
    asus,
    d,
    d,
    d,
    asus,
    g,
    d,
    asus,
    d,
    g,
    g,
    d,
    d,
    g,
    d,
    g,
    asus,
    d,
    'D2+A2+D3+A3+D4+F#4:2.*',
  );
  return {
    barQuarters: 3,
    pickupQuarters: 1,
    tempo: [
      [1, 132],
      [30, 130],
      [33, 88],
    ],
    rubato: 0.06,
    room: 'chamber',
    voices: [
      { instrument: 'flute', pan: -0.15, notes: `mp D5:8 E5 | ${a} | mf ${b}` },
      { instrument: 'guitar', pan: 0.25, gainDb: -1, notes: `r:4 | mp ${guitar}` },
      {
        instrument: 'bass',
        pan: 0.1,
        gainDb: -7,
        notes: `r:4 | ${times(16, 'r:2.')} | mp ${bars('D3:2.', 'A2:2.', 'G2:2.', 'D3:2.', 'A2:2.', 'D3:2.', 'G2:2.', 'G2:2.', 'D3:2.', 'D3:2.', 'G2:2.', 'D3:2.', 'G2:2.', 'A2:2.', 'D3:2.', 'D2:2.')}`,
      },
    ],
  };
})();

const londonderry: Score = (() => {
  const verse = bars(
    'E4:4. D4:8 E4 A4 G4 E4',
    'D4:8 C4 A3:4. C4:8 E4 F4',
    'G4:4. A4:8 G4 E4 C4 E4',
    'D4:2~ D4:8 B3 C4 D4',
    'E4:4. D4:8 E4 A4 G4 E4',
    'D4:8 C4 A3:4. B3:8 C4 D4',
    'E4:4. F4:8 E4 D4 C4 D4',
    'C4:2~ C4:8 G4 A4 B4',
  );
  const chorus = bars(
    '< C5:4. B4:8 B4 A4 G4 A4',
    'mf G4:8 E4 C4:4. G4:8 A4 B4',
    '< C5:4. B4:8 B4 A4 G4 E4',
    'D4:2~ D4:8 G4 G4 G4',
    'f E5:4. D5:8 D5 C5 A4 C5',
    '> G4:8 E4 C4:4. B3:8 C4 D4',
    'E4:8 A4 G4 E4 D4 C4 A3 B3',
    'p C4:1',
  );
  const roll = (a: string, b: string): string => `${a} ${b}`;
  const under = bars(
    roll('C3:8 G3 C4 E4', 'C3 A3 C4 E4'),
    roll('F2 C3 A3 C4', 'A2 E3 A3 C4'),
    roll('C3 G3 C4 E4', 'E3 G3 C4 E4'),
    roll('G2 D3 B3 F4', 'G2 D3 B3 F4'),
    roll('C3 G3 C4 E4', 'A2 E3 C4 E4'),
    roll('F2 C3 A3 C4', 'A2 E3 A3 C4'),
    roll('G2 E3 C4 E4', 'G2 D3 B3 F4'),
    roll('C3 G3 C4 E4', 'C3 G3 B3 F4'),
    roll('A2 E3 C4 E4', 'F2 C3 A3 C4'),
    roll('C3 G3 C4 E4', 'C3 G3 C4 E4'),
    roll('A2 E3 C4 E4', 'F2 C3 A3 C4'),
    roll('G2 D3 B3 D4', 'G2 F3 B3 D4'),
    roll('C3 G3 C4 E4', 'F2 C3 A3 C4'),
    roll('C3 G3 C4 E4', 'A2 E3 A3 C4'),
    roll('E2 C3 G3 C4', 'F2 C3 G3 B3'),
    'C2+G2+C3+E3+G3:1*',
  );
  return {
    barQuarters: 4,
    pickupQuarters: 1.5,
    tempo: [
      [1, 86],
      [13, 82],
      [15, 66],
      [16, 52],
      [17, 46],
    ],
    rubato: 0.1,
    room: 'hall',
    voices: [
      { instrument: 'violin', pan: -0.1, gainDb: 1, notes: `mp B3:8 C4 D4 | ${verse} | ${chorus}` },
      { instrument: 'piano', pan: 0.1, gainDb: -2, pedalQuarters: 2, notes: `r:4. | p ${under}` },
    ],
  };
})();

export const porchLight: Album = {
  title: 'Porch Light',
  folder: ['Cellar Stairs', 'Porch Light'],
  artists: [cellarStairs],
  date: '2024-08-23',
  genres: ['Folk', 'Ragtime'],
  format: 'm4a',
  formatWithoutFfmpeg: 'mp3',
  cover: { drawing: 'porch-light', place: 'cover.jpg' },
  tracks: [
    {
      title: 'The Entertainer',
      titleSort: 'Entertainer, The',
      composer: joplin,
      genres: ['Ragtime'],
      score: entertainer,
    },
    { title: 'Sí Bheag, Sí Mhór', composer: carolan, genres: ['Folk'], language: 'gle', score: siBheag },
    { title: 'Londonderry Air', composer: traditional, genres: ['Folk'], score: londonderry },
  ],
};
