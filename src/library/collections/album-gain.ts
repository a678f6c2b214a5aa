/**
 * The gain of a whole album where no tag gives it: the mean of its tracks' measured loudness, weighed by their length
 * and taken as power, so that the songs keep their distance to each other. Only once all of them were measured.
 */
import { sql } from 'kysely';
import type { TrackRow } from '../rows.ts';
import { idList, type Reading } from '../reading.ts';

const referenceLufs = -18;

/** The same rows, with `gain.albumDb` and `albumPeak` filled in where they can be worked out. */
export async function withAlbumGain({ database }: Reading, rows: TrackRow[]): Promise<TrackRow[]> {
  const wanting = rows.filter((row) => row.album && row.gain.albumDb === null && row.gain.trackDb !== null);
  if (wanting.length === 0) return rows;
  const albumIds = [...new Set(wanting.map((row) => row.album!.id))];
  const { rows: albums } = await sql<{
    album_id: number;
    power: number;
    peak: number | null;
    unknown: number;
  }>`
    SELECT album_id, SUM(duration_ms * POWER(10, loudness_lufs / 10)) / SUM(duration_ms) AS power, MAX(peak) AS peak,
      SUM(CASE WHEN loudness_lufs IS NULL THEN 1 ELSE 0 END) AS unknown
    FROM track WHERE album_id IN ${idList(database.kind, albumIds)} AND missing_since IS NULL AND duration_ms > 0 GROUP BY album_id`.execute(
    database.read,
  );
  const known = new Map(
    albums.filter((album) => album.unknown === 0).map((album) => [album.album_id, album]),
  );
  for (const row of wanting) {
    const album = known.get(row.album!.id);
    if (album)
      row.gain = {
        ...row.gain,
        albumDb: referenceLufs - 10 * Math.log10(album.power),
        albumPeak: row.gain.albumPeak ?? album.peak,
      };
  }
  return rows;
}
