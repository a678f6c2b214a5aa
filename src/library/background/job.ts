/** One kind of work in the background: which rows lack something, and what one of them gets. */
import type { BulkOperation, RoomDatabase } from '#base/database/index.ts';
import type { Clock } from '#base/clock.ts';
import type { LibrarySchema } from '../schema.ts';

export type JobKind = 'artwork' | 'essence' | 'loudness';

export interface JobSetup {
  readonly database: RoomDatabase<LibrarySchema>;
  readonly clock: Clock;
}

export interface JobStep {
  readonly operations: readonly BulkOperation[];
  readonly failed?: boolean;
  /** Nothing was done, because all work is to end. */
  readonly stop?: boolean;
}

export interface Job {
  /** As a person reads it: 'Measuring loudness'. */
  readonly title: string;
  /** Rows that lack something. */
  count(): Promise<number>;
  /** The next of them by number. */
  next(after: number, limit: number): Promise<{ id: number }[]>;
  /** Never rejects for a file. */
  work(id: number, signal: AbortSignal): Promise<JobStep>;
  /** After the last row. */
  end?(): Promise<void>;
  close(): Promise<void>;
}

/** How many rows there are of `from` ("table WHERE …"), counted where long lists are read: nobody waits for that. */
export async function countOf(database: JobSetup['database'], from: string): Promise<number> {
  const [count] = await database.readIds(`SELECT COUNT(*) FROM ${from}`, [], { long: true });
  return count!;
}
