/**
 * Plays: each finished one is a line of history and one more on the counts of its track, album and artists. What is
 * playing this moment is kept in memory only and forgotten when the song must be over.
 */
import { sql, type Transaction } from 'kysely';
import { albumTrackIds } from './collections/albums.ts';
import { readTracks } from './collections/track-rows.ts';
import type { Plays } from './library.ts';
import { visibleIds } from './marks.ts';
import { idList, type Reading } from './reading.ts';
import type { NowPlayingRow, PlayState, TrackRow, Viewer } from './rows.ts';
import type { LibrarySchema } from './schema.ts';

// A paused song is "now playing" for a while; after that somebody has left.
const graceMs = 5 * 60_000;
// Further in the song than this it counts as begun; the first seconds are leafing through.
const begunMs = 5_000;
const clientLengthMax = 100;

interface Playing {
  readonly accountId: number;
  readonly client: string;
  readonly trackId: number;
  readonly positionMs: number;
  readonly state: PlayState;
  readonly startedAt: number;
  readonly changedAt: number;
  readonly forgottenAt: number;
}

export function createPlays(reading: Reading): Plays {
  const playing = new Map<string, Playing>();
  const { clock } = reading;
  const forgetOld = () => {
    for (const [key, entry] of playing) if (entry.forgottenAt <= clock.now()) playing.delete(key);
  };
  return {
    add: (viewer, plays) => addPlays(reading, viewer, plays),
    report: async (viewer, { trackId, client, positionMs, state = 'playing' }) => {
      const [track] = await readTracks(reading, viewer, [trackId]);
      if (!track) return { found: false };
      forgetOld();
      const key = `${viewer.accountId}\0${client}`;
      const now = clock.now();
      const before = playing.get(key);
      if (state === 'stopped') playing.delete(key);
      else {
        const startedAt = before?.trackId === trackId ? before.startedAt : now - positionMs;
        const forgottenAt = now + Math.max(0, track.durationMs - positionMs) + graceMs;
        playing.set(key, {
          accountId: viewer.accountId,
          client,
          trackId,
          positionMs,
          state,
          startedAt,
          changedAt: now,
          forgottenAt,
        });
      }
      if (positionMs >= begunMs) await keepPlace(reading, viewer, track, positionMs);
      return { found: true };
    },
    nowPlaying: async (viewer) => {
      forgetOld();
      const entries = [...playing.values()].toSorted((a, b) => b.changedAt - a.changedAt);
      const tracks = await readTracks(
        reading,
        viewer,
        entries.map((entry) => entry.trackId),
      );
      return entries.flatMap((entry) => rowOf(entry, tracks, clock.now()));
    },
  };
}

function rowOf({ trackId, ...entry }: Playing, tracks: readonly TrackRow[], now: number): NowPlayingRow[] {
  const track = tracks.find((one) => one.id === trackId);
  if (!track) return [];
  const moved = entry.state === 'playing' ? now - entry.changedAt : 0;
  const { accountId, client, state, startedAt, changedAt } = entry;
  return [
    {
      accountId,
      client,
      state,
      startedAt,
      changedAt,
      track,
      positionMs: Math.min(track.durationMs, entry.positionMs + moved),
    },
  ];
}

async function addPlays(
  reading: Reading,
  viewer: Viewer,
  plays: Parameters<Plays['add']>[1],
): Promise<{ counted: number }> {
  const { database, clock } = reading;
  const seen = await visibleIds(
    reading,
    viewer,
    'track',
    plays.map((play) => play.trackId),
  );
  if (seen.length === 0) return { counted: 0 };
  const parts = await readParts(reading, seen);
  const now = clock.now();
  let counted = 0;
  const heard: { trackId: number; albumId: number; playedAt: number }[] = [];
  await database.write.transaction().execute(async (trx) => {
    for (const play of plays) {
      const items = parts.get(play.trackId);
      // A clock that is ahead must not put a play at the top of "recently played" for years.
      const playedAt = Math.min(now, Math.max(0, Math.floor(play.playedAt ?? now)));
      if (
        !items ||
        !(await addHistory(trx, viewer, play.trackId, playedAt, play.client.slice(0, clientLengthMax)))
      )
        continue;
      counted++;
      await count(trx, viewer, 'track', [play.trackId], playedAt);
      if (items.albumId !== null) {
        await count(trx, viewer, 'album', [items.albumId], playedAt);
        heard.push({ trackId: play.trackId, albumId: items.albumId, playedAt });
      }
      await count(trx, viewer, 'artist', items.artistIds, playedAt);
    }
  });
  for (const { trackId, albumId, playedAt } of heard)
    await moveOn(reading, viewer, albumId, trackId, playedAt);
  return { counted };
}

