/** Two channels of samples, the thing every instrument adds its notes to. */

export interface Stereo {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

export function silence(length: number): Stereo {
  return { left: new Float32Array(length), right: new Float32Array(length) };
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
