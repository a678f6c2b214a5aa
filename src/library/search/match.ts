/**
 * Row numbers out of the full-text index, in the order of the rows and never more than asked: what a query costs is
 * bounded, however common its words are. The one place where search is spelled twice, for FTS5 and for tsvector.
 */
import type { RoomDatabase } from '#base/database/index.ts';
import type { LibrarySchema } from '../schema.ts';
import type { SearchKind } from './index-rows.ts';
import type { Wanted, Word } from './words.ts';

type Engine = RoomDatabase<LibrarySchema>;

export interface MatchOptions {
  readonly limit: number;
  /** All words stand in the title (or name) itself. */
  readonly titleOnly?: boolean;
  /** Only rows after this number. */
  readonly after?: number;
}

/** Items with all the words, in any field. */
export function matchWords(
  database: Engine,
  kind: SearchKind,
  words: readonly Word[],
  { limit, titleOnly = false, after = 0 }: MatchOptions,
): Promise<number[]> {
  if (words.length === 0) return Promise.resolve([]);
  return database.kind === 'sqlite'
    ? fts(
        database,
        kind,
        `${titleOnly ? 'title : ' : '{title rest} : '}(${words.map(ftsTerm).join(' AND ')})`,
        after,
        limit,
      )
    : ids(
        database,
        `SELECT rowid FROM ${kind}_search WHERE words @@ ?::tsquery AND rowid > ? ORDER BY rowid LIMIT ${limit}`,
        [words.map((word) => tsTerm(word, titleOnly)).join(' & '), after],
      );
}

/** Items whose whole title is `key` (see exactKey). */
export function matchExact(
  database: Engine,
  kind: SearchKind,
  key: string,
  limit: number,
): Promise<number[]> {
  if (key === '') return Promise.resolve([]);
  return database.kind === 'sqlite'
    ? fts(database, kind, `exact : "${key}"`, 0, limit)
    : ids(database, `SELECT rowid FROM ${kind}_search WHERE exact = ? LIMIT ${limit}`, [key]);
}

/** Items whose sort key begins with `key`, the shortest first: a walk along the index of the sorted list. */
export function matchSortKey(
  database: Engine,
  kind: SearchKind,
  key: string,
  limit: number,
): Promise<number[]> {
  if (key === '') return Promise.resolve([]);
  return ids(
    database,
    `SELECT id FROM ${kind} WHERE sort_key >= ? AND sort_key < ? ORDER BY sort_key, id LIMIT ${limit}`,
    [key, `${key}\u{10ffff}`],
  );
}

/** Items whose title begins with `key`, typed with or without its spaces. Dear when many titles do. */
export function matchStart(
  database: Engine,
  kind: SearchKind,
  key: string,
  limit: number,
): Promise<number[]> {
  if (key === '') return Promise.resolve([]);
  return database.kind === 'sqlite'
    ? fts(database, kind, `exact : "${key}" *`, 0, limit)
    : ids(database, `SELECT rowid FROM ${kind}_search WHERE exact >= ? AND exact < ? LIMIT ${limit}`, [
        key,
        `${key}\u{10ffff}`,
      ]);
}

/** True when at least one item of any kind has all the words. */
export async function matchesAnything(database: Engine, wanted: Wanted): Promise<boolean> {
  for (const kind of ['track', 'album', 'artist'] as const) {
    if ((await matchWords(database, kind, wanted.words, { limit: 1 })).length > 0) return true;
  }
  return false;
}

// Words hold letters, digits and marks only, so nothing in them is syntax to either engine.
const ftsTerm = (word: Word): string => `"${word.text}"${word.prefix ? ' *' : ''}`;
const tsTerm = (word: Word, titleOnly: boolean): string =>
  `'${word.text}'${word.prefix || titleOnly ? ':' : ''}${word.prefix ? '*' : ''}${titleOnly ? 'A' : ''}`;

function fts(
  database: Engine,
  kind: SearchKind,
  expression: string,
  after: number,
  limit: number,
): Promise<number[]> {
  return ids(
    database,
    `SELECT rowid FROM ${kind}_search WHERE ${kind}_search MATCH ? AND rowid > ? ORDER BY rowid LIMIT ${limit}`,
    [expression, after],
  );
}

async function ids(database: Engine, statement: string, parameters: readonly unknown[]): Promise<number[]> {
  return [...(await database.readIds(statement, parameters))];
}
