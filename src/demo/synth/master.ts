/**
 * The last stage: no DC, a common loudness, a soft limit below full scale, a fade at the end, and the step to
 * 16 bits with dither. It exists so that no track of the demo clips, clicks or jumps out of the row.
 */

import type { Random } from './random.ts';
import type { Stereo } from './stereo.ts';
import { decibels } from './stereo.ts';
import { sampleRate } from './timing.ts';

/** No sample is above this: about -1 dBFS, which leaves lossy decoders room to overshoot. */
export const ceiling = 0.89;
const bendFrom = 0.6;
const fadeSeconds = 1.8;

/** Levels, limits and fades in place; `levelDb` is the RMS wanted in the sounding parts. */
export function master(audio: Stereo, levelDb: number): void {
  for (const channel of [audio.left, audio.right]) removeRumble(channel);
  const gain = decibels(levelDb) / soundingLevel(audio);
  const length = audio.left.length;
  const fade = Math.min(length, Math.round(fadeSeconds * sampleRate));
  for (const channel of [audio.left, audio.right]) {
    for (let index = 0; index < length; index++) {
      const rest = length - index;
      const end = rest < fade ? (rest / fade) ** 2 : 1;
      channel[index] = limit(channel[index]! * gain) * end;
    }
  }
}

/** One-pole high-pass at 18 Hz. */
function removeRumble(channel: Float32Array): void {
  const keep = Math.exp((-2 * Math.PI * 18) / sampleRate);
  let input = 0;
  let output = 0;
  for (let index = 0; index < channel.length; index++) {
    const value = channel[index]!;
    output = keep * (output + value - input);
    input = value;
    channel[index] = output;
  }
}

/** RMS of the windows that are within 14 dB of the loudest, so that pauses do not count. */
function soundingLevel(audio: Stereo): number {
  const window = Math.round(0.4 * sampleRate);
  const powers: number[] = [];
  for (let from = 0; from + window <= audio.left.length; from += window) {
    let power = 0;
    for (let index = from; index < from + window; index++) {
      power += audio.left[index]! ** 2 + audio.right[index]! ** 2;
    }
    powers.push(power / (2 * window));
  }
  const loudest = Math.max(1e-12, ...powers);
  const sounding = powers.filter((power) => power > loudest / 25);
  return Math.sqrt(sounding.reduce((sum, power) => sum + power, 1e-12) / Math.max(1, sounding.length));
}

/** Straight up to 0.6, then bends towards the ceiling. */
function limit(value: number): number {
  const size = Math.abs(value);
  if (size <= bendFrom) return value;
  const span = ceiling - bendFrom;
  return Math.sign(value) * (bendFrom + span * Math.tanh((size - bendFrom) / span));
}

/** 16-bit samples, channels interleaved, with triangular dither of one step. */
export function toSixteenBits(audio: Stereo, random: Random): Int16Array {
  const length = audio.left.length;
  const out = new Int16Array(length * 2);
  // The difference of successive values of a linear congruential generator: triangular, and quick.
  let seed = Math.floor(random.next() * 0x7fffffff);
  let before = 0;
  for (let index = 0; index < length; index++) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) | 0;
    const first = seed * 2.3283e-10;
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) | 0;
    const second = seed * 2.3283e-10;
    out[index * 2] = Math.round(audio.left[index]! * 32_767 + first - before);
    out[index * 2 + 1] = Math.round(audio.right[index]! * 32_767 + second - first);
    before = second;
  }
  return out;
}
