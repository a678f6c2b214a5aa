/**
 * The search over one snapshot: each word folded, the last one taken as a beginning, hits in the order of rank. A query
 * costs what its rarest word costs, and stops when the page is full.
 */
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { foldedWords } from '#base/fold.ts';
import { misspellingsOf } from './spelling.ts';

export interface CatalogueHit {
  readonly rank: number;
  readonly title: string;
  readonly credit: string | null;
  /** The first release that it is on. */
  readonly release: string | null;
  readonly year: number | null;
  readonly durationMs: number | null;
  readonly mbid: string | null;
  /** How many releases it is on. */
  readonly releases: number;
}

export interface SearchAnswer {
  readonly hits: readonly CatalogueHit[];
  /** Words that were looked for instead of words that nothing has. */
  readonly corrected: readonly { readonly from: string; readonly to: string }[];
}

export interface CatalogueSearch {
  /** The best known recordings that have all words; the last word may be unfinished. Never throws for what is typed. */
  search(text: string, limit?: number): SearchAnswer;
  recording(rank: number): CatalogueHit | undefined;
  close(): void;
}

const wordCountMax = 12;
const wordLengthMax = 64;
const completionCountMax = 32;
/** Among so many of the best known, the ones that are called just so come first. */
const rerankedMax = 200;

/** Opens the index of a snapshot, read-only. */
export function openCatalogueSearch(snapshot: string): CatalogueSearch {
  const database = new DatabaseSync(join(snapshot, 'index', 'recordings.db'), { readOnly: true });
  database.exec('PRAGMA mmap_size = 30000000000; PRAGMA cache_size = -16000;');
  const hasTerm = database.prepare('SELECT 1 FROM term WHERE word = ?');
  const completions = database.prepare(
    'SELECT word FROM (SELECT word, rows FROM term WHERE word >= ? AND word < ? LIMIT 20000) ORDER BY rows DESC LIMIT ?',
  );
  const match = database.prepare('SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ?');
  const content = database.prepare(
    'SELECT rank, title, credit, release_title AS release, year, duration_ms AS durationMs, mbid, releases FROM recording WHERE rank = ?',
  );
  const recording = (rank: number): CatalogueHit | undefined => content.get(rank) as CatalogueHit | undefined;

  return {
    recording,
    search: (text, limit = 20) => {
      const words = queryWords(text);
      const corrected: { from: string; to: string }[] = [];
      const clauses: string[] = [];
      for (const [at, word] of words.entries()) {
        const terms = termsOf(word, at === words.length - 1 && !/\s$/.test(text), { hasTerm, completions });
        if (terms.length > 0) {
          clauses.push(anyOf(terms));
          continue;
        }
        const others = misspellingsOf(word, database);
        if (others.length === 0) return { hits: [], corrected: [] };
        corrected.push({ from: word, to: others[0]! });
        clauses.push(anyOf(others));
      }
      if (clauses.length === 0) return { hits: [], corrected };
      const ranks = match.all(clauses.join(' AND '), Math.max(limit, rerankedMax)) as { rowid: number }[];
      const hits = ranks.map(({ rowid }) => recording(rowid)!);
      return { hits: reranked(hits, words).slice(0, limit), corrected };
    },
    close: () => database.close(),
  };
}

/** Quotes, operators and all else that is no letter or digit are left out: what is typed is data. */
function queryWords(text: string): string[] {
  const words = foldedWords(text.slice(0, 1000).toWellFormed()).map((word) =>
    word.slice(0, wordLengthMax).toWellFormed(),
  );
  return [...new Set(words)].slice(0, wordCountMax);
}

interface Terms {
  readonly hasTerm: StatementSync;
  readonly completions: StatementSync;
}

/** The words of the index that a typed word stands for. */
function termsOf(word: string, mayBeUnfinished: boolean, { hasTerm, completions }: Terms): string[] {
  if (!mayBeUnfinished) return hasTerm.get(word) ? [word] : [];
  const rows = completions.all(word, `${word}\u{10ffff}`, completionCountMax) as { word: string }[];
  const found = rows.map((row) => row.word);
  return hasTerm.get(word) && !found.includes(word) ? [word, ...found] : found;
}

const anyOf = (terms: readonly string[]): string =>
  `(${terms.map((term) => `"${term.replaceAll('"', '""')}"`).join(' OR ')})`;

/** Within the best known: first what is called just so, then what begins so; else as it was. */
function reranked(hits: readonly CatalogueHit[], words: readonly string[]): CatalogueHit[] {
  const wanted = words.join(' ');
  const worth = (hit: CatalogueHit): number => {
    const title = foldedWords(hit.title).join(' ');
    if (title === wanted) return 0;
    const named = `${foldedWords(hit.credit ?? '').join(' ')} ${title}`;
    if (named === wanted) return 0;
    return title.startsWith(wanted) || named.startsWith(wanted) ? 1 : 2;
  };
  return hits
    .map((hit) => ({ hit, worth: worth(hit) }))
    .toSorted((a, b) => a.worth - b.worth || a.hit.rank - b.hit.rank)
    .map(({ hit }) => hit);
}
