/** Tells the page what was heard: that a track counts as played, and now and then where its listener is. */
import type { Playable } from '../../../../src/server/api/contract.ts';
import { ListenClock } from './listen-clock.ts';
import type { EngineOptions } from './types.ts';

export interface Moment {
  track: Playable | null;
  /** False while it is paused or waits for data. */
  sounding: boolean;
  /** The audio clock's time, which stands still with every pause. */
  clockSeconds: number;
  positionMs: number;
  durationMs: number;
}

const PROGRESS_MS = 15_000;

export class ListenReporter {
  readonly #options: Pick<EngineOptions, 'onPlayed' | 'onProgress'>;
  #clock: ListenClock | null = null;
  #lastSeconds = 0;
  #toldMs = 0;

  constructor(options: Pick<EngineOptions, 'onPlayed' | 'onProgress'>) {
    this.#options = options;
  }

  /** Another track, or the same one again, begins. */
  restart(): void {
    this.#clock = null;
  }

  /** To be called a few times a second. */
  listen(moment: Moment): void {
    const { track, sounding, clockSeconds, durationMs } = moment;
    const heardMs = (clockSeconds - this.#lastSeconds) * 1000;
    this.#lastSeconds = clockSeconds;
    if (track === null || !sounding) return;
    if (this.#clock === null) {
      this.#clock = new ListenClock(new Date());
      return this.tellProgress(moment);
    }
    if (this.#clock.hear(heardMs, durationMs)) this.#options.onPlayed?.(track, this.#clock.startedAt);
    if (this.#clock.heardMs - this.#toldMs >= PROGRESS_MS) this.tellProgress(moment);
  }

  tellProgress({ track, positionMs }: Pick<Moment, 'track' | 'positionMs'>): void {
    this.#toldMs = this.#clock?.heardMs ?? 0;
    if (track !== null) this.#options.onProgress?.(track, Math.round(positionMs));
  }
}
