/**
 * The true peak: how far the sound goes between its samples (ITU-R BS.1770-4 annex 2, four times oversampled).
 *
 * A player that scales by ReplayGain needs it to keep from clipping. Interpolating every sample would cost ten times
 * the loudness; only the surroundings of samples above half the peak so far can raise it in music (an overshoot of
 * more than 6 dB between two samples would take a signal made for it), so only they are looked at.
 */
import type { PcmFormat } from './pcm.ts';

const taps = 12;
const before = taps / 2 - 1;

/** Measures one stream; feed it with `add` and read `peak` at the end (1 = full scale). */
export class TruePeakMeter {
  peak = 0;
  readonly #channels: number;
  readonly #phases: readonly Float64Array[];
  /** The last samples of each channel, whose neighbours come with the next chunk. */
  readonly #tails: Float32Array[];

  constructor({ channels, sampleRate }: PcmFormat) {
    this.#channels = channels;
    // Above 96 kHz the samples are as close as four times 48 kHz asks for already.
    this.#phases = phasesOf(sampleRate < 96_000 ? 4 : sampleRate < 192_000 ? 2 : 1);
    this.#tails = Array.from({ length: channels }, () => new Float32Array(taps - 1));
  }

  /** Takes interleaved whole frames. */
  add(samples: Float32Array): void {
    const frames = samples.length / this.#channels;
    for (let channel = 0; channel < this.#channels; channel++) {
      const tail = this.#tails[channel]!;
      const line = new Float32Array(tail.length + frames);
      line.set(tail);
      for (let at = channel, out = tail.length; at < samples.length; at += this.#channels, out++)
        line[out] = samples[at]!;
      this.#look(line);
      tail.set(line.subarray(line.length - tail.length));
    }
  }

  #look(line: Float32Array): void {
    let { peak } = this;
    for (let first = 0, last = line.length - taps; first <= last; first++) {
      const here = Math.abs(line[first + before]!);
      const size = Math.max(here, Math.abs(line[first + before + 1]!));
      if (size > peak) peak = size;
      if (size < peak * 0.5 || size === 0) continue;
      for (const phase of this.#phases) {
        let sum = 0;
        for (let tap = 0; tap < taps; tap++) sum += line[first + tap]! * phase[tap]!;
        if (sum < 0) sum = -sum;
        if (sum > peak) peak = sum;
      }
    }
    this.peak = peak;
  }
}

/** Windowed-sinc interpolators for the places between two samples. */
function phasesOf(factor: number): Float64Array[] {
  return Array.from({ length: factor - 1 }, (_, at) => {
    const phase = new Float64Array(taps);
    for (let tap = 0; tap < taps; tap++) {
      const distance = tap - before - (at + 1) / factor;
      const window = 0.5 * (1 + Math.cos((Math.PI * distance) / (taps / 2)));
      phase[tap] = (Math.sin(Math.PI * distance) / (Math.PI * distance)) * window;
    }
    return phase;
  });
}
