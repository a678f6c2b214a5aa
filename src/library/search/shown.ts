/**
 * The items that a search shows, read whole in the same visit to the reading thread that finds them: the statements go
 * with the question, made once for each viewer, and what they answer becomes rows on this side.
 */
import { type RawBuilder, sql } from 'kysely';
import { objectsOf, type Rows } from '#base/database/index.ts';
import { type AlbumColumns, albumOf, albumsQuery } from '../collections/album-rows.ts';
import { type ArtistColumns, artistOf, artistsQuery } from '../collections/artist-rows.ts';
import type { TrackColumns } from '../collections/track-columns.ts';
import { tracksFrom, tracksQuery } from '../collections/track-rows.ts';
import type { Reading } from '../reading.ts';
import type { AlbumRow, ArtistRow, TrackRow, Viewer } from '../rows.ts';
import { idsMark, type ShownStatements } from './look-up.ts';

const keptCountMax = 200;

/** Answers the statements for a viewer, the same ones each time. */
export function createShownStatements({
  database,
}: Reading): (viewer: Viewer, peaks: boolean) => ShownStatements {
  const { kind, read } = database;
  const kept = new Map<string, ShownStatements>();
  const list =
    kind === 'sqlite'
      ? sql`(SELECT value FROM json_each(${idsMark}))`
      : sql`(SELECT unnest(${idsMark}::bigint[]))`;
  const compiled = (query: RawBuilder<unknown>) => {
    const { sql: text, parameters } = query.compile(read);
    return { sql: text, parameters };
  };
  return (viewer, peaks) => {
    const key = JSON.stringify([viewer.accountId, viewer.libraryIds, peaks]);
    const known = kept.get(key);
    if (known) return known;
    const made: ShownStatements = {
      artist: compiled(artistsQuery(kind, viewer, list)),
      album: compiled(albumsQuery(kind, viewer, list)),
      track: compiled(tracksQuery(kind, viewer, list, { peaks })),
    };
    if (kept.size === keptCountMax) kept.clear();
    kept.set(key, made);
    return made;
  };
}

export const artistsOf = (rows: Rows): ArtistRow[] => objectsOf<ArtistColumns>(rows).map(artistOf);

export const albumsOf = (rows: Rows): AlbumRow[] => objectsOf<AlbumColumns>(rows).map(albumOf);

export const tracksOf = (reading: Reading, rows: Rows): Promise<TrackRow[]> =>
  tracksFrom(reading, objectsOf<TrackColumns>(rows));
