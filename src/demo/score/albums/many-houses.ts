/** Many Houses: a compilation, a different artist on every track, six scripts. Ogg Vorbis, embedded cover. */

import {
  bambooShadow,
  boiteAClous,
  cellarStairs,
  courtyardChorus,
  moonlightPlayers,
  seikilos,
  smetana,
  traditional,
  underTheBridge,
  variousArtists,
} from '../people.ts';
import { bars, times } from '../patterns.ts';
import type { Album, Score } from '../types.ts';

const epitaph: Score = (() => {
  const song = bars(
    'A4:8 E5:4 E5:4.',
    'C#5:8 D5 E5 D5:4.',
    'C#5:8 D5:4 E5:8 D5 C#5',
    'B4:4 A4:8 B4 G4:4',
    'A4:8 C#5:4 E5:8 D5:4',
    'C#5:8 D5 C#5 A4 B4 G4',
    'A4:8 C#5:4 B4:8 D5:4',
    'E5:8 C#5 A4 A4 A4 E4',
  );
  const lyre = bars('A3:4. E4', 'A3 D4', 'A3 E4', 'G3 D4', 'A3 D4', 'A3 E4', 'A3 B3', 'A3 A3');
  return {
    barQuarters: 3,
    tempo: [
      [1, 92],
      [16, 92],
      [18, 64],
    ],
    rubato: 0.06,
    phraseBars: 2,
    room: 'church',
    voices: [
      {
        instrument: 'harp',
        pan: 0.25,
        notes: `mp ${song} | ${lyre.replaceAll('A3:4.', 'A2+A3:4.')} | A2+E3+A3:2.*`,
      },
      {
        instrument: 'choir',
        pan: -0.1,
        gainDb: 1,
        transpose: -12,
        notes: `${times(8, 'r:2.')} | mf ${song} | p E4:2.`,
      },
      { instrument: 'drone', pan: 0, gainDb: -3, notes: `p ${times(16, 'A2+E3:2.~')} | A2+E3:2.` },
    ],
  };
})();

const arirang: Score = (() => {
  const lines = bars(
    'C4:4. D4:8 C4 D4',
    'F4:4. G4:8 F4 G4',
    'A4:4 G4:8 F4 D4 C4',
    'D4:4. F4:8 D4 C4',
    'F4:4. G4:8 F4 G4',
    'A4:4 G4:8 F4 D4 C4',
    'F4:4. G4:8 F4:4',
    'F4:2.',
    'C5:2 C5:4',
    'C5:4 A4 G4',
    'A4:4 G4:8 F4 D4 C4',
    'D4:4. F4:8 D4 C4',
    'F4:4. G4:8 F4 G4',
    'A4:4 G4:8 F4 D4 C4',
    'F4:4. G4:8 F4:4',
    'F4:2.',
  );
  const [f, d, c] = ['F3:8 C4 F4 A4 F4 C4', 'D3:8 A3 D4 F4 D4 A3', 'C3:8 G3 C4 D4 C4 G3'];
  return {
    barQuarters: 3,
    tempo: [
      [1, 104],
      [15, 104],
      [17, 76],
    ],
    rubato: 0.08,
    room: 'hall',
    voices: [
      { instrument: 'nay', pan: -0.1, transpose: 12, gainDb: -1, notes: `mp ${lines}` },
      {
        instrument: 'koto',
        pan: 0.25,
        gainDb: -3,
        notes: `p ${bars(f, f, f, d, f, f, c, f, f, c, f, d, f, f, c, 'F2+C3+F3+A3:2.*')}`,
      },
      { instrument: 'frameDrum', gainDb: -8, notes: `mp ${times(15, 'C2:4 r:8 E2 G2 E2')} | C2:2.` },
    ],
  };
})();

