/** Lists of albums, the letters of these lists, and one album with its discs, people and the reason it is one. */
import { sql } from 'kysely';
import type { AlbumQuery, Albums, TrackOptions } from '../library.ts';
import { windowOf } from '../orders/id-sets.ts';
import { accessKeyOf } from '../orders/sql.ts';
import { boundsOf, mayBeSeen, parsed, type Reading } from '../reading.ts';
import type { AlbumDetail, AlbumRow, CreditFacts, DiscFacts, Letter, TrackRow, Viewer } from '../rows.ts';
import { readAlbums, readAlbumsOf } from './album-rows.ts';
import { lettersOf } from './letters.ts';
import { randomOf } from './random.ts';
import { readTracksOf } from './track-rows.ts';

const moreCountMax = 12;

export function createAlbums(reading: Reading): Albums {
  return {
    list: (viewer, query) => listAlbums(reading, viewer, query),
    letters: (viewer, sort) => albumLetters(reading, viewer, sort),
    get: async (viewer, albumId, options) => {
      const album = await readDetail(reading, viewer, albumId, options);
      return album ? { found: true, album } : { found: false };
    },
    byIds: (viewer, albumIds) => readAlbums(reading, viewer, albumIds),
  };
}

async function listAlbums(reading: Reading, viewer: Viewer, query: AlbumQuery) {
  const { offset, limit } = boundsOf(query);
  const sort = query.sort ?? 'title';
  const ids = await reading.orders.albums(viewer, { ...query, sort: sort === 'random' ? 'id' : sort });
  const window = sort === 'random' ? randomOf(ids, query.seed, offset, limit) : windowOf(ids, offset, limit);
  return { total: ids.length, offset, items: await readAlbums(reading, viewer, window) };
}

function albumLetters(
  { database, orders }: Reading,
  viewer: Viewer,
  sort: 'title' | 'artist',
): Promise<Letter[]> {
  const column = sql.ref(sort === 'title' ? 'sort_key' : 'artist_sort_key');
  const build = async () => {
    const { rows } = await sql<{ first: string; count: number }>`
      SELECT SUBSTR(${column}, 1, 1) AS first, COUNT(*) AS count FROM album
      WHERE NOT missing AND ${mayBeSeen(database.kind, viewer, 'library_id')} GROUP BY 1 ORDER BY 1`.execute(
      database.read,
    );
    return lettersOf(rows);
  };
  return orders.kept.get(
    `album-letters:${accessKeyOf(viewer)}:${sort}`,
    build,
    (letters) => letters.length * 50,
  );
}

/** All parts are asked for at once, before it is known that the album may be seen: each asks by itself. */
async function readDetail(
  reading: Reading,
  viewer: Viewer,
  albumId: number,
  options?: TrackOptions,
): Promise<AlbumDetail | undefined> {
  const { database } = reading;
  const [[album], tracks, group, more] = await Promise.all([
    readAlbums(reading, viewer, [albumId]),
    readTracksOf(reading, viewer, sql`(SELECT id FROM track WHERE album_id = ${albumId})`, options),
    database.read
      .selectFrom('album')
      .select(['group_rule', 'group_facts'])
      .where('id', '=', albumId)
      .executeTakeFirst(),
    readMore(reading, viewer, albumId),
  ]);
  if (!album) return undefined;
  const ordered = tracks.toSorted(byPlace);
  return {
    ...album,
    discs: discsOf(album, ordered),
    credits: creditsOf(ordered),
    grouping: { rule: group?.group_rule ?? '', facts: parsed(group?.group_facts ?? '[]', []) },
    // A compilation's "artist" made no others.
    moreByArtist: album.compilation ? [] : more,
  };
}

/** The order of an album: the same as in albumTrackIds. */
function byPlace(a: TrackRow, b: TrackRow): number {
  return (
    (a.disc ?? 1) - (b.disc ?? 1) ||
    (a.number ?? Infinity) - (b.number ?? Infinity) ||
    a.folderId - b.folderId ||
    compare(a.fileName, b.fileName) ||
    a.segment - b.segment ||
    a.id - b.id
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The album's tracks in its order, missing ones too. */
export async function albumTrackIds({ database }: Reading, albumId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    SELECT id FROM track WHERE album_id = ${albumId}
    ORDER BY COALESCE(disc, 1), number IS NULL, number, folder_id, file_name, segment, id`.execute(
    database.read,
  );
  return rows.map((row) => row.id);
}

function discsOf(album: AlbumRow, tracks: readonly TrackRow[]): DiscFacts[] {
  const discs = new Map<number, DiscFacts>();
  for (const track of tracks) {
    const number = track.disc ?? 1;
    const title = album.discTitles.find((disc) => disc.number === number)?.title ?? null;
    const disc = discs.get(number) ?? { number, title, durationMs: 0, tracks: [] };
    discs.set(number, disc);
    disc.tracks.push(track);
    disc.durationMs += track.durationMs;
  }
  return [...discs.values()];
}

/** Everybody on the album, each once a role and instrument: artists first, then as they come. */
function creditsOf(tracks: readonly TrackRow[]): CreditFacts[] {
  const credits = new Map<string, CreditFacts>();
  const add = (credit: CreditFacts) => {
    const key = `${credit.role}\0${credit.id ?? credit.name}\0${credit.detail ?? ''}`;
    if (!credits.has(key)) credits.set(key, credit);
  };
  for (const track of tracks)
    for (const artist of track.artists) add({ ...artist, role: 'artist', detail: null });
  for (const track of tracks) for (const credit of track.contributors) add(credit);
  return [...credits.values()];
}

/** Other albums by the first of its artists, newest first. */
async function readMore(reading: Reading, viewer: Viewer, albumId: number): Promise<AlbumRow[]> {
  const { kind } = reading.database;
  const albums = await readAlbumsOf(
    reading,
    viewer,
    sql`(SELECT a.id FROM album a
      WHERE a.id IN (SELECT album_id FROM album_credit WHERE artist_id = (SELECT artist_id FROM album_credit WHERE album_id = ${albumId} AND position = 0))
        AND a.id <> ${albumId} AND NOT a.missing AND ${mayBeSeen(kind, viewer, 'a.library_id')}
      ORDER BY a.year IS NULL, a.year DESC, a.id DESC LIMIT ${sql.lit(moreCountMax)})`,
  );
  return albums.toSorted(byYear);
}

/** Newest first, those without a year last. */
export function byYear(a: AlbumRow, b: AlbumRow): number {
  return (b.year ?? -Infinity) - (a.year ?? -Infinity) || compare(a.sortKey, b.sortKey) || a.id - b.id;
}
