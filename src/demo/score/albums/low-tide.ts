/** Low Tide: a string quartet with guests. MP3, a cover.jpg in the folder, an artist picture beside it. */

import { bach, dvorak, grieg, harbourQuartet, pachelbel } from '../people.ts';
import { bars, times } from '../patterns.ts';
import type { Album, Score } from '../types.ts';

const canon: Score = (() => {
  const ground = 'D3:4 A2 B2 F#2 | G2 D2 G2 A2';
  const lines = [
    'F#5:4 E5 D5 C#5 | B4 A4 B4 C#5',
    'D5:4 C#5 B4 A4 | G4 F#4 G4 E4',
    'D4:16 E4 F#4 G4 A4 E4 A4 G4 F#4 B4 A4 G4 A4 G4 F#4 E4 | D4 B3 B4 C#5 D5 C#5 B4 A4 G4 F#4 E4 B4 A4 B4 A4 G4',
    'A5:16 F#5:32 G5 A5:16 F#5:32 G5 A5 A4 B4 C#5 D5 E5 F#5 G5 F#5:16 D5:32 E5 F#5:16 F#4:32 G4 A4 B4 A4 G4 A4 F#4 G4 A4 | G4:16 B4:32 A4 G4:16 F#4:32 E4 F#4 E4 D4 E4 F#4 G4 A4 B4 G4:16 B4:32 A4 B4:16 C#5:32 D5 A4 B4 C#5 D5 E5 F#5 G5 A5',
  ];
  const rest = (cycles: number): string => times(cycles * 2, 'r:1');
  return {
    barQuarters: 4,
    tempo: [
      [1, 66],
      [9, 66],
      [11, 50],
    ],
    rubato: 0.03,
    room: 'hall',
    voices: [
      { instrument: 'cello', pan: 0.3, notes: `mp ${times(5, ground)} | p D2+D3:1` },
      { instrument: 'pizzicato', pan: 0.2, gainDb: -4, notes: `mp ${times(5, ground)} | D2:1` },
      { instrument: 'violin', pan: -0.45, notes: `${rest(1)} | p < ${bars(...lines)} | mf F#5:1` },
      {
        instrument: 'violin',
        pan: -0.1,
        gainDb: -2,
        notes: `${rest(2)} | p < ${bars(...lines.slice(0, 3))} | mf D5:1`,
      },
      {
        instrument: 'viola',
        pan: 0.15,
        gainDb: -2,
        notes: `${rest(3)} | p < ${bars(...lines.slice(0, 2))} | mf A4:1`,
      },
    ],
  };
})();

const jesu: Score = (() => {
  const a = ['r:8 G4 A4 B4 D5 C5 C5 E5 D5', 'D5 G5 F#5 G5 D5 B4 G4 A4 B4'];
  const b = ['B4:8 G4 A4 B4 D5 C5 C5 E5 D5', 'D5 G5 F#5 G5 D5 B4 G4 A4 B4'];
  const question = ['C5 D5 E5 D5 C5 B4 A4 B4 G4', 'F#4 G4 A4 D4 F#4 A4 C5 B4 A4'];
  const answer = 'E4 D5 C5 B4 A4 G4 D4 G4 F#4';
  const bass = ['G3:4. B3 C4', 'B3 E3 G3', 'A3 B3 C#4', 'D4 D3 F#3', 'G3 B3 C4', 'B3 E3 G3', 'C3 D3 D3'];
  const inner = ['D4:4. D4 E4', 'D4 B3 B3', 'E4 D4 E4', 'A3 A3 C4', 'D4 D4 E4', 'D4 B3 B3', 'A3 B3 C4'];
  return {
    barQuarters: 4.5,
    tempo: [
      [1, 98],
      [10, 98],
      [12, 66],
      [13, 60],
    ],
    rubato: 0.03,
    room: 'church',
    voices: [
      {
        instrument: 'violin',
        pan: -0.35,
        notes: `p < ${bars(...a, ...question, ...b, answer, 'G4 B4 D5 G5 D5 B4 G4 A4 G4', ...b)} mf > | ${answer} | p G4:4.~ G4:2.`,
      },
      {
        instrument: 'violin',
        pan: 0,
        gainDb: -4,
        notes: `p ${bars(...inner, 'B3:4.~ B3~ B3', ...inner.slice(4), 'B3:4.~ B3~ B3')}`,
      },
      {
        instrument: 'cello',
        pan: 0.35,
        gainDb: -3,
        notes: `p ${bars(...bass, 'G2:4.~ G2~ G2', ...bass.slice(4), 'G2:4.~ G2~ G2')}`,
      },
      {
        instrument: 'pizzicato',
        pan: 0.3,
        gainDb: -7,
        notes: `p ${bars(...bass, 'G2:4. r r', ...bass.slice(4), 'G2:4. r r')}`,
      },
    ],
  };
})();

