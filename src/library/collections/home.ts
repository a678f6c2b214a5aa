/** The first page: what is new, what was played, what was loved, and where listening stopped. */
import { sql } from 'kysely';
import type { AlbumSort, Home } from '../library.ts';
import { filtered, randomWindowOf, setOf, windowOf } from '../orders/id-sets.ts';
import { accessKeyOf } from '../orders/sql.ts';
import { mayBeSeen, type Reading } from '../reading.ts';
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
  const shelf = async (sort: Exclude<AlbumSort, 'random'>) =>
    windowOf(await reading.orders.albums(viewer, { sort }), 0, shelfCount);
  const random = async () =>
    randomOf(await reading.orders.albums(viewer, { sort: 'id' }), undefined, 0, shelfCount);
  const ids = await Promise.all([
    shelf('added'),
    shelf('played'),
    shelf('most-played'),
    shelf('starred'),
    random(),
    rediscover(reading, viewer),
  ]);
  // One fetch for all shelves: an album on three of them is read once.
  const [albums, continued, addedThisMonth, counts] = await Promise.all([
    readAlbums(reading, viewer, [...new Set(ids.flat())]),
    continueListening(reading, viewer, continueCount),
    countAdded(reading, viewer),
    readCounts(reading, viewer),
  ]);
  const byId = new Map(albums.map((album) => [album.id, album]));
  const [recentlyAdded, recentlyPlayed, mostPlayed, favourites, chance, again] = ids.map((shelfIds) =>
    shelfIds.flatMap((id) => byId.get(id) ?? []),
  );
  return {
    continue: continued,
    recentlyAdded: recentlyAdded!,
    addedThisMonth,
    recentlyPlayed: recentlyPlayed!,
    mostPlayed: mostPlayed!,
    favourites: favourites!,
    random: chance!,
    rediscover: again!,
    counts,
  };
}

/** Starred, rated high or played through once, and not heard for two months; another choice each day. */
async function rediscover({ database, orders, clock }: Reading, viewer: Viewer): Promise<number[]> {
  const now = clock.now();
  const loved = await database.readIds(
    `SELECT item_id FROM mark WHERE account_id = ? AND kind = 'album' AND (starred_at IS NOT NULL OR rating >= 4 OR play_count >= ${lovedPlayCount})
       AND COALESCE(played_at, starred_at, 0) < ? ORDER BY item_id`,
    [viewer.accountId, now - forgottenAfterMs],
  );
  const present = setOf(await orders.albums(viewer, { sort: 'id' }));
  return randomWindowOf(filtered(loved, present, 1), Math.floor(now / dayMs), 0, shelfCount);
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
