/** Lamplight: a piano by itself, on two discs. Embedded cover, works and movements in the tags. */

import { bach, beethoven, chopin, mozart, petzold, satie, schumann, vesterholm } from '../people.ts';
import { bars, broken, brokenBars, times } from '../patterns.ts';
import type { Album, Score } from '../types.ts';

const preludeInC: Score = (() => {
  const chords = [
    'C4 E4 G4 C5 E5',
    'C4 D4 A4 D5 F5',
    'B3 D4 G4 D5 F5',
    'C4 E4 G4 C5 E5',
    'C4 E4 A4 E5 A5',
    'C4 D4 F#4 A4 D5',
    'B3 D4 G4 D5 G5',
    'B3 C4 E4 G4 C5',
    'A3 C4 E4 G4 C5',
    'D3 A3 D4 F#4 C5',
    'G3 B3 D4 G4 B4',
    'E3 G3 C4 G4 C5',
    'D3 F3 A3 C4 F4',
    'G2 D3 G3 B3 F4',
  ];
  const order = '0 1 2 3 4 2 3 4 0 1 2 3 4 2 3 4';
  return {
    barQuarters: 4,
    tempo: [
      [1, 84],
      [12, 84],
      [14, 70],
      [15, 44],
    ],
    rubato: 0.07,
    room: 'chamber',
    voices: [
      {
        instrument: 'piano',
        pedalQuarters: 2,
        notes: `p < ${brokenBars(chords.slice(0, 9), order, ':16')} mf > | ${brokenBars(chords.slice(9), order, ':16')} pp | C2+C3+E3+G3+C4+E4:1*`,
      },
    ],
  };
})();

const minuet: Score = {
  barQuarters: 3,
  tempo: [
    [1, 118],
    [15, 116],
    [17, 84],
  ],
  rubato: 0.05,
  room: 'parlour',
  voices: [
    {
      instrument: 'piano',
      notes: bars(
        'mf D5:4 G4:8 A4 B4 C5',
        "D5:4 G4' G4'",
        'E5:4 C5:8 D5 E5 F#5',
        "G5:4 G4' G4'",
        'C5:4 D5:8 C5 B4 A4',
        'B4:4 C5:8 B4 A4 G4',
        'F#4:4 G4:8 A4 B4 G4',
        '(B4)A4:2.',
        'mp D5:4 G4:8 A4 B4 C5',
        "D5:4 G4' G4'",
        'E5:4 C5:8 D5 E5 F#5',
        "G5:4 G4' G4'",
        'mf C5:4 D5:8 C5 B4 A4',
        'B4:4 C5:8 B4 A4 G4',
        '> A4:4 B4:8 A4 G4 F#4',
        'p G4:2.',
      ),
    },
    {
      instrument: 'piano',
      gainDb: -2,
      notes: bars(
        'mp G3+B3+D4:2 A3:4',
        'B3:2.',
        'C4:2.',
        'B3:2.',
        'A3:2.',
        'G3:2.',
        'D4:4 B3 G3',
        'D4:4 D3:8 C4 B3 A3',
        'p B3:2 A3:4',
        'G3:4 B3 G3',
        'C4:2.',
        'B3:4 C4:8 B3 A3 G3',
        'A3:2 F#3:4',
        'G3:2 B3:4',
        'C4:4 D4 D3',
        'G2+G3:2.',
      ),
    },
  ],
};

const themeInA: Score = (() => {
  const first = ['C#5:8. D5:16 C#5:8 E5:4 E5:8', 'B4:8. C#5:16 B4:8 D5:4 D5:8', 'A4:4 A4:8 B4:4 B4:8'];
  const under = [
    'A3+E4:8. B3:16 A3:8 C#4+E4:4 C#4+E4:8',
    'G#3+E4:8. A3:16 G#3:8 B3+E4:4 B3+E4:8',
    'F#3+E4:4 F#3+E4:8 G#3+E4:4 G#3+E4:8',
  ];
  const melody = (end: string): string =>
    bars(...first, 'C#5:4 E5:8 D5 C#5 B4', ...first.slice(0, 2), 'A4:4 B4:8 C#5:4 D5:8', end);
  const bass = (end: string): string =>
    bars(...under, 'A3+E4:4 C#4:8 E3+G#3:4.', ...under.slice(0, 2), 'F#3:4 G#3:8 A3:4 B3:8', end);
  return {
    barQuarters: 3,
    tempo: [
      [1, 70],
      [7, 70],
      [9, 50],
    ],
    rubato: 0.06,
    room: 'parlour',
    voices: [
      { instrument: 'piano', notes: `mp ${melody('C#5:4 (C#5,D5)B4:8 A4:4.')}` },
      {
        instrument: 'piano',
        gainDb: -3,
        notes: `p ${bass('E3+A3:4 E3+G#3:8 A2+E3+A3:4.')}`,
      },
    ],
  };
})();

