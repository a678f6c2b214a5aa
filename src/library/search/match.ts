/**
 * The conditions of full-text search as SQL, spelled for FTS5 and for tsvector: the one place that knows both. Each
 * gives row numbers in the order of the rows and never more than asked, so that what a query costs is bounded,
 * however common its words are.
 */
import type { DatabaseKind, Reader } from '#base/database/index.ts';
import type { SearchKind } from './index-rows.ts';
import type { Word } from './words.ts';

interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

interface Options {
  /** All the words in the title (or name) itself. */
  readonly titleOnly?: boolean;
  /** Only rows after this number. */
  readonly after?: number;
  /** The last rows first. */
  readonly backwards?: boolean;
}

/** Items with all the words in any field. */
export async function withWords(
  reader: Reader,
  kind: SearchKind,
  words: readonly Word[],
  limit: number,
  options: Options = {},
): Promise<number[]> {
  if (words.length === 0 || words.some(isUnheardOf)) return [];
  const { titleOnly = false } = options;
  if (reader.kind === 'postgres') {
    const asked = words.map((word) => tsTerm(word, titleOnly)).join(' & ');
    return numbers(reader, matching(kind, 'words @@ ?::tsquery', [asked], limit, options));
  }
  const asked = words.map(ftsTerm).join(' AND ');
  return numbers(reader, ftsMatching(kind, titleOnly ? `title : (${asked})` : asked, limit, options));
}

/** Items whose whole title is `key` (see exactKey). */
export async function withTitle(
  reader: Reader,
  kind: SearchKind,
  key: string,
  limit: number,
): Promise<number[]> {
  return key === '' ? [] : numbers(reader, titleStatement(reader.kind, kind, key, limit));
}

/** The same as a statement. */
export function titleStatement(
  engine: DatabaseKind,
  kind: SearchKind,
  key: string,
  limit: number,
): Statement {
  return engine === 'postgres'
    ? matching(kind, 'exact = ?', [key], limit)
    : ftsMatching(kind, `exact : "${key}"`, limit);
}

/** Items whose title begins with `key`, typed with or without its spaces. Dear when many titles do. */
export async function withBeginning(
  reader: Reader,
  kind: SearchKind,
  key: string,
  limit: number,
): Promise<number[]> {
  if (key === '') return [];
  return numbers(
    reader,
    reader.kind === 'postgres'
      ? matching(kind, 'exact >= ? AND exact < ?', [key, afterAll(key)], limit)
      : ftsMatching(kind, `exact : "${key}" *`, limit),
  );
}

/** Items whose sort key begins with `key`, the shortest first: a walk along the index of the sorted list. */
export async function withSortKey(
  reader: Reader,
  kind: SearchKind,
  key: string,
  limit: number,
): Promise<number[]> {
  if (key === '') return [];
  const sql = `SELECT id FROM ${kind} WHERE sort_key >= ? AND sort_key < ? ORDER BY sort_key, id LIMIT ?`;
  return numbers(reader, { sql, parameters: [key, afterAll(key), limit] });
}

/** True when at least one item of any kind has all the words. What an album is found by, its tracks are, too. */
export async function matchesAnything(reader: Reader, words: readonly Word[]): Promise<boolean> {
  for (const kind of ['track', 'artist'] as const)
    if ((await withWords(reader, kind, words, 1)).length > 0) return true;
  return false;
}

/** The end of all texts that begin with `key`. */
export const afterAll = (key: string): string => `${key}\u{10ffff}`;

const ftsMatching = (kind: SearchKind, expression: string, limit: number, options?: Options): Statement =>
  matching(kind, `${kind}_search MATCH ?`, [expression], limit, options);

function matching(
  kind: SearchKind,
  condition: string,
  parameters: readonly unknown[],
  limit: number,
  { after, backwards = false }: Options = {},
): Statement {
  const further = after === undefined ? '' : ' AND rowid > ?';
  const sql = `SELECT rowid FROM ${kind}_search WHERE ${condition}${further} ORDER BY rowid${backwards ? ' DESC' : ''} LIMIT ?`;
  return { sql, parameters: [...parameters, ...(after === undefined ? [] : [after]), limit] };
}

async function numbers(reader: Reader, { sql, parameters }: Statement): Promise<number[]> {
  return (await reader.rows(sql, parameters)).map((row) => row[0] as number);
}

/** True of a word that no item has. */
export const isUnheardOf = (word: Word): boolean => word.completions?.length === 0;

// Words hold letters, digits and marks only, so nothing in them is syntax to either engine.
function ftsTerm({ text, prefix, completions }: Word): string {
  if (completions) return `(${completions.map((term) => `"${term}"`).join(' OR ')})`;
  return `"${text}"${prefix ? ' *' : ''}`;
}

const tsTerm = (word: Word, titleOnly: boolean): string =>
  `'${word.text}'${word.prefix || titleOnly ? ':' : ''}${word.prefix ? '*' : ''}${titleOnly ? 'A' : ''}`;
