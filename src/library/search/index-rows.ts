/**
 * What the full-text index holds of a track, an album or an artist, and the bulk operations that put it there.
 *
 * The scanner calls this in the transaction that writes the item, so that what is in the library can be found. Both
 * engines get the same folded words: `title` and `rest` (artists, album, composer, work) as words apart by spaces,
 * `exact` the whole title as one word. `terms` are the spellings that a mistyped query is led back to.
 */
import type { BulkOperation, DatabaseKind } from '#base/database/index.ts';
import { fold, foldedKey, foldedWords } from '#base/fold.ts';

export type SearchKind = 'track' | 'album' | 'artist';

/** The names as they are shown. `others`: everything else that the item shall be found by. */
export interface SearchFacts {
  readonly id: number;
  /** Title of the track or album, or name of the artist. */
  readonly title: string;
  /** Track: artists, album artists, album, composers, work. Album: its artists. Artist: the sort name. */
  readonly others: readonly (string | null | undefined)[];
}

export interface SearchRow {
  readonly id: number;
  readonly title: string;
  readonly rest: string;
  readonly exact: string;
  readonly terms: readonly string[];
}

/** Words beyond these do no good to a search, and a 4,000-letter tag would fill the index. */
const wordCountMax = 64;
const wordLengthMax = 64;
const seenTermCountMax = 200_000;
const lastOfRun =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}](?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー々〆])/gu;

/** What the index holds of one item. */
export function searchRow(facts: SearchFacts): SearchRow {
  const title = wordsOf([facts.title]);
  const inTitle = new Set(title);
  const rest = wordsOfOthers(facts.others).filter((word) => !inTitle.has(word));
  return {
    id: facts.id,
    title: title.join(' '),
    rest: rest.join(' '),
    exact: exactKey(facts.title),
    terms: [...title, ...rest].filter(isTerm),
  };
}

/** A whole title as one word: equal for those that differ in case, marks, punctuation and spacing only. */
export function exactKey(title: string): string {
  const key = foldedKey(fold(title));
  if (/^[\p{L}\p{N}\p{M}]+$/u.test(key)) return shortened(key);
  // A title of signs alone (“!!!”) keeps them, in letters that every tokenizer takes.
  return key === '' ? '' : `sign${Buffer.from(key).toString('hex')}`.slice(0, wordLengthMax);
}

export interface SearchIndexer {
  /** Operations that make the index say this about the items, whatever it said before. */
  put(kind: SearchKind, items: readonly SearchFacts[]): BulkOperation[];
  /** Operations that take items out. */
  remove(kind: SearchKind, ids: readonly number[]): BulkOperation[];
  /** Call when a transaction with operations from here failed: its words were not written. */
  forget(): void;
}

/** One for each scan; it remembers which words it has written, so that they are not sent a million times. */
export function createSearchIndexer(kind: DatabaseKind): SearchIndexer {
  const seen = new Set<string>();
  return {
    put(item, facts) {
      const rows = facts.map(searchRow);
      return [
        ...removal(
          item,
          rows.map((row) => row.id),
        ),
        insertion(item, rows),
        ...newTerms(kind, rows, seen),
      ];
    },
    remove: removal,
    forget: () => seen.clear(),
  };
}

/** The songs of an album come one after the other and share their artist and album. */
let lastOthers: { readonly key: string; readonly words: readonly string[] } = { key: '', words: [] };

function wordsOfOthers(texts: readonly (string | null | undefined)[]): readonly string[] {
  const key = texts.join('\0');
  if (key !== lastOthers.key) lastOthers = { key, words: wordsOf(texts) };
  return lastOthers.words;
}

function wordsOf(texts: readonly (string | null | undefined)[]): string[] {
  const words = new Set<string>();
  for (const text of texts) {
    if (!text) continue;
    for (const word of [...foldedWords(text), ...lastLetters(text)]) {
      if (words.size === wordCountMax) return [...words];
      words.add(shortened(word));
    }
  }
  return [...words];
}

/** The end of each run of Han, Kana or Hangul: every other letter begins a pair, so that each can be looked for alone. */
function lastLetters(text: string): string[] {
  return /^[\0-\u02ff]*$/.test(text) ? [] : (fold(text).match(lastOfRun) ?? []);
}

/** A cut through a surrogate pair leaves no text, which PostgreSQL refuses. */
export function shortened(word: string): string {
  return word.length <= wordLengthMax ? word : word.slice(0, wordLengthMax).toWellFormed();
}

/**
 * Worth suggesting: with a letter, long enough for a typo to be one, and not a pair cut from a run of Han, Kana or
 * Hangul. Words of letters alone are looked for here before the index is asked (completions.ts).
 */
function isTerm(word: string): boolean {
  return word.length >= 3 && word.length <= 32 && !/^\p{N}+$/u.test(word);
}

function removal(item: SearchKind, ids: readonly number[]): BulkOperation[] {
  return [{ kind: 'delete', table: `${item}_search`, keys: ['rowid'], rows: ids.map((id) => [id]) }];
}

function insertion(item: SearchKind, rows: readonly SearchRow[]): BulkOperation {
  const columns = ['rowid', 'title', 'rest', 'exact'];
  return {
    kind: 'upsert',
    table: `${item}_search`,
    columns,
    rows: rows.map((row) => [row.id, row.title, row.rest, row.exact]),
  };
}

function newTerms(kind: DatabaseKind, rows: readonly SearchRow[], seen: Set<string>): BulkOperation[] {
  if (seen.size > seenTermCountMax) seen.clear();
  const terms: string[][] = [];
  for (const row of rows) {
    for (const term of row.terms) {
      if (seen.has(term)) continue;
      seen.add(term);
      terms.push([term]);
    }
  }
  if (terms.length === 0) return [];
  // Two processes never scan at once, but on PostgreSQL two libraries' ends may meet: one order, no deadlock.
  if (kind === 'postgres') terms.sort((a, b) => (a[0]! < b[0]! ? -1 : 1));
  return [{ kind: 'upsert', table: 'search_term', columns: ['term'], rows: terms, keys: ['term'] }];
}
