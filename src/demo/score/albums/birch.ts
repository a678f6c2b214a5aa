/** Берёза у реки: balalaika, bayan, bass and a celesta. Ogg Vorbis, Cyrillic throughout, embedded cover. */

import { larionov, mussorgsky, quietReach, tchaikovsky, traditional } from '../people.ts';
import { bars, times } from '../patterns.ts';
import type { Album, Score } from '../types.ts';

const promenade: Score = (() => {
  const solo = 'G4:4 F4 Bb4 C5:8 F5 D5:4 C5:8 F5 D5:4 Bb4 C5 G4 F4';
  const chords =
    'D4+G4:4 C4+F4 D4+Bb4 F4+A4+C5:8 A4+F5 F4+Bb4+D5:4 F4+A4+C5:8 A4+F5 F4+Bb4+D5:4 D4+G4+Bb4 F4+A4+C5 Eb4+G4 C4+F4';
  const bass = 'G2:4 A2 G2 F2 Bb2 F2 Bb2 G2 F2 C3 F2';
  const upper = 'D5:4 C5 F5 G5:8 C6 A5:4 G5:8 C6 A5:4 F5 G5 D5 C5';
  const close =
    'D4+G4:4 C4+F4 D4+Bb4 F4+A4+C5:8 A4+F5 F4+Bb4+D5:4 F4+A4+C5:8 A4+F5 F4+Bb4+D5:4 G4+Bb4+Eb5 F4+A4+C5:2 D4+F4+Bb4:4';
  const low = 'G2:4 A2 G2 F2 Bb2 F2 Bb2 Eb2 F2:2 Bb2:4';
  return {
    barQuarters: 11,
    tempo: [
      [1, 106],
      [4, 104],
      [5, 76],
    ],
    rubato: 0.03,
    room: 'hall',
    voices: [
      { instrument: 'accordion', pan: -0.2, notes: `f ${solo} | ${chords} | mf ${upper} | f ${close}` },
      {
        instrument: 'accordion',
        pan: 0.1,
        gainDb: -3,
        notes: `r:1 r:1 r:2. | f ${bass} | r:1 r:1 r:2. | f ${low}`,
      },
      {
        instrument: 'bass',
        pan: 0.3,
        gainDb: -10,
        notes: `r:1 r:1 r:2. | f ${bass} | r:1 r:1 r:2. | f ${low}`,
      },
      {
        instrument: 'balalaika',
        pan: -0.5,
        gainDb: -5,
        notes: `r:1 r:1 r:2. | mf ${chords} | mf ${upper} | f ${close}`,
      },
    ],
  };
})();

const birch: Score = (() => {
  const verse = bars(
    'A4:8 A4 A4 A4',
    'G4:4 F4:8 F4',
    'E4:4 D4',
    'A4:8 A4 C5 A4',
    'G4:8 G4 F4 F4',
    'E4:4 D4',
    'E4:4 F4',
    'G4:4 F4:8 F4',
    'E4:4 D4',
    'E4:4 F4',
    'G4:4 F4:8 F4',
    'E4:4 D4',
  );
  const high = verse
    .replaceAll('4:', '5:')
    .replaceAll(/([A-G])4(?= |$)/g, '$15')
    .replaceAll('C5', 'C6')
    .replaceAll(/:5/g, ':4');
  const strum = bars(
    'r:8 D4+F4+A4 r D4+F4+A4',
    'r C4+E4+G4 r A3+D4+F4',
    'r A3+C#4+G4 r A3+D4+F4',
    'r D4+F4+A4 r F4+A4',
    'r C4+E4+G4 r A3+D4+F4',
    'r A3+C#4+G4 r A3+D4+F4',
    'r A3+C#4+G4 r A3+D4+F4',
    'r Bb3+D4+G4 r A3+D4+F4',
    'r A3+C#4+G4 r A3+D4+F4',
    'r A3+C#4+G4 r A3+D4+F4',
    'r Bb3+D4+G4 r A3+D4+F4',
    'r A3+C#4+G4 r A3+D4+F4',
  );
  const bass = bars(
    'D3:4 A2',
    'C3 D3',
    'A2 D3',
    'D3 F3',
    'C3 D3',
    'A2 D3',
    'A2 D3',
    'G2 D3',
    'A2 D3',
    'A2 D3',
    'G2 D3',
    'A2 D3',
  );
  return {
    barQuarters: 2,
    tempo: [
      [1, 84],
      [13, 96],
      [25, 116],
      [36, 138],
      [37, 100],
    ],
    rubato: 0.03,
    phraseBars: 3,
    room: 'chamber',
    voices: [
      { instrument: 'balalaika', pan: -0.35, notes: `mf ${verse} | ${verse} | f ${high} | D5:4 r` },
      {
        instrument: 'balalaika',
        pan: 0.1,
        gainDb: -7,
        notes: `${times(12, 'r:2')} | mf ${strum} | ${strum} | D4+F4+A4:4 r`,
      },
      {
        instrument: 'accordion',
        pan: 0.25,
        gainDb: -1,
        notes: `${times(12, 'r:2')} | p ${verse} | mf ${verse} | D4+F4+A4:4' r`,
      },
      { instrument: 'bass', pan: 0.1, gainDb: -9, notes: `mp ${bass} | mf ${bass} | f ${bass} | D2:4 r` },
      {
        instrument: 'frameDrum',
        gainDb: -9,
        notes: `${times(24, 'r:2')} | mf ${times(12, 'C2:8 G2 E2 G2')} | C2:4 r`,
      },
    ],
  };
})();

