/**
 * Artists like another one, from what the library itself knows: those who share albums with them, and those with
 * albums in the same genres. Bounded: of a large genre only a sample is looked at.
 */
import { sql } from 'kysely';
import { randomWindowOf } from '../orders/id-sets.ts';
import { idList, mayBeSeen, type Reading } from '../reading.ts';
import type { Viewer } from '../rows.ts';

const genreCountMax = 3;
const sampleCountMax = 400;
const sharedTrackWeight = 10;

/** Their numbers, the most alike first. */
export async function similarArtists(
  reading: Reading,
  viewer: Viewer,
  artistId: number,
  count: number,
): Promise<number[]> {
  const scores = new Map<number, number>();
  const add = (id: number, score: number) =>
    void (id === artistId || scores.set(id, (scores.get(id) ?? 0) + score));
  const [company, genres] = await Promise.all([
    readCompany(reading, artistId),
    readGenres(reading, artistId),
  ]);
  for (const row of company) add(row.artist_id, row.shared * sharedTrackWeight);
  for (const genre of genres) {
    const albums = await reading.orders.albums(viewer, { sort: 'id', genre: genre.name });
    const sample = randomWindowOf(albums, artistId, 0, sampleCountMax);
    for (const row of await readOwners(reading, viewer, sample))
      add(row.artist_id, (row.albums * genre.share * sampleCountMax) / Math.max(1, sample.length));
  }
  return [...scores]
    .toSorted((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, count)
    .map(([id]) => id);
}

/** Who is named on the same tracks. */
async function readCompany({ database }: Reading, artistId: number) {
  const { rows } = await sql<{ artist_id: number; shared: number }>`
    SELECT c.artist_id, COUNT(*) AS shared FROM (SELECT track_id FROM credit WHERE artist_id = ${artistId} LIMIT 2000) own
      JOIN credit c ON c.track_id = own.track_id
    WHERE c.artist_id <> ${artistId} GROUP BY c.artist_id ORDER BY COUNT(*) DESC LIMIT 200`.execute(
    database.read,
  );
  return rows;
}

async function readGenres(
  { database }: Reading,
  artistId: number,
): Promise<{ name: string; share: number }[]> {
  const { rows } = await sql<{ name: string; tracks: number }>`
    SELECT g.name, SUM(x.track_count) AS tracks FROM album_credit c JOIN album_genre x ON x.album_id = c.album_id JOIN genre g ON g.id = x.genre_id
    WHERE c.artist_id = ${artistId} GROUP BY g.id, g.name ORDER BY SUM(x.track_count) DESC, g.id LIMIT ${genreCountMax}`.execute(
    database.read,
  );
  const total = rows.reduce((sum, row) => sum + row.tracks, 0);
  return rows.map((row) => ({ name: row.name, share: row.tracks / total }));
}

async function readOwners({ database }: Reading, viewer: Viewer, albumIds: readonly number[]) {
  const { rows } = await sql<{ artist_id: number; albums: number }>`
    SELECT c.artist_id, COUNT(*) AS albums FROM album a JOIN album_credit c ON c.album_id = a.id
    WHERE a.id IN ${idList(database.kind, albumIds)} AND NOT a.compilation AND ${mayBeSeen(database.kind, viewer, 'a.library_id')}
    GROUP BY c.artist_id`.execute(database.read);
  return rows;
}
