/** Where bytes are: which picture stands for an item, and the file of a track. Opening them is for playback. */
import { sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import { joinedPath } from './collections/track-columns.ts';
import type { ArtworkShelf } from './library.ts';
import { mayBeSeen, type Reading } from './reading.ts';
import type { ArtworkFile, TrackFile, Viewer } from './rows.ts';

type ItemKind = Parameters<ArtworkShelf['of']>[1]['kind'];

export function createArtwork(reading: Reading): ArtworkShelf {
  const files = rememberFiles(reading);
  return {
    of: async (viewer, { kind, id }) => {
      const artwork = await readArtwork(reading, viewer, kind, id);
      return artwork ? { found: true, artwork } : { found: false };
    },
    fileOfTrack: async (viewer, trackId) => {
      const file = await files(viewer, trackId);
      return file ? { found: true, file } : { found: false };
    },
  };
}

const believedMs = 2000;

/**
 * A player asks for a track range by range, several times a second: where it lies is looked up once for all of them. All
 * who ask while it is looked up for the first time wait for one answer; afterwards one of them looks again halfway
 * through the time for which the answer is believed, and nobody waits.
 */
function rememberFiles(reading: Reading) {
  const files = new LRUCache<string, TrackFile>({ max: 4000, ttl: believedMs });
  const asked = new Map<string, Promise<TrackFile | undefined>>();
  const look = async (key: string, viewer: Viewer, trackId: number) => {
    try {
      const file = await readFile(reading, viewer, trackId);
      if (file) files.set(key, file);
      else files.delete(key);
      return file;
    } finally {
      asked.delete(key);
    }
  };
  const ask = (key: string, viewer: Viewer, trackId: number) => {
    const answer = asked.get(key) ?? look(key, viewer, trackId);
    asked.set(key, answer);
    return answer;
  };
  return (viewer: Viewer, trackId: number): TrackFile | Promise<TrackFile | undefined> => {
    const key = `${String(viewer.libraryIds)} ${trackId}`;
    const known = files.get(key);
    if (!known) return ask(key, viewer, trackId);
    // Whoever asks when the answer is no longer believed hears of a failure.
    if (files.getRemainingTTL(key) < believedMs / 2) ask(key, viewer, trackId).catch(() => {});
    return known;
  };
}

/** The candidates in the order in which they are tried. */
function candidatesOf(kind: ItemKind, id: number, viewer: Viewer) {
  const own = {
    artwork: sql`SELECT CAST(${id} AS BIGINT) AS id, 0 AS place`,
    folder: sql`SELECT artwork_id, 0 FROM folder WHERE id = ${id}`,
  };
  if (kind === 'artwork') return own.artwork;
  if (kind === 'folder') {
    return sql`${own.folder} UNION ALL SELECT * FROM (SELECT a.artwork_id, 1 FROM track t JOIN album a ON a.id = t.album_id WHERE t.folder_id = ${id} LIMIT 1) x`;
  }
  if (kind === 'track') {
    return sql`SELECT artwork_id AS id, 0 AS place FROM track WHERE id = ${id}
      UNION ALL SELECT a.artwork_id, 1 FROM track t JOIN album a ON a.id = t.album_id WHERE t.id = ${id}`;
  }
  if (kind === 'album') return sql`SELECT artwork_id AS id, 0 AS place FROM album WHERE id = ${id}`;
  if (kind === 'artist') {
    return sql`SELECT artwork_id AS id, 0 AS place FROM artist WHERE id = ${id}
      UNION ALL SELECT a.artwork_id, 1 + 3000 - COALESCE(a.year, 0) FROM album_credit c JOIN album a ON a.id = c.album_id WHERE c.artist_id = ${id} AND NOT a.missing`;
  }
  return sql`SELECT COALESCE(t.artwork_id, a.artwork_id) AS id, i.position AS place
    FROM playlist p JOIN playlist_item i ON i.playlist_id = p.id JOIN track t ON t.id = i.track_id LEFT JOIN album a ON a.id = t.album_id
    WHERE p.id = ${id} AND p.deleted_at IS NULL AND (p.public OR p.account_id = ${viewer.accountId}) AND i.position < 100`;
}

async function readArtwork(
  { database }: Reading,
  viewer: Viewer,
  kind: ItemKind,
  id: number,
): Promise<ArtworkFile | undefined> {
  const { rows } = await sql<ArtworkFile>`
    WITH candidate (id, place) AS (${candidatesOf(kind, id, viewer)})
    SELECT w.id AS "artworkId", w.library_id AS "libraryId", w.source, l.root, w.path, w.byte_offset AS "byteOffset", w.byte_length AS "byteLength",
      w.picture_index AS "pictureIndex", w.encoding, w.mime, w.changed_at AS "changedAt", w.digest, w.color
    FROM candidate c JOIN artwork w ON w.id = c.id JOIN library l ON l.id = w.library_id
    WHERE ${mayBeSeen(database.kind, viewer, 'w.library_id')} ORDER BY w.problem IS NOT NULL, c.place, w.id LIMIT 1`.execute(
    database.read,
  );
  return rows[0];
}

async function readFile(
  { database }: Reading,
  viewer: Viewer,
  trackId: number,
): Promise<TrackFile | undefined> {
  const row = await database.read
    .selectFrom('track as t')
    .innerJoin('folder as f', 'f.id', 't.folder_id')
    .innerJoin('library as l', 'l.id', 't.library_id')
    .select([
      't.id',
      't.library_id',
      'l.root',
      'f.path',
      't.file_name',
      't.segment',
      't.start_ms',
      't.duration_ms',
      't.size_bytes',
      't.mtime_ms',
      't.missing_since',
    ])
    .select([
      't.container',
      't.codec',
      't.mime',
      't.lossless',
      't.bitrate_kbps',
      't.sample_rate_hz',
      't.bit_depth',
      't.channels',
      't.title',
      't.artist_name',
    ])
    .where('t.id', '=', trackId)
    .where(mayBeSeen(database.kind, viewer, 't.library_id'))
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    trackId: row.id,
    libraryId: row.library_id,
    root: row.root,
    path: joinedPath(row.path, row.file_name),
    segment: row.segment,
    startMs: row.start_ms,
    durationMs: row.duration_ms,
    sizeBytes: row.size_bytes,
    mtimeMs: row.mtime_ms,
    missing: row.missing_since !== null,
    container: row.container,
    codec: row.codec,
    mime: row.mime,
    lossless: row.lossless,
    bitrateKbps: row.bitrate_kbps,
    sampleRateHz: row.sample_rate_hz,
    bitDepth: row.bit_depth,
    channels: row.channels,
    title: row.title,
    artistName: row.artist_name,
  };
}