const largo: Score = (() => {
  const call = 'F4:8. Ab4:16 Ab4:4 F4:8. Eb4:16 Db4:4';
  const open = 'Eb4:8. F4:16 Ab4:8. F4:16 Eb4:2';
  const close = 'Eb4:8. F4:16 Eb4:8. Db4:16 Db4:2';
  const rise = 'Bb4:8. Db5:16 Db5:4 C5:8 Ab4 Bb4:4';
  const hold = 'Bb4:8 Db5 C5 Ab4 Bb4:2';
  return {
    barQuarters: 4,
    tempo: [
      [1, 54],
      [8, 54],
      [10, 38],
    ],
    rubato: 0.08,
    room: 'hall',
    tailSeconds: 4,
    voices: [
      {
        instrument: 'clarinet',
        pan: -0.1,
        gainDb: 1,
        notes: `mp r:1 | ${bars(call, open, call, close, `< ${rise}`, `mf > ${hold}`, `p ${call}`, `> ${close}`)} pp`,
      },
      {
        instrument: 'strings',
        pan: -0.3,
        gainDb: -1,
        notes: `pp ${bars('F4:1', 'F4:1', 'F4:2 Eb4', 'F4:1', 'Gb4:2 F4', 'F4:1', 'F4:2 F4', 'F4:1', 'Gb4:2 F4')}`,
      },
      {
        instrument: 'strings',
        pan: 0.1,
        gainDb: -1,
        notes: `pp ${bars('Ab3:1', 'Ab3:1', 'Ab3:2 C4', 'Ab3:1', 'C4:2 Ab3', 'Db4:1', 'Db4:2 Db4', 'Ab3:1', 'C4:2 Ab3')}`,
      },
      {
        instrument: 'cello',
        pan: 0.35,
        gainDb: 1,
        notes: `pp ${bars('Db3:1', 'Db3:1', 'Db3:2 Ab2', 'Db3:1', 'Ab2:2 Db3', 'Gb2:2 F2', 'Bb2:2 Bb2', 'Db3:1', 'Ab2:2 Db2')}`,
      },
    ],
  };
})();

const morning: Score = (() => {
  const phrase = (n: readonly [string, string, string, string, string]): string => {
    const [six, five, three, two, one] = n;
    return bars(
      `${five}:8 ${three} ${two} ${one} ${two} ${three}`,
      `${five}:8 ${three} ${two} ${one} ${two}:16 ${three} ${two} ${three}`,
      `${five}:8 ${three} ${five} ${six} ${three} ${six}`,
      `${five}:8 ${three} ${two} ${one}:4.`,
    );
  };
  const e5 = phrase(['C#6', 'B5', 'G#5', 'F#5', 'E5']);
  const e4 = phrase(['C#5', 'B4', 'G#4', 'F#4', 'E4']);
  const g5 = phrase(['E#6', 'D#6', 'B#5', 'A#5', 'G#5']);
  const b4 = phrase(['G#5', 'F#5', 'D#5', 'C#5', 'B4']);
  const silent = times(4, 'r:2.');
  return {
    barQuarters: 3,
    tempo: [
      [1, 92],
      [17, 92],
      [19, 84],
      [21, 56],
    ],
    rubato: 0.06,
    room: 'hall',
    voices: [
      {
        instrument: 'flute',
        pan: -0.2,
        gainDb: -1,
        notes: `mp ${e5} | ${silent} | ${g5} | ${silent} | mf ${e5} | p B5:2.`,
      },
      {
        instrument: 'clarinet',
        pan: 0.2,
        notes: `${silent} | mp ${e4} | ${silent} | < ${b4} | mf > ${e4} | p G#4:2.`,
      },
      { instrument: 'strings', pan: -0.3, gainDb: -2, notes: `${times(16, 'r:2.')} | f ${e4} | > p E4:2.` },
      {
        instrument: 'strings',
        pan: 0.2,
        gainDb: -5,
        notes: `pp ${bars(times(4, 'E3+B3+G#4:2.'), times(4, 'C#3+G#3+E4:2.'), times(4, 'G#3+B#3+D#4:2.'), times(2, 'B2+F#3+D#4:2.'), times(2, '< B2+A3+D#4:2.'), `mf ${times(2, 'E3+B3+G#4:2.')}`, 'E3+C#4+A4:2.', '> B2+A3+D#4:2.', 'pp E3+B3+E4:2.')}`,
      },
      {
        instrument: 'cello',
        pan: 0.35,
        gainDb: -1,
        notes: `pp ${bars(times(4, 'E2:2.'), times(4, 'C#2:2.'), times(4, 'G#2:2.'), times(4, 'B2:2.'), `mf ${times(2, 'E2:2.')}`, 'A2:2.', 'B2:2.', 'p E2:2.')}`,
      },
      {
        instrument: 'harp',
        pan: 0.3,
        gainDb: -5,
        notes: `${times(16, 'r:2.')} | mf ${bars(times(2, 'E3:8 B3 E4 G#4 B4 E5'), 'A2:8 E3 A3 C#4 E4 A4', 'B2:8 F#3 A3 D#4 F#4 A4', 'p E3+B3+E4+G#4:2.*')}`,
      },
    ],
  };
})();