const furElise: Score = (() => {
  const figure = 'E5:16 D#5 E5 B4 D5 C5';
  const low = (chord: string): string => `${broken(chord, '0 1 2', ':16')} r:16 r:8`;
  const theme = (last: string): string =>
    bars(
      figure,
      'A4:8 r:16 C4 E4 A4',
      'B4:8 r:16 E4 G#4 B4',
      'C5:8 r:16 E4 E5 D#5',
      figure,
      'A4:8 r:16 C4 E4 A4',
      'B4:8 r:16 E4 C5 B4',
      last,
    );
  const [am, e] = ['A2 E3 A3', 'E2 E3 G#3'];
  const under = bars('r:4.', low(am), low(e), low(am), 'r:4.', low(am), low(e), low(am));
  return {
    barQuarters: 1.5,
    pickupQuarters: 0.5,
    tempo: [
      [1, 70],
      [22, 70],
      [23, 52],
      [24, 66],
      [30, 64],
      [32, 40],
    ],
    rubato: 0.1,
    phraseBars: 8,
    room: 'chamber',
    voices: [
      {
        instrument: 'piano',
        notes: `p E5:16 D#5 | ${theme('A4:8 r:16 B4 C5 D5')} | mp ${bars(
          'E5:8. G4:16 F5 E5',
          'D5:8. F4:16 E5 D5',
          'C5:8. E4:16 D5 C5',
          '> B4:8 r:16 E4 E5 r',
          'r E5 E6 r r D#5',
          'E5 r r D#5 E5 D#5',
        )} | pp ${theme('A3+C4+A4:4.*')}`,
      },
      {
        instrument: 'piano',
        pedalQuarters: 1.5,
        gainDb: -2,
        notes: `p r:8 | ${under} | ${bars(low('C3 G3 C4'), low('G2 G3 B3'), low(am), 'E2:16 E3 E4 r r:8', 'r:4.', 'r:4.')} | pp ${under}`,
      },
    ],
  };
})();

const moonlight: Score = (() => {
  const bar = (...chords: readonly string[]): string =>
    chords.map((chord) => broken(chord, '0 1 2', ':8t')).join(' ');
  const cs = 'G#3 C#4 E4';
  return {
    barQuarters: 4,
    tempo: [
      [1, 57],
      [10, 55],
      [12, 38],
    ],
    rubato: 0.06,
    room: 'hall',
    tailSeconds: 4,
    voices: [
      {
        instrument: 'piano',
        pedalQuarters: 2,
        gainDb: -3,
        notes: `pp ${bars(
          bar(cs, cs, cs, cs),
          bar('A3 C#4 E4', 'A3 C#4 E4', 'A3 D4 F#4', 'A3 D4 F#4'),
          bar('G#3 B#3 F#4', cs, 'G#3 C#4 D#4', 'F#3 B#3 D#4'),
          bar('E3 G#3 C#4', cs, cs, cs),
          times(4, bar('G#3 D#4 F#4')).replaceAll(' | ', ' '),
          bar(cs, cs, 'A3 C#4 F#4', 'A3 C#4 F#4'),
          bar('G#3 B3 E4', 'G#3 B3 E4', 'A3 B3 D#4', 'A3 B3 D#4'),
          bar('G#3 B3 E4', 'G#3 B3 E4', 'G#3 B3 E4', 'G#3 B3 E4'),
          bar('A3 C#4 F#4', 'A3 C#4 F#4', 'A3 C#4 D#4', 'A3 C#4 D#4'),
          bar(cs, cs, 'G#3 B#3 F#4', 'G#3 B#3 D#4'),
          bar('E3 G#3 C#4', 'G#3 C#4 E4', 'C#4 E4 G#4', 'E4 G#4 C#5'),
        )} | ppp C#3+G#3+C#4+E4:1*`,
      },
      {
        instrument: 'piano',
        notes: `p ${bars(
          'C#2+C#3:1',
          'A1+A2:2 F#1+F#2',
          'G#1+G#2:2 G#1+G#2',
          'C#2+C#3:1',
          'B#1+B#2:1',
          'C#2+C#3:2 F#1+F#2',
          'B1+B2:2 B1+B2',
          'E1+E2:1',
          'F#1+F#2:1',
          'G#1+G#2:2 G#1+G#2',
          'C#2+C#3:1',
          'C#2:1',
        )}`,
      },
      {
        instrument: 'piano',
        gainDb: 1,
        notes: `mp ${times(3, 'r:1')} | r:2. G#4:8. G#4:16 | G#4:2. G#4:8. G#4:16 | G#4:2 A4 | G#4:2 F#4:4 B4 | E4:2. E4:4 | < A4:2 F#4 | mf G#4:2 > F#4:4 D#4 | p E4:2. r:4 | r:1`,
      },
    ],
  };
})();

