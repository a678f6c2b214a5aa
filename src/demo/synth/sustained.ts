/**
 * Instruments that hold a tone: strings, organ, flute, reeds, choir. A few detuned readers run over one wave per
 * pitch, built from its harmonics as the instrument's body colours them; slow attack, late vibrato, breath or bow
 * noise.
 */

import type { Random } from './random.ts';
import type { Stage, Stereo } from './stereo.ts';
import { frequencyOf, panOf, scratch } from './stereo.ts';
import type { TimedNote } from './timing.ts';
import { sampleRate } from './timing.ts';

export interface SustainedSound {
  /** Level of a harmonic by its number, before the body. */
  readonly harmonic: (number: number) => number;
  /** Resonances of the body or the mouth: centre and width in Hz, gain. Empty: none. */
  readonly body: readonly (readonly [hertz: number, width: number, gain: number])[];
  /** Level of what the resonances leave untouched. */
  readonly bodyFloor: number;
  /** Players of the part. */
  readonly players: number;
  readonly detuneCents: number;
  /** How wide they sit. */
  readonly spread: number;
  readonly attackSeconds: number;
  readonly releaseSeconds: number;
  readonly vibratoHertz: number;
  readonly vibratoCents: number;
  /** Level of breath or bow noise. */
  readonly breath: number;
  /** How much softer notes lose of their treble, 0 to 1. */
  readonly softDullness: number;
  readonly gain: number;
}

const waveBits = 11;
const waveSize = 1 << waveBits;
const controlSamples = 32;
const waves = new Map<string, Float32Array>();

/** Adds one note to the sum. */
export function sustain(
  sound: SustainedSound,
  name: string,
  note: TimedNote,
  stage: Stage,
  random: Random,
): void {
  const release = Math.round(sound.releaseSeconds * sampleRate);
  const length = Math.min(stage.left.length - note.startSample, note.holdSamples + release);
  if (length < 64) return;
  const tone = { left: scratch(0, length), right: scratch(1, length) };
  const wave = waveOf(sound, name, note.pitch);
  for (let player = 0; player < sound.players; player++) {
    const seat = sound.players === 1 ? 0 : (player / (sound.players - 1)) * 2 - 1;
    play(sound, note, wave, seat, tone, random);
  }
  if (sound.breath > 0) breathe(sound, note, tone, random);
  blend(sound, note, tone, stage, release);
}

function play(
  sound: SustainedSound,
  note: TimedNote,
  wave: Float32Array,
  seat: number,
  tone: Stereo,
  random: Random,
): void {
  const cents = seat * sound.detuneCents + random.signed() * sound.detuneCents * 0.3;
  const step = (frequencyOf(note.pitch) * 2 ** (cents / 1200) * waveSize) / sampleRate;
  const speed = (2 * Math.PI * sound.vibratoHertz * (1 + random.signed() * 0.12)) / sampleRate;
  const depth = 2 ** (sound.vibratoCents / 1200) - 1;
  const [toLeft, toRight] = panOf(seat * sound.spread);
  const mask = waveSize - 1;
  let phase = random.next() * waveSize;
  let vibrato = random.next() * 6.28;
  const length = tone.left.length;
  for (let from = 0; from < length; from += controlSamples) {
    const late = Math.min(1, from / (0.45 * sampleRate));
    const pace = step * (1 + depth * late * late * Math.sin(vibrato));
    vibrato += speed * controlSamples;
    const end = Math.min(length, from + controlSamples);
    for (let index = from; index < end; index++) {
      const whole = phase | 0;
      const low = wave[whole & mask]!;
      const value = low + (wave[(whole + 1) & mask]! - low) * (phase - whole);
      tone.left[index]! += toLeft * value;
      tone.right[index]! += toRight * value;
      phase += pace;
    }
    if (phase > 1e6) phase -= Math.floor(phase / waveSize) * waveSize;
  }
}

/** Noise in a band around the note: air over a lip, hair over a string. */
function breathe(sound: SustainedSound, note: TimedNote, tone: Stereo, random: Random): void {
  const centre = Math.min(6000, frequencyOf(note.pitch) * 2.2);
  const turn = 2 * Math.sin((Math.PI * centre) / sampleRate);
  const length = tone.left.length;
  let low = 0;
  let band = 0;
  let start = 2.5 * sound.breath;
  // A linear congruential generator is noise enough for breath, and a quarter of the price.
  let seed = Math.floor(random.next() * 0x7fffffff);
  for (let index = 0; index < length; index++) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) | 0;
    const high = seed * 4.6566e-10 - low - 0.7 * band;
    band += turn * high;
    low += turn * band;
    start *= 0.99945;
    const air = (sound.breath + start) * band;
    tone.left[index]! += air;
    tone.right[index]! += air * 0.8;
  }
}

/** Envelope, treble by loudness, and into the sum. */
function blend(sound: SustainedSound, note: TimedNote, tone: Stereo, stage: Stage, release: number): void {
  const length = tone.left.length;
  const attack = Math.max(
    64,
    Math.min(note.holdSamples * 0.7, sound.attackSeconds * sampleRate * (1.4 - 0.6 * note.velocity)),
  );
  const force = (note.velocity ** 1.4 * sound.gain) / Math.sqrt(sound.players);
  const cut = 12_000 * (1 - sound.softDullness * (1 - note.velocity) ** 0.7) + 500;
  const slew = 1 - Math.exp((-2 * Math.PI * cut) / sampleRate);
  let left = 0;
  let right = 0;
  for (let index = 0, at = note.startSample; index < length; index++, at++) {
    const rise = index < attack ? index / attack : 1;
    const fall = index > note.holdSamples ? 1 - (index - note.holdSamples) / release : 1;
    const level = force * rise * rise * (3 - 2 * rise) * fall * fall;
    left += slew * (tone.left[index]! - left);
    right += slew * (tone.right[index]! - right);
    stage.left[at]! += stage.leftGain * level * left;
    stage.right[at]! += stage.rightGain * level * right;
  }
}

/** One period for a pitch, cached: up to 10 kHz, power of one. */
function waveOf(sound: SustainedSound, name: string, pitch: number): Float32Array {
  const key = `${name} ${pitch}`;
  const known = waves.get(key);
  if (known !== undefined) return known;
  const frequency = frequencyOf(pitch);
  const wave = new Float64Array(waveSize);
  for (let number = 1; number * frequency < 10_000 && number <= 48; number++) {
    const level = sound.harmonic(number) * coloured(sound, number * frequency);
    if (Math.abs(level) > 1e-4) addHarmonic(wave, number, level);
  }
  let power = 0;
  for (const value of wave) power += value * value;
  const level = 0.25 / Math.sqrt(power / waveSize + 1e-12);
  const made = Float32Array.from(wave, (value) => value * level);
  waves.set(key, made);
  return made;
}

function addHarmonic(wave: Float64Array, number: number, level: number): void {
  // Spread phases keep the peaks of the sum low.
  const phase = number * number * 0.7;
  const angle = (2 * Math.PI * number) / waveSize;
  const turn = 2 * Math.cos(angle);
  let before = level * Math.sin(phase - 2 * angle);
  let last = level * Math.sin(phase - angle);
  for (let index = 0; index < waveSize; index++) {
    const value = turn * last - before;
    wave[index]! += value;
    before = last;
    last = value;
  }
}

function coloured(sound: SustainedSound, hertz: number): number {
  let level = sound.bodyFloor;
  for (const [centre, width, gain] of sound.body) level += gain / (1 + ((hertz - centre) / width) ** 2);
  return level;
}
