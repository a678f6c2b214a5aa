/**
 * Row numbers for what a scan finds. The scanner is alone under its lease, so it counts by itself and never asks the
 * database back. A number is never given out twice, not even after its row was purged: marks, public ids and apps'
 * caches would mean the wrong thing.
 */
import { sql } from 'kysely';
import type { BulkOperation, RoomDatabase } from '#base/database/index.ts';
import type { LibrarySchema } from '../schema.ts';

const tables = ['folder', 'artwork', 'artist', 'album', 'track', 'genre'] as const;
export type NumberedTable = (typeof tables)[number];

export interface Numbers {
  next(table: NumberedTable): number;
  /** What the next start must know; part of each transaction that deletes rows, and of the last. */
  keep(): BulkOperation;
}

export async function readNumbers(database: RoomDatabase<LibrarySchema>): Promise<Numbers> {
  const counters = await database.read
    .selectFrom('counter')
    .select(['name', 'value'])
    .where('name', 'like', 'next_%')
    .execute();
  const kept = new Map(counters.map((row) => [row.name, row.value]));
  const next = new Map<NumberedTable, number>();
  for (const table of tables) {
    const { rows } = await sql<{
      last: number | null;
    }>`SELECT max(id) AS last FROM ${sql.table(table)}`.execute(database.read);
    next.set(table, Math.max((rows[0]?.last ?? 0) + 1, kept.get(`next_${table}`) ?? 1));
  }
  return {
    next: (table) => {
      const number = next.get(table)!;
      next.set(table, number + 1);
      return number;
    },
    keep: () => ({
      kind: 'upsert',
      table: 'counter',
      columns: ['name', 'value'],
      rows: [...next].map(([table, value]) => [`next_${table}`, value]),
      keys: ['name'],
      update: ['value'],
    }),
  };
}
