/** Lists of tracks, tracks by number, random ones, those like another, and all ids of an album, artist or folder. */
import { sql } from 'kysely';
import type { TrackOptions, TrackQuery, Tracks } from '../library.ts';
import { windowOf } from '../orders/id-sets.ts';
import { boundsOf, idList, mayBeSeen, parsed, type Reading } from '../reading.ts';
import type { Viewer } from '../rows.ts';
import { albumTrackIds } from './albums.ts';
import { ownAlbums } from './artists.ts';
import { randomOf } from './random.ts';
import { similarTracks } from './similar-tracks.ts';
import { readTracks } from './track-rows.ts';

const randomCountMax = 500;

export function createTracks(reading: Reading): Tracks {
  return {
    list: (viewer, query, options) => listTracks(reading, viewer, query, options),
    byIds: (viewer, trackIds, options) => readTracks(reading, viewer, trackIds, options),
    get: async (viewer, trackId) => {
      const [track] = await readTracks(reading, viewer, [trackId], { peaks: true });
      return track ? { found: true, track, tags: await readTags(reading, trackId) } : { found: false };
    },
    random: async (viewer, query, options) => {
      const ids = await reading.orders.tracks(viewer, {
        sort: 'id',
        genre: query.genre,
        fromYear: query.fromYear,
        toYear: query.toYear,
      });
      return readTracks(
        reading,
        viewer,
        randomOf(ids, undefined, 0, Math.min(randomCountMax, query.count)),
        options,
      );
    },
    similar: async (viewer, to, count, options) =>
      readTracks(reading, viewer, await similarTracks(reading, viewer, to, count), options),
    idsOf: async (viewer, { kind, id }) => {
      if (kind === 'album') return seenOf(reading, viewer, await albumTrackIds(reading, id));
      if (kind === 'folder') return seenOf(reading, viewer, await folderTrackIds(reading, id));
      const { rows } = await ownAlbums(reading.database.kind, viewer, id).execute(reading.database.read);
      const tracks = await Promise.all(rows.map((album) => albumTrackIds(reading, album.id)));
      return seenOf(reading, viewer, tracks.flat());
    },
  };
}

async function listTracks(
  reading: Reading,
  viewer: Viewer,
  query: TrackQuery,
  options: TrackOptions | undefined,
) {
  const { offset, limit } = boundsOf(query);
  const sort = query.sort ?? 'title';
  const ids = await reading.orders.tracks(viewer, { ...query, sort: sort === 'random' ? 'id' : sort });
  const window = sort === 'random' ? randomOf(ids, query.seed, offset, limit) : windowOf(ids, offset, limit);
  return { total: ids.length, offset, items: await readTracks(reading, viewer, window, options) };
}

/** All tags as the file has them. */
async function readTags(
  { database }: Reading,
  trackId: number,
): Promise<{ name: string; values: string[] }[]> {
  const row = await database.read
    .selectFrom('track')
    .select('tags')
    .where('id', '=', trackId)
    .executeTakeFirst();
  const tags = Object.entries(parsed<Record<string, unknown>>(row?.tags ?? '{}', {}));
  return tags.map(([name, value]) => ({
    name,
    values: (Array.isArray(value) ? value : [value]).map(String),
  }));
}

/** The tracks in a folder and below it, by path. */
async function folderTrackIds({ database }: Reading, folderId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    WITH RECURSIVE below (id, path) AS (
      SELECT id, path FROM folder WHERE id = ${folderId} UNION ALL SELECT f.id, f.path FROM folder f JOIN below b ON f.parent_id = b.id)
    SELECT t.id FROM below b JOIN track t ON t.folder_id = b.id ORDER BY b.path, t.file_name, t.segment`.execute(
    database.read,
  );
  return rows.map((row) => row.id);
}

/** Those that the viewer may see and whose files are there, in their order. */
async function seenOf({ database }: Reading, viewer: Viewer, ids: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    SELECT id FROM track WHERE id IN ${idList(database.kind, ids)} AND missing_since IS NULL AND ${mayBeSeen(database.kind, viewer, 'library_id')}`.execute(
    database.read,
  );
  const seen = new Set(rows.map((row) => row.id));
  return ids.filter((id) => seen.has(id));
}