const jasmine: Score = (() => {
  const tune = bars(
    'E4:4 E4:8 G4 A4 C5 C5 A4',
    'G4:4 G4:8 A4 G4:2',
    'E4:4 E4:8 G4 A4 C5 C5 A4',
    'G4:4 G4:8 A4 G4:2',
    'G4:4 G4 G4 E4:8 G4',
    'A4:4 A4 G4:2',
    'E4:4 D4:8 E4 G4:4 E4:8 D4',
    'C4:4 C4:8 D4 C4:2',
    'E4:8 D4 C4 E4 D4:4. E4:8',
    'G4:4 A4:8 C5 G4:2',
    'D4:4 E4:8 G4 D4 E4 C4 A3',
    'G3:2 A3:4 C4',
    'D4:4. E4:8 C4 D4 C4 A3',
    'G3:1',
  );
  const ripple = (a: string, b: string, c: string): string => `${a}:8 ${b} ${c} ${b} ${a} ${b} ${c} ${b}`;
  const [c, g, am, f] = [
    ripple('C3', 'G3', 'E4'),
    ripple('G2', 'D3', 'B3'),
    ripple('A2', 'E3', 'C4'),
    ripple('F2', 'C3', 'A3'),
  ];
  return {
    barQuarters: 4,
    tempo: [
      [1, 92],
      [13, 92],
      [15, 60],
    ],
    rubato: 0.07,
    room: 'chamber',
    voices: [
      { instrument: 'flute', pan: -0.15, transpose: 12, gainDb: -2, notes: `mp ${tune}` },
      { instrument: 'qanun', pan: 0.2, gainDb: -4, notes: `p ${tune}`, transpose: 12 },
      {
        instrument: 'harp',
        pan: 0.3,
        gainDb: -2,
        notes: `p ${bars(c, c, am, c, c, f, g, c, am, c, g, f, g, 'G2+D3+G3+B3+D4+G4:1*')}`,
      },
    ],
  };
})();

const greensleeves: Score = (() => {
  const verse = (end: string): string =>
    bars(
      'C5:4 D5:8 E5:8. F5:16 E5:8',
      'D5:4 B4:8 G4:8. A4:16 B4:8',
      'C5:4 A4:8 A4:8. G#4:16 A4:8',
      'B4:4 G#4:8 E4:4 A4:8',
      'C5:4 D5:8 E5:8. F5:16 E5:8',
      'D5:4 B4:8 G4:8. A4:16 B4:8',
      'C5:8. B4:16 A4:8 G#4:8. F#4:16 G#4:8',
      end,
    );
  const chorus = bars(
    'G5:4. G5:8. F#5:16 E5:8',
    'D5:4 B4:8 G4:8. A4:16 B4:8',
    'C5:4 A4:8 A4:8. G#4:16 A4:8',
    'B4:4 G#4:8 E4:4.',
    'G5:4. G5:8. F#5:16 E5:8',
    'D5:4 B4:8 G4:8. A4:16 B4:8',
    '> C5:8. B4:16 A4:8 G#4:8. F#4:16 G#4:8',
    'p A4:2.',
  );
  const pick = (a: string, b: string, c: string): string => `${a}:8 ${b} ${c} ${a} ${b} ${c}`;
  const [am, g, e, c] = [
    pick('A2', 'E3', 'C4'),
    pick('G2', 'D3', 'B3'),
    pick('E2', 'B2', 'G#3'),
    pick('C3', 'G3', 'E4'),
  ];
  const half = bars(am, g, am, e, am, g, 'A2:8 E3 C4 E2 B2 G#3', am);
  const under = bars(c, g, am, e, c, g, 'A2:8 E3 C4 E2 B2 G#3', 'A2+E3+A3+C#4+E4:2.*');
  return {
    barQuarters: 3,
    pickupQuarters: 0.5,
    tempo: [
      [1, 102],
      [15, 102],
      [17, 72],
    ],
    rubato: 0.06,
    room: 'chamber',
    voices: [
      { instrument: 'lute', pan: -0.2, notes: `mf A4:8 | ${verse('A4:4. A4:4.')} | ${times(8, 'r:2.')}` },
      { instrument: 'flute', pan: 0.05, notes: `r:8 | ${times(8, 'r:2.')} | mf ${chorus}` },
      { instrument: 'lute', pan: 0.3, gainDb: -4, notes: `r:8 | mp ${half} | ${under}` },
    ],
  };
})();

const frereJacques: Score = (() => {
  const round = bars(
    'F4:4 G4 A4 F4',
    'F4 G4 A4 F4',
    'A4:4 Bb4 C5:2',
    'A4:4 Bb4 C5:2',
    'C5:8 D5 C5 Bb4 A4:4 F4',
    'C5:8 D5 C5 Bb4 A4:4 F4',
    'F4:4 C4 F4:2',
    'F4:4 C4 F4:2',
  );
  const wait = (count: number): string => times(count, 'r:1');
  return {
    barQuarters: 4,
    tempo: [
      [1, 138],
      [17, 138],
      [21, 96],
    ],
    rubato: 0.02,
    room: 'parlour',
    voices: [
      {
        instrument: 'musicBox',
        pan: -0.4,
        transpose: 12,
        notes: `mf ${round} | ${round} | ${wait(4)} | p F5:1`,
      },
      {
        instrument: 'vibraphone',
        pan: 0.35,
        gainDb: -1,
        notes: `${wait(2)} | mp ${round} | ${round} | ${wait(2)} | p C5:1`,
      },
      { instrument: 'celesta', pan: 0, gainDb: -2, notes: `${wait(4)} | mp ${round} | ${round} | p A4:1` },
      {
        instrument: 'pizzicato',
        pan: 0.1,
        gainDb: -6,
        transpose: -24,
        notes: `${wait(6)} | mf ${round} | ${bars('F4:4 C4 F4 C4', 'F4 C4 F4 C4', 'F4:4 C4 F4 C4', 'F4 C4 F4 C4', 'F4 C4 F4 C4', 'F4 C4 F4:2')} | F4:1`,
      },
    ],
  };
})();