const preludeInEMinor: Score = (() => {
  const eight = (...chords: readonly string[]): string =>
    chords
      .map((chord) => `${chord}:8 ${Array.from({ length: 8 / chords.length - 1 }, () => chord).join(' ')}`)
      .join(' ');
  return {
    barQuarters: 4,
    pickupQuarters: 1,
    tempo: [
      [1, 70],
      [9, 72],
      [12, 58],
      [14, 42],
    ],
    rubato: 0.09,
    room: 'hall',
    voices: [
      {
        instrument: 'piano',
        notes: `mp B3:8. B4:16 | ${bars(
          'B4:2. C5:4',
          'B4:2. C5:4',
          'B4:2. C5:4',
          'B4:2. Bb4:4',
          'A4:2. B4:4',
          'A4:2. B4:4',
          'A4:2. B4:4',
          '< A4:2. G#4:4',
          'mf A4:8 B4 D5 C5 E4:4 A4',
          'mp F#4:2. A4:4',
          'F#4:2. A4:4',
          '> F#4:2 E4:4 D#4',
          'pp E4:1',
        )}`,
      },
      {
        instrument: 'piano',
        gainDb: -6,
        notes: `r:4 | p ${bars(
          eight('G3+B3+E4'),
          eight('F#3+B3+E4', 'F#3+A3+E4'),
          eight('F#3+A3+D#4', 'F3+A3+D#4'),
          eight('F3+A3+D4', 'F3+G#3+D4'),
          eight('E3+G#3+D4', 'E3+G3+C#4'),
          eight('E3+F#3+C#4', 'E3+F#3+C4'),
          eight('D#3+F#3+C4', 'D3+F#3+C4'),
          eight('D3+F3+C4', 'D3+F3+B3'),
          eight('C3+E3+A3'),
          eight('B2+D#3+A3'),
          eight('B2+D#3+A3'),
          `> ${eight('B2+E3+G3', 'B2+D#3+A3')}`,
        )} | ppp E2+B2+E3+G3+B3:1*`,
      },
    ],
  };
})();

const traumerei: Score = {
  barQuarters: 4,
  pickupQuarters: 1,
  tempo: [
    [1, 70],
    [4, 64],
    [5, 70],
    [7, 58],
    [8, 40],
  ],
  rubato: 0.12,
  room: 'chamber',
  voices: [
    {
      instrument: 'piano',
      notes: `p C4:4 | ${bars(
        'F4:2 < E4:8 F4 A4 C5',
        'mf F5:2 > E5:8 D5 C5 F5',
        'mp G4:8 A4 Bb4 D5 F4 G4 A4 C5',
        'G4:2. C4:4',
        'F4:2 < E4:8 F4 A4 C5',
        'mf A5:2~ A5:8 > G5 F5 D5',
        'p G4:8 A4 Bb4 D5 C5 Bb4 A4 G4',
        'pp F4:1',
      )}`,
    },
    {
      instrument: 'piano',
      pedalQuarters: 2,
      gainDb: -4,
      notes: `r:4 | p ${bars(
        'F2:4 A3+C4 C3 A3+C4',
        'Bb2:4 F3+D4 A2 F3+C4',
        'G2:4 D3+Bb3 C3 F3+A3',
        'C3:4 E3+Bb3 E3 Bb3',
        'F2:4 A3+C4 C3 A3+C4',
        'B2:4 F3+D4 Bb2 F3+D4',
        'G2:4 D3+Bb3 C3 E3+Bb3',
        'F2+C3+F3+A3:1*',
      )}`,
    },
  ],
};

