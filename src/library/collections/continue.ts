/** Where listening stopped: albums that were begun and not heard to their end, the latest first. */
import { sql } from 'kysely';
import { groupedBy, idList, mayBeSeen, type Reading } from '../reading.ts';
import type { ContinueRow, Viewer } from '../rows.ts';
import { readTracks } from './track-rows.ts';

interface Place {
  album_id: number;
  track_id: number;
  position_ms: number;
  changed_at: number;
}

// What was left that long ago was left for good.
const rememberedMs = 60 * 86_400_000;

export async function continueListening(
  reading: Reading,
  viewer: Viewer,
  count: number,
): Promise<ContinueRow[]> {
  const { database, clock } = reading;
  const { rows: places } = await sql<Place>`
    SELECT p.album_id, p.track_id, p.position_ms, p.changed_at FROM progress p JOIN track t ON t.id = p.track_id
    WHERE p.account_id = ${viewer.accountId} AND p.changed_at > ${clock.now() - rememberedMs} AND t.missing_since IS NULL AND t.album_id = p.album_id AND ${mayBeSeen(database.kind, viewer, 't.library_id')}
    ORDER BY p.changed_at DESC LIMIT ${count}`.execute(database.read);
  if (places.length === 0) return [];
  const [tracks, lengths] = await Promise.all([
    readTracks(
      reading,
      viewer,
      places.map((place) => place.track_id),
      { peaks: true },
    ),
    sql<{ id: number; album_id: number; duration_ms: number }>`
      SELECT id, album_id, duration_ms FROM track WHERE album_id IN ${idList(
        database.kind,
        places.map((place) => place.album_id),
      )} AND missing_since IS NULL
      ORDER BY COALESCE(disc, 1), number IS NULL, number, folder_id, file_name, segment, id`.execute(
      database.read,
    ),
  ]);
  const albums = groupedBy(lengths.rows, (row) => row.album_id);
  return places.flatMap((place) => {
    const track = tracks.find((one) => one.id === place.track_id);
    return track ? placeOn(albums.get(place.album_id) ?? [], place, track) : [];
  });
}

function placeOn(
  album: readonly { id: number; duration_ms: number }[],
  place: Place,
  track: ContinueRow['track'],
): ContinueRow {
  const at = album.findIndex((one) => one.id === place.track_id);
  const length = (rows: typeof album) => rows.reduce((sum, row) => sum + row.duration_ms, 0);
  const leftMs = Math.max(0, length(album.slice(at)) - place.position_ms);
  return {
    track,
    positionMs: place.position_ms,
    index: at + 1,
    count: album.length,
    leftMs,
    albumDurationMs: length(album),
    changedAt: place.changed_at,
  };
}
