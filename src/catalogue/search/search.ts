/**
 * The search over one snapshot: each word folded, the last one taken as a beginning, hits in the order of rank. A query
 * costs what its rarest word costs, and stops when the page is full.
 */
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { misspellingsOf } from './spelling.ts';
import { askedWords, completionCountMax, shortBeginningMax, wholeWord } from './words.ts';

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

/** Opens the index of a snapshot, read-only. */
export function openCatalogueSearch(snapshot: string): CatalogueSearch {
  const database = new DatabaseSync(join(snapshot, 'index', 'recordings.db'), { readOnly: true });
  database.exec('PRAGMA mmap_size = 30000000000; PRAGMA cache_size = -16000;');
  const hasTerm = database.prepare('SELECT 1 FROM term WHERE word = ?');
  const beginnings = database.prepare('SELECT words FROM beginning WHERE letters = ?');
  const completions = database.prepare(
    'SELECT word FROM term WHERE word >= ? AND word < ? ORDER BY rows DESC LIMIT ?',
  );
  const match = database.prepare('SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ?');
  const content = database.prepare(
    'SELECT rank, title, credit, release_title AS release, year, duration_ms AS durationMs, mbid, releases FROM recording WHERE rank = ?',
  );
  const recording = (rank: number): CatalogueHit | undefined => content.get(rank) as CatalogueHit | undefined;

  return {
    recording,
    search: (text, limit = 20) => {
      const words = askedWords(text);
      const corrected: { from: string; to: string }[] = [];
      const clauses: string[] = [];
      for (const [at, word] of words.entries()) {
        const terms = termsOf(word, at === words.length - 1 && !/\s$/.test(text), {
          hasTerm,
          beginnings,
          completions,
        });
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
      const ranksOf = (query: string): number[] =>
        (match.all(query, limit) as { rowid: number }[]).map((row) => row.rowid);
      // What is called just so first, then the best known of all that have the words.
      const ranks = new Set([
        ...ranksOf(`"${wholeWord(text.slice(0, 1000))}"`),
        ...ranksOf(clauses.join(' AND ')),
      ]);
      return { hits: [...ranks].slice(0, limit).map((rank) => recording(rank)!), corrected };
    },
    close: () => database.close(),
  };
}

interface Terms {
  readonly hasTerm: StatementSync;
  readonly beginnings: StatementSync;
  readonly completions: StatementSync;
}

/** The words of the index that a typed word stands for. */
function termsOf(word: string, mayBeUnfinished: boolean, terms: Terms): string[] {
  const isThere = terms.hasTerm.get(word) !== undefined;
  if (!mayBeUnfinished) return isThere ? [word] : [];
  const found = completionsOf(word, terms);
  return isThere && !found.includes(word) ? [word, ...found] : found;
}

function completionsOf(word: string, { beginnings, completions }: Terms): string[] {
  if ([...word].length <= shortBeginningMax) {
    const row = beginnings.get(word) as { words: string } | undefined;
    return row?.words.split(' ') ?? [];
  }
  const rows = completions.all(word, `${word}\u{10ffff}`, completionCountMax) as { word: string }[];
  return rows.map((row) => row.word);
}

const anyOf = (terms: readonly string[]): string =>
  `(${terms.map((term) => `"${term.replaceAll('"', '""')}"`).join(' OR ')})`;
