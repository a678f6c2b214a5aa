/**
 * Rows written straight into the library's tables, for libraries of tests and benches that no files stand behind.
 * A row is an object; all rows of a table have the same columns.
 */
import type { BulkOperation } from '#base/database/index.ts';
import { fold } from '#base/fold.ts';

/** The tables that are filled, those that others refer to first. */
const tables = [
  'account',
  'library',
  'library_member',
  'folder',
  'artwork',
  'artist',
  'genre',
  'album',
  'album_credit',
  'album_genre',
  'track',
  'credit',
  'track_genre',
  'artist_count',
] as const;

export type LibraryRow = Readonly<Record<string, unknown>>;

export class LibraryRows {
  readonly #rows = new Map<(typeof tables)[number], LibraryRow[]>();

  put(table: (typeof tables)[number], row: LibraryRow): void {
    const rows = this.#rows.get(table);
    if (rows) rows.push(row);
    else this.#rows.set(table, [row]);
  }

  /** Operations for what was put since the last call. */
  drain(): BulkOperation[] {
    const operations = tables.flatMap((table): BulkOperation[] => {
      const rows = this.#rows.get(table);
      if (!rows) return [];
      const columns = Object.keys(rows[0]!);
      return [
        { kind: 'upsert', table, columns, rows: rows.map((row) => columns.map((column) => row[column])) },
      ];
    });
    this.#rows.clear();
    return operations;
  }
}

/** What every track of these libraries sounds like. */
export const flacSound = {
  container: 'flac',
  codec: 'flac',
  mime: 'audio/flac',
  lossless: true,
  sample_rate_hz: 44_100,
  bit_depth: 16,
  channels: 2,
} as const;

/** What a track or an album is looked for by. */
export interface SearchFact {
  readonly id: number;
  readonly title: string;
  readonly others: (string | undefined)[];
}

/** How a name is put in order. */
export function sortKey(name: string): string {
  return fold(name)
    .replace(/^the /, '')
    .replace(/[^\p{L}\p{N} ]/gu, '');
}
