/**
 * Struck instruments: felt piano, celesta, music box, vibraphone, bells. Each note is a sum of damped partials,
 * every one a two-pole resonator (two multiplications a sample), so that inharmonic spectra and different decays
 * cost little. Two slightly detuned sets, one a side, give the slow beating of real strings.
 */

import type { Random } from './random.ts';
import type { Stage } from './stereo.ts';
import { frequencyOf, panOf, scratch } from './stereo.ts';
import type { TimedNote } from './timing.ts';
import { sampleRate } from './timing.ts';

export interface StruckSound {
  /** Frequencies of the partials, as multiples of the note's. Absent: a stiff string. */
  readonly ratios?: readonly number[];
  /** Levels of the partials for `ratios`. */
  readonly levels?: readonly number[];
  /** Stiffness of the string at middle C. */
  readonly stiffness: number;
  /** Seconds in which the lowest partial at middle C fades by 60 dB. */
  readonly ringSeconds: number;
  /** Octaves up that halve the ringing. */
  readonly ringOctaves: number;
  /** How much faster each higher partial fades. */
  readonly partialDamping: number;
  /** How fast the spectrum falls at full force; softer notes fall faster. */
  readonly dullness: number;
  /** Seconds in which a released note fades; 0 when it rings on. */
  readonly releaseSeconds: number;
  readonly attackSeconds: number;
  /** Level of the hammer's thump. */
  readonly thump: number;
  /** Cents between the two sides. */
  readonly detuneCents: number;
  readonly gain: number;
}

const silent = 2e-4;
const fadeSamples = 256;

/** Adds one note to the sum. */
export function strike(sound: StruckSound, note: TimedNote, stage: Stage, random: Random): void {
  const frequency = frequencyOf(note.pitch);
  const ring = sound.ringSeconds * 2 ** (-(note.pitch - 60) / (12 * sound.ringOctaves));
  const soundSeconds =
    sound.releaseSeconds === 0 ? ring : note.holdSamples / sampleRate + sound.releaseSeconds * 1.3;
  const length = Math.min(
    stage.left.length - note.startSample,
    Math.ceil(Math.min(soundSeconds, ring * 1.1) * sampleRate),
  );
  if (length <= fadeSamples) return;
  const detune = 2 ** (sound.detuneCents / 2400);
  const offset = random.signed() * 0.15;
  const left = scratch(0, length);
  const right = scratch(1, length);
  addPartials(left, partialsOf(sound, frequency / detune, ring, note.velocity, 0.25 + offset, 1));
  addPartials(right, partialsOf(sound, frequency * detune, ring * 0.93, note.velocity, 0.25 - offset, 0));
  if (sound.thump > 0) thump(left, right, sound.thump * note.velocity, random);
  shape(sound, note, left, right);
  const force = note.velocity ** 1.6 * sound.gain;
  const [toLeft, toRight] = panOf(((note.pitch - 64) / 60) * 0.55);
  const [leftGain, rightGain] = [force * toLeft * stage.leftGain, force * toRight * stage.rightGain];
  const [sumLeft, sumRight] = [stage.left, stage.right];
  for (let index = 0, at = note.startSample; index < length; index++, at++) {
    const one = left[index]!;
    const other = right[index]!;
    sumLeft[at]! += leftGain * (0.9 * one + 0.5 * other);
    sumRight[at]! += rightGain * (0.9 * other + 0.5 * one);
  }
}

/** The partials of one side, four at a time so that the processor overlaps their chains. */
function addPartials(out: Float32Array, partials: readonly Partial[]): void {
  for (let first = 0; first < partials.length; first += 4) {
    const group = partials.slice(first, first + 4);
    while (group.length < 4) group.push(mute);
    const end = Math.min(out.length, Math.max(...group.map((partial) => partial.samples)));
    addFour(out, end, group[0]!, group[1]!, group[2]!, group[3]!);
  }
}

interface Partial {
  readonly feedback1: number;
  readonly feedback2: number;
  readonly first: number;
  readonly second: number;
  readonly samples: number;
}

const mute: Partial = { feedback1: 0, feedback2: 0, first: 0, second: 0, samples: 0 };