const kalinka: Score = (() => {
  const tune = bars(
    'D5:4 B4:8 C5',
    'D5:4 B4:8 C5',
    'D5:8 C5 B4:4',
    'A4:4. E5:8',
    'E5:4 G5:8 F5',
    'E5:4 D5:8 C5',
    'D5:8 C5 B4:4',
    'A4:4. C5:8',
  );
  const chord = (c: string): string => `r:8 ${c} r ${c}`;
  const [e, a, d] = [chord('G#3+B3+E4'), chord('A3+C4+E4'), chord('A3+D4+F4')];
  const strum = bars(e, e, e, a, chord('G3+C4+E4'), d, e, a);
  const bass = bars('E3:4 B2', 'E3 B2', 'E3 E2', 'A2 E3', 'C3 G2', 'D3 F3', 'E3 E2', 'A2 E3');
  return {
    barQuarters: 2,
    pickupQuarters: 0.5,
    tempo: [
      [1, 84],
      [9, 104],
      [17, 138],
      [25, 176],
      [32, 190],
      [33, 120],
    ],
    rubato: 0.02,
    phraseBars: 8,
    room: 'chamber',
    voices: [
      {
        instrument: 'balalaika',
        pan: -0.35,
        notes: `mf C5:8 | ${tune} | ${tune} | f ${tune} | ff ${tune} | A5:4! r`,
      },
      {
        instrument: 'accordion',
        pan: 0.25,
        gainDb: -4,
        notes: `r:8 | p ${tune} | mp ${tune} | mf ${tune} | f ${tune} | A4+C5+E5:4'! r`,
      },
      {
        instrument: 'balalaika',
        pan: 0.1,
        gainDb: -8,
        notes: `r:8 | mf ${strum} | ${strum} | f ${strum} | ff ${strum} | A3+C4+E4:4! r`,
      },
      {
        instrument: 'bass',
        pan: 0.1,
        gainDb: -9,
        notes: `r:8 | mf ${bass} | ${bass} | f ${bass} | ${bass} | A2:4! r`,
      },
      {
        instrument: 'frameDrum',
        gainDb: -8,
        notes: `r:8 | ${times(16, 'r:2')} | mf ${times(15, 'C2:8 G2 E2 G2')} | C2 G2 E2 E2 | C2:4! r`,
      },
    ],
  };
})();

const sugarPlum: Score = (() => {
  const tune = (cadence: string): string =>
    bars('G5:8 F#5 D#5 E5', 'D5:16 D5 D5:8 C#5:16 C#5 C#5:8', 'C5:16 C5 C5:8 B4:16 E5 C5 E5', cadence);
  const celesta = bars(
    tune('B4:4 r:8 G5:16 E5'),
    tune('B4:4 r:8 G5:16 E5'),
    tune('B4:4 r:8 G5:16 E5'),
    tune('E5:4 r'),
  );
  const pluck = (low: string, chord: string): string => `${low}:8' ${chord}' ${low}' ${chord}'`;
  const under = bars(
    pluck('E3', 'G3+B3'),
    pluck('B2', 'F#3+A3'),
    pluck('A2', 'E3+C4'),
    pluck('B2', 'F#3+A3'),
  );
  return {
    barQuarters: 2,
    tempo: [
      [1, 66],
      [18, 66],
      [21, 50],
    ],
    rubato: 0.03,
    room: 'hall',
    voices: [
      {
        instrument: 'celesta',
        pan: -0.15,
        transpose: 12,
        gainDb: 1,
        notes: `r:2 | r:2 | r:2 | p r:4 r:8 G5:16 E5 | ${celesta} | pp E4+B4+E5:2`,
      },
      {
        instrument: 'pizzicato',
        pan: 0.3,
        gainDb: -6,
        notes: `p ${bars(pluck('E3', 'G3+B3'), pluck('E3', 'G3+B3'), pluck('E3', 'G3+B3'), pluck('E3', 'G3+B3'))} | ${under} | ${under} | ${under} | ${bars(pluck('E3', 'G3+B3'), pluck('B2', 'F#3+A3'), pluck('A2', 'E3+C4'), pluck('E3', 'G3+B3'))} | E2:2`,
      },
      {
        instrument: 'clarinet',
        pan: 0.1,
        transpose: -12,
        gainDb: -5,
        notes: `${times(7, 'r:2')} | p r:4 E5:16 D5 C5 B4 | A#4:8' r r:4 | ${times(2, 'r:2')} | r:4 E5:16 D5 C5 B4 | A#4:8' r r:4 | ${times(2, 'r:2')} | r:4 E5:16 D5 C5 B4 | A#4:8' r r:4 | ${times(4, 'r:2')}`,
      },
    ],
  };
})();

