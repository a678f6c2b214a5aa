/**
 * From written time to played time: tempo marks, the breathing of phrases and small unevenness turn the ticks of
 * a score into samples. It exists because notes placed exactly on a grid sound like a machine.
 */

import type { Score, ScoreNote } from '../score/types.ts';
import { ticksPerQuarter } from '../score/types.ts';
import type { Random } from './random.ts';

export const sampleRate = 44_100;

/** A note as an instrument gets it. */
export interface TimedNote {
  readonly startSample: number;
  /** How long the key, bow or breath is held, in samples. */
  readonly holdSamples: number;
  /** MIDI number, quarter-tones as halves. */
  readonly pitch: number;
  readonly velocity: number;
}

const stepTicks = ticksPerQuarter / 8;

/** Seconds from the beginning of the score to any tick of it. */
export interface Clock {
  secondsAt(tick: number): number;
  tickOfBar(bar: number): number;
}

/** Walks the score in steps of an eighth of a quarter and adds up how long each takes. */
export function clockOf(score: Score, lengthTicks: number): Clock {
  const steps = Math.ceil(lengthTicks / stepTicks) + 8;
  const seconds = new Float64Array(steps + 1);
  for (let step = 0; step < steps; step++) {
    const quartersPerMinute = tempoAt(score, step * stepTicks) * breathAt(score, step * stepTicks);
    seconds[step + 1] = seconds[step]! + (stepTicks / ticksPerQuarter) * (60 / quartersPerMinute);
  }
  const tickOfBar = (bar: number): number =>
    ((score.pickupQuarters ?? 0) + (bar - 1) * score.barQuarters) * ticksPerQuarter;
  return { secondsAt: (tick) => interpolate(seconds, Math.max(0, tick) / stepTicks), tickOfBar };
}

/** Notes with their samples, unevenness, grace notes and rolled chords worked out. */
export function timeNotes(
  notes: readonly ScoreNote[],
  clock: Clock,
  random: Random,
  options: { pedalQuarters?: number | undefined; looseness: number; leadSeconds: number },
): TimedNote[] {
  return notes.map((note) => {
    const start = clock.secondsAt(note.startTicks);
    const end = clock.secondsAt(endTicks(note, clock, options.pedalQuarters));
    const uneven = random.signed() * 0.009 * options.looseness;
    const begin = Math.max(0, options.leadSeconds + start + uneven - note.grace * 0.075 + note.roll * 0.032);
    return {
      startSample: Math.round(begin * sampleRate),
      holdSamples: Math.max(256, Math.round((end - start - note.roll * 0.032) * sampleRate)),
      pitch: note.pitch,
      velocity: Math.max(0.05, Math.min(1, note.velocity * (1 + random.signed() * 0.07))),
    };
  });
}

function endTicks(note: ScoreNote, clock: Clock, pedalQuarters: number | undefined): number {
  const end = note.startTicks + note.lengthTicks;
  if (pedalQuarters === undefined) return end;
  const span = pedalQuarters * ticksPerQuarter;
  const origin = clock.tickOfBar(1);
  return Math.max(end, origin + (Math.floor((note.startTicks - origin) / span) + 1) * span);
}

function tempoAt(score: Score, tick: number): number {
  if (typeof score.tempo === 'number') return score.tempo;
  const bar = 1 + (tick / ticksPerQuarter - (score.pickupQuarters ?? 0)) / score.barQuarters;
  let before = score.tempo[0]!;
  for (const mark of score.tempo) {
    if (mark[0] > bar) {
      const way = Math.max(0, (bar - before[0]) / (mark[0] - before[0]));
      return before[1] + (mark[1] - before[1]) * way;
    }
    before = mark;
  }
  return before[1];
}

/** A phrase begins and ends a little slower than its middle. */
function breathAt(score: Score, tick: number): number {
  const depth = score.rubato ?? 0.04;
  const phrase = (score.phraseBars ?? 4) * score.barQuarters * ticksPerQuarter;
  const place = tick / phrase - Math.floor(tick / phrase);
  return 1 + depth * (Math.sin(Math.PI * place) - 0.64);
}

function interpolate(values: Float64Array, position: number): number {
  const last = values.length - 1;
  if (position >= last) return values[last]! + (position - last) * (values[last]! - values[last - 1]!);
  const index = Math.floor(position);
  return values[index]! + (values[index + 1]! - values[index]!) * (position - index);
}