const gymnopedie: Score = (() => {
  const [g, d] = ['G2:4 B3+D4+F#4:2', 'D2:4 A3+C#4+F#4:2'];
  return {
    barQuarters: 3,
    tempo: [
      [1, 80],
      [19, 78],
      [23, 60],
    ],
    rubato: 0.07,
    room: 'hall',
    tailSeconds: 4,
    voices: [
      {
        instrument: 'piano',
        gainDb: 1,
        notes: `mp ${times(4, 'r:2.')} | ${bars(
          'r:4 F#5 A5',
          'G5 F#5 C#5',
          'B4 C#5 D5',
          'A4:2.',
          'F#4:2.~',
          'F#4:2.~',
          'F#4:2.~',
          'F#4:2.',
          'r:4 F#5 A5',
          'G5 F#5 C#5',
          'B4 C#5 D5',
          'A4:2.',
          'C#5:2.',
          'F#5:2.',
          '> E4:2.~',
          'E4:2.~',
          'E4:2.',
          'pp D4:2.',
        )}`,
      },
      {
        instrument: 'piano',
        pedalQuarters: 3,
        gainDb: -4,
        notes: `p ${times(8, `${g} | ${d}`)} | ${bars(
          'F#2:4 A3+C#4+F#4:2',
          'B2:4 B3+D4+F#4:2',
          'E2:4 G3+B3+D4:2',
          'A2:4 G3+B3+C#4:2',
          'A2:4 G3+B3+C#4:2',
        )} | pp D2+A2+D3+A3+C#4:2.*`,
      },
    ],
  };
})();

export const lamplight: Album = {
  title: 'Lamplight',
  folder: ['Ida Vesterholm', 'Lamplight'],
  artists: [vesterholm],
  date: '2026-03-20',
  originalDate: '2025-11-07',
  genres: ['Classical', 'Piano'],
  label: 'Kitchen Table Records',
  format: 'flac',
  discTitles: ['Before Supper', 'After Midnight'],
  cover: { drawing: 'lamplight', place: 'embedded' },
  tracks: [
    {
      title: 'The Well-Tempered Clavier, Book I: Prelude in C major, BWV 846',
      composer: bach,
      work: 'The Well-Tempered Clavier, Book I',
      movement: { number: 1, name: 'Prelude in C major, BWV 846' },
      titleSort: 'Well-Tempered Clavier, Book I: Prelude in C major',
      disc: 1,
      score: preludeInC,
    },
    {
      title: 'Minuet in G major',
      composer: petzold,
      work: 'Notebook for Anna Magdalena Bach',
      disc: 1,
      score: minuet,
    },
    {
      title: 'Piano Sonata No. 11 in A major, K. 331: I. Andante grazioso (theme)',
      composer: mozart,
      work: 'Piano Sonata No. 11 in A major, K. 331',
      movement: { number: 1, name: 'Andante grazioso (theme)', total: 3 },
      disc: 1,
      score: themeInA,
    },
    {
      title: 'Für Elise',
      composer: beethoven,
      work: 'Bagatelle No. 25 in A minor, WoO 59',
      disc: 1,
      score: furElise,
    },
    {
      title: 'Sonata quasi una fantasia, Op. 27 No. 2: I. Adagio sostenuto',
      composer: beethoven,
      work: 'Piano Sonata No. 14 in C-sharp minor, Op. 27 No. 2',
      movement: { number: 1, name: 'Adagio sostenuto', total: 3 },
      disc: 2,
      score: moonlight,
    },
    {
      title: 'Préludes, Op. 28: No. 4 in E minor',
      composer: chopin,
      work: 'Préludes, Op. 28',
      movement: { number: 4, name: 'Prélude in E minor. Largo', total: 24 },
      disc: 2,
      score: preludeInEMinor,
    },
    {
      title: 'Kinderszenen, Op. 15: VII. Träumerei',
      composer: schumann,
      work: 'Kinderszenen, Op. 15',
      movement: { number: 7, name: 'Träumerei', total: 13 },
      disc: 2,
      score: traumerei,
    },
    {
      title: 'Gymnopédie No. 1',
      composer: satie,
      work: 'Trois Gymnopédies',
      movement: { number: 1, name: 'Lent et douloureux', total: 3 },
      disc: 2,
      score: gymnopedie,
    },
  ],
};
