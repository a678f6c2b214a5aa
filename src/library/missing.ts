/** Tracks whose files are gone, and the one way they leave for good: a person's decision. */
import { type Database, withSchema } from '#base/database/index.ts';
import { keepNumbers } from './libraries.ts';
import type { LibrarySchema } from './schema.ts';
import { createSearchIndexer } from './search/index-rows.ts';

/** Times are milliseconds since 1970; the path is relative to the library's root. */
export interface MissingTrack {
  readonly trackId: number;
  readonly title: string;
  readonly artistName: string;
  readonly path: string;
  readonly libraryId: number;
  readonly libraryName: string;
  readonly missingSince: number;
}

export interface MissingPage {
  readonly total: number;
  readonly offset: number;
  readonly items: readonly MissingTrack[];
}

/** Those that went last come first. */
export async function listMissing(
  database: Database,
  window: { readonly offset?: number; readonly limit?: number } = {},
): Promise<MissingPage> {
  const { read } = withSchema<LibrarySchema>(database);
  const offset = window.offset ?? 0;
  const { count } = await read
    .selectFrom('track')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('missing_since', 'is not', null)
    .executeTakeFirstOrThrow();
  const rows = await read
    .selectFrom('track')
    .innerJoin('folder', 'folder.id', 'track.folder_id')
    .innerJoin('library', 'library.id', 'track.library_id')
    .select([
      'track.id',
      'track.title',
      'track.artist_name',
      'folder.path',
      'track.file_name',
      'track.library_id',
      'library.name',
      'track.missing_since',
    ])
    .where('track.missing_since', 'is not', null)
    .orderBy('track.missing_since', 'desc')
    .orderBy('track.id')
    .offset(offset)
    .limit(Math.min(window.limit ?? 100, 500))
    .execute();
  const items = rows.map((row) => ({
    trackId: row.id,
    title: row.title,
    artistName: row.artist_name,
    path: row.path === '' ? row.file_name : `${row.path}/${row.file_name}`,
    libraryId: row.library_id,
    libraryName: row.name,
    missingSince: row.missing_since!,
  }));
  return { total: count, offset, items };
}

/**
 * Forgets missing tracks with their marks, plays and places in playlists; returns how many. Tracks that are there, or
 * came back in the meantime, stay whatever was asked. Albums and artists left without a track go too.
 */
export async function purgeMissing(database: Database, trackIds: readonly number[] | 'all'): Promise<number> {
  const { read } = withSchema<LibrarySchema>(database);
  const asked = trackIds === 'all' ? undefined : [...new Set(trackIds)];
  let purged = 0;
  for (let from = 0; asked === undefined || from < asked.length; from += purgedAtOnce) {
    const rows = await read
      .selectFrom('track')
      .select(['id', 'album_id', 'artwork_id'])
      .where('missing_since', 'is not', null)
      .$if(asked !== undefined, (query) => query.where('id', 'in', asked!.slice(from, from + purgedAtOnce)))
      .orderBy('id')
      .limit(purgedAtOnce)
      .execute();
    if (rows.length === 0 && asked === undefined) break;
    if (rows.length > 0) await purge(database, rows);
    purged += rows.length;
  }
  if (purged > 0)
    await database.bulk([
      {
        kind: 'each',
        sql: "UPDATE counter SET value = value + 1 WHERE name = 'library_version'",
        rows: [[]],
      },
    ]);
  return purged;
}

const purgedAtOnce = 500;

async function purge(
  database: Database,
  rows: readonly { id: number; album_id: number | null; artwork_id: number | null }[],
): Promise<void> {
  const { read } = withSchema<LibrarySchema>(database);
  const indexer = createSearchIndexer(database.kind);
  const ids = rows.map((row) => row.id);
  const artists = await read
    .selectFrom('credit')
    .select('artist_id')
    .distinct()
    .where('track_id', 'in', ids)
    .execute();
  const albumIds = [...new Set(rows.flatMap((row) => row.album_id ?? []))];
  const albumArtists =
    albumIds.length === 0
      ? []
      : await read
          .selectFrom('album_credit')
          .select('artist_id')
          .distinct()
          .where('album_id', 'in', albumIds)
          .execute();
  await database.bulk([
    keepNumbers('track'),
    ...indexer.remove('track', ids),
    {
      kind: 'each',
      sql: "DELETE FROM mark WHERE kind = 'track' AND item_id = ?",
      rows: ids.map((id) => [id]),
    },
    { kind: 'delete', table: 'track', keys: ['id'], rows: ids.map((id) => [id]) },
  ]);
  const left =
    albumIds.length === 0
      ? []
      : await read
          .selectFrom('track')
          .select('album_id')
          .distinct()
          .where('album_id', 'in', albumIds)
          .execute();
  const gone = albumIds.filter((id) => !left.some((row) => row.album_id === id));
  await database.bulk([
    keepNumbers('album'),
    ...indexer.remove('album', gone),
    {
      kind: 'each',
      sql: "DELETE FROM mark WHERE kind = 'album' AND item_id = ?",
      rows: gone.map((id) => [id]),
    },
    { kind: 'delete', table: 'album', keys: ['id'], rows: gone.map((id) => [id]) },
  ]);
  await purgeArtists(database, [...new Set([...artists, ...albumArtists].map((row) => row.artist_id))]);
}

async function purgeArtists(database: Database, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const { read } = withSchema<LibrarySchema>(database);
  const unnamed = await read
    .selectFrom('artist')
    .select('id')
    .where('id', 'in', ids)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(selectFrom('credit').select('credit.track_id').whereRef('credit.artist_id', '=', 'artist.id')),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('album_credit')
            .select('album_credit.album_id')
            .whereRef('album_credit.artist_id', '=', 'artist.id'),
        ),
      ),
    )
    .execute();
  const gone = unnamed.map((row) => row.id);
  await database.bulk([
    keepNumbers('artist'),
    ...createSearchIndexer(database.kind).remove('artist', gone),
    {
      kind: 'each',
      sql: "DELETE FROM mark WHERE kind = 'artist' AND item_id = ?",
      rows: gone.map((id) => [id]),
    },
    { kind: 'delete', table: 'artist', keys: ['id'], rows: gone.map((id) => [id]) },
  ]);
}
