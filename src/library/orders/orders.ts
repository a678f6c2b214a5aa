/**
 * Lists of a million rows with a window anywhere: the ids in their order, packed, kept while the library stands still.
 *
 * A window is then a slice and a fetch by ids, at the end of the list as fast as at its beginning, and `total` is
 * known. One base order a sort is read from an index; what a viewer may not see, what is missing and what is not of
 * a genre is taken out in memory.
 */
import { foldedKey } from '#base/fold.ts';
import type { AlbumSort, ArtistRole, TrackSort } from '../library.ts';
import type { RoomDatabase } from '#base/database/index.ts';
import type { Viewer } from '../rows.ts';
import type { LibrarySchema } from '../schema.ts';
import { filtered, type Ids, type IdSet, joined, setOf } from './id-sets.ts';
import type { Kept } from './kept.ts';
import * as sql from './sql.ts';

export interface Orders {
  albums(viewer: Viewer, wanted: Wanted<Exclude<AlbumSort, 'random'>>): Promise<Ids>;
  tracks(viewer: Viewer, wanted: Wanted<Exclude<TrackSort, 'random'>>): Promise<Ids>;
  /** `fresh`: for what is kept itself. */
  artists(viewer: Viewer, role: ArtistRole, options?: { readonly fresh?: boolean }): Promise<Ids>;
  /** Anything else that is made from the library and kept until it changes. */
  readonly kept: Kept;
}

export interface Wanted<Sort extends string> {
  readonly sort: Sort | 'id';
  readonly genre?: string | undefined;
  readonly fromYear?: number | undefined;
  readonly toYear?: number | undefined;
}

export function createOrders(database: RoomDatabase<LibrarySchema>, kept: Kept): Orders {
  const read = (statement: string, parameters: readonly unknown[] = []) =>
    database.readIds(statement, parameters, { long: true });
  const keep = (key: string, build: () => Promise<Ids>) => kept.get(key, build, (ids) => ids.byteLength);
  // Parts of a list that is kept itself have to be fresh; for a list that is made for one answer stale ones will do.
  const part = <T extends Ids | IdSet>(key: string, build: () => Promise<T>, fresh: boolean): Promise<T> =>
    kept[fresh ? 'getFresh' : 'get'](key, build, (ids) => ids.byteLength);
  const list =
    database.kind === 'sqlite' ? '(SELECT value FROM json_each(?))' : '(SELECT unnest(?::bigint[]))';
  const listOf = (ids: readonly number[]) => (database.kind === 'sqlite' ? JSON.stringify(ids) : ids);

  const genreIdOf = async (name: string): Promise<number> => {
    const row = await database.read
      .selectFrom('genre')
      .select('id')
      .where('match_key', '=', foldedKey(name))
      .executeTakeFirst();
    return row?.id ?? -1;
  };

  /** Takes out what is missing and what is in libraries that the viewer may not see. */
  const seenBy = async (viewer: Viewer, kind: sql.ListedKind, ids: Ids, fresh: boolean): Promise<Ids> => {
    const missing = await part(
      `${kind}:missing`,
      async () => setOf(await database.readIds(kind === 'album' ? sql.missingAlbums : sql.missingTracks)),
      fresh,
    );
    const present = filtered(ids, missing, 0);
    if (viewer.libraryIds === 'all') return present;
    const { libraryIds } = viewer;
    const statement = kind === 'album' ? sql.albumsIn(list) : sql.tracksIn(list);
    const seen = await part(
      `${kind}:seen:${sql.accessKeyOf(viewer)}`,
      async () => setOf(await read(statement, [listOf(libraryIds)])),
      fresh,
    );
    return filtered(present, seen, 1);
  };

  const ofGenre = async (kind: sql.ListedKind, genre: string): Promise<IdSet> => {
    const statement = kind === 'album' ? sql.albumsOfGenre : sql.tracksOfGenre;
    return setOf(await read(statement, [await genreIdOf(genre)]));
  };

  const ofYears = async (
    kind: sql.ListedKind,
    { fromYear, toYear }: { fromYear?: number | undefined; toYear?: number | undefined },
  ): Promise<Ids> => {
    const [from, to] = [fromYear ?? 0, toYear ?? 9999];
    const ids = await read(kind === 'album' ? sql.albumsOfYears : sql.tracksOfYears, [
      Math.min(from, to),
      Math.max(from, to),
    ]);
    return from > to ? ids.reverse() : ids;
  };

  const readBase = async (kind: sql.ListedKind, sort: string): Promise<Ids> => {
    if (kind === 'album') return read(sql.albumOrders[sort as sql.AlbumOrder]);
    const ids = await read(sql.trackOrders[sort as sql.TrackOrder]);
    return sort === 'artist' || sort === 'album' ? joined(ids, await read(sql.looseTracks)) : ids;
  };

  const ordered = async (viewer: Viewer, kind: sql.ListedKind, wanted: Wanted<string>): Promise<Ids> => {
    const byAccount = wanted.sort in sql.accountOrders;
    const byYear = wanted.fromYear !== undefined || wanted.toYear !== undefined;
    const source = byAccount
      ? await database.readIds(sql.accountOrder(wanted.sort as sql.AccountOrder), [viewer.accountId, kind])
      : byYear && wanted.sort === 'year'
        ? await ofYears(kind, wanted)
        : await part(`${kind}:base:${wanted.sort}`, () => readBase(kind, wanted.sort), true);
    let ids = await seenBy(viewer, kind, source, !byAccount);
    if (wanted.genre !== undefined) ids = filtered(ids, await ofGenre(kind, wanted.genre), 1);
    if (byYear && wanted.sort !== 'year') ids = filtered(ids, setOf(await ofYears(kind, wanted)), 1);
    return ids;
  };

  const listed = (viewer: Viewer, kind: sql.ListedKind, wanted: Wanted<string>): Promise<Ids> => {
    // What a person marked changes with every song, and is short: it is read as it is.
    if (wanted.sort in sql.accountOrders) return ordered(viewer, kind, wanted);
    const key = [
      kind,
      sql.accessKeyOf(viewer),
      wanted.sort,
      wanted.genre && foldedKey(wanted.genre),
      wanted.fromYear,
      wanted.toYear,
    ].join(':');
    return keep(key, () => ordered(viewer, kind, wanted));
  };

  return {
    kept,
    albums: (viewer, wanted) => listed(viewer, 'album', wanted),
    tracks: (viewer, wanted) => listed(viewer, 'track', wanted),
    artists: (viewer, role, options) => {
      const build = async () => {
        const where = viewer.libraryIds === 'all' ? '' : ` AND library_id IN ${list}`;
        const parameters = viewer.libraryIds === 'all' ? [] : [listOf(viewer.libraryIds)];
        const seen = read(
          `SELECT artist_id FROM artist_count WHERE ${sql.artistsWith[role]}${where}`,
          parameters,
        );
        return filtered(await part('artist:base', () => read(sql.artistOrder), true), setOf(await seen), 1);
      };
      return part(`artist:${sql.accessKeyOf(viewer)}:${role}`, build, options?.fresh ?? false);
    },
  };
}
