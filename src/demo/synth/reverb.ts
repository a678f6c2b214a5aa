/**
 * The room: a feedback delay network of eight lines, mixed by a Hadamard matrix and damped in the treble, behind
 * two all-pass diffusers a side. Small, cheap (about a thousandth of real time) and without the metallic ring of
 * plain combs.
 */

import type { Stereo } from './stereo.ts';
import { silence } from './stereo.ts';
import { sampleRate } from './timing.ts';

export interface Room {
  /** Seconds in which the room falls silent by 60 dB. */
  readonly seconds: number;
  /** Length of the delays, 1 is a hall. */
  readonly size: number;
  /** Cut-off of the damping in Hz. */
  readonly dampHertz: number;
  readonly preDelaySeconds: number;
  /** Level of the room beside the direct sound. */
  readonly level: number;
}

export const rooms = {
  parlour: { seconds: 0.9, size: 0.45, dampHertz: 5200, preDelaySeconds: 0.008, level: 0.2 },
  chamber: { seconds: 1.5, size: 0.7, dampHertz: 4800, preDelaySeconds: 0.014, level: 0.26 },
  hall: { seconds: 2.3, size: 1, dampHertz: 4200, preDelaySeconds: 0.022, level: 0.32 },
  church: { seconds: 3.8, size: 1.35, dampHertz: 3400, preDelaySeconds: 0.03, level: 0.42 },
} satisfies Record<string, Room>;

export type RoomName = keyof typeof rooms;

const lineLengths = [1433, 1601, 1867, 2053, 2251, 2399, 2617, 2797];
const diffuserLengths = [[142, 379], [151, 367]] as const;

/** What the room answers to a sound; the direct sound is not in it. */
export function reverberate(dry: Stereo, room: Room): Stereo {
  const length = dry.left.length;
  const wet = silence(length);
  const inLeft = diffuse(dry.left, diffuserLengths[0], room);
  const inRight = diffuse(dry.right, diffuserLengths[1], room);
  const lines = lineLengths.map((samples) => new Float32Array(Math.round(samples * room.size)));
  const keeps = lines.map((line) => 10 ** ((-3 * line.length) / (room.seconds * sampleRate)) / Math.sqrt(8));
  const damp = 1 - Math.exp((-2 * Math.PI * room.dampHertz) / sampleRate);
  turnRound(lines, keeps, damp, inLeft, inRight, wet, room.level);
  return wet;
}

function turnRound(
  lines: readonly Float32Array[],
  keeps: readonly number[],
  damp: number,
  inLeft: Float32Array,
  inRight: Float32Array,
  wet: Stereo,
  level: number,
): void {
  const places = new Int32Array(8);
  const held = new Float64Array(8);
  const taps = new Float64Array(8);
  for (let index = 0; index < inLeft.length; index++) {
    for (let line = 0; line < 8; line++) {
      held[line]! += damp * (lines[line]![places[line]!]! - held[line]!);
      taps[line] = held[line]! * keeps[line]!;
    }
    wet.left[index] = level * (held[0]! + held[2]! - held[4]! + held[6]!);
    wet.right[index] = level * (held[1]! - held[3]! + held[5]! + held[7]!);
    mix(taps);
    for (let line = 0; line < 8; line++) {
      const store = lines[line]!;
      const place = places[line]!;
      store[place] = taps[line]! + ((line & 1) === 0 ? inLeft[index]! : inRight[index]!);
      places[line] = place + 1 === store.length ? 0 : place + 1;
    }
  }
}

/** Hadamard matrix of order 8, in place, by three rounds of butterflies. */
function mix(taps: Float64Array): void {
  for (let half = 1; half < 8; half *= 2) {
    for (let base = 0; base < 8; base += half * 2) {
      for (let index = base; index < base + half; index++) {
        const upper = taps[index]!;
        const lower = taps[index + half]!;
        taps[index] = upper + lower;
        taps[index + half] = upper - lower;
      }
    }
  }
}

function diffuse(dry: Float32Array, lengths: readonly number[], room: Room): Float32Array {
  const delay = Math.round(room.preDelaySeconds * sampleRate);
  const out = new Float32Array(dry.length);
  if (delay < dry.length) out.set(dry.subarray(0, dry.length - delay), delay);
  for (const samples of lengths) allPass(out, Math.round(samples * room.size), 0.6);
  return out;
}

function allPass(signal: Float32Array, length: number, gain: number): void {
  const line = new Float32Array(length);
  let place = 0;
  for (let index = 0; index < signal.length; index++) {
    const delayed = line[place]!;
    const stored = signal[index]! + gain * delayed;
    signal[index] = delayed - gain * stored;
    line[place] = stored;
    if (++place === length) place = 0;
  }
}
