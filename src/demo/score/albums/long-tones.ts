/** Long Tones: one piece that runs over two tracks without a gap. FLAC, embedded cover. */

import { saltmarsh } from '../people.ts';
import { bars, broken, times } from '../patterns.ts';
import type { Album, Score } from '../types.ts';

/** The tune is “Veni, veni, Emmanuel” (France, fifteenth century), sung slowly over a moving drone. */
const water: Score = (() => {
  const ripple = (chord: string): string => broken(chord, '0 1 2 3 2 1 2 3', ':8');
  const [em, am, c, d, bm] = ['E3 B3 E4 G4', 'E3 A3 C4 E4', 'E3 G3 C4 E4', 'D3 A3 D4 F#4', 'E3 B3 D4 F#4'];
  const verse = bars(
    'G4:4 B4 B4 B4',
    'A4:4 C5 B4 A4',
    'G4:2. A4:4',
    'B4:4 G4 E4 G4',
    'A4:4 F#4 E4 D4',
    'E4:2. A4:4',
    'A4:4 E4 E4 F#4',
    'G4:4 F#4 E4 D4',
    'D4:2. G4:4',
    'A4:4 B4 B4 B4',
    'A4:4 C5 B4 A4',
    'G4:1',
  );
  const refrain = bars(
    '< D5:1',
    'D5:2. r:4',
    'B4:1',
    'mf B4:2. E4:4',
    'G4:4 B4 B4 B4',
    '> A4:4 C5 B4 A4',
    'p G4:1',
    'E4:1',
  );
  const harmony = [em, am, em, em, bm, em, am, c, d, bm, am, em, d, d, em, em, em, am, em, em];
  return {
    barQuarters: 4,
    pickupQuarters: 0,
    tempo: 78,
    rubato: 0,
    room: 'church',
    tailSeconds: 6,
    levelDb: -21,
    voices: [
      { instrument: 'drone', pan: 0, gainDb: 1, notes: `p ${times(24, 'E2+B2:1~')} | E2+B2:1` },
      { instrument: 'drone', pan: 0.1, gainDb: -4, notes: `pp r:1 | ${times(23, 'E3:1~')} | E3:1` },
      {
        instrument: 'harp',
        pan: 0.3,
        gainDb: -6,
        notes: `p r:1 | ${times(3, ripple(em))} | ${bars(...harmony.map(ripple))} | E2+B2+E3:1*`,
      },
      {
        instrument: 'choir',
        pan: -0.15,
        gainDb: -1,
        transpose: -12,
        notes: `${times(3, 'r:1')} | r:2. p E4:4 | ${verse} | ${refrain} | E4:1`,
      },
      {
        instrument: 'humming',
        pan: 0.2,
        gainDb: -1,
        notes: `${times(12, 'r:1')} | p ${bars('D4:1', 'E4:1', 'D4:2 B3', 'B3:1', 'F#4:1', 'A4:2. r:4', 'G4:1', 'G4:2. r:4', 'E4:1', 'E4:1', 'E4:1', 'B3:1')} | B3:1`,
      },
      {
        instrument: 'bell',
        pan: -0.3,
        gainDb: -6,
        notes: `p E4:1 | ${times(7, 'r:1')} | B3:1 | ${times(7, 'r:1')} | E4:1 | ${times(7, 'r:1')} | E4:1`,
      },
    ],
  };
})();

export const longTones: Album = {
  title: 'Long Tones',
  folder: ['Saltmarsh', 'Long Tones'],
  artists: [saltmarsh],
  date: '2026-05-08',
  genres: ['Ambient', 'Medieval'],
  format: 'flac',
  cover: { drawing: 'long-tones', place: 'embedded' },
  tracks: [
    {
      title: 'Slow Water, I: Slack',
      composer: saltmarsh,
      work: 'Slow Water',
      movement: { number: 1, name: 'Slack', total: 2 },
      score: water,
      continues: [
        { bar: 13, title: 'Slow Water, II: Flood', movement: { number: 2, name: 'Flood', total: 2 } },
      ],
    },
  ],
};
