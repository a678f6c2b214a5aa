/**
 * Phase 2: which tracks are one recording. A track that is a MusicBrainz recording is that one, whether its source says so
 * or it is told from evidence (known-recordings.ts). Others are one recording where artist and title are the same but for
 * case, marks and punctuation, and their lengths differ by three seconds at most; a track without a length goes to the
 * recording of that name which has the most tracks. A title alone never joins anything.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { findKnownRecordings, lengthGapMs } from './known-recordings.ts';

/** Makes `release` (with a number) and `merged`: every track with the key of its recording. */
export async function merge(connection: DuckDBConnection): Promise<void> {
  await connection.run(`
    CREATE TABLE release AS
      SELECT row_number() OVER (ORDER BY source, id)::INTEGER AS number, * FROM staged_release`);
  await connection.run(`
    CREATE TABLE named AS
      SELECT track.* EXCLUDE (credit, artist_ids, artist_names), release.number AS release_number, release.date,
        COALESCE(track.credit, release.credit) AS credit,
        CASE WHEN track.credit IS NULL THEN release.artist_ids ELSE track.artist_ids END AS artist_ids,
        CASE WHEN track.credit IS NULL THEN release.artist_names ELSE track.artist_names END AS artist_names,
        ${folded('COALESCE(track.credit, release.credit)')} AS artist_key, ${folded('track.title')} AS title_key
      FROM staged_track track LEFT JOIN release ON release.source = track.source AND release.id = track.release_id`);
  await findKnownRecordings(connection);
  await connection.run(`
    UPDATE named SET mbid = known.mbid FROM known WHERE known."row" = named.rowid`);
  // Runs of lengths without a gap, counted through: each run is a recording.
  await connection.run(`
    CREATE TABLE told AS
      WITH gaps AS (
        SELECT rowid AS row, artist_key, title_key, duration_ms,
          CASE WHEN duration_ms - lag(duration_ms) OVER same <= ${lengthGapMs} THEN 0 ELSE 1 END AS begins
        FROM named WHERE mbid IS NULL AND duration_ms IS NOT NULL AND artist_key <> '' AND title_key <> ''
        WINDOW same AS (PARTITION BY artist_key, title_key ORDER BY duration_ms))
      SELECT row, artist_key, title_key, sum(begins) OVER (PARTITION BY artist_key, title_key ORDER BY duration_ms ROWS UNBOUNDED PRECEDING)::INTEGER AS run
      FROM gaps`);
  await connection.run(`
    CREATE TABLE commonest AS
      SELECT artist_key, title_key, arg_max(run, tracks) AS run
      FROM (SELECT artist_key, title_key, run, count(*) AS tracks FROM told GROUP BY ALL) GROUP BY ALL`);
  await connection.run(`
    CREATE TABLE merged AS
      SELECT named.* EXCLUDE (artist_key, title_key),
        CASE
          WHEN named.mbid IS NOT NULL THEN 'mbid:' || named.mbid
          WHEN named.artist_key = '' OR named.title_key = '' THEN 'track:' || named.rowid
          ELSE 'name:' || named.artist_key || '/' || named.title_key || '/' || 
            COALESCE(told.run, CASE WHEN named.duration_ms IS NULL THEN commonest.run END, 0)
        END AS recording_key
      FROM named
        LEFT JOIN told ON told.row = named.rowid
        LEFT JOIN commonest ON commonest.artist_key = named.artist_key AND commonest.title_key = named.title_key`);
  for (const table of ['named', 'known', 'told', 'commonest']) await connection.run(`DROP TABLE ${table}`);
}

/** Letters and digits alone, without case and marks. */
const folded = (column: string): string =>
  `COALESCE(regexp_replace(strip_accents(lower(${column})), '[^\\p{L}\\p{N}]+', '', 'g'), '')`;