const swanLake: Score = (() => {
  const tune = (end: string): string =>
    bars('F#5:2 B4:8 C#5 D5 E5', 'F#5:4. D5:8 F#5:4. D5:8', 'F#5:4. B4:8 D5 B4 G4 D5', end);
  const sweep = (n: string): string => {
    const [a, b, c, d] = n.split(' ');
    return `${a}:8 ${b} ${c} ${d} ${c} ${b} ${a} ${b}`;
  };
  const four = bars(
    sweep('B2 F#3 B3 D4'),
    sweep('B2 F#3 B3 D4'),
    sweep('G2 D3 B3 D4'),
    sweep('B2 F#3 B3 D4'),
  );
  return {
    barQuarters: 4,
    tempo: [
      [1, 84],
      [10, 84],
      [12, 76],
      [13, 50],
    ],
    rubato: 0.07,
    room: 'hall',
    voices: [
      {
        instrument: 'clarinet',
        pan: -0.15,
        notes: `mp ${tune('B4:2~ B4:8 E5 D5 C#5')} | < ${tune('B4:1')} mf | ${times(4, 'r:1')} | p B4:1`,
      },
      {
        instrument: 'strings',
        pan: -0.3,
        gainDb: -1,
        notes: `${times(8, 'r:1')} | f ${tune('> B4:2~ B4:8 E5 D5 C#5')} p | F#4+B4:1`,
      },
      {
        instrument: 'harp',
        pan: 0.35,
        gainDb: -6,
        notes: `mp ${four} | ${four} | mf ${four} | p B2+F#3+B3+D4:1*`,
      },
      {
        instrument: 'strings',
        pan: 0.2,
        gainDb: -4,
        notes: `pp ${bars('D4+F#4:1', 'D4+F#4:1', 'D4+G4:1', 'D4+F#4:1', 'D4+F#4:1', '< D4+F#4:1', 'D4+G4:1', 'mf D4+F#4:1', 'D4+F#4:1', 'D4+F#4:1', 'D4+G4:1', '> D4+F#4:1', 'pp D4+F#4:1')}`,
      },
      {
        instrument: 'cello',
        pan: 0.4,
        gainDb: -2,
        notes: `pp ${bars('B2:1', 'B2:1', 'G2:1', 'B2:1', 'B2:1', '< B2:1', 'G2:1', 'mf B2:1', 'B2:1', 'B2:1', 'G2:1', '> B2:1', 'p B2:1')}`,
      },
    ],
  };
})();

export const birchByTheRiver: Album = {
  title: 'Берёза у реки',
  titleSort: 'Beryoza u reki',
  folder: ['Трио «Тихая заводь»', 'Берёза у реки'],
  artists: [quietReach],
  date: '2025-06-01',
  genres: ['Folk', 'Classical'],
  label: 'Сырая бумага',
  format: 'ogg',
  cover: { drawing: 'birch', place: 'embedded' },
  tracks: [
    {
      title: 'Прогулка',
      titleSort: 'Progulka',
      composer: mussorgsky,
      work: 'Картинки с выставки',
      movement: { number: 1, name: 'Прогулка' },
      language: 'rus',
      score: promenade,
    },
    {
      title: 'Во поле берёза стояла',
      titleSort: 'Vo pole beryoza stoyala',
      composer: traditional,
      genres: ['Folk'],
      language: 'rus',
      score: birch,
    },
    {
      title: 'Танец феи Драже',
      titleSort: 'Tanets fei Drazhe',
      composer: tchaikovsky,
      work: 'Щелкунчик, соч. 71',
      language: 'rus',
      score: sugarPlum,
    },
    {
      title: 'Лебединое озеро: Сцена',
      titleSort: 'Lebedinoye ozero: Stsena',
      composer: tchaikovsky,
      work: 'Лебединое озеро, соч. 20',
      movement: { number: 10, name: 'Сцена' },
      language: 'rus',
      score: swanLake,
    },
    {
      title: 'Калинка',
      titleSort: 'Kalinka',
      composer: larionov,
      genres: ['Folk'],
      language: 'rus',
      score: kalinka,
    },
  ],
};
