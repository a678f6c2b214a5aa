/** Full-text search as most programs do it: FTS5 with its defaults over the same rows, ordered by bm25. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface Peer {
  search(query: string): number;
  close(): void;
}

/** Built once for a snapshot and kept in `file`. */
export function makePeer(snapshot: string, file: string): Peer {
  const isThere = existsSync(file);
  const database = new DatabaseSync(file);
  if (!isThere)
    database.exec(`
      PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
      ATTACH '${join(snapshot, 'index', 'recordings.db').replaceAll("'", "''")}' AS own;
      CREATE VIRTUAL TABLE song USING fts5(title, credit, release_title);
      INSERT INTO song (rowid, title, credit, release_title) SELECT rank, title, credit, release_title FROM own.recording;`);
  const found = database.prepare(
    'SELECT rowid, title, credit FROM song WHERE song MATCH ? ORDER BY rank LIMIT 20',
  );
  return {
    search: (query) =>
      found.all(
        query
          .split(' ')
          .map((word) => `"${word.replaceAll('"', '""')}"`)
          .join(' '),
      ).length,
    close: () => database.close(),
  };
}
