/** What every group of the library reads with, and the two SQL words that all of them need. */
import { type RawBuilder, sql } from 'kysely';
import type { Clock } from '#base/clock.ts';
import type { DatabaseKind, RoomDatabase } from '#base/database/index.ts';
import type { Orders } from './orders/orders.ts';
import type { Viewer, WindowQuery } from './rows.ts';
import type { LibrarySchema } from './schema.ts';

export interface Reading {
  readonly database: RoomDatabase<LibrarySchema>;
  readonly clock: Clock;
  readonly orders: Orders;
}

/** `column IN` this: any number of ids as one parameter, so that a statement is prepared once and not for each count. */
export function idList(kind: DatabaseKind, ids: readonly number[]): RawBuilder<number> {
  return kind === 'sqlite'
    ? sql<number>`(SELECT value FROM json_each(${JSON.stringify(ids)}))`
    : sql<number>`(SELECT unnest(${ids}::bigint[]))`;
}

/** The condition that a row's library may be seen by this viewer. */
export function mayBeSeen(kind: DatabaseKind, viewer: Viewer, column: string): RawBuilder<boolean> {
  if (viewer.libraryIds === 'all') return kind === 'sqlite' ? sql<boolean>`1` : sql<boolean>`TRUE`;
  return sql<boolean>`${sql.ref(column)} IN ${idList(kind, viewer.libraryIds)}`;
}

/**
 * Rows of another table as one JSON column, an array of arrays: what belongs to a row comes with it, because each
 * question to another thread costs more than the answer. `values` and `order` are columns, `rest` follows FROM.
 */
export function jsonRows(
  kind: DatabaseKind,
  values: string,
  order: string,
  rest: RawBuilder<unknown>,
): RawBuilder<string | null> {
  const [columns, by] = [sql.raw(values), sql.raw(order)];
  return kind === 'sqlite'
    ? sql<string>`(SELECT json_group_array(json_array(${columns}) ORDER BY ${by}) FROM ${rest})`
    : sql<string | null>`(SELECT json_agg(json_build_array(${columns}) ORDER BY ${by})::text FROM ${rest})`;
}

const limitDefault = 100;
const limitMax = 500;

/** A window with its defaults and bounds applied. */
export function boundsOf(query: WindowQuery): { offset: number; limit: number } {
  const offset = Math.max(0, Math.floor(query.offset ?? 0));
  const limit = Math.min(limitMax, Math.max(0, Math.floor(query.limit ?? limitDefault)));
  return { offset, limit };
}

/** The rows in the order of the ids, repeated where an id is; ids without a row are left out. */
export function inOrder<T extends { readonly id: number }>(ids: readonly number[], rows: readonly T[]): T[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Rows under the id that they belong to, in their order. */
export function groupedBy<T, K>(rows: readonly T[], keyOf: (row: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

/** JSON that the scanner wrote; what cannot be read is as good as nothing. */
export function parsed<T>(json: string | null, fallback: T): T {
  if (json === null || json === '[]') return fallback;
  try {
    return (JSON.parse(json) as T | null) ?? fallback;
  } catch {
    return fallback;
  }
}
