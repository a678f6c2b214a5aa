/**
 * Phase 3: the recordings, numbered by how well they are known: on more releases first, the older first among equals.
 * The number is the row's place in everything that follows.
 */
import type { DuckDBConnection } from '@duckdb/node-api';

/** Makes `recording` with its rank, and `ranked`: every track with the rank of its recording. */
export async function rank(connection: DuckDBConnection): Promise<void> {
  // What most of its tracks say is what it is called; ties fall to the first in the alphabet, so that two builds agree.
  await connection.run(`
    CREATE TABLE recording AS
      SELECT (row_number() OVER (ORDER BY releases DESC, first_date ASC NULLS LAST, recording_key) - 1)::INTEGER AS rank, *
      FROM (
        SELECT recording_key, mode(title ORDER BY title) AS title, mode(credit ORDER BY credit) AS credit,
          mode(artist_ids ORDER BY artist_ids) AS artist_ids, mode(artist_names ORDER BY artist_names) AS artist_names,
          median(duration_ms)::INTEGER AS duration_ms, max(mbid) AS mbid, min(isrcs) AS isrcs,
          min(date) AS first_date, count(DISTINCT release_number)::INTEGER AS releases,
          arg_min(release_number, (COALESCE(date, '9999'), release_number)) AS first_release,
          string_agg(DISTINCT source, ',' ORDER BY source) AS sources
        FROM merged GROUP BY recording_key)`);
  await connection.run(`
    CREATE TABLE ranked AS
      SELECT recording.rank, merged.release_number, medium, number, position, merged.title, merged.credit, merged.duration_ms, merged.source
      FROM merged JOIN recording USING (recording_key)`);
}
