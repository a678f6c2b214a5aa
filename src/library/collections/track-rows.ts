/** Tracks by their numbers, whole: the row, its artists and those of the album, its genres, picture, loudness and mark. */
import { type RawBuilder, sql } from 'kysely';
import type { DatabaseKind } from '#base/database/index.ts';
import type { TrackOptions } from '../library.ts';
import { idList, inOrder, mayBeSeen, type Reading } from '../reading.ts';
import type { TrackRow, Viewer } from '../rows.ts';
import { withAlbumGain } from './album-gain.ts';
import { joinMark } from './shared-columns.ts';
import { type TrackColumns, trackColumns, trackOf } from './track-columns.ts';

// More rows at once would hold up everybody else while they are unpacked.
const countAtOnce = 500;

/** In the order of `ids`, repeated where repeated; those that are not there or may not be seen are left out. */
export async function readTracks(
  reading: Reading,
  viewer: Viewer,
  ids: readonly number[],
  options: TrackOptions = {},
): Promise<TrackRow[]> {
  const rows: TrackRow[] = [];
  for (let at = 0; at < ids.length; at += countAtOnce) {
    const some = ids.slice(at, at + countAtOnce);
    rows.push(
      ...inOrder(some, await readTracksOf(reading, viewer, idList(reading.database.kind, some), options)),
    );
  }
  return rows;
}

/** The tracks whose numbers `list` gives (a query in parentheses), in no order. */
export async function readTracksOf(
  reading: Reading,
  viewer: Viewer,
  list: RawBuilder<unknown>,
  options: TrackOptions = {},
): Promise<TrackRow[]> {
  const { database } = reading;
  const { rows } = await tracksQuery(database.kind, viewer, list, options).execute(database.read);
  return tracksFrom(reading, rows);
}

/** What `readTracksOf` asks; `tracksFrom` makes rows of what is answered. */
export function tracksQuery(
  kind: DatabaseKind,
  viewer: Viewer,
  list: RawBuilder<unknown>,
  options: TrackOptions,
): RawBuilder<TrackColumns> {
  return sql<TrackColumns>`
    SELECT ${trackColumns(kind, options)} FROM track t JOIN folder f ON f.id = t.folder_id LEFT JOIN album a ON a.id = t.album_id
      LEFT JOIN artwork w ON w.id = COALESCE(t.artwork_id, a.artwork_id) ${joinMark(viewer, 'track', 't.id')}
    WHERE t.id IN ${list} AND ${mayBeSeen(kind, viewer, 't.library_id')}`;
}

export function tracksFrom(reading: Reading, answered: readonly TrackColumns[]): Promise<TrackRow[]> {
  return withAlbumGain(reading, answered.map(trackOf));
}
