/**
 * The outline of a piece of music: a few hundred bytes that a player draws as its waveform.
 *
 * The length is not known before the end, so outlines are kept finer than needed and halved whenever there are too
 * many of them; memory stays the same for a jingle and for a twelve-hour set.
 */

/** Steps kept while measuring; halved when reached. */
const stepsMax = 8_192;

/** Measures one stream; feed it with `add` and read `outline` at the end. */
export class PeakMeter {
  readonly #channels: number;
  readonly #steps = new Float32Array(stepsMax);
  #stepCount = 0;
  #framesPerStep = 256;
  #framesInStep = 0;
  #greatest = 0;

  constructor(channels: number) {
    this.#channels = channels;
  }

  /** Takes interleaved whole frames. */
  add(samples: Float32Array): void {
    const channels = this.#channels;
    for (let at = 0; at < samples.length;) {
      const frames = Math.min((samples.length - at) / channels, this.#framesPerStep - this.#framesInStep);
      const end = at + frames * channels;
      let greatest = this.#greatest;
      for (; at < end; at++) {
        const sample = samples[at]!;
        const size = sample < 0 ? -sample : sample;
        if (size > greatest) greatest = size;
      }
      this.#greatest = greatest;
      this.#framesInStep += frames;
      if (this.#framesInStep === this.#framesPerStep) this.#endStep();
    }
  }

  /** `points` values from 0 to 255 (full scale or above); fewer only when there is less sound than that. */
  outline(points = 400): Uint8Array {
    const whole = this.#stepCount + this.#framesInStep / this.#framesPerStep;
    const steps = Array.from(this.#steps.subarray(0, this.#stepCount));
    if (this.#framesInStep > 0) steps.push(this.#greatest);
    const count = Math.min(points, steps.length);
    const out = new Uint8Array(count);
    for (let at = 0; at < count; at++) {
      const first = Math.floor((at * whole) / count);
      const last = Math.max(first + 1, Math.floor(((at + 1) * whole) / count));
      const greatest = Math.max(0, ...steps.slice(first, at === count - 1 ? steps.length : last));
      out[at] = Math.min(255, Math.round(greatest * 255));
    }
    return out;
  }

  #endStep(): void {
    this.#steps[this.#stepCount++] = this.#greatest;
    this.#greatest = 0;
    this.#framesInStep = 0;
    if (this.#stepCount < stepsMax) return;
    for (let at = 0; at < stepsMax / 2; at++) {
      this.#steps[at] = Math.max(this.#steps[at * 2]!, this.#steps[at * 2 + 1]!);
    }
    this.#stepCount = stepsMax / 2;
    this.#framesPerStep *= 2;
  }
}
