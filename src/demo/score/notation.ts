/**
 * The notation that the demo's scores are written in, and its reader. It exists so that a score reads like music
 * in the source: `mf F#5:4 A5 | G5 F#5 C#5 | B4 C#5 D5 | A4:2.`
 *
 * - A note is a letter, an accidental (`#`, `b`, `d` for the half-flat of Arabic music) and an octave (C4 is the
 *   middle C). `+` joins the notes of a chord: `B3+D4+F#4`. `r` is a rest.
 * - `:4` is a quarter, `:8.` a dotted eighth, `:8t` a triplet eighth; a length stays until another is given.
 * - Marks after it: `'` short, `!` accented, `*` rolled from the bottom, `~` tied to the same note that follows.
 * - `(D5,E5)F5:4` has two grace notes before the beat.
 * - `ppp pp p mp mf f ff fff` is how loud; `<` and `>` glide to the next of them.
 * - `|` is a bar line, and is checked: a bar that is too long or short is an error, so slips are found at once.
 */

import { DemoError } from '../errors.ts';
import type { ScoreNote } from './types.ts';
import { ticksPerQuarter } from './types.ts';

const loudness: Readonly<Record<string, number>> = {
  ppp: 0.16,
  pp: 0.26,
  p: 0.37,
  mp: 0.48,
  mf: 0.6,
  f: 0.73,
  ff: 0.87,
  fff: 1,
};

const steps: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const accidentals: Readonly<Record<string, number>> = { '': 0, '#': 1, b: -1, d: -0.5 };
const notePattern = /^(?:\(([^)]+)\))?(r|[A-G][#bd]?\d(?:\+[A-G][#bd]?\d)*)(?::(\d+)(\.?)(t?))?(['!*~]*)$/;

export interface Part {
  readonly notes: readonly ScoreNote[];
  readonly lengthTicks: number;
}

interface Reader {
  readonly notes: MutableNote[];
  readonly barTicks: number;
  readonly pickupTicks: number;
  tick: number;
  lengthTicks: number;
  velocity: number;
  /** Where a hairpin began, as an index into notes. */
  hairpinFrom: number | undefined;
  /** Notes of the chord before, when it is tied over. */
  tied: Map<number, MutableNote>;
}

type MutableNote = { -readonly [Key in keyof ScoreNote]: ScoreNote[Key] };

/** Reads one part. Throws DEMO_SCORE_INVALID for an unknown word or a bar line in the wrong place. */
export function readPart(text: string, barQuarters: number, pickupQuarters = 0): Part {
  const reader: Reader = {
    notes: [],
    barTicks: barQuarters * ticksPerQuarter,
    pickupTicks: pickupQuarters * ticksPerQuarter,
    tick: 0,
    lengthTicks: ticksPerQuarter,
    velocity: loudness['mf']!,
    hairpinFrom: undefined,
    tied: new Map(),
  };
  for (const word of text.trim().split(/\s+/)) readWord(reader, word);
  return { notes: reader.notes, lengthTicks: reader.tick };
}

function readWord(reader: Reader, word: string): void {
  if (word === '|') return checkBarLine(reader);
  if (word === '<' || word === '>') {
    reader.hairpinFrom = reader.notes.length;
    return;
  }
  const level = loudness[word];
  if (level !== undefined) return readLevel(reader, level);
  const match = notePattern.exec(word);
  if (match === null) throw invalid(reader, `does not know "${word}"`);
  readNote(reader, match);
}

function readNote(reader: Reader, match: RegExpExecArray): void {
  const [, graces, pitches, denominator, dot, triplet, marks = ''] = match;
  if (denominator !== undefined)
    reader.lengthTicks = ticksOf(Number(denominator), dot === '.', triplet === 't');
  if (pitches !== 'r') {
    if (graces !== undefined) addGraces(reader, graces.split(','));
    addChord(reader, pitches!.split('+').map(pitchOf), marks);
  }
  reader.tick += reader.lengthTicks;
}

function addChord(reader: Reader, pitches: readonly number[], marks: string): void {
  const tiedOn = new Map<number, MutableNote>();
  const short = marks.includes("'") ? 0.45 : 1;
  for (const [index, pitch] of pitches.entries()) {
    let note = reader.tied.get(pitch);
    if (note === undefined) {
      note = {
        startTicks: reader.tick,
        lengthTicks: reader.lengthTicks * short,
        pitch,
        velocity: Math.min(1, reader.velocity * (marks.includes('!') ? 1.22 : 1)),
        grace: 0,
        roll: marks.includes('*') ? index : 0,
      };
      reader.notes.push(note);
    } else {
      note.lengthTicks = reader.tick + reader.lengthTicks - note.startTicks;
    }
    if (marks.includes('~')) tiedOn.set(pitch, note);
  }
  reader.tied = tiedOn;
}

function addGraces(reader: Reader, names: readonly string[]): void {
  for (const [index, name] of names.entries()) {
    reader.notes.push({
      startTicks: reader.tick,
      lengthTicks: ticksPerQuarter / 8,
      pitch: pitchOf(name),
      velocity: reader.velocity * 0.8,
      grace: names.length - index,
      roll: 0,
    });
  }
}

/** A level ends a hairpin: the notes since then glide from the level before to this one. */
function readLevel(reader: Reader, level: number): void {
  if (reader.hairpinFrom !== undefined) {
    const glide = reader.notes.slice(reader.hairpinFrom);
    const from = glide[0]?.startTicks ?? reader.tick;
    for (const note of glide) {
      const way = (note.startTicks - from) / Math.max(1, reader.tick - from);
      note.velocity *= 1 + (level / reader.velocity - 1) * way;
    }
    reader.hairpinFrom = undefined;
  }
  reader.velocity = level;
}

function checkBarLine(reader: Reader): void {
  if ((reader.tick - reader.pickupTicks) % reader.barTicks !== 0) {
    throw invalid(reader, 'finds a bar line in the middle of a bar');
  }
}

function ticksOf(denominator: number, dotted: boolean, triplet: boolean): number {
  const plain = (ticksPerQuarter * 4) / denominator;
  return plain * (dotted ? 1.5 : 1) * (triplet ? 2 / 3 : 1);
}

/** MIDI number of a note name: A4 is 69. */
export function pitchOf(name: string): number {
  const match = /^([A-G])([#bd]?)(\d)$/.exec(name.trim());
  if (match === null)
    throw new DemoError('DEMO_SCORE_INVALID', { what: `does not know the note "${name}"`, bar: 0 });
  return 12 * (Number(match[3]) + 1) + steps[match[1]!]! + accidentals[match[2]!]!;
}

function invalid(reader: Reader, what: string): Error {
  const bar = 1 + Math.floor((reader.tick - reader.pickupTicks) / reader.barTicks);
  return new DemoError('DEMO_SCORE_INVALID', { what, bar });
}
