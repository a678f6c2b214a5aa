/** Tracks by their numbers, whole: the row, its artists and those of the album, its genres, picture, loudness and mark. */
import { sql } from 'kysely';
import type { CreditFacts, TrackRow, Viewer } from '../rows.ts';
import type { TrackOptions } from '../library.ts';
import { groupedBy, idList, inOrder, mayBeSeen, type Reading } from '../reading.ts';
import { withAlbumGain } from './album-gain.ts';
import { joinMark } from './shared-columns.ts';
import { type TrackColumns, trackColumns, trackOf } from './track-columns.ts';

// More rows at once would hold up everybody else while they are unpacked.
const countAtOnce = 500;

/** In the order of `ids`, repeated where repeated; those that are not there or may not be seen are left out. */
export async function readTracks(
  reading: Reading,
  viewer: Viewer,
  ids: readonly number[],
  options: TrackOptions = {},
): Promise<TrackRow[]> {
  const rows: TrackRow[] = [];
  for (let at = 0; at < ids.length; at += countAtOnce)
    rows.push(...(await readSome(reading, viewer, ids.slice(at, at + countAtOnce), options)));
  return rows;
}

async function readSome(
  reading: Reading,
  viewer: Viewer,
  ids: readonly number[],
  options: TrackOptions,
): Promise<TrackRow[]> {
  const { database } = reading;
  const list = idList(database.kind, ids);
  const [tracks, credits, albumCredits, genres, peaks] = await Promise.all([
    sql<TrackColumns>`
      SELECT ${trackColumns} FROM track t JOIN folder f ON f.id = t.folder_id LEFT JOIN album a ON a.id = t.album_id
        LEFT JOIN artwork w ON w.id = COALESCE(t.artwork_id, a.artwork_id) ${joinMark(viewer, 'track', 't.id')}
      WHERE t.id IN ${list} AND ${mayBeSeen(database.kind, viewer, 't.library_id')}`.execute(database.read),
    sql<CreditColumns>`
      SELECT track_id AS owner, role, artist_id, name, detail FROM credit WHERE track_id IN ${list} ORDER BY track_id, role, position`.execute(
      database.read,
    ),
    sql<CreditColumns>`
      SELECT album_id AS owner, 'albumartist' AS role, artist_id, name, NULL AS detail FROM album_credit
      WHERE album_id IN (SELECT album_id FROM track WHERE id IN ${list}) ORDER BY album_id, position`.execute(
      database.read,
    ),
    sql<{ owner: number; name: string }>`
      SELECT x.track_id AS owner, g.name FROM track_genre x JOIN genre g ON g.id = x.genre_id WHERE x.track_id IN ${list} ORDER BY x.track_id, g.name`.execute(
      database.read,
    ),
    options.peaks ? readPeaks(reading, ids) : new Map<number, Uint8Array>(),
  ]);
  const creditsOf = groupedBy(credits.rows, (row) => row.owner);
  const albumCreditsOf = groupedBy(albumCredits.rows, (row) => row.owner);
  const genresOf = groupedBy(genres.rows, (row) => row.owner);
  const rows = tracks.rows.map((row) => {
    const own = creditsOf.get(row.id) ?? [];
    return trackOf(row, {
      artists: own.filter((credit) => credit.role === 'artist').map(artistOf),
      albumArtists: (albumCreditsOf.get(row.album_id ?? -1) ?? []).map(artistOf),
      contributors: own
        .filter((credit) => credit.role !== 'artist' && credit.role !== 'albumartist')
        .map(creditOf),
      genres: (genresOf.get(row.id) ?? []).map((genre) => genre.name),
      peaks: peaks.get(row.id) ?? null,
    });
  });
  return inOrder(ids, await withAlbumGain(reading, rows));
}

interface CreditColumns {
  owner: number;
  role: string;
  artist_id: number;
  name: string;
  detail: string | null;
}

const artistOf = (row: CreditColumns) => ({ id: row.artist_id, name: row.name });
const creditOf = (row: CreditColumns): CreditFacts => ({
  id: row.artist_id,
  name: row.name,
  role: row.role,
  detail: row.detail,
});

async function readPeaks({ database }: Reading, ids: readonly number[]): Promise<Map<number, Uint8Array>> {
  const { rows } = await sql<{ track_id: number; peaks: Uint8Array }>`
    SELECT track_id, peaks FROM waveform WHERE track_id IN ${idList(database.kind, ids)}`.execute(
    database.read,
  );
  return new Map(rows.map((row) => [row.track_id, row.peaks]));
}
