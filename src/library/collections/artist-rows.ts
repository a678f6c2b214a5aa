/** Artists by their numbers: the row, what they have in the libraries that the viewer sees, picture and mark. */
import { type RawBuilder, sql } from 'kysely';
import type { DatabaseKind } from '#base/database/index.ts';
import type { ArtistRow, Viewer } from '../rows.ts';
import { idList, inOrder, mayBeSeen, type Reading } from '../reading.ts';
import {
  type ArtworkColumns,
  artworkColumns,
  artworkOf,
  joinMark,
  type MarkColumns,
  markColumns,
  markOf,
} from './shared-columns.ts';

export interface ArtistColumns extends MarkColumns, ArtworkColumns {
  id: number;
  name: string;
  sort_name: string;
  sort_key: string;
  mbid: string | null;
  album_count: number;
  track_count: number;
  appears_count: number;
}

/** In the order of `ids`; those with nothing in the viewer's libraries are left out. */
export async function readArtists(
  { database }: Reading,
  viewer: Viewer,
  ids: readonly number[],
): Promise<ArtistRow[]> {
  if (ids.length === 0) return [];
  const { kind, read } = database;
  const { rows } = await artistsQuery(kind, viewer, idList(kind, ids)).execute(read);
  return inOrder(ids, rows.map(artistOf));
}

/** What `readArtists` asks; `artistOf` makes a row of each that is answered. */
export function artistsQuery(
  kind: DatabaseKind,
  viewer: Viewer,
  list: RawBuilder<unknown>,
): RawBuilder<ArtistColumns> {
  return sql<ArtistColumns>`
    SELECT r.id, r.name, r.sort_name, r.sort_key, r.mbid, c.album_count, c.track_count, c.appears_count, ${markColumns}, ${artworkColumns}
    FROM artist r
      JOIN (SELECT artist_id, SUM(album_count) AS album_count, SUM(track_count) AS track_count, SUM(appears_count) AS appears_count FROM artist_count
        WHERE artist_id IN ${list} AND ${mayBeSeen(kind, viewer, 'library_id')} GROUP BY artist_id) c ON c.artist_id = r.id
      ${joinMark(viewer, 'artist', 'r.id')} LEFT JOIN artwork w ON w.id = r.artwork_id AND ${mayBeSeen(kind, viewer, 'w.library_id')}
    WHERE r.id IN ${list}`;
}

export function artistOf(row: ArtistColumns): ArtistRow {
  return {
    id: row.id,
    name: row.name,
    sortName: row.sort_name,
    sortKey: row.sort_key,
    mbid: row.mbid,
    albumCount: row.album_count,
    trackCount: row.track_count,
    appearsCount: row.appears_count,
    artwork: artworkOf(row),
    mark: markOf(row),
  };
}
