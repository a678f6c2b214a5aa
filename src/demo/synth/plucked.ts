/**
 * Plucked strings: guitar, koto, oud, lute, harp, balalaika, bass. Karplus and Strong's loop: a burst of noise
 * goes round a delay line as long as one period, losing its edge at each turn. An all-pass in the loop tunes the
 * fraction of a sample, a comb on the burst is the place where the finger plucks.
 */

import type { Random } from './random.ts';
import type { Stage } from './stereo.ts';
import { frequencyOf, panOf, scratch } from './stereo.ts';
import type { TimedNote } from './timing.ts';
import { sampleRate } from './timing.ts';

export interface PluckedSound {
  /** Seconds in which a note at middle C fades by 60 dB. */
  readonly ringSeconds: number;
  /** Octaves up that halve the ringing. */
  readonly ringOctaves: number;
  /** 0 is dull (all loss in the treble), 1 rings like wire. */
  readonly brightness: number;
  /** Cut-off of the burst at full force, in Hz: nail or fingertip. */
  readonly pluckHertz: number;
  /** Where the string is plucked, as a part of its length. */
  readonly pluckPlace: number;
  /** Seconds in which a released string is damped; 0 when it rings on. */
  readonly releaseSeconds: number;
  /** A second string, so many cents off (oud, lute, koto's body); 0 for a single one. */
  readonly courseCents: number;
  /** Cents by which a hard pluck starts sharp. */
  readonly bendCents: number;
  readonly gain: number;
}

const fadeSamples = 4000;
/** A note is cut, with a fade, when it is about 45 dB down; the rest is not heard under what follows. */
const heardPart = 0.75;

/** Adds one note to the sum. */
export function pluck(sound: PluckedSound, note: TimedNote, stage: Stage, random: Random): void {
  const ring = sound.ringSeconds * 2 ** (-(note.pitch - 60) / (12 * sound.ringOctaves));
  const held = sound.releaseSeconds === 0 ? ring : note.holdSamples / sampleRate + sound.releaseSeconds;
  const length = Math.min(
    stage.left.length - note.startSample,
    Math.ceil(Math.min(held, ring * heardPart) * sampleRate),
  );
  if (length <= fadeSamples) return;
  const frequency = frequencyOf(note.pitch);
  const tone = scratch(0, length);
  const twin = scratch(1, length);
  vibrate(sound, frequency, ring, note, random, tone);
  if (sound.courseCents !== 0) {
    vibrate(sound, frequency * 2 ** (sound.courseCents / 1200), ring * 0.9, note, random, twin);
  }
  for (const string of [tone, twin]) shape(sound, note, string);
  const [toLeft, toRight] = panOf(((note.pitch - 62) / 60) * 0.6 + random.signed() * 0.05);
  const force = note.velocity ** 1.3 * sound.gain;
  const [leftGain, rightGain] = [force * toLeft * stage.leftGain, force * toRight * stage.rightGain];
  // One string sounds in the middle, the two of a course a little apart.
  const [near, far] = sound.courseCents === 0 ? [1, 0] : [0.75, 0.25];
  const toneRight = sound.courseCents === 0 ? 1 : 0.25;
  const [sumLeft, sumRight] = [stage.left, stage.right];
  for (let index = 0, at = note.startSample; index < length; index++, at++) {
    const one = tone[index]!;
    const other = twin[index]!;
    sumLeft[at]! += leftGain * (near * one + far * other);
    sumRight[at]! += rightGain * (toneRight * one + near * other);
  }
}

/** The hand on the string, and a last fade, in place. */
function shape(sound: PluckedSound, note: TimedNote, string: Float32Array): void {
  const length = string.length;
  if (sound.releaseSeconds > 0) {
    const decay = Math.exp(-6 / (sound.releaseSeconds * sampleRate));
    for (let index = note.holdSamples, level = 1; index < length; index++) {
      level *= decay;
      string[index]! *= level;
    }
  }
  for (let index = 0; index < fadeSamples; index++) string[length - 1 - index]! *= index / fadeSamples;
}

function vibrate(
  sound: PluckedSound,
  frequency: number,
  ring: number,
  note: TimedNote,
  random: Random,
  out: Float32Array,
): void {
  const period = sampleRate / frequency;
  // The loop's low-pass y = (1-s)x + s·x[-1] delays by about s samples; the all-pass takes the rest.
  const loss = 0.5 - 0.46 * sound.brightness;
  const whole = Math.floor(period - loss - 0.3);
  const fraction = period - loss - whole;
  const allPass = (1 - fraction) / (1 + fraction);
  const keep = 10 ** (-3 / (frequency * ring));
  const line = burst(sound, whole, period, note, random);
  const bend = (2 ** ((sound.bendCents * note.velocity) / 1200) - 1) * period;
  let place = 0;
  let before = 0;
  let passIn = 0;
  let passOut = 0;
  let bending = bend > 0.001 ? bend : 0;
  let coefficient = allPass;
  for (let index = 0; index < out.length; index++) {
    const value = line[place]!;
    out[index] = value;
    const smooth = keep * ((1 - loss) * value + loss * before);
    before = value;
    if (bending > 0 && (index & 63) === 0) {
      bending = bending < 1e-4 ? 0 : bending * 0.985;
      const shorter = Math.max(0.1, fraction - bending);
      coefficient = (1 - shorter) / (1 + shorter);
    }
    passOut = coefficient * (smooth - passOut) + passIn;
    passIn = smooth;
    line[place] = passOut;
    if (++place === whole) place = 0;
  }
}

/** One period of noise, softened by the finger, hollowed by the place of the pluck, without a mean. */
function burst(
  sound: PluckedSound,
  whole: number,
  period: number,
  note: TimedNote,
  random: Random,
): Float32Array {
  const noise = new Float32Array(whole);
  const cut = sound.pluckHertz * (0.25 + 0.75 * note.velocity);
  const slew = 1 - Math.exp((-2 * Math.PI * cut) / sampleRate);
  let slow = 0;
  let slower = 0;
  for (let index = -64; index < whole; index++) {
    slow += slew * (random.signed() - slow);
    slower += slew * (slow - slower);
    if (index >= 0) noise[index] = slower;
  }
  const offset = Math.max(1, Math.round(period * sound.pluckPlace));
  const hollow = noise.map((value, index) => value - 0.9 * noise[(index + whole - offset) % whole]!);
  const mean = hollow.reduce((sum, value) => sum + value, 0) / whole;
  let power = 0;
  for (const value of hollow) power += (value - mean) ** 2;
  const level = 0.32 / Math.sqrt(power / whole + 1e-9);
  return hollow.map((value) => (value - mean) * level);
}
