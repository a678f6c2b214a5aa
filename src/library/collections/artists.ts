/** Lists of artists, all of them at once, and one artist with albums, appearances and most played tracks. */
import { type RawBuilder, sql } from 'kysely';
import type { DatabaseKind } from '#base/database/index.ts';
import { foldedKey } from '#base/fold.ts';
import type { ArtistRole, Artists } from '../library.ts';
import { windowOf } from '../orders/id-sets.ts';
import { accessKeyOf } from '../orders/sql.ts';
import { boundsOf, mayBeSeen, type Reading } from '../reading.ts';
import type { ArtistDetail, Letter, TrackRow, Viewer } from '../rows.ts';
import { readAlbumsOf } from './album-rows.ts';
import { byYear } from './albums.ts';
import { readArtistIndex } from './artist-index.ts';
import { readArtists } from './artist-rows.ts';
import { lettersOf } from './letters.ts';
import { similarArtists } from './similar-artists.ts';
import { readTracks } from './track-rows.ts';

const topTrackCount = 10;
// Enough for anybody but "Various Artists", who would stall everybody else.
const albumCountMax = 2_000;

export function createArtists(reading: Reading): Artists {
  return {
    list: async (viewer, query) => {
      const { offset, limit } = boundsOf(query);
      const ids = await reading.orders.artists(viewer, query.role ?? 'album');
      return {
        total: ids.length,
        offset,
        items: await readArtists(reading, viewer, windowOf(ids, offset, limit)),
      };
    },
    letters: (viewer, role) => artistLetters(reading, viewer, role),
    index: (viewer, role) => readArtistIndex(reading, viewer, role),
    get: async (viewer, artistId) => {
      const artist = await readDetail(reading, viewer, artistId);
      return artist ? { found: true, artist } : { found: false };
    },
    byIds: (viewer, artistIds) => readArtists(reading, viewer, artistIds),
    byName: async (viewer, name) => {
      const found = await reading.database.read
        .selectFrom('artist')
        .select('id')
        .where('match_key', '=', foldedKey(name))
        .executeTakeFirst();
      const [artist] = found ? await readArtists(reading, viewer, [found.id]) : [];
      return artist ? { found: true, artist } : { found: false };
    },
    topTracks: (viewer, artistId, count) => topTracks(reading, viewer, artistId, count),
    similar: async (viewer, artistId, count) =>
      readArtists(reading, viewer, await similarArtists(reading, viewer, artistId, count)),
  };
}

function artistLetters({ database, orders }: Reading, viewer: Viewer, role: ArtistRole): Promise<Letter[]> {
  const has = sql.raw(role === 'album' ? 'album_count > 0' : 'track_count + appears_count + album_count > 0');
  const build = async () => {
    const { rows } = await sql<{ first: string; count: number }>`
      SELECT SUBSTR(sort_key, 1, 1) AS first, COUNT(*) AS count FROM artist
      WHERE id IN (SELECT artist_id FROM artist_count WHERE ${has} AND ${mayBeSeen(database.kind, viewer, 'library_id')})
      GROUP BY 1 ORDER BY 1`.execute(database.read);
    return lettersOf(rows);
  };
  return orders.kept.get(
    `artist-letters:${accessKeyOf(viewer)}:${role}`,
    build,
    (letters) => letters.length * 50,
  );
}

/** All parts are asked for at once, before it is known that the artist may be seen: each asks by itself. */
async function readDetail(
  reading: Reading,
  viewer: Viewer,
  artistId: number,
): Promise<ArtistDetail | undefined> {
  const { database } = reading;
  const [[artist], albums, appearsOn, top, roles] = await Promise.all([
    readArtists(reading, viewer, [artistId]),
    readAlbumsOf(reading, viewer, sql`(${ownAlbums(database.kind, viewer, artistId)})`),
    readAlbumsOf(reading, viewer, sql`(${appearances(database.kind, viewer, artistId)})`),
    topTracks(reading, viewer, artistId, topTrackCount),
    sql<{
      role: string;
    }>`SELECT DISTINCT role FROM credit WHERE artist_id = ${artistId} ORDER BY role`.execute(database.read),
  ]);
  if (!artist) return undefined;
  const named = roles.rows.map((row) => row.role).filter((role) => role !== 'albumartist');
  return {
    ...artist,
    albums: albums.toSorted(byYear),
    appearsOn: appearsOn.toSorted(byYear),
    topTracks: top,
    roles: albums.length > 0 ? ['albumartist', ...named] : named,
  };
}

const newestFirst = sql`ORDER BY a.year IS NULL, a.year DESC, a.sort_key, a.id LIMIT ${sql.lit(albumCountMax)}`;

/** Albums of their own, newest first. */
export function ownAlbums(kind: DatabaseKind, viewer: Viewer, artistId: number): RawBuilder<{ id: number }> {
  return sql`SELECT a.id FROM album a
    WHERE a.id IN (SELECT album_id FROM album_credit WHERE artist_id = ${artistId}) AND NOT a.missing AND ${mayBeSeen(kind, viewer, 'a.library_id')}
    ${newestFirst}`;
}

/** Albums of others with a track that names this artist in any role, newest first. */
function appearances(kind: DatabaseKind, viewer: Viewer, artistId: number): RawBuilder<{ id: number }> {
  return sql`SELECT a.id FROM album a
    WHERE a.id IN (SELECT t.album_id FROM credit c JOIN track t ON t.id = c.track_id WHERE c.artist_id = ${artistId})
      AND a.id NOT IN (SELECT album_id FROM album_credit WHERE artist_id = ${artistId}) AND NOT a.missing AND ${mayBeSeen(kind, viewer, 'a.library_id')}
    ${newestFirst}`;
}

/** Everybody's plays count, so that a new listener sees what is loved here. */
async function topTracks(
  reading: Reading,
  viewer: Viewer,
  artistId: number,
  count: number,
): Promise<TrackRow[]> {
  const { database } = reading;
  const { rows } = await sql<{ id: number }>`
    SELECT t.id FROM track t LEFT JOIN album a ON a.id = t.album_id
      LEFT JOIN (SELECT item_id, SUM(play_count) AS plays FROM mark WHERE kind = 'track' AND play_count > 0
        AND item_id IN (SELECT track_id FROM credit WHERE artist_id = ${artistId} AND role = 'artist') GROUP BY item_id) p ON p.item_id = t.id
    WHERE t.id IN (SELECT track_id FROM credit WHERE artist_id = ${artistId} AND role = 'artist') AND t.missing_since IS NULL
      AND ${mayBeSeen(database.kind, viewer, 't.library_id')}
    ORDER BY COALESCE(p.plays, 0) DESC, a.year, a.id, COALESCE(t.disc, 1), t.number, t.id LIMIT ${Math.min(500, Math.max(0, count))}`.execute(
    database.read,
  );
  return readTracks(
    reading,
    viewer,
    rows.map((row) => row.id),
  );
}
