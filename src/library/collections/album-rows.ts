/** Albums by their numbers, whole: the row, its artists, its genres, its picture and the viewer's mark. */
import { type RawBuilder, sql } from 'kysely';
import type { DatabaseKind } from '#base/database/index.ts';
import { idList, inOrder, jsonRows, mayBeSeen, parsed, type Reading } from '../reading.ts';
import type { AlbumRow, Viewer } from '../rows.ts';
import {
  artistsOf,
  type ArtworkColumns,
  artworkColumns,
  artworkOf,
  joinMark,
  type MarkColumns,
  markColumns,
  markOf,
  namesOf,
} from './shared-columns.ts';

export interface AlbumColumns extends MarkColumns, ArtworkColumns {
  id: number;
  library_id: number;
  title: string;
  sort_key: string;
  artist_name: string;
  year: number | null;
  release_date: string | null;
  original_date: string | null;
  mbid: string | null;
  mbid_release_group: string | null;
  compilation: boolean;
  labels: string;
  catalog_numbers: string;
  barcode: string | null;
  release_types: string;
  disc_titles: string;
  format: string;
  track_count: number;
  disc_count: number;
  duration_ms: number;
  size_bytes: number;
  added_at: number;
  missing: boolean;
  /** JSON of [id, name] and of [name]. */
  artists: string | null;
  genres: string | null;
}

// More rows at once would hold up everybody else while they are unpacked.
const countAtOnce = 500;

/** In the order of `ids`; those that are not there or may not be seen are left out. */
export async function readAlbums(
  reading: Reading,
  viewer: Viewer,
  ids: readonly number[],
): Promise<AlbumRow[]> {
  const rows: AlbumRow[] = [];
  for (let at = 0; at < ids.length; at += countAtOnce)
    rows.push(...(await readSome(reading, viewer, ids.slice(at, at + countAtOnce))));
  return rows;
}

async function readSome(reading: Reading, viewer: Viewer, ids: readonly number[]): Promise<AlbumRow[]> {
  return inOrder(ids, await readAlbumsOf(reading, viewer, idList(reading.database.kind, ids)));
}

/** The albums whose numbers `list` gives (a query in parentheses), in no order. */
export async function readAlbumsOf(
  { database }: Reading,
  viewer: Viewer,
  list: RawBuilder<unknown>,
): Promise<AlbumRow[]> {
  return (await albumsQuery(database.kind, viewer, list).execute(database.read)).rows.map(albumOf);
}

/** What `readAlbumsOf` asks; `albumOf` makes a row of each that is answered. */
export function albumsQuery(
  kind: DatabaseKind,
  viewer: Viewer,
  list: RawBuilder<unknown>,
): RawBuilder<AlbumColumns> {
  const artists = jsonRows(
    kind,
    'c.artist_id, c.name',
    'c.position',
    sql`album_credit c WHERE c.album_id = a.id`,
  );
  const genres = jsonRows(
    kind,
    'g.name',
    'x.track_count DESC, g.name',
    sql`album_genre x JOIN genre g ON g.id = x.genre_id WHERE x.album_id = a.id`,
  );
  return sql<AlbumColumns>`
    SELECT a.id, a.library_id, a.title, a.sort_key, a.artist_name, a.year, a.release_date, a.original_date, a.mbid, a.mbid_release_group, a.compilation,
      a.labels, a.catalog_numbers, a.barcode, a.release_types, a.disc_titles, a.format, a.track_count, a.disc_count, a.duration_ms, a.size_bytes,
      a.added_at, a.missing, ${artists} AS artists, ${genres} AS genres, ${markColumns}, ${artworkColumns}
    FROM album a ${joinMark(viewer, 'album', 'a.id')} LEFT JOIN artwork w ON w.id = a.artwork_id
    WHERE a.id IN ${list} AND ${mayBeSeen(kind, viewer, 'a.library_id')}`;
}

export function albumOf(row: AlbumColumns): AlbumRow {
  return {
    id: row.id,
    libraryId: row.library_id,
    title: row.title,
    sortKey: row.sort_key,
    artistName: row.artist_name,
    artists: artistsOf(row.artists),
    year: row.year,
    releaseDate: row.release_date,
    originalDate: row.original_date,
    mbid: row.mbid,
    mbidReleaseGroup: row.mbid_release_group,
    compilation: row.compilation,
    labels: parsed(row.labels, []),
    catalogNumbers: parsed(row.catalog_numbers, []),
    barcode: row.barcode,
    releaseTypes: parsed(row.release_types, []),
    discTitles: Object.entries(parsed<Record<string, string>>(row.disc_titles, {})).map(
      ([number, title]) => ({ number: Number(number), title }),
    ),
    genres: namesOf(row.genres),
    format: row.format,
    trackCount: row.track_count,
    discCount: row.disc_count,
    durationMs: row.duration_ms,
    sizeBytes: row.size_bytes,
    addedAt: row.added_at,
    missing: row.missing,
    artwork: artworkOf(row),
    mark: markOf(row),
  };
}
