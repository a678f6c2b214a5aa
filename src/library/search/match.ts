/**
 * The conditions of full-text search as SQL, spelled for FTS5 and for tsvector: the one place that knows both. Each
 * gives row numbers in the order of the rows and never more than asked, so that what a query costs is bounded,
 * however common its words are.
 */
import { type RawBuilder, sql } from 'kysely';
import type { DatabaseKind, RoomDatabase } from '#base/database/index.ts';
import type { LibrarySchema } from '../schema.ts';
import type { SearchKind } from './index-rows.ts';
import type { Wanted, Word } from './words.ts';

type Engine = RoomDatabase<LibrarySchema>;
type Select = RawBuilder<{ id: number }>;

export interface Terms {
  /** Looked for only if this holds: a condition without columns, known before the index is touched. */
  readonly when?: RawBuilder<unknown>;
  /** Only rows after this number. */
  readonly after?: number;
}

/** Items with all the words in any field, or all of them in the title (or name) itself. */
export function withWords(
  engine: DatabaseKind,
  kind: SearchKind,
  words: readonly Word[],
  terms: Terms & { readonly titleOnly?: boolean } = {},
): Select {
  if (words.length === 0) return nothing;
  const { titleOnly = false } = terms;
  if (engine === 'postgres')
    return select(
      kind,
      sql`words @@ ${words.map((word) => tsTerm(word, titleOnly)).join(' & ')}::tsquery`,
      terms,
    );
  return matching(
    kind,
    `${titleOnly ? 'title' : '{title rest}'} : (${words.map(ftsTerm).join(' AND ')})`,
    terms,
  );
}

/** Items whose whole title is `key` (see exactKey). */
export function withTitle(engine: DatabaseKind, kind: SearchKind, key: string, terms: Terms = {}): Select {
  if (key === '') return nothing;
  return engine === 'postgres'
    ? select(kind, sql`exact = ${key}`, terms)
    : matching(kind, `exact : "${key}"`, terms);
}

/** Items whose title begins with `key`, typed with or without its spaces. Dear when many titles do. */
export function withBeginning(
  engine: DatabaseKind,
  kind: SearchKind,
  key: string,
  terms: Terms = {},
): Select {
  if (key === '') return nothing;
  if (engine === 'postgres')
    return select(kind, sql`exact >= ${key} AND exact < ${`${key}\u{10ffff}`}`, terms);
  return matching(kind, `exact : "${key}" *`, terms);
}

/** Items whose sort key begins with `key`, the shortest first: a walk along the index of the sorted list. */
export function withSortKey(kind: SearchKind, key: string, further: RawBuilder<unknown>): Select {
  if (key === '') return nothing;
  return sql`SELECT id FROM ${sql.table(kind)} WHERE sort_key >= ${key} AND sort_key < ${`${key}\u{10ffff}`} AND ${further} ORDER BY sort_key, id`;
}

/** The row numbers that a condition gives, at most `limit`. */
export async function matches({ read }: Engine, condition: Select, limit: number): Promise<number[]> {
  return (await sql<{ id: number }>`${condition} LIMIT ${sql.lit(limit)}`.execute(read)).rows.map(
    (row) => row.id,
  );
}

/** True when at least one item of any kind has all the words. */
export async function matchesAnything(database: Engine, { words }: Wanted): Promise<boolean> {
  for (const kind of ['track', 'album', 'artist'] as const) {
    if ((await matches(database, withWords(database.kind, kind, words), 1)).length > 0) return true;
  }
  return false;
}

const nothing: Select = sql`SELECT id FROM album WHERE 1 = 0`;

function select(kind: SearchKind, condition: RawBuilder<unknown>, { when, after }: Terms): Select {
  const further = [when, after === undefined ? undefined : sql`rowid > ${after}`].filter(
    (one) => one !== undefined,
  );
  return sql`SELECT rowid AS id FROM ${sql.table(`${kind}_search`)} WHERE ${sql.join([condition, ...further], sql` AND `)} ORDER BY rowid`;
}

/** FTS5 gathers its rows before SQLite looks at other conditions, so `when` goes into the expression itself. */
function matching(kind: SearchKind, expression: string, { when, after }: Terms): Select {
  const asked = when ? sql`CASE WHEN ${when} THEN ${expression} ELSE 'exact : ""' END` : sql`${expression}`;
  return select(kind, sql`${sql.ref(`${kind}_search`)} MATCH ${asked}`, after === undefined ? {} : { after });
}

// Words hold letters, digits and marks only, so nothing in them is syntax to either engine.
const ftsTerm = (word: Word): string => `"${word.text}"${word.prefix ? ' *' : ''}`;
const tsTerm = (word: Word, titleOnly: boolean): string =>
  `'${word.text}'${word.prefix || titleOnly ? ':' : ''}${word.prefix ? '*' : ''}${titleOnly ? 'A' : ''}`;