const vltava: Score = (() => {
  const a = bars(
    'E5:4 F#5:8 G5:4 A5:8',
    'B5:4. B5:4.',
    'C6:4. C6:4.',
    'B5:2.',
    'A5:4. A5:4 A5:8',
    'G5:4. G5:4.',
    'F#5:4 G5:8 F#5:4 F#5:8',
    'E5:4. r:4 B4:8',
  );
  const wave = (n: string): string => {
    const [x, y, z, w] = n.split(' ');
    return `${x}:16 ${y} ${z} ${w} ${z} ${y} ${x} ${y} ${z} ${w} ${z} ${y}`;
  };
  const [em, am, b7, g] = [
    wave('E3 B3 E4 G4'),
    wave('E3 A3 C4 E4'),
    wave('D#3 A3 B3 F#4'),
    wave('E3 B3 E4 G4'),
  ];
  const under = bars(em, g, am, em, am, em, b7, em);
  const bass = bars('E2:2.', 'E2:2.', 'A2:2.', 'E2:2.', 'A2:2.', 'E2:2.', 'B2:2.', 'E2:2.');
  return {
    barQuarters: 3,
    pickupQuarters: 0.5,
    tempo: [
      [1, 100],
      [17, 100],
      [19, 72],
    ],
    rubato: 0.05,
    room: 'hall',
    voices: [
      {
        instrument: 'violin',
        pan: -0.35,
        transpose: -12,
        notes: `mp B4:8 | ${a} | f ${a.replace('r:4 B4:8', 'r:4.')} | r:2.`,
      },
      {
        instrument: 'strings',
        pan: -0.1,
        gainDb: -4,
        transpose: -12,
        notes: `r:8 | ${times(8, 'r:2.')} | mf ${a.replace('r:4 B4:8', 'r:4.')} | p E5:2.`,
      },
      { instrument: 'viola', pan: 0.2, gainDb: -9, notes: `r:8 | p ${under} | mp ${under} | p E3+B3+G4:2.` },
      {
        instrument: 'harp',
        pan: 0.4,
        gainDb: -8,
        notes: `r:8 | p ${under} | mp ${under} | p E3+B3+E4+G4:2.*`,
      },
      { instrument: 'cello', pan: 0.35, gainDb: -4, notes: `r:8 | p ${bass} | mf ${bass} | p E2:2.` },
    ],
  };
})();

export const manyHouses: Album = {
  title: 'Many Houses',
  folder: ['Various Artists', 'Many Houses'],
  artists: [variousArtists],
  compilation: true,
  date: '2025-12-05',
  genres: ['Folk', 'World'],
  label: 'Kitchen Table Records',
  format: 'ogg',
  cover: { drawing: 'many-houses', place: 'embedded' },
  tracks: [
    {
      title: 'Ἐπιτάφιος τοῦ Σεικίλου',
      titleSort: 'Epitaphios tou Seikilou',
      artists: [courtyardChorus],
      composer: seikilos,
      genres: ['Ancient'],
      language: 'grc',
      score: epitaph,
    },
    {
      title: '아리랑',
      titleSort: 'Arirang',
      artists: [moonlightPlayers],
      composer: traditional,
      language: 'kor',
      score: arirang,
    },
    {
      title: '茉莉花',
      titleSort: 'Mo li hua',
      artists: [bambooShadow],
      composer: traditional,
      language: 'chi',
      score: jasmine,
    },
    {
      title: 'Greensleeves',
      artists: [cellarStairs],
      composer: traditional,
      language: 'eng',
      score: greensleeves,
    },
    {
      title: 'Frère Jacques',
      artists: [boiteAClous],
      composer: traditional,
      language: 'fre',
      score: frereJacques,
    },
    {
      title: 'Vltava',
      artists: [underTheBridge],
      composer: smetana,
      work: 'Má vlast',
      movement: { number: 2, name: 'Vltava', total: 6 },
      genres: ['Classical'],
      language: 'cze',
      score: vltava,
    },
  ],
};
