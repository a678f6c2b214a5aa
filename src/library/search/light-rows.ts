/** The little that ranking needs to know of hundreds of candidates: names, and how much the viewer likes them. */
import { type RawBuilder, sql } from 'kysely';
import type { DatabaseKind } from '#base/database/index.ts';
import { joinMark } from '../collections/shared-columns.ts';
import { mayBeSeen } from '../reading.ts';
import type { Viewer } from '../rows.ts';
import type { SearchKind } from './index-rows.ts';

export interface LightRow {
  readonly id: number;
  readonly title: string;
  readonly plays: number | null;
  readonly starred_at: number | null;
  /** Tracks of an artist or album; 1 for a track. */
  readonly size: number;
}

/** The items of `ids` (a query) that are there and may be seen, in no order. */
export function lightRows(
  engine: DatabaseKind,
  viewer: Viewer,
  kind: SearchKind,
  ids: RawBuilder<unknown>,
): RawBuilder<LightRow> {
  const seen = (column: string) => mayBeSeen(engine, viewer, column);
  if (kind === 'track') {
    return sql`SELECT t.id, t.title, m.play_count AS plays, m.starred_at, 1 AS size FROM track t ${joinMark(viewer, 'track', 't.id')}
      WHERE t.id IN (${ids}) AND t.missing_since IS NULL AND ${seen('t.library_id')}`;
  }
  if (kind === 'album') {
    return sql`SELECT a.id, a.title, m.play_count AS plays, m.starred_at, a.track_count AS size FROM album a ${joinMark(viewer, 'album', 'a.id')}
      WHERE a.id IN (${ids}) AND NOT a.missing AND ${seen('a.library_id')}`;
  }
  return sql`SELECT r.id, r.name AS title, m.play_count AS plays, m.starred_at, c.size FROM artist r
    JOIN (SELECT artist_id, SUM(track_count + album_count) AS size FROM artist_count WHERE artist_id IN (${ids}) AND ${seen('library_id')} GROUP BY artist_id) c
      ON c.artist_id = r.id ${joinMark(viewer, 'artist', 'r.id')}`;
}
