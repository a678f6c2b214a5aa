/**
 * From a score to samples: every part is played by its instrument at its seat, the sum is put into the room,
 * levelled, limited and faded. The same score and seed give the same samples on the same Node.
 */

import { readPart } from '../score/notation.ts';
import type { Score, Voice } from '../score/types.ts';
import { playNote } from './instruments.ts';
import { master } from './master.ts';
import { randomFrom } from './random.ts';
import { reverberate, rooms } from './reverb.ts';
import type { Stereo } from './stereo.ts';
import { decibels, panOf, silence } from './stereo.ts';
import type { Clock, TimedNote } from './timing.ts';
import { clockOf, sampleRate, timeNotes } from './timing.ts';

export interface Performance {
  readonly audio: Stereo;
  readonly clock: Clock;
}

/** Silence before the first note. */
export const leadSeconds = 0.18;
const defaultTailSeconds = 3;

/** Plays a score. `seed` decides the small unevenness; give the track's title. */
export function perform(score: Score, seed: string): Performance {
  const parts = score.voices.map((voice) => readPart(voice.notes, score.barQuarters, score.pickupQuarters));
  const lengthTicks = Math.max(...parts.map((part) => part.lengthTicks));
  const clock = clockOf(score, lengthTicks);
  const seconds = leadSeconds + clock.secondsAt(lengthTicks) + (score.tailSeconds ?? defaultTailSeconds);
  const length = Math.ceil(seconds * sampleRate);
  const sum = silence(length);
  for (const [index, voice] of score.voices.entries()) {
    const random = randomFrom(`${seed} ${index} ${voice.instrument}`);
    const notes = timeNotes(parts[index]!.notes, clock, random, {
      pedalQuarters: voice.pedalQuarters,
      looseness: score.rubato === 0 ? 0.3 : 1,
      leadSeconds,
    });
    addVoice(voice, notes, sum, `${seed} ${index}`);
  }
  const wet = reverberate(sum, rooms[score.room]);
  for (let index = 0; index < length; index++) {
    sum.left[index]! += wet.left[index]!;
    sum.right[index]! += wet.right[index]!;
  }
  master(sum, score.levelDb ?? -20);
  return { audio: sum, clock };
}

function addVoice(voice: Voice, notes: readonly TimedNote[], sum: Stereo, seed: string): void {
  const random = randomFrom(seed);
  const gain = decibels(voice.gainDb ?? 0);
  const [toLeft, toRight] = panOf(voice.pan ?? 0);
  const stage = { left: sum.left, right: sum.right, leftGain: gain * toLeft, rightGain: gain * toRight };
  for (const note of notes) {
    const pitch = note.pitch + (voice.transpose ?? 0);
    playNote(voice.instrument, voice.transpose === undefined ? note : { ...note, pitch }, stage, random);
  }
}
