/** Am Brunnen: songs without a singer, by two artists together, with words to follow. Opus where ffmpeg is. */

import { brahms, ekwall, schubert, traditional, vesterholm } from '../people.ts';
import { bars, times } from '../patterns.ts';
import type { Album, LyricLine, Score } from '../types.ts';

const lindenbaum: Score = (() => {
  const couplet = bars('B4:4. G#4:8 G#4 G#4', 'E4:2 E4:4', 'F#4:4. G#4:8 A4 F#4');
  const rustle = (a: string, b: string, c: string): string =>
    `${a}:8t ${b} ${c} ${b} ${a} ${b} ${c} ${b} ${a}`;
  const chords = (low: string, x: string, y: string): string => `${low}:4 ${x}+${y} ${x}+${y}`;
  const [e, b] = [chords('E3', 'G#3', 'B3'), chords('B2', 'A3', 'D#4')];
  return {
    barQuarters: 3,
    pickupQuarters: 1,
    tempo: [
      [1, 84],
      [20, 84],
      [22, 60],
    ],
    rubato: 0.08,
    room: 'chamber',
    voices: [
      {
        instrument: 'clarinet',
        pan: -0.15,
        notes: `r:4 | ${times(3, 'r:2.')} | r:2 mp B4:4 | ${couplet} | E4:2 B4:4 | ${couplet} | E4:2 mf E4:4 | ${bars(
          'F#4:4. F#4:8 G#4 A4',
          'G#4:2 B4:4',
          'B4:4. G#4:8 A4 G#4',
          'F#4:2 B4:4',
          '< C#5:4. B4:8 B4 G#4',
          'f B4:4 A4 E4',
          '> F#4:4. G#4:8 A4 F#4',
          'p E4:2.',
        )} | r:2.`,
      },
      {
        instrument: 'piano',
        pan: 0.12,
        gainDb: -2,
        pedalQuarters: 3,
        notes: `r:4 | p < ${bars(rustle('E4', 'G#4', 'B4'), rustle('E4', 'A4', 'C#5'))} mf > | ${rustle('D#4', 'F#4', 'A4')} | p E3+B3+G#4:2. | ${bars(
          e,
          e,
          b,
          e,
          e,
          e,
          b,
          e,
          b,
          e,
          e,
          b,
          chords('A2', 'E3', 'C#4'),
          chords('E3', 'A3', 'C#4'),
          b,
          e,
        )} | pp E2+B2+E3+G#3+B3:2.*`,
      },
    ],
  };
})();

const lindenbaumWords: readonly LyricLine[] = [
  { bar: 4, quarter: 2, text: 'Am Brunnen vor dem Tore,' },
  { bar: 6, quarter: 2, text: 'da steht ein Lindenbaum;' },
  { bar: 8, quarter: 2, text: 'ich träumt’ in seinem Schatten' },
  { bar: 10, quarter: 2, text: 'so manchen süßen Traum.' },
  { bar: 12, quarter: 2, text: 'Ich schnitt in seine Rinde' },
  { bar: 14, quarter: 2, text: 'so manches liebe Wort;' },
  { bar: 16, quarter: 2, text: 'es zog in Freud’ und Leide' },
  { bar: 18, quarter: 2, text: 'zu ihm mich immer fort.' },
];

const wiegenlied: Score = (() => {
  const rock = (low: string, x: string): string => `${low}:4 ${x} ${x}`;
  const [f, c7, bb] = [rock('F2', 'A3+C4'), rock('C3', 'G3+Bb3'), rock('Bb2', 'F3+D4')];
  return {
    barQuarters: 3,
    pickupQuarters: 1,
    tempo: [
      [1, 88],
      [16, 86],
      [19, 62],
    ],
    rubato: 0.08,
    room: 'chamber',
    voices: [
      {
        instrument: 'clarinet',
        pan: -0.15,
        notes: `r:4 | r:2. | r:2 p A4:8 A4 | ${bars(
          'C5:4. A4:8 A4:4',
          'C5:2 A4:8 C5',
          'F5:4 E5:4. D5:8',
          'D5:4 C5 G4:8 A4',
          'Bb4:4 G4 G4:8 A4',
          'Bb4:2 G4:8 Bb4',
          'E5:8 D5 C5:4 E5',
          'F5:2 F4:8 F4',
          'mp F5:2 D5:8 Bb4',
          'C5:2 A4:8 F4',
          'Bb4:4 C5 D5',
          'C5:2 F4:8 F4',
          'p F5:2 D5:8 Bb4',
          'C5:2 A4:8 F4',
          '> Bb4:4 A4 G4',
          'pp F4:2.',
        )} | r:2.`,
      },
      {
        instrument: 'piano',
        pan: 0.12,
        gainDb: -2,
        pedalQuarters: 3,
        notes: `r:4 | p ${bars(f, f, f, f, rock('D3', 'F3+A3'), c7, c7, c7, c7, f, bb, f, c7, f, bb, f, c7, rock('F2', 'A3+C4'))} | pp F2+C3+F3+A3:2.*`,
      },
      {
        instrument: 'musicBox',
        pan: 0.3,
        gainDb: -7,
        notes: `r:4 | ${times(10, 'r:2.')} | p ${bars('F5:4 D6 Bb5', 'A5 C6 F6', 'E6 D6 C6', 'A5 C6 F5', 'F5 D6 Bb5', 'A5 C6 F6', 'D6 C6 Bb5', 'A5:2.')} | F6:2.`,
      },
    ],
  };
})();