const mountainKing: Score = (() => {
  const a = (o: number): string => {
    const [l, h] = [o, o + 1];
    return bars(
      `B${l}:8' C#${h}' D${h}' E${h}' F#${h}' D${h}' F#${h}:4'`,
      `F${h}:8' C#${h}' F${h}:4' E${h}:8' C${h}' E${h}:4'`,
      `B${l}:8' C#${h}' D${h}' E${h}' F#${h}' D${h}' F#${h}' B${h}'`,
      `A${h}:8' F#${h}' D${h}' F#${h}' A${h}:2'`,
    );
  };
  const b = (o: number): string => {
    const [l, h] = [o, o + 1];
    const rise = `F#${l}:8' G#${l}' A#${l}' B${l}' C#${h}' A#${l}' C#${h}:4'`;
    return bars(
      rise,
      `D${h}:8' A#${l}' D${h}:4' C#${h}:8' A#${l}' C#${h}:4'`,
      rise,
      `D${h}:8' A#${l}' D${h}:4' C#${h}:2'`,
    );
  };
  const oom = (low: string, high: string): string =>
    `${low}:8' ${high}' ${low}' ${high}' ${low}' ${high}' ${low}' ${high}'`;
  const bMinor = oom('B2', 'F#3+B3');
  const fSharp = oom('F#2', 'C#3+A#3');
  const accompany = bars(times(3, bMinor), oom('D3', 'F#3+A3'));
  return {
    barQuarters: 4,
    tempo: [
      [1, 112],
      [9, 126],
      [17, 168],
      [21, 208],
      [22, 208],
      [23, 120],
    ],
    rubato: 0,
    room: 'hall',
    voices: [
      {
        instrument: 'pizzicato',
        pan: 0.35,
        gainDb: 1,
        notes: `p ${a(1)} | ${a(1)} | < ${b(2)} | f ${a(1)} | ff ${a(1)} | B1+B2:4! r B1+B2! r | B1+B2:1!`,
      },
      {
        instrument: 'pizzicato',
        pan: -0.35,
        notes: `${times(4, 'r:1')} | p ${a(2)} | < ${b(3)} | f ${a(3)} | ff ${a(3)} | B3+D4+F#4:4! r B3+D4+F#4! r | B3+D4+F#4:1!`,
      },
      {
        instrument: 'pizzicato',
        pan: 0.1,
        gainDb: -5,
        notes: `${times(4, 'r:1')} | p ${accompany} | < ${times(4, fSharp)} | f ${accompany} | ff ${accompany} | r:1 | r:1`,
      },
      {
        instrument: 'violin',
        pan: -0.5,
        gainDb: -2,
        notes: `${times(12, 'r:1')} | mf < ${a(3)} | ff ${a(4)} | B5+F#5:4'! r B5+F#5'! r | B5+F#5:2!~ B5+F#5:2`,
      },
      {
        instrument: 'cello',
        pan: 0.3,
        gainDb: -2,
        notes: `${times(16, 'r:1')} | f B2:1 | F#2:1 | B2:1 | D3:1 | B2:4'! r B2'! r | B2:1!`,
      },
      {
        instrument: 'frameDrum',
        pan: 0,
        gainDb: -4,
        notes: `${times(16, 'r:1')} | mf ${times(4, 'C2:4 E2:8 E2 C2:4 E2')} | ff C2:4 r C2 r | C2:1`,
      },
    ],
  };
})();

const peerGynt = 'Peer Gynt Suite No. 1, Op. 46';

export const lowTide: Album = {
  title: 'Low Tide',
  folder: ['Harbour Quartet', 'Low Tide'],
  artists: [harbourQuartet],
  date: '2025-09-12',
  genres: ['Classical', 'Chamber Music'],
  label: 'Kitchen Table Records',
  format: 'mp3',
  cover: { drawing: 'low-tide', place: 'cover.jpg' },
  tracks: [
    {
      title: 'Canon in D',
      composer: pachelbel,
      work: 'Canon and Gigue in D major, P. 37',
      movement: { number: 1, name: 'Canon', total: 2 },
      score: canon,
    },
    {
      title: 'Jesu bleibet meine Freude',
      composer: bach,
      work: 'Herz und Mund und Tat und Leben, BWV 147',
      movement: { number: 10, name: 'Jesu bleibet meine Freude', total: 10 },
      score: jesu,
    },
    {
      title: 'Symphony No. 9 in E minor, Op. 95 “From the New World”: II. Largo',
      composer: dvorak,
      work: 'Symphony No. 9 in E minor, Op. 95 “From the New World”',
      movement: { number: 2, name: 'Largo', total: 4 },
      score: largo,
    },
    {
      title: 'Morgenstemning',
      composer: grieg,
      work: peerGynt,
      movement: { number: 1, name: 'Morgenstemning', total: 4 },
      score: morning,
    },
    {
      title: 'I Dovregubbens hall',
      composer: grieg,
      work: peerGynt,
      movement: { number: 4, name: 'I Dovregubbens hall', total: 4 },
      score: mountainKing,
    },
  ],
};
