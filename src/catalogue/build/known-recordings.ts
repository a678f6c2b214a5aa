/**
 * Which MusicBrainz recording a track of another source is, from the strongest evidence to the weakest: a release that
 * MusicBrainz itself links to the other source's, a release with the same barcode, the same ISRC, the same artist and
 * title with a length that agrees. On releases that are the same, place and title decide. A title alone never does, and
 * where two recordings are as likely, none is taken: a recording that stands twice does less harm than two in one.
 */
import type { DuckDBConnection } from '@duckdb/node-api';

export const lengthGapMs = 3000;
/** Spellings of one title are at least so alike; different titles of one release hardly ever are (Jaro and Winkler). */
const alikeMin = 0.88;

/** Makes `known`: rows of `named` without an MBID, with the one that they are. */
export async function findKnownRecordings(connection: DuckDBConnection): Promise<void> {
  await connection.run(`CREATE TABLE known ("row" BIGINT, mbid VARCHAR, evidence VARCHAR)`);
  await connection.run(`
    CREATE TABLE release_pair AS
      WITH linked AS (
        SELECT other.number AS other, own.number AS own
        FROM (SELECT number, unnest(string_split(discogs_ids, chr(31))) AS id FROM release WHERE mbid IS NOT NULL AND discogs_ids IS NOT NULL) own
        JOIN release other ON other.source = 'discogs' AND other.id = own.id),
      coded AS (
        SELECT number, mbid, lpad(barcode, 14, '0') AS code FROM release WHERE barcode IS NOT NULL)
      SELECT other, own, 'link' AS evidence FROM linked
      UNION ALL
      SELECT other.number, own.number, 'barcode' FROM coded own JOIN coded other ON other.code = own.code AND other.mbid IS NULL
      WHERE own.mbid IS NOT NULL AND NOT EXISTS (FROM linked WHERE linked.other = other.number)`);
  for (const evidence of ['link', 'barcode']) await take(connection, evidence, byPlace(evidence));
  await take(connection, 'isrc', byIsrc);
  await take(connection, 'name', byName);
  await connection.run('DROP TABLE release_pair');
}

/** Adds what `query` answers (row, mbid) for rows that are not known yet; rows with two answers stay unknown. */
async function take(connection: DuckDBConnection, evidence: string, query: string): Promise<void> {
  await connection.run(`
    INSERT INTO known
      SELECT "row", min(mbid), '${evidence}' FROM (${query}) found
      WHERE NOT EXISTS (FROM known WHERE known."row" = found."row")
      GROUP BY "row" HAVING count(DISTINCT mbid) = 1`);
}

const byPlace = (evidence: string): string => `
  SELECT other.rowid AS "row", own.mbid
  FROM release_pair pair
    JOIN named other ON other.release_number = pair.other
    JOIN named own ON own.release_number = pair.own AND own.medium = other.medium AND own.number = other.number
  WHERE pair.evidence = '${evidence}' AND other.mbid IS NULL AND own.mbid IS NOT NULL
    AND (own.title_key = other.title_key OR jaro_winkler_similarity(${bare('own.title')}, ${bare('other.title')}) >= ${alikeMin})
    AND COALESCE(abs(own.duration_ms - other.duration_ms) <= ${2 * lengthGapMs}, TRUE)`;

/** Without what stands in brackets at the end, which one source says and the other does not: "(Remastered)". */
const bare = (title: string): string => `lower(regexp_replace(${title}, '\\s*[\\[(].*$', ''))`;

const byIsrc = `
  WITH coded AS (
    SELECT rowid AS "row", mbid, unnest(string_split(isrcs, chr(31))) AS isrc FROM named WHERE isrcs IS NOT NULL)
  SELECT other."row", own.mbid FROM coded other JOIN coded own ON own.isrc = other.isrc
  WHERE other.mbid IS NULL AND own.mbid IS NOT NULL`;

/** Of several recordings of one name the one whose length is nearest; without a length only where there is but one. */
const byName = `
  WITH recordings AS (
    SELECT artist_key, title_key, mbid, avg(duration_ms) AS duration_ms
    FROM named WHERE mbid IS NOT NULL AND artist_key <> '' AND title_key <> '' GROUP BY ALL),
  candidates AS (
    SELECT other.rowid AS "row", own.mbid, abs(own.duration_ms - other.duration_ms) AS gap,
      min(gap) OVER (PARTITION BY other.rowid) AS least
    FROM named other JOIN recordings own ON own.artist_key = other.artist_key AND own.title_key = other.title_key
    WHERE other.mbid IS NULL AND COALESCE(abs(own.duration_ms - other.duration_ms) <= ${lengthGapMs}, TRUE))
  SELECT "row", mbid FROM candidates WHERE gap IS NULL OR gap = least`;
