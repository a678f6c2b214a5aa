/** Lyrics as the scan found them: embedded in the file or beside it, plain or with times. */
import { sql } from 'kysely';
import { readTracks } from './collections/track-rows.ts';
import type { LyricsShelf } from './library.ts';
import { visibleIds } from './marks.ts';
import { idList, mayBeSeen, parsed, type Reading } from './reading.ts';
import type { LyricsRow, Viewer } from './rows.ts';
import { exactKey } from './search/index-rows.ts';
import { titleStatement } from './search/match.ts';

export function createLyrics(reading: Reading): LyricsShelf {
  return {
    ofTrack: async (viewer, trackId) =>
      (await visibleIds(reading, viewer, 'track', [trackId])).length > 0 ? readLyrics(reading, trackId) : [],
    byName: async (viewer, artist, title) => {
      for (const id of await tracksByName(reading, viewer, artist, title)) {
        const [lyrics] = await readLyrics(reading, id);
        const [track] = lyrics ? await readTracks(reading, viewer, [id]) : [];
        if (lyrics && track) return { found: true, track, lyrics };
      }
      return { found: false };
    },
  };
}

async function readLyrics({ database }: Reading, trackId: number): Promise<LyricsRow[]> {
  const rows = await database.read
    .selectFrom('lyrics')
    .select(['language', 'synced', 'source', 'lines'])
    .where('track_id', '=', trackId)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    language: row.language,
    synced: row.synced,
    source: row.source === 'sidecar' ? 'sidecar' : 'embedded',
    lines: parsed<{ timeMs?: number | null; text: string }[]>(row.lines, []).map((line) => ({
      timeMs: line.timeMs ?? null,
      text: line.text,
    })),
  }));
}

/** Tracks of that very title, those of that artist first; without an artist any will do. */
async function tracksByName(
  reading: Reading,
  viewer: Viewer,
  artist: string,
  title: string,
): Promise<number[]> {
  const { database } = reading;
  const titleKey = exactKey(title);
  if (titleKey === '') return [];
  const titled = titleStatement(database.kind, 'track', titleKey, 200);
  const ids = [...(await database.readIds(titled.sql, titled.parameters))];
  const { rows } = await sql<{ id: number; artist_name: string }>`
    SELECT t.id, t.artist_name FROM track t JOIN lyrics l ON l.track_id = t.id AND l.position = 0
    WHERE t.id IN ${idList(database.kind, ids)} AND ${mayBeSeen(database.kind, viewer, 't.library_id')} ORDER BY t.id`.execute(
    database.read,
  );
  const key = exactKey(artist);
  return rows.filter((row) => key === '' || exactKey(row.artist_name) === key).map((row) => row.id);
}
