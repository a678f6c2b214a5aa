/**
 * Phase 5: the search index and the rows that it answers with. FTS5 without content, positions and sizes; its row number
 * is the rank, so a query reads the best known first and stops when the page is full.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { DuckDBConnection } from '@duckdb/node-api';
import { reversed } from '../search/spelling.ts';
import { completionCountMax, indexedWords, shortBeginningMax, wholeMark } from '../search/words.ts';

export interface IndexJob {
  readonly connection: DuckDBConnection;
  /** The snapshot in the making. */
  readonly folder: string;
  readonly total: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((done: number, total: number) => void) | undefined;
}

const rowsInTransaction = 100_000;

export async function buildIndex({ connection, folder, total, signal, onProgress }: IndexJob): Promise<void> {
  const database = new DatabaseSync(join(folder, 'index', 'recordings.db'));
  try {
    database.exec(`
      PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -64000;
      CREATE TABLE recording (
        rank INTEGER PRIMARY KEY, title TEXT NOT NULL, credit TEXT, release_title TEXT, year INTEGER, duration_ms INTEGER, mbid TEXT, releases INTEGER NOT NULL);
      CREATE VIRTUAL TABLE words USING fts5(text, content='', detail=none, columnsize=0, tokenize='ascii');
      CREATE VIRTUAL TABLE vocabulary USING fts5vocab('words', 'row');`);
    const content = database.prepare('INSERT INTO recording VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    const words = database.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)');
    const result = await connection.stream(`
      SELECT rank, recording.title, recording.credit, release.title, TRY_CAST(left(first_date, 4) AS INTEGER), duration_ms, recording.mbid, releases
      FROM recording LEFT JOIN release ON release.number = first_release ORDER BY rank`);
    let done = 0;
    database.exec('BEGIN');
    for await (const rows of result.yieldRowsJs()) {
      signal?.throwIfAborted();
      for (const row of rows as Row[]) {
        const [rank, title, credit, release] = row;
        content.run(...row);
        words.run(rank, indexedWords(title, credit, release).join(' '));
        if (++done % rowsInTransaction === 0) database.exec('COMMIT; BEGIN');
      }
      onProgress?.(done, total);
    }
    database.exec("COMMIT; INSERT INTO words (words) VALUES ('optimize')");
    listTerms(database);
  } finally {
    database.close();
  }
}

/**
 * The words of the index, by their beginnings and by their ends. What is typed is led to whole words by these lists:
 * asking the index for a beginning would read all rows of every word that begins so, before it gives the first.
 */
function listTerms(database: DatabaseSync): void {
  const lengths = Array.from({ length: shortBeginningMax }, (_, at) => `(${at + 1})`).join(', ');
  database.function('reversed', (word) => reversed(String(word)));
  database.exec(`
    CREATE TABLE term (word TEXT PRIMARY KEY, rows INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO term SELECT term, doc FROM vocabulary WHERE term NOT LIKE '${wholeMark}%' ORDER BY term;
    CREATE TABLE term_end (reversed TEXT PRIMARY KEY, word TEXT NOT NULL, rows INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO term_end SELECT reversed(word), word, rows FROM term ORDER BY 1;
    CREATE TABLE beginning (letters TEXT PRIMARY KEY, words TEXT NOT NULL) WITHOUT ROWID;
    INSERT INTO beginning SELECT letters, group_concat(word, ' ' ORDER BY rows DESC) FROM (
      SELECT substr(word, 1, count) AS letters, word, rows,
        row_number() OVER (PARTITION BY count, substr(word, 1, count) ORDER BY rows DESC, word) AS place
      FROM term, (SELECT column1 AS count FROM (VALUES ${lengths})) WHERE length(word) >= count)
      WHERE place <= ${completionCountMax} GROUP BY letters;
    DROP TABLE vocabulary;`);
}

type Row = [
  number,
  string,
  string | null,
  string | null,
  number | null,
  number | null,
  string | null,
  number,
];