/** False when this very play is known already: apps send again what they are not sure of. */
async function addHistory(
  trx: Transaction<LibrarySchema>,
  viewer: Viewer,
  trackId: number,
  playedAt: number,
  client: string,
): Promise<boolean> {
  const known = await trx
    .selectFrom('play')
    .select('id')
    .where('account_id', '=', viewer.accountId)
    .where('played_at', '=', playedAt)
    .where('track_id', '=', trackId)
    .executeTakeFirst();
  if (known) return false;
  await trx
    .insertInto('play')
    .values({ account_id: viewer.accountId, track_id: trackId, played_at: playedAt, client })
    .execute();
  return true;
}

async function count(
  trx: Transaction<LibrarySchema>,
  viewer: Viewer,
  kind: string,
  ids: readonly number[],
  playedAt: number,
): Promise<void> {
  for (const id of ids) {
    await sql`INSERT INTO mark (account_id, kind, item_id, play_count, played_at) VALUES (${viewer.accountId}, ${kind}, ${id}, 1, ${playedAt})
      ON CONFLICT (account_id, kind, item_id) DO UPDATE SET play_count = mark.play_count + 1,
        played_at = CASE WHEN mark.played_at IS NULL OR mark.played_at < excluded.played_at THEN excluded.played_at ELSE mark.played_at END`.execute(
      trx,
    );
  }
}

async function readParts(
  { database }: Reading,
  trackIds: readonly number[],
): Promise<Map<number, { albumId: number | null; artistIds: number[] }>> {
  const list = idList(database.kind, trackIds);
  const [tracks, credits] = await Promise.all([
    sql<{ id: number; album_id: number | null }>`SELECT id, album_id FROM track WHERE id IN ${list}`.execute(
      database.read,
    ),
    sql<{
      track_id: number;
      artist_id: number;
    }>`SELECT DISTINCT track_id, artist_id FROM credit WHERE track_id IN ${list} AND role = 'artist'`.execute(
      database.read,
    ),
  ]);
  return new Map(
    tracks.rows.map((row) => [
      row.id,
      {
        albumId: row.album_id,
        artistIds: credits.rows
          .filter((credit) => credit.track_id === row.id)
          .map((credit) => credit.artist_id),
      },
    ]),
  );
}

/** Remembers where a track was left, one place an album. */
async function keepPlace(
  { database, clock }: Reading,
  viewer: Viewer,
  track: TrackRow,
  positionMs: number,
): Promise<void> {
  if (!track.album) return;
  const place = {
    account_id: viewer.accountId,
    album_id: track.album.id,
    track_id: track.id,
    position_ms: Math.floor(positionMs),
    changed_at: clock.now(),
  };
  await database.write
    .insertInto('progress')
    .values(place)
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'album_id']).doUpdateSet({
        track_id: place.track_id,
        position_ms: place.position_ms,
        changed_at: place.changed_at,
      }),
    )
    .execute();
}

/**
 * After a finished track the place is the album's next one; after the last there is nothing to continue. A play that
 * an app reports late does not move a place that was taken since.
 */
async function moveOn(
  reading: Reading,
  viewer: Viewer,
  albumId: number,
  trackId: number,
  playedAt: number,
): Promise<void> {
  const { database } = reading;
  const ids = await albumTrackIds(reading, albumId);
  const next = ids[ids.indexOf(trackId) + 1];
  const place = { account_id: viewer.accountId, album_id: albumId };
  const before = await database.read
    .selectFrom('progress')
    .select(['track_id', 'changed_at'])
    .where('account_id', '=', viewer.accountId)
    .where('album_id', '=', albumId)
    .executeTakeFirst();
  if (before && before.track_id !== trackId && before.changed_at > playedAt) return;
  if (next === undefined) {
    await database.write
      .deleteFrom('progress')
      .where('account_id', '=', viewer.accountId)
      .where('album_id', '=', albumId)
      .execute();
    return;
  }
  const change = { track_id: next, position_ms: 0, changed_at: Math.max(before?.changed_at ?? 0, playedAt) };
  await database.write
    .insertInto('progress')
    .values({ ...place, ...change })
    .onConflict((conflict) => conflict.columns(['account_id', 'album_id']).doUpdateSet(change))
    .execute();
}
