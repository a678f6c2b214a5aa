/** Lists of albums, the letters of these lists, and one album with its discs, people and the reason it is one. */
import { sql } from 'kysely';
import type { AlbumQuery, Albums, TrackOptions } from '../library.ts';
import { windowOf } from '../orders/id-sets.ts';
import { accessKeyOf } from '../orders/sql.ts';
import { boundsOf, mayBeSeen, parsed, type Reading } from '../reading.ts';
import type { AlbumDetail, AlbumRow, CreditFacts, DiscFacts, Letter, TrackRow, Viewer } from '../rows.ts';
import { readAlbums } from './album-rows.ts';
import { lettersOf } from './letters.ts';
import { randomOf } from './random.ts';
import { readTracks } from './track-rows.ts';

const moreCountMax = 12;

export function createAlbums(reading: Reading): Albums {
  return {
    list: (viewer, query) => listAlbums(reading, viewer, query),
    letters: (viewer, sort) => albumLetters(reading, viewer, sort),
    get: async (viewer, albumId, options) => {
      const [album] = await readAlbums(reading, viewer, [albumId]);
      return album
        ? { found: true, album: await detailOf(reading, viewer, album, options) }
        : { found: false };
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

async function detailOf(
  reading: Reading,
  viewer: Viewer,
  album: AlbumRow,
  options: TrackOptions | undefined,
): Promise<AlbumDetail> {
  const [tracks, group, moreByArtist] = await Promise.all([
    albumTrackIds(reading, album.id).then((ids) => readTracks(reading, viewer, ids, options)),
    reading.database.read
      .selectFrom('album')
      .select(['group_rule', 'group_facts'])
      .where('id', '=', album.id)
      .executeTakeFirst(),
    readMore(reading, viewer, album),
  ]);
  return {
    ...album,
    discs: discsOf(album, tracks),
    credits: creditsOf(tracks),
    grouping: { rule: group?.group_rule ?? '', facts: parsed(group?.group_facts ?? '[]', []) },
    moreByArtist,
  };
}

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

/** Other albums by the same artist; a compilation's "artist" made no others. */
async function readMore(reading: Reading, viewer: Viewer, album: AlbumRow): Promise<AlbumRow[]> {
  const artistId = album.artists[0]?.id;
  if (album.compilation || artistId === undefined || artistId === null) return [];
  const { rows } = await sql<{ id: number }>`
    SELECT a.id FROM album_credit c JOIN album a ON a.id = c.album_id
    WHERE c.artist_id = ${artistId} AND a.id <> ${album.id} AND NOT a.missing AND ${mayBeSeen(reading.database.kind, viewer, 'a.library_id')}
    ORDER BY a.year IS NULL, a.year DESC, a.id DESC LIMIT ${moreCountMax}`.execute(reading.database.read);
  return readAlbums(
    reading,
    viewer,
    rows.map((row) => row.id),
  );
}
