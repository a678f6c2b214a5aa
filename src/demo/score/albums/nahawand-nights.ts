/** ليالي النهاوند: oud, qanun, nay and frame drum, with the quarter-tones of Bayati. FLAC, a cover.jpg. */

import { oliveShade, traditional } from '../people.ts';
import { bars, times } from '../patterns.ts';
import type { Album, Score } from '../types.ts';

/** The ten beats of samai thaqil: dum . . tak . dum dum tak . . */
const samai = 'C2:4 G2:8 E2:4 C2:8 C2 E2:4 G2:8';

const lamma: Score = (() => {
  const first = bars('A4:4. A4:4 B4 C5:4 D5:8', 'C5:8 B4 C5 B4:4 A4 A4:4.');
  const second = bars('E5:4. E5:4 D5:8 C5 D5:4 C5:8', 'C5:8 D5 C5 B4:4 A4 A4:4.');
  const third = bars('A4:8 B4 C5 D5:4 E5 F5:8 E5 D5', 'E5:8 D5 C5 B4:4 C5:8 B4 A4:4.');
  const under = bars('A2:4. A2:4 E3 A2:4.', 'E3:4. E3:4 E3 A2:4.');
  const dMinor = bars('A2:4. A2:4 D3 D3:4.', 'A2:4. E3:4 E3 A2:4.');
  return {
    barQuarters: 5,
    tempo: [
      [1, 98],
      [11, 98],
      [13, 70],
    ],
    rubato: 0.03,
    phraseBars: 2,
    room: 'chamber',
    voices: [
      {
        instrument: 'oud',
        pan: -0.25,
        notes: `mf ${bars('A3:4. A3:8 E3 A3:4 A3:4.', 'A3:4. A3:8 E3 A3:4 A3:4.')} | ${first} | ${first} | ${second} | mf ${third} | ${first} | A3:2. r:2`,
      },
      {
        instrument: 'nay',
        pan: 0.05,
        gainDb: -2,
        notes: `${times(4, 'r:4. r:4 r r:4.')} | mp ${first} | ${second} | mf ${third} | mp ${first} | A4:2. r:2`,
      },
      {
        instrument: 'qanun',
        pan: 0.35,
        gainDb: -6,
        notes: `${times(2, 'r:4. r:4 r r:4.')} | p ${under} | ${under} | ${under.replaceAll('2', '3')} | ${dMinor} | ${under} | A3+E4+A4:2.* r:2`,
      },
      {
        instrument: 'bass',
        pan: 0.1,
        gainDb: -8,
        notes: `${times(2, 'r:4. r:4 r r:4.')} | mp ${under} | ${under} | ${under} | ${dMinor} | ${under} | A2:2. r:2`,
      },
      { instrument: 'frameDrum', pan: -0.05, gainDb: -4, notes: `mp ${times(12, samai)} | C2:2. r:2` },
    ],
  };
})();

const taqsim: Score = {
  barQuarters: 4,
  tempo: [
    [1, 92],
    [5, 76],
    [8, 100],
    [11, 70],
    [13, 54],
  ],
  rubato: 0.16,
  phraseBars: 2,
  room: 'hall',
  tailSeconds: 3.5,
  voices: [
    {
      instrument: 'oud',
      pan: -0.1,
      notes: bars(
        'mf D3:4 D4:8. Eb4:16 D4:2',
        'D4:16 Eb4 F#4 Eb4 D4:4 A3:8 D4 D4:4',
        'mp G4:8 F#4 Eb4 D4 Eb4:8. D4:16 D4:4',
        'r:4 D4:16 Eb4 F#4 G4 A4:2',
        'mf A4:16 Bb4 A4 G4 F#4:8 G4 A4:4 r',
        'Bb4:8 A4 G4 F#4 G4:16 F#4 Eb4 D4 Eb4:4',
        'D4:2 A3:8 D3 r:4',
        '< D5:8. C5:16 Bb4:8 A4 Bb4:16 C5 D5 C5 Bb4 A4 G4 A4',
        'f D5:8 Eb5 D5:16 C5 Bb4 A4 Bb4:4 A4',
        '> A4:16 G4 F#4 G4 A4 G4 F#4 Eb4 F#4 Eb4 D4 Eb4 D4:4',
        'p G4:8 F#4 Eb4:4 F#4:8 Eb4 D4:4',
        'Eb4:8 D4 C4 D4 D4:2',
        'pp D3+A3+D4:1*',
      ),
    },
    { instrument: 'drone', pan: 0, gainDb: -5, notes: `pp ${times(12, 'D2+A2:1~')} | D2+A2:1` },
  ],
};

