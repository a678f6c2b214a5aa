/** Two channels of samples, the thing that every instrument adds its notes to, and the arithmetic of levels. */

export interface Stereo {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

export function silence(length: number): Stereo {
  return { left: new Float32Array(length), right: new Float32Array(length) };
}

/** Where notes are added: the sum of all voices, and the weights of the voice that plays. */
export interface Stage extends Stereo {
  readonly leftGain: number;
  readonly rightGain: number;
}

const scratches: Float32Array[] = [];

/**
 * A zeroed buffer for the length of one note. The same number gives the same memory again, which spares the
 * garbage collector some hundred megabytes a track.
 */
export function scratch(number: number, length: number): Float32Array {
  let buffer = scratches[number];
  if (buffer === undefined || buffer.length < length) {
    buffer = new Float32Array(Math.ceil(length * 1.25));
    scratches[number] = buffer;
  }
  return buffer.subarray(0, length).fill(0);
}

/** Equal-power weights of a place between -1 (left) and 1 (right). */
export function panOf(place: number): readonly [left: number, right: number] {
  const angle = ((Math.max(-1, Math.min(1, place)) + 1) * Math.PI) / 4;
  return [Math.cos(angle) * Math.SQRT2, Math.sin(angle) * Math.SQRT2];
}

export function decibels(value: number): number {
  return 10 ** (value / 20);
}

/** Frequency of a MIDI number in Hz, A4 = 440. */
export function frequencyOf(pitch: number): number {
  return 440 * 2 ** ((pitch - 69) / 12);
}