const wiegenliedWords: readonly LyricLine[] = [
  { bar: 2, quarter: 2, text: 'Guten Abend, gut’ Nacht,' },
  { bar: 4, quarter: 2, text: 'mit Rosen bedacht,' },
  { bar: 6, quarter: 2, text: 'mit Näglein besteckt,' },
  { bar: 8, quarter: 2, text: 'schlupf unter die Deck’:' },
  { bar: 10, quarter: 2, text: 'Morgen früh, wenn Gott will,' },
  { bar: 12, quarter: 2, text: 'wirst du wieder geweckt,' },
  { bar: 14, quarter: 2, text: 'morgen früh, wenn Gott will,' },
  { bar: 16, quarter: 2, text: 'wirst du wieder geweckt.' },
];

const vogel: Score = (() => {
  const a = bars('F4:4. A4:8 C5:4 F5', 'D5:4 F5:8 D5 C5:2', 'Bb4:4. C5:8 A4:4 F4', 'G4:2 F4');
  const b = bars('C5:4 C5 Bb4 Bb4', 'A4:8 C5 A4 F4 G4:2', 'C5:4 C5 Bb4 Bb4', 'A4:8 C5 A4 F4 G4:2');
  const walk = (w: string, x: string): string => `${w}:8 ${x}' ${x}' ${x}'`;
  const f = `${walk('F3', 'A3+C4')} ${walk('C3', 'A3+C4')}`;
  const bf = `${walk('Bb2', 'F3+D4')} ${walk('F3', 'A3+C4')}`;
  const c = `${walk('C3', 'G3+Bb3')} ${walk('C3', 'G3+Bb3')}`;
  const cf = `${walk('C3', 'G3+Bb3')} ${walk('F3', 'A3+C4')}`;
  const one = bars(f, bf, `${walk('G2', 'G3+Bb3')} ${walk('F2', 'A3+C4')}`, cf);
  const two = bars(
    cf,
    `${walk('F3', 'A3+C4')} ${walk('C3', 'G3+Bb3')}`,
    c,
    `${walk('F3', 'A3+C4')} ${walk('C3', 'G3+Bb3')}`,
  );
  return {
    barQuarters: 4,
    tempo: [
      [1, 132],
      [12, 132],
      [14, 96],
    ],
    rubato: 0.04,
    room: 'parlour',
    voices: [
      { instrument: 'clarinet', pan: -0.15, notes: `r:1 | mf ${a} | mp ${b} | mf ${a} | r:1` },
      {
        instrument: 'flute',
        pan: 0.05,
        gainDb: -6,
        notes: `${times(9, 'r:1')} | mp ${bars('A4:4. C5:8 F5:4 A5', 'F5:4 D5:8 F5 A5:2', 'G5:4. A5:8 F5:4 C5', 'E5:2 F5')} | F5:8' C6' F6:4' r:2`,
      },
      {
        instrument: 'piano',
        pan: 0.12,
        gainDb: -3,
        notes: `mp ${f} | ${one} | p ${two} | mp ${one} | F2+F3:4' A3+C4+F4' r:2`,
      },
    ],
  };
})();

const vogelWords: readonly LyricLine[] = [
  { bar: 2, text: 'Alle Vögel sind schon da,' },
  { bar: 4, text: 'alle Vögel, alle!' },
  { bar: 6, text: 'Welch ein Singen, Musiziern,' },
  { bar: 8, text: 'Pfeifen, Zwitschern, Tiriliern!' },
  { bar: 10, text: 'Frühling will nun einmarschiern,' },
  { bar: 12, text: 'kommt mit Sang und Schalle.' },
];

export const atTheWell: Album = {
  title: 'Am Brunnen',
  folder: ['Jonas Ekwall & Ida Vesterholm', 'Am Brunnen'],
  artists: [ekwall, vesterholm],
  date: '2026-01-16',
  genres: ['Classical', 'Lied'],
  label: 'Kitchen Table Records',
  format: 'opus',
  formatWithoutFfmpeg: 'flac',
  cover: { drawing: 'at-the-well', place: 'cover.png' },
  tracks: [
    {
      title: 'Der Lindenbaum',
      titleSort: 'Lindenbaum, Der',
      composer: schubert,
      work: 'Winterreise, D. 911',
      movement: { number: 5, name: 'Der Lindenbaum', total: 24 },
      language: 'ger',
      lyrics: lindenbaumWords,
      lyricsIn: 'both',
      score: lindenbaum,
    },
    {
      title: 'Wiegenlied',
      composer: brahms,
      work: 'Fünf Lieder, Op. 49',
      movement: { number: 4, name: 'Wiegenlied', total: 5 },
      language: 'ger',
      lyrics: wiegenliedWords,
      lyricsIn: 'sidecar',
      score: wiegenlied,
    },
    {
      title: 'Alle Vögel sind schon da',
      composer: traditional,
      genres: ['Folk'],
      language: 'ger',
      lyrics: vogelWords,
      lyricsIn: 'file',
      score: vogel,
    },
  ],
};
