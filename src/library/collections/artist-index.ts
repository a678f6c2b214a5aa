/**
 * All artists under their letters in one object, kept until the library changes: some apps ask for everybody at once,
 * and there may be 60,000. They are read a few at a time, so that building the list stalls nobody.
 */
import { sql } from 'kysely';
import type { ArtistRole } from '../library.ts';
import { accessKeyOf } from '../orders/sql.ts';
import { idList, inOrder, mayBeSeen, type Reading } from '../reading.ts';
import type { ArtistIndex, ArtistSummary, Viewer } from '../rows.ts';
import { letterOf } from './letters.ts';

const countAtOnce = 1_000;
// About what one summary holds, with its strings.
const summarySizeBytes = 300;

export function readArtistIndex(reading: Reading, viewer: Viewer, role: ArtistRole): Promise<ArtistIndex> {
  const { kept } = reading.orders;
  const build = async (): Promise<ArtistIndex> => {
    const version = await kept.version();
    const ids = await reading.orders.artists(viewer, role, { fresh: true });
    const letters = new Map<string, ArtistSummary[]>();
    for (let at = 0; at < ids.length; at += countAtOnce) {
      for (const { sortKey, ...summary } of await readSummaries(reading, viewer, [
        ...ids.subarray(at, at + countAtOnce),
      ])) {
        const letter = letterOf(sortKey);
        const group = letters.get(letter);
        if (group) group.push(summary);
        else letters.set(letter, [summary]);
      }
    }
    return { version, letters: [...letters].map(([letter, artists]) => ({ letter, artists })) };
  };
  const sizeOf = (index: ArtistIndex) =>
    index.letters.reduce((sum, { artists }) => sum + artists.length * summarySizeBytes, 0);
  return kept.get(`artist-index:${accessKeyOf(viewer)}:${role}`, build, sizeOf);
}

async function readSummaries(
  { database }: Reading,
  viewer: Viewer,
  ids: readonly number[],
): Promise<(ArtistSummary & { sortKey: string })[]> {
  const list = idList(database.kind, ids);
  const { rows } = await sql<ArtistSummary & { sortKey: string }>`
    SELECT r.id, r.name, r.sort_name AS "sortName", r.mbid, c.albums AS "albumCount", c.tracks AS "trackCount", w.id AS "artworkId", r.sort_key AS "sortKey"
    FROM artist r
      JOIN (SELECT artist_id, SUM(album_count) AS albums, SUM(track_count) AS tracks FROM artist_count
        WHERE artist_id IN ${list} AND ${mayBeSeen(database.kind, viewer, 'library_id')} GROUP BY artist_id) c ON c.artist_id = r.id
      LEFT JOIN artwork w ON w.id = r.artwork_id AND ${mayBeSeen(database.kind, viewer, 'w.library_id')}
    WHERE r.id IN ${list}`.execute(database.read);
  return inOrder(ids, rows);
}
