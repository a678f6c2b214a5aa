/** Bookmarks: a place in a track with a note, one for each track and account. */
import { readTracks } from './collections/track-rows.ts';
import type { Bookmarks } from './library.ts';
import { visibleIds } from './marks.ts';
import type { Reading } from './reading.ts';

const commentLengthMax = 2_000;

export function createBookmarks(reading: Reading): Bookmarks {
  const { database, clock } = reading;
  return {
    list: async (viewer) => {
      const rows = await database.read
        .selectFrom('bookmark')
        .selectAll()
        .where('account_id', '=', viewer.accountId)
        .orderBy('changed_at', 'desc')
        .orderBy('track_id')
        .execute();
      const tracks = await readTracks(
        reading,
        viewer,
        rows.map((row) => row.track_id),
      );
      const byId = new Map(tracks.map((track) => [track.id, track]));
      return rows.flatMap((row) => {
        const track = byId.get(row.track_id);
        return track
          ? [
              {
                track,
                positionMs: row.position_ms,
                comment: row.comment,
                createdAt: row.created_at,
                changedAt: row.changed_at,
              },
            ]
          : [];
      });
    },
    set: async (viewer, { trackId, positionMs, comment = '' }) => {
      const [seen] = await visibleIds(reading, viewer, 'track', [trackId]);
      if (seen === undefined) return { found: false };
      const change = {
        position_ms: Math.max(0, Math.floor(positionMs)),
        comment: comment.slice(0, commentLengthMax),
        changed_at: clock.now(),
      };
      await database.write
        .insertInto('bookmark')
        .values({ account_id: viewer.accountId, track_id: trackId, created_at: clock.now(), ...change })
        .onConflict((conflict) => conflict.columns(['account_id', 'track_id']).doUpdateSet(change))
        .execute();
      return { found: true };
    },
    remove: async (viewer, trackId) => {
      const { numDeletedRows } = await database.write
        .deleteFrom('bookmark')
        .where('account_id', '=', viewer.accountId)
        .where('track_id', '=', trackId)
        .executeTakeFirstOrThrow();
      return { found: numDeletedRows > 0n };
    },
  };
}
