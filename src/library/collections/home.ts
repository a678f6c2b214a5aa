/** The first page: what is new, what was played, what was loved, and where listening stopped. */
import { type RawBuilder, sql } from 'kysely';
import type { Home } from '../library.ts';
import { windowOf } from '../orders/id-sets.ts';
import { accessKeyOf } from '../orders/sql.ts';
import { groupedBy, inOrder, mayBeSeen, type Reading } from '../reading.ts';
import type { CountFacts, HomeFacts, Viewer } from '../rows.ts';
import { readAlbums } from './album-rows.ts';
import { continueListening } from './continue.ts';
import { randomOf } from './random.ts';

const shelfCount = 20;
const continueCount = 6;
const dayMs = 86_400_000;
const forgottenAfterMs = 60 * dayMs;
// About an album heard through once.
const lovedPlayCount = 10;

export function createHome(reading: Reading): Home {
  return {
    get: (viewer) => readHome(reading, viewer),
    continueListening: (viewer, count) => continueListening(reading, viewer, count),
    counts: (viewer) => readCounts(reading, viewer),
  };
}

async function readHome(reading: Reading, viewer: Viewer): Promise<HomeFacts> {
  const { orders } = reading;
  const [added, all, marked] = await Promise.all([
    orders.albums(viewer, { sort: 'added' }),
    orders.albums(viewer, { sort: 'id' }),
    readShelves(reading, viewer),
  ]);
  const recentlyAdded = windowOf(added, 0, shelfCount);
  const random = randomOf(all, undefined, 0, shelfCount);
  // One fetch for all shelves: an album on three of them is read once.
  const [albums, continued, addedThisMonth, counts] = await Promise.all([
    readAlbums(reading, viewer, [
      ...new Set([...recentlyAdded, ...random, ...marked.values().flatMap((ids) => ids)]),
    ]),
    continueListening(reading, viewer, continueCount),
    countAdded(reading, viewer),
    readCounts(reading, viewer),
  ]);
  const shelf = (ids: readonly number[] | undefined) => inOrder(ids ?? [], albums);
  return {
    continue: continued,
    recentlyAdded: shelf(recentlyAdded),
    addedThisMonth,
    recentlyPlayed: shelf(marked.get('played')),
    mostPlayed: shelf(marked.get('most-played')),
    favourites: shelf(marked.get('starred')),
    random: shelf(random),
    rediscover: shelf(marked.get('rediscover')),
    counts,
  };
}

/** The shelves that come from what the viewer marked, in one question. */
async function readShelves({ database, clock }: Reading, viewer: Viewer): Promise<Map<string, number[]>> {
  const now = clock.now();
  const day = Math.floor(now / dayMs);
  const loved = sql`(m.starred_at IS NOT NULL OR m.rating >= 4 OR m.play_count >= ${sql.lit(lovedPlayCount)})`;
  const shelf = (name: string, where: RawBuilder<unknown>, order: RawBuilder<unknown>) => sql`
    SELECT * FROM (SELECT ${sql.lit(name)} AS shelf, m.item_id AS id, ROW_NUMBER() OVER (ORDER BY ${order}, m.item_id) AS place
      FROM mark m JOIN album a ON a.id = m.item_id
      WHERE m.account_id = ${viewer.accountId} AND m.kind = 'album' AND ${where} AND NOT a.missing AND ${mayBeSeen(database.kind, viewer, 'a.library_id')}) ranked
    WHERE place <= ${sql.lit(shelfCount)}`;
  const shelves = [
    shelf('played', sql`m.played_at IS NOT NULL`, sql`m.played_at DESC`),
    shelf('most-played', sql`m.play_count > 0`, sql`m.play_count DESC, m.played_at DESC`),
    shelf('starred', sql`m.starred_at IS NOT NULL`, sql`m.starred_at DESC`),
    // Loved once and not heard for two months; multiplied by a prime, another choice each day.
    shelf(
      'rediscover',
      sql`${loved} AND COALESCE(m.played_at, m.starred_at, 0) < ${now - forgottenAfterMs}`,
      sql`(m.item_id * 7919 + ${sql.lit((day * 104_729) % 1009)}) % 1009`,
    ),
  ];
  const { rows } = await sql<{
    shelf: string;
    id: number;
    place: number;
  }>`${sql.join(shelves, sql` UNION ALL `)}`.execute(database.read);
  const ordered = groupedBy(
    rows.toSorted((a, b) => a.place - b.place),
    (row) => row.shelf,
  );
  return new Map(ordered.entries().map(([name, places]) => [name, places.map((row) => row.id)]));
}

/** Albums since the first of the month, by the server's calendar. */
function countAdded({ database, orders, clock }: Reading, viewer: Viewer): Promise<number> {
  const now = new Date(clock.now());
  const start = new Date(now.getFullYear(), now.getMonth(), 1).getTime();
  const build = async () => {
    const { rows } = await sql<{ count: number }>`
      SELECT COUNT(*) AS count FROM album WHERE added_at >= ${start} AND NOT missing AND ${mayBeSeen(database.kind, viewer, 'library_id')}`.execute(
      database.read,
    );
    return rows[0]?.count ?? 0;
  };
  return orders.kept.get(`added-since:${start}:${accessKeyOf(viewer)}`, build, () => 8);
}

async function readCounts({ database, orders }: Reading, viewer: Viewer): Promise<CountFacts> {
  const build = async () => {
    const { rows } = await sql<{ duration: number | null }>`
      SELECT SUM(duration_ms) AS duration FROM album WHERE NOT missing AND ${mayBeSeen(database.kind, viewer, 'library_id')}`.execute(
      database.read,
    );
    return rows[0]?.duration ?? 0;
  };
  const [artists, albums, tracks, durationMs] = await Promise.all([
    orders.artists(viewer, 'album'),
    orders.albums(viewer, { sort: 'id' }),
    orders.tracks(viewer, { sort: 'id' }),
    orders.kept.get(`duration:${accessKeyOf(viewer)}`, build, () => 8),
  ]);
  return { artists: artists.length, albums: albums.length, tracks: tracks.length, durationMs };
}
