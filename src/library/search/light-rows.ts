/** The little that ranking needs to know of hundreds of candidates: names, and how much the viewer likes them. */
import { sql } from 'kysely';
import { joinMark } from '../collections/shared-columns.ts';
import { idList, mayBeSeen, type Reading } from '../reading.ts';
import type { Viewer } from '../rows.ts';
import type { SearchKind } from './index-rows.ts';

export interface LightRow {
  readonly id: number;
  readonly title: string;
  /** The artist, and for a track its album. */
  readonly others: string;
  readonly plays: number | null;
  readonly starred_at: number | null;
  /** Tracks of an artist or album; 1 for a track. */
  readonly size: number;
}

/** Those of `ids` that are there and may be seen, in no order. */
export async function readLight(
  { database }: Reading,
  viewer: Viewer,
  kind: SearchKind,
  ids: readonly number[],
): Promise<LightRow[]> {
  if (ids.length === 0) return [];
  const list = idList(database.kind, ids);
  const seen = (column: string) => mayBeSeen(database.kind, viewer, column);
  const query = {
    track: sql<LightRow>`SELECT t.id, t.title, t.artist_name AS others, m.play_count AS plays, m.starred_at, 1 AS size FROM track t ${joinMark(viewer, 'track', 't.id')}
      WHERE t.id IN ${list} AND t.missing_since IS NULL AND ${seen('t.library_id')}`,
    album: sql<LightRow>`SELECT a.id, a.title, a.artist_name AS others, m.play_count AS plays, m.starred_at, a.track_count AS size FROM album a ${joinMark(viewer, 'album', 'a.id')}
      WHERE a.id IN ${list} AND NOT a.missing AND ${seen('a.library_id')}`,
    artist: sql<LightRow>`SELECT r.id, r.name AS title, '' AS others, m.play_count AS plays, m.starred_at, c.size FROM artist r
      JOIN (SELECT artist_id, SUM(track_count + album_count) AS size FROM artist_count WHERE artist_id IN ${list} AND ${seen('library_id')} GROUP BY artist_id) c
        ON c.artist_id = r.id ${joinMark(viewer, 'artist', 'r.id')}
      WHERE r.id IN ${list}`,
  };
  return (await query[kind].execute(database.read)).rows;
}
