/** The little that ranking needs to know of hundreds of candidates: names, and how much the viewer likes them. */
import type { Reader } from '#base/database/index.ts';
import type { Viewer } from '../rows.ts';
import type { SearchKind } from './index-rows.ts';

export interface LightRow {
  readonly id: number;
  readonly title: string;
  readonly plays: number | null;
  readonly starredAt: number | null;
  /** Tracks of an artist or album; 1 for a track. */
  readonly size: number;
}

/** The items of `ids` that are there and may be seen, in no order. */
export async function lightRows(
  reader: Reader,
  viewer: Viewer,
  kind: SearchKind,
  ids: readonly number[],
): Promise<LightRow[]> {
  if (ids.length === 0) return [];
  const list = reader.kind === 'sqlite' ? '(SELECT value FROM json_each(?))' : '(SELECT unnest(?::bigint[]))';
  const listed = (numbers: readonly number[]) =>
    reader.kind === 'sqlite' ? JSON.stringify(numbers) : numbers;
  const { libraryIds, accountId } = viewer;
  const seen = (column: string) => (libraryIds === 'all' ? '' : `AND ${column} IN ${list}`);
  const access = libraryIds === 'all' ? [] : [listed(libraryIds)];
  const rows = await reader.rows(
    statements[kind](list, seen),
    kind === 'artist' ? [...access, accountId, listed(ids)] : [accountId, listed(ids), ...access],
  );
  return rows.flatMap(([id, title, plays, starredAt, size]) =>
    size === null ? [] : [{ id, title, plays, starredAt, size } as LightRow],
  );
}

const joinMark = (kind: SearchKind, id: string): string =>
  `LEFT JOIN mark m ON m.account_id = ? AND m.kind = '${kind}' AND m.item_id = ${id}`;

/** Id, title, plays, star, size; the size of an artist who has nothing that may be seen is NULL. */
const statements: Record<SearchKind, (list: string, seen: (column: string) => string) => string> = {
  track: (list, seen) =>
    `SELECT t.id, t.title, m.play_count, m.starred_at, 1 FROM track t ${joinMark('track', 't.id')}
      WHERE t.id IN ${list} AND t.missing_since IS NULL ${seen('t.library_id')}`,
  album: (list, seen) =>
    `SELECT a.id, a.title, m.play_count, m.starred_at, a.track_count FROM album a ${joinMark('album', 'a.id')}
      WHERE a.id IN ${list} AND NOT a.missing ${seen('a.library_id')}`,
  artist: (list, seen) =>
    `SELECT r.id, r.name, m.play_count, m.starred_at,
        (SELECT SUM(c.track_count + c.album_count) FROM artist_count c WHERE c.artist_id = r.id ${seen('c.library_id')})
      FROM artist r ${joinMark('artist', 'r.id')} WHERE r.id IN ${list}`,
};
