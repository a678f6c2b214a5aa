/**
 * What is wrong with files and folders, as rows that a person reads on the Issues page: what happened and what to
 * do. An issue goes when a later scan looks at its folder and does not meet it any more.
 */
import type { BulkOperation, RoomDatabase } from '#base/database/index.ts';
import type { Clock } from '#base/clock.ts';
import type { LibrarySchema } from '../schema.ts';
import { failureKinds, pastFailures } from '../background/failure.ts';

export type IssueSeverity = 'error' | 'warning';

export interface Issue {
  readonly path: string;
  readonly reason: string;
  readonly severity: IssueSeverity;
  readonly message: string;
}

export class IssueLog {
  readonly #libraryId: number;
  readonly #scanId: number;
  readonly #clock: Clock;
  #waiting = new Map<string, Issue>();
  count = 0;

  constructor(options: { libraryId: number; scanId: number; clock: Clock }) {
    this.#libraryId = options.libraryId;
    this.#scanId = options.scanId;
    this.#clock = options.clock;
  }

  add(issue: Issue): void {
    this.count++;
    this.#waiting.set(`${issue.reason}/${issue.path}`, issue);
  }

  /** Operations for what came since the last call. */
  drain(): BulkOperation[] {
    if (this.#waiting.size === 0) return [];
    const now = this.#clock.now();
    const rows = [...this.#waiting.values()].map((issue) => [
      this.#libraryId,
      issue.path,
      issue.reason,
      issue.severity,
      issue.message,
      now,
      this.#scanId,
    ]);
    this.#waiting = new Map();
    return [
      {
        kind: 'upsert',
        table: 'issue',
        columns,
        rows,
        keys: ['library_id', 'path', 'reason'],
        update: ['severity', 'message', 'seen_scan_id'],
      },
    ];
  }

  /**
   * Removes the issues that `isLookedAt` says this scan would have met again, and did not; and those of work in the
   * background whose file has changed since, or is gone.
   */
  async settle(
    database: RoomDatabase<LibrarySchema>,
    isLookedAt: (path: string) => boolean,
  ): Promise<BulkOperation[]> {
    const old = await database.read
      .selectFrom('issue')
      .select(['id', 'path'])
      .where('library_id', '=', this.#libraryId)
      .where('seen_scan_id', '<', this.#scanId)
      .where('reason', 'not in', failureKinds)
      .execute();
    const past = old.filter((issue) => isLookedAt(issue.path)).map((issue) => issue.id);
    const rows = [...past, ...(await pastFailures(database, this.#libraryId))].map((id) => [id]);
    return rows.length === 0 ? [] : [{ kind: 'delete', table: 'issue', keys: ['id'], rows }];
  }
}

const columns = ['library_id', 'path', 'reason', 'severity', 'message', 'first_seen_at', 'seen_scan_id'];
