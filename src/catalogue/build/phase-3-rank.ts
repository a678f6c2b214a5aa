/**
 * Phase 3: the recordings, numbered by how well they are known: on more releases first, the older first among equals.
 * The number is the row's place in everything that follows.
 */
import type { DuckDBConnection } from '@duckdb/node-api';

/** Makes `recording` with its rank, and `ranked`: every track with the rank of its recording. */
export async function rank(connection: DuckDBConnection): Promise<void> {
  // It is called what it was called first; where nobody knows when, the release's number decides, so that builds agree.
  await connection.run(`
    CREATE TABLE recording AS
      SELECT (row_number() OVER (ORDER BY releases DESC, first_date ASC NULLS LAST, recording_key) - 1)::INTEGER AS rank,
        * EXCLUDE (first), first.title, first.credit, first.artist_ids, first.artist_names, first.first_release
      FROM (
        SELECT recording_key,
          arg_min(
            {title: title, credit: credit, artist_ids: artist_ids, artist_names: artist_names, first_release: release_number},
            (COALESCE(date, '9999'), COALESCE(release_number, 2147483647), medium, number)) AS first,
          avg(duration_ms)::INTEGER AS duration_ms, max(mbid) AS mbid, min(isrcs) AS isrcs,
          min(date) AS first_date, count(DISTINCT release_number)::INTEGER AS releases,
          list_sort(list_distinct(list(source))) AS sources
        FROM merged GROUP BY recording_key)`);
  await connection.run(`
    CREATE TABLE ranked AS
      SELECT recording.rank, merged.release_number, medium, number, position, merged.title, merged.credit, merged.duration_ms, merged.source
      FROM merged JOIN recording USING (recording_key)`);
}
