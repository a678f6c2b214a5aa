/** Playlists and their lines as they are read: one's own and other people's public ones. */
import { sql } from 'kysely';
import { artworkColumns, artworkOf, type ArtworkColumns } from '../collections/shared-columns.ts';
import { readTracks } from '../collections/track-rows.ts';
import type { TrackOptions } from '../library.ts';
import { groupedBy, idList, mayBeSeen, type Reading } from '../reading.ts';
import type { PlaylistEntry, PlaylistRow, Viewer, Window } from '../rows.ts';

const coverCount = 4;
// Covers are looked for among the first lines only.
const coverLineCount = 60;

interface PlaylistColumns {
  id: number;
  account_id: number;
  name: string;
  comment: string;
  public: boolean;
  created_at: number;
  changed_at: number;
}

/** `where`: a condition on the table `p`, beside those of access. */
export async function readPlaylists(
  { database }: Reading,
  viewer: Viewer,
  where: ReturnType<typeof sql>,
): Promise<PlaylistRow[]> {
  const { rows } = await sql<PlaylistColumns>`
    SELECT p.id, p.account_id, p.name, p.comment, p.public, p.created_at, p.changed_at FROM playlist p
    WHERE p.deleted_at IS NULL AND (p.account_id = ${viewer.accountId} OR p.public) AND ${where} ORDER BY LOWER(p.name), p.id`.execute(
    database.read,
  );
  if (rows.length === 0) return [];
  const list = idList(
    database.kind,
    rows.map((row) => row.id),
  );
  const [sums, covers] = await Promise.all([
    sql<{ id: number; count: number; duration: number }>`
      SELECT i.playlist_id AS id, COUNT(*) AS count, SUM(COALESCE(t.duration_ms, 0)) AS duration
      FROM playlist_item i LEFT JOIN track t ON t.id = i.track_id AND ${mayBeSeen(database.kind, viewer, 't.library_id')}
      WHERE i.playlist_id IN ${list} GROUP BY i.playlist_id`.execute(database.read),
    sql<ArtworkColumns & { playlist_id: number }>`
      SELECT i.playlist_id, ${artworkColumns} FROM playlist_item i JOIN track t ON t.id = i.track_id LEFT JOIN album a ON a.id = t.album_id
        JOIN artwork w ON w.id = COALESCE(t.artwork_id, a.artwork_id)
      WHERE i.playlist_id IN ${list} AND i.position < ${coverLineCount} AND ${mayBeSeen(database.kind, viewer, 't.library_id')}
      ORDER BY i.playlist_id, i.position`.execute(database.read),
  ]);
  const sumOf = new Map(sums.rows.map((row) => [row.id, row]));
  const coversOf = groupedBy(covers.rows, (row) => row.playlist_id);
  return rows.map((row) => ({
    id: row.id,
    ownerId: row.account_id,
    mine: row.account_id === viewer.accountId,
    name: row.name,
    comment: row.comment,
    public: row.public,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    trackCount: sumOf.get(row.id)?.count ?? 0,
    durationMs: sumOf.get(row.id)?.duration ?? 0,
    artworks: distinctCovers(coversOf.get(row.id) ?? []),
  }));
}

function distinctCovers(rows: readonly ArtworkColumns[]) {
  const first = new Map(rows.toReversed().map((row) => [row.art_id, row]));
  const inOrder = [...new Set(rows.map((row) => row.art_id))].slice(0, coverCount);
  return inOrder.flatMap((id) => artworkOf(first.get(id)!) ?? []);
}

/** The lines from `offset` on; `limit` null: all of them. Lines whose track the viewer may not see stay as empty places. */
export async function readEntries(
  reading: Reading,
  viewer: Viewer,
  playlistId: number,
  { offset, limit }: { offset: number; limit: number | null },
  options: TrackOptions | undefined,
): Promise<Window<PlaylistEntry>> {
  const { read } = reading.database;
  const [{ count }, items] = await Promise.all([
    read
      .selectFrom('playlist_item')
      .select((of) => of.fn.countAll<number>().as('count'))
      .where('playlist_id', '=', playlistId)
      .executeTakeFirstOrThrow(),
    read
      .selectFrom('playlist_item')
      .select(['position', 'track_id', 'entry'])
      .where('playlist_id', '=', playlistId)
      .where('position', '>=', offset)
      .$if(limit !== null, (query) => query.where('position', '<', offset + (limit ?? 0)))
      .orderBy('position')
      .execute(),
  ]);
  const ids = [...new Set(items.flatMap((item) => item.track_id ?? []))];
  const tracks = new Map((await readTracks(reading, viewer, ids, options)).map((track) => [track.id, track]));
  const entries = items.map((item) => ({
    position: item.position,
    entry: item.entry,
    track: tracks.get(item.track_id ?? -1) ?? null,
  }));
  return { total: count, offset, items: entries };
}
