/** Phase 4: the content as plain Parquet, sorted by rank, which any tool reads; docs/formats/catalogue-snapshot.md. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { SnapshotManifest } from '../snapshots.ts';
import { literal } from './phase-1-gather.ts';

const contents = {
  recording:
    'SELECT rank, title, credit, string_split(artist_ids, chr(31)) AS artist_ids, string_split(artist_names, chr(31)) AS artist_names, duration_ms, mbid, string_split(isrcs, chr(31)) AS isrcs, first_date, releases, first_release, sources FROM recording ORDER BY rank',
  track:
    'SELECT rank AS recording, release_number AS release, medium, number, position, title, credit, duration_ms, source FROM ranked ORDER BY release_number, medium, number',
  release:
    'SELECT number, source, id, title, credit, string_split(artist_ids, chr(31)) AS artist_ids, date, country, string_split(label_names, chr(31)) AS labels, string_split(catalog_numbers, chr(31)) AS catalog_numbers, barcode, group_id, format, mbid FROM release ORDER BY number',
  artist:
    'SELECT source, id, name, sort_name, mbid, comment, string_split(aliases, chr(31)) AS aliases FROM staged_artist ORDER BY source, id',
} satisfies Record<keyof SnapshotManifest['rows'], string>;

/** Writes them and answers how many rows each has. */
export async function writeContent(
  connection: DuckDBConnection,
  folder: string,
): Promise<SnapshotManifest['rows']> {
  const rows = { recording: 0, track: 0, release: 0, artist: 0 };
  mkdirSync(join(folder, 'content'));
  for (const name of Object.keys(contents) as (keyof typeof contents)[]) {
    const file = literal(join(folder, 'content', `${name}.parquet`));
    await connection.run(`COPY (${contents[name]}) TO ${file} (FORMAT parquet, COMPRESSION zstd)`);
    const counted = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM ${file}`);
    rows[name] = counted.getRowsJS()[0]![0] as number;
  }
  return rows;
}
