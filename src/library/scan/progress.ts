/**
 * What people see of a scan: a row in the database for all processes, events for this one, a rate and the time left.
 */
import { isoTime } from '#base/clock.ts';
import type { ScanTable } from '../schema.ts';
import type { Selectable } from 'kysely';
import type { ScanOutcome, ScanStatus } from './types.ts';

export type ScanRow = Selectable<ScanTable>;

/** Where no scan ever ran. */
export const noScan: ScanStatus = {
  running: false,
  libraryId: null,
  phase: null,
  done: 0,
  total: null,
  filesPerSecond: null,
  secondsLeft: null,
  added: 0,
  changed: 0,
  moved: 0,
  missing: 0,
  issues: 0,
  startedAt: null,
  endedAt: null,
  outcome: null,
  error: null,
};

/** A scan's row as a status; `rate`: files a second of late, where it is known. */
export function statusOf(row: ScanRow, rate?: number): ScanStatus {
  const running = row.ended_at === null;
  const seconds = ((row.ended_at ?? row.changed_at) - row.started_at) / 1000;
  const perSecond = rate ?? (seconds > 0 ? row.done / seconds : 0);
  const left =
    running && row.total !== null && perSecond > 0 ? Math.max(0, row.total - row.done) / perSecond : null;
  return {
    running,
    libraryId: row.library_id,
    phase: running ? row.phase : null,
    done: row.done,
    total: row.total,
    filesPerSecond: perSecond > 0 ? Math.round(perSecond) : null,
    secondsLeft: left === null ? null : Math.ceil(left),
    added: row.added,
    changed: row.changed,
    moved: row.moved,
    missing: row.missing,
    issues: row.issues,
    startedAt: isoTime(row.started_at),
    endedAt: isoTime(row.ended_at),
    outcome: row.outcome as ScanOutcome | null,
    error: row.error,
  };
}

/** Files a second over the last few seconds, so that the time left follows the disk and not the whole scan's past. */
export class Rate {
  readonly #points: { at: number; done: number }[] = [];

  note(at: number, done: number): void {
    this.#points.push({ at, done });
    while (this.#points.length > 2 && at - this.#points[0]!.at > 5000) this.#points.shift();
  }

  get perSecond(): number | undefined {
    const first = this.#points[0];
    const last = this.#points.at(-1);
    if (!first || !last || last.at - first.at < 200) return undefined;
    return ((last.done - first.done) * 1000) / (last.at - first.at);
  }
}