/** Both sides have the low partials; the high ones, above the fourth, alternate between the sides. */
function partialsOf(
  sound: StruckSound,
  frequency: number,
  ring: number,
  velocity: number,
  phase: number,
  parity: number,
): Partial[] {
  const stiffness = sound.stiffness * (frequency / 261.6) ** 1.2;
  const fall = sound.dullness * (1.9 - velocity);
  const count = sound.ratios?.length ?? 22;
  const partials: Partial[] = [];
  for (let number = 1; number <= count; number++) {
    if (number > 4 && number % 2 !== parity) continue;
    const ratio = sound.ratios?.[number - 1] ?? number * Math.sqrt(1 + stiffness * number * number);
    const hertz = frequency * ratio;
    if (hertz > 11_000) break;
    const level =
      (sound.levels?.[number - 1] ?? hammer(number)) *
      Math.exp(-fall * (ratio - 1) * (0.35 + frequency / 900));
    if (level < silent * 4) continue;
    partials.push(partial(hertz, level, ring / (1 + sound.partialDamping * (ratio - 1)), phase * number));
  }
  return partials;
}

/** A string struck at an eighth of its length: partials fall, the eighth is missing. */
function hammer(number: number): number {
  return (Math.abs(Math.sin((Math.PI * number) / 8.2)) + 0.12) / (number ** 0.85 * 0.5);
}

function partial(hertz: number, level: number, ring: number, phase: number): Partial {
  const decay = Math.exp(-6.91 / (ring * sampleRate));
  const angle = (2 * Math.PI * hertz) / sampleRate;
  return {
    feedback1: 2 * decay * Math.cos(angle),
    feedback2: -decay * decay,
    first: (level * Math.sin(phase - angle)) / decay,
    second: (level * Math.sin(phase - 2 * angle)) / (decay * decay),
    samples: Math.ceil((Math.log(level / silent) / 6.91) * ring * sampleRate),
  };
}

function addFour(out: Float32Array, end: number, a: Partial, b: Partial, c: Partial, d: Partial): void {
  let [a1, a2, b1, b2, c1, c2, d1, d2] = [
    a.first,
    a.second,
    b.first,
    b.second,
    c.first,
    c.second,
    d.first,
    d.second,
  ];
  for (let index = 0; index < end; index++) {
    const a0 = a.feedback1 * a1 + a.feedback2 * a2;
    const b0 = b.feedback1 * b1 + b.feedback2 * b2;
    const c0 = c.feedback1 * c1 + c.feedback2 * c2;
    const d0 = d.feedback1 * d1 + d.feedback2 * d2;
    a2 = a1;
    a1 = a0;
    b2 = b1;
    b1 = b0;
    c2 = c1;
    c1 = c0;
    d2 = d1;
    d1 = d0;
    out[index]! += a0 + b0 + (c0 + d0);
  }
}

/** Felt on wood: a few milliseconds of dull noise. */
function thump(left: Float32Array, right: Float32Array, level: number, random: Random): void {
  const length = Math.min(left.length, Math.round(0.045 * sampleRate));
  let slow = 0;
  let slower = 0;
  for (let index = 0; index < length; index++) {
    slow += 0.07 * (random.signed() - slow);
    slower += 0.07 * (slow - slower);
    const grain = slower * level * (1 - index / length) ** 2;
    left[index]! += grain;
    right[index]! += grain;
  }
}

/** Attack, damper and a last fade, in place. */
function shape(sound: StruckSound, note: TimedNote, left: Float32Array, right: Float32Array): void {
  const length = left.length;
  const attack = Math.min(length, Math.round(sound.attackSeconds * sampleRate * (1.5 - note.velocity)));
  for (let index = 0; index < attack; index++) {
    const level = 0.5 - 0.5 * Math.cos((Math.PI * index) / attack);
    left[index]! *= level;
    right[index]! *= level;
  }
  if (sound.releaseSeconds > 0) {
    const decay = Math.exp(-5 / (sound.releaseSeconds * sampleRate));
    for (let index = note.holdSamples, level = 1; index < length; index++) {
      level *= decay;
      left[index]! *= level;
      right[index]! *= level;
    }
  }
  for (let index = 0; index < fadeSamples; index++) {
    left[length - 1 - index]! *= index / fadeSamples;
    right[length - 1 - index]! *= index / fadeSamples;
  }
}
