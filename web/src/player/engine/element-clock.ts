/**
 * Where a media element's time 0 lies on the audio clock. Through Web Audio, Chromium's elements are pulled by the
 * audio thread, and four of five readings of `context.currentTime - element.currentTime` agree to the sample; the rest
 * were taken between two updates. So the value read most often is the truth, and the seam before and after a streamed
 * track can be as exact as any other. Other browsers scatter more; there the median is a good guess.
 */

const READ_EVERY_MS = 20;
const READINGS_MAX = 32;
const READINGS_MIN = 6;

export class ElementClock {
  readonly #context: AudioContext;
  readonly #element: HTMLMediaElement;
  #readings: number[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(context: AudioContext, element: HTMLMediaElement) {
    this.#context = context;
    this.#element = element;
  }

  /** Reads until `stop`; costs little, but is only wanted around a seam. */
  watch(): void {
    this.#timer ??= setInterval(() => this.#read(), READ_EVERY_MS);
  }

  /** What was read is no longer true: the element paused, sought or waited. */
  reset(): void {
    this.#readings = [];
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.reset();
  }

  /** The context's time at the element's time 0, in seconds; null before there are enough readings. */
  offsetSeconds(): number | null {
    if (this.#readings.length < READINGS_MIN) return null;
    return agreedReading(this.#readings) / this.#context.sampleRate;
  }

  #read(): void {
    const { currentTime, paused, seeking, readyState } = this.#element;
    if (paused || seeking || readyState < HTMLMediaElement.HAVE_FUTURE_DATA || currentTime === 0) return;
    this.#readings.push(Math.round((this.#context.currentTime - currentTime) * this.#context.sampleRate));
    if (this.#readings.length > READINGS_MAX) this.#readings.shift();
  }
}

/** The reading that at least a third agree on, else the median. */
export function agreedReading(readings: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const reading of readings) counts.set(reading, (counts.get(reading) ?? 0) + 1);
  const [most, count] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0]);
  if (count * 3 >= readings.length) return most;
  const sorted = readings.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
