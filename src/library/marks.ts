/** What a person gives to tracks, albums and artists: stars and ratings; the counts of plays stand in the same row. */
import { sql, type Transaction } from 'kysely';
import { readAlbums } from './collections/album-rows.ts';
import { readArtists } from './collections/artist-rows.ts';
import { markOf } from './collections/shared-columns.ts';
import { readTracks } from './collections/track-rows.ts';
import type { MarkItems, Marks } from './library.ts';
import { idList, mayBeSeen, type Reading } from './reading.ts';
import type { MarkKind, Viewer } from './rows.ts';
import type { LibrarySchema } from './schema.ts';

const starredCountMax = 5_000;
const kinds = [
  ['track', 'tracks'],
  ['album', 'albums'],
  ['artist', 'artists'],
] as const;

export function createMarks(reading: Reading): Marks {
  const { database, clock } = reading;
  return {
    star: (viewer, items, starred) => {
      const starredAt = starred ? clock.now() : null;
      // Whoever stars twice loved it since the first time.
      const keep = starred ? sql`COALESCE(mark.starred_at, excluded.starred_at)` : sql`NULL`;
      return markAll(reading, viewer, items, (trx, kind, ids) =>
        upsert(trx, viewer, kind, ids, sql`starred_at`, starredAt, keep),
      );
    },
    rate: (viewer, items, rating) => {
      const value = rating === null || rating < 1 ? null : Math.min(5, Math.round(rating));
      return markAll(reading, viewer, items, (trx, kind, ids) =>
        upsert(trx, viewer, kind, ids, sql`rating`, value, sql`excluded.rating`),
      );
    },
    of: async (viewer, kind, id) => {
      const row = await database.read
        .selectFrom('mark')
        .selectAll()
        .where('account_id', '=', viewer.accountId)
        .where('kind', '=', kind)
        .where('item_id', '=', id)
        .executeTakeFirst();
      return markOf(row ?? { starred_at: null, rating: null, play_count: 0, played_at: null });
    },
    given: async (viewer, kind) => {
      const rows = await database.read
        .selectFrom('mark')
        .select(['item_id', 'starred_at', 'rating', 'play_count', 'played_at'])
        .where('account_id', '=', viewer.accountId)
        .where('kind', '=', kind)
        .where((where) => where.or([where('starred_at', 'is not', null), where('rating', 'is not', null)]))
        .execute();
      return new Map(rows.map((row) => [row.item_id, markOf(row)]));
    },
    starred: async (viewer) => {
      const ids = (kind: MarkKind) => starredIds(reading, viewer, kind);
      const [artists, albums, tracks] = await Promise.all([ids('artist'), ids('album'), ids('track')]);
      return {
        artists: await readArtists(reading, viewer, artists),
        albums: await readAlbums(reading, viewer, albums),
        tracks: await readTracks(reading, viewer, tracks),
      };
    },
  };
}

async function starredIds({ database }: Reading, viewer: Viewer, kind: MarkKind): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    SELECT item_id AS id FROM mark WHERE account_id = ${viewer.accountId} AND kind = ${kind} AND starred_at IS NOT NULL
    ORDER BY starred_at DESC, item_id LIMIT ${starredCountMax}`.execute(database.read);
  return rows.map((row) => row.id);
}

type Write = (trx: Transaction<LibrarySchema>, kind: MarkKind, ids: readonly number[]) => Promise<void>;

/** Items that the viewer cannot see are left alone; all others are marked together or not at all. */
async function markAll(
  reading: Reading,
  viewer: Viewer,
  items: MarkItems,
  write: Write,
): Promise<{ marked: number }> {
  const seen = await Promise.all(
    kinds.map(
      async ([kind, list]) => [kind, await visibleIds(reading, viewer, kind, items[list] ?? [])] as const,
    ),
  );
  await reading.database.write.transaction().execute(async (trx) => {
    for (const [kind, ids] of seen) if (ids.length > 0) await write(trx, kind, ids);
  });
  return { marked: seen.reduce((sum, [, ids]) => sum + ids.length, 0) };
}

/** Those of `ids` that are there and in the viewer's libraries, each once, in their order. */
export async function visibleIds(
  { database }: Reading,
  viewer: Viewer,
  kind: MarkKind,
  ids: readonly number[],
): Promise<number[]> {
  if (ids.length === 0) return [];
  const list = idList(database.kind, ids);
  const seen = mayBeSeen(database.kind, viewer, 'library_id');
  const { rows } =
    kind === 'artist'
      ? await sql<{
          id: number;
        }>`SELECT DISTINCT artist_id AS id FROM artist_count WHERE artist_id IN ${list} AND ${seen}`.execute(
          database.read,
        )
      : await sql<{ id: number }>`SELECT id FROM ${sql.table(kind)} WHERE id IN ${list} AND ${seen}`.execute(
          database.read,
        );
  const found = new Set(rows.map((row) => row.id));
  return [...new Set(ids)].filter((id) => found.has(id));
}

async function upsert(
  trx: Transaction<LibrarySchema>,
  viewer: Viewer,
  kind: MarkKind,
  ids: readonly number[],
  column: ReturnType<typeof sql>,
  value: number | null,
  update: ReturnType<typeof sql>,
): Promise<void> {
  for (const id of ids) {
    await sql`INSERT INTO mark (account_id, kind, item_id, ${column}) VALUES (${viewer.accountId}, ${kind}, ${id}, ${value})
      ON CONFLICT (account_id, kind, item_id) DO UPDATE SET ${column} = ${update}`.execute(trx);
  }
}
