/**
 * Counts how long a track was really heard, so that a play is reported once half of it or four minutes have sounded
 * (the rule of every scrobbler), however much was sought, paused or waited for in between.
 */

const ENOUGH_MS = 4 * 60_000;

export class ListenClock {
  readonly startedAt: Date;
  #heardMs = 0;
  #reported = false;

  constructor(startedAt: Date) {
    this.startedAt = startedAt;
  }

  get heardMs(): number {
    return this.#heardMs;
  }

  /** Adds what was audible since the last call; true at the one call with which the track counts as played. */
  hear(audibleMs: number, durationMs: number): boolean {
    this.#heardMs += Math.max(0, audibleMs);
    const enoughMs = durationMs > 0 ? Math.min(durationMs / 2, ENOUGH_MS) : ENOUGH_MS;
    if (this.#reported || this.#heardMs < enoughMs) return false;
    this.#reported = true;
    return true;
  }
}