const samaiBayati: Score = (() => {
  const khana = bars(
    'D4:4. F4:4 G4 A4:4 G4:8',
    'A4:8 Bb4 A4 G4:4 F4 Ed4:4 D4:8',
    'F4:4. G4:4 A4 C5:4 Bb4:8',
    'A4:8 G4 F4 Ed4:4 F4:8 Ed4 D4:4.',
  );
  const taslim = bars(
    'D5:4. C5:4 Bb4 A4:4 G4:8',
    'A4:8 C5 Bb4 A4:4 G4 F4:4 G4:8',
    'A4:4. G4:8 F4 Ed4:4 F4:4 G4:8',
    'F4:8 Ed4 D4 Ed4:4 C4 D4:4.',
  );
  const under = bars(
    'D3:4. D3:4 D3 A3:4.',
    'D3:4. G3:4 D3 D3:4.',
    'F3:4. C3:4 F3 C3:4.',
    'G3:4. C3:4 C3 D3:4.',
  );
  return {
    barQuarters: 5,
    tempo: [
      [1, 96],
      [8, 96],
      [9, 72],
    ],
    rubato: 0.03,
    phraseBars: 2,
    room: 'chamber',
    voices: [
      { instrument: 'qanun', pan: 0.3, gainDb: -1, notes: `mf ${khana} | f ${taslim} | D4:2. r:2` },
      {
        instrument: 'oud',
        pan: -0.3,
        notes: `mp ${khana
          .replaceAll(/([A-G][bd]?)4/g, '$13')
          .replaceAll('C5', 'C4')
          .replaceAll(':3', ':4')} | mf ${under} | D3:2. r:2`,
      },
      {
        instrument: 'nay',
        pan: -0.05,
        gainDb: -2,
        notes: `${times(4, 'r:4. r:4 r r:4.')} | mf ${taslim} | D4:2. r:2`,
      },
      {
        instrument: 'bass',
        pan: 0.1,
        gainDb: -8,
        notes: `mp ${under} | mf ${under} | D3:2. r:2`,
        transpose: -12,
      },
      {
        instrument: 'frameDrum',
        pan: 0.05,
        gainDb: -4,
        notes: `mp ${times(4, samai)} | mf ${times(4, samai)} | C2:2. r:2`,
      },
    ],
  };
})();

export const nahawandNights: Album = {
  title: 'ليالي النهاوند',
  titleSort: 'Layali al-nahawand',
  folder: ['فرقة ظل الزيتون', 'ليالي النهاوند'],
  artists: [oliveShade],
  date: '2025-10-17',
  genres: ['Traditional', 'Arabic'],
  format: 'flac',
  cover: { drawing: 'nahawand', place: 'cover.jpg' },
  tracks: [
    {
      title: 'لما بدا يتثنى',
      titleSort: 'Lamma bada yatathanna',
      composer: traditional,
      language: 'ara',
      score: lamma,
    },
    { title: 'تقسيم حجاز', titleSort: 'Taqsim hijaz', composer: oliveShade, language: 'ara', score: taqsim },
    {
      title: 'سماعي بياتي',
      titleSort: 'Samai bayati',
      composer: oliveShade,
      language: 'ara',
      score: samaiBayati,
    },
  ],
};
