/**
 * What may follow a track: others by its artists, by artists like them and of its genres, mixed so that no artist
 * comes twice in a row. Made from the library alone; the same request on another day gives another mix.
 */
import { sql } from 'kysely';
import { randomInt } from 'node:crypto';
import { randomWindowOf } from '../orders/id-sets.ts';
import { idList, mayBeSeen, type Reading } from '../reading.ts';
import type { MarkKind, Viewer } from '../rows.ts';
import { similarArtists } from './similar-artists.ts';

interface Candidate {
  readonly id: number;
  readonly artist_name: string;
  readonly year: number | null;
  readonly plays: number;
  readonly source: 'artist' | 'alike' | 'genre';
}

interface Start {
  readonly artistIds: readonly number[];
  readonly genres: readonly string[];
  readonly year: number | null;
  readonly trackIds: readonly number[];
}

const artistCountMax = 12;
const genreSampleMax = 300;
const ownSampleMax = 120;
const sourceScore = { alike: 3, artist: 2, genre: 1 } as const;

/** Track numbers; fewer than `count` where the library has no more. */
export async function similarTracks(
  reading: Reading,
  viewer: Viewer,
  to: { readonly kind: MarkKind; readonly id: number },
  count: number,
): Promise<number[]> {
  const start = await startOf(reading, viewer, to);
  if (!start) return [];
  const alike = (
    await Promise.all(
      start.artistIds.slice(0, 2).map((id) => similarArtists(reading, viewer, id, artistCountMax)),
    )
  ).flat();
  const sources = await Promise.all([
    byArtists(reading, viewer, start.artistIds, 'artist'),
    byArtists(reading, viewer, alike, 'alike'),
    ...start.genres.slice(0, 2).map((genre) => byGenre(reading, viewer, genre)),
  ]);
  const left = new Set(start.trackIds);
  const candidates = sources.flat().filter((candidate) => !left.has(candidate.id) && left.add(candidate.id));
  return mixed(candidates, start.year, Math.min(500, Math.max(0, count)));
}

async function startOf(
  { database }: Reading,
  viewer: Viewer,
  { kind, id }: { kind: MarkKind; id: number },
): Promise<Start | undefined> {
  const seen = mayBeSeen(database.kind, viewer, 't.library_id');
  const which =
    kind === 'track'
      ? sql`t.id = ${id}`
      : kind === 'album'
        ? sql`t.album_id = ${id}`
        : sql`t.id IN (SELECT track_id FROM credit WHERE artist_id = ${id} AND role = 'artist')`;
  const tracks = await sql<{
    id: number;
    year: number | null;
  }>`SELECT t.id, t.year FROM track t WHERE ${which} AND ${seen} ORDER BY t.id LIMIT 50`.execute(
    database.read,
  );
  if (tracks.rows.length === 0) return undefined;
  const trackIds = tracks.rows.map((row) => row.id);
  const list = idList(database.kind, trackIds);
  const [artists, genres] = await Promise.all([
    sql<{
      artist_id: number;
    }>`SELECT artist_id FROM credit WHERE track_id IN ${list} AND role = 'artist' GROUP BY artist_id ORDER BY COUNT(*) DESC, artist_id LIMIT 4`.execute(
      database.read,
    ),
    sql<{ name: string }>`
      SELECT g.name FROM track_genre x JOIN genre g ON g.id = x.genre_id WHERE x.track_id IN ${list} GROUP BY g.id, g.name ORDER BY COUNT(*) DESC LIMIT 2`.execute(
      database.read,
    ),
  ]);
  // Of an album the songs themselves do not come again; of an artist they are what is asked for.
  return {
    artistIds: kind === 'artist' ? [id] : artists.rows.map((row) => row.artist_id),
    genres: genres.rows.map((row) => row.name),
    year: tracks.rows[0]!.year,
    trackIds: kind === 'artist' ? [] : trackIds,
  };
}

async function byArtists(
  { database }: Reading,
  viewer: Viewer,
  artistIds: readonly number[],
  source: Candidate['source'],
): Promise<Candidate[]> {
  if (artistIds.length === 0) return [];
  const { rows } = await sql<Omit<Candidate, 'source'>>`
    SELECT t.id, t.artist_name, t.year, COALESCE(m.play_count, 0) AS plays
    FROM (SELECT DISTINCT track_id FROM credit WHERE artist_id IN ${idList(database.kind, artistIds)} AND role = 'artist' LIMIT ${ownSampleMax * 4}) c
      JOIN track t ON t.id = c.track_id LEFT JOIN mark m ON m.account_id = ${viewer.accountId} AND m.kind = 'track' AND m.item_id = t.id
    WHERE t.missing_since IS NULL AND ${mayBeSeen(database.kind, viewer, 't.library_id')}`.execute(
    database.read,
  );
  return rows.map((row) => ({ ...row, source }));
}

async function byGenre(reading: Reading, viewer: Viewer, genre: string): Promise<Candidate[]> {
  const { database, orders } = reading;
  const ids = randomWindowOf(
    await orders.tracks(viewer, { sort: 'id', genre }),
    randomInt(2 ** 31),
    0,
    genreSampleMax,
  );
  const { rows } = await sql<Omit<Candidate, 'source'>>`
    SELECT t.id, t.artist_name, t.year, COALESCE(m.play_count, 0) AS plays
    FROM track t LEFT JOIN mark m ON m.account_id = ${viewer.accountId} AND m.kind = 'track' AND m.item_id = t.id
    WHERE t.id IN ${idList(database.kind, ids)}`.execute(database.read);
  return rows.map((row) => ({ ...row, source: 'genre' }));
}

/** Best first with some chance, each artist's next song a step further back than their last. */
function mixed(candidates: readonly Candidate[], year: number | null, count: number): number[] {
  const heard = new Map<string, number>();
  const scored = candidates
    .map((candidate) => ({
      candidate,
      score:
        sourceScore[candidate.source] +
        nearness(candidate.year, year) +
        Math.log2(1 + candidate.plays) / 4 +
        randomInt(1000) / 400,
    }))
    .toSorted((a, b) => b.score - a.score)
    .map(({ candidate, score }) => {
      const times = heard.get(candidate.artist_name) ?? 0;
      heard.set(candidate.artist_name, times + 1);
      return { candidate, score: score - times * 1.5 };
    })
    .toSorted((a, b) => b.score - a.score)
    .map(({ candidate }) => candidate);
  return apart(scored, count).map((candidate) => candidate.id);
}

/** Of the same time: 1 for the same year, 0 for ten years apart. */
function nearness(a: number | null, b: number | null): number {
  return a === null || b === null ? 0 : Math.max(0, 1 - Math.abs(a - b) / 10);
}

/** Two songs by one artist do not follow each other where another can stand between. */
function apart(candidates: readonly Candidate[], count: number): Candidate[] {
  const waiting = [...candidates];
  const out: Candidate[] = [];
  while (out.length < count && waiting.length > 0) {
    const other = waiting.findIndex((candidate) => candidate.artist_name !== out.at(-1)?.artist_name);
    out.push(waiting.splice(Math.max(0, other), 1)[0]!);
  }
  return out;
}
