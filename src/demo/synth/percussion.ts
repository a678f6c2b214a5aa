/**
 * Soft percussion: a frame drum (low, high), a riq's jingles, a shaker, a brushed snare. The written note chooses
 * the stroke: C is the low stroke, E the high one, G the jingle, B the shaker.
 */

import type { Random } from './random.ts';
import type { Stage } from './stereo.ts';
import type { TimedNote } from './timing.ts';
import { sampleRate } from './timing.ts';

interface Stroke {
  /** Pitch of the skin at the start and later, in Hz; 0 for none. */
  readonly hertz: number;
  readonly hertzLater: number;
  readonly skinSeconds: number;
  readonly skin: number;
  /** Noise: centre in Hz, seconds, level. */
  readonly noiseHertz: number;
  readonly noiseSeconds: number;
  readonly noise: number;
}

const strokes: Readonly<Record<number, Stroke>> = {
  0: {
    hertz: 120,
    hertzLater: 74,
    skinSeconds: 0.5,
    skin: 0.9,
    noiseHertz: 500,
    noiseSeconds: 0.05,
    noise: 0.3,
  },
  4: {
    hertz: 320,
    hertzLater: 285,
    skinSeconds: 0.14,
    skin: 0.35,
    noiseHertz: 2400,
    noiseSeconds: 0.06,
    noise: 0.4,
  },
  7: { hertz: 0, hertzLater: 0, skinSeconds: 0, skin: 0, noiseHertz: 8200, noiseSeconds: 0.16, noise: 0.3 },
  11: { hertz: 0, hertzLater: 0, skinSeconds: 0, skin: 0, noiseHertz: 6000, noiseSeconds: 0.07, noise: 0.24 },
};

/** Adds one stroke to the sum. */
export function beat(note: TimedNote, stage: Stage, random: Random): void {
  const stroke = strokes[Math.round(note.pitch) % 12] ?? strokes[0]!;
  const seconds = Math.max(stroke.skinSeconds, stroke.noiseSeconds) * 2;
  const length = Math.min(stage.left.length - note.startSample, Math.round(seconds * sampleRate));
  const turn = 2 * Math.sin((Math.PI * Math.min(9000, stroke.noiseHertz)) / sampleRate);
  const skinDecay = stroke.skin === 0 ? 0 : Math.exp(-6.91 / (stroke.skinSeconds * sampleRate));
  const noiseDecay = Math.exp(-6.91 / (stroke.noiseSeconds * 2 * sampleRate));
  let [skin, noise] = [stroke.skin * note.velocity ** 1.3, stroke.noise * note.velocity ** 1.5];
  let [phase, low, band, glide] = [0, 0, 0, stroke.hertz - stroke.hertzLater];
  for (let index = 0, at = note.startSample; index < length; index++, at++) {
    glide *= 0.9992;
    phase += (2 * Math.PI * (stroke.hertzLater + glide)) / sampleRate;
    const high = random.signed() - low - 0.5 * band;
    band += turn * high;
    low += turn * band;
    skin *= skinDecay;
    noise *= noiseDecay;
    const rise = index < 60 ? index / 60 : 1;
    const value = rise * (skin * (Math.sin(phase) + 0.3 * Math.sin(phase * 1.59)) + noise * band);
    stage.left[at]! += stage.leftGain * value;
    stage.right[at]! += stage.rightGain * value;
  }
}
