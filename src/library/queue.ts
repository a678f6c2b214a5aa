/** The queue a person left, so that another app or browser goes on with it: one an account. */
import { readTracks } from './collections/track-rows.ts';
import type { Queue } from './library.ts';
import { visibleIds } from './marks.ts';
import type { Reading } from './reading.ts';

const trackCountMax = 20_000;
const rowCountAtOnce = 500;

export function createQueue(reading: Reading): Queue {
  const { database, clock } = reading;
  return {
    load: async (viewer) => {
      const queue = await database.read
        .selectFrom('play_queue')
        .selectAll()
        .where('account_id', '=', viewer.accountId)
        .executeTakeFirst();
      if (!queue) return null;
      const items = await database.read
        .selectFrom('play_queue_item')
        .select(['position', 'track_id'])
        .where('account_id', '=', viewer.accountId)
        .orderBy('position')
        .execute();
      const tracks = await readTracks(reading, viewer, [...new Set(items.map((item) => item.track_id))], {
        peaks: true,
      });
      const byId = new Map(tracks.map((track) => [track.id, track]));
      const seen = items.filter((item) => byId.has(item.track_id));
      // Tracks that are gone leave gaps in the positions; the current one is found by its place among those left.
      const before = seen.filter((item) => item.position < queue.current_index).length;
      return {
        tracks: seen.map((item) => byId.get(item.track_id)!),
        index: Math.max(0, Math.min(before, seen.length - 1)),
        positionMs: seen.some((item) => item.position === queue.current_index) ? queue.position_ms : 0,
        changedAt: queue.changed_at,
        changedBy: queue.changed_by,
      };
    },
    save: async (viewer, { trackIds, index, positionMs, client }) => {
      const seen = new Set(await visibleIds(reading, viewer, 'track', trackIds.slice(0, trackCountMax)));
      const kept = trackIds.slice(0, trackCountMax).filter((id) => seen.has(id));
      const before = trackIds.slice(0, Math.max(0, index)).filter((id) => seen.has(id)).length;
      const currentIndex = Math.max(0, Math.min(before, kept.length - 1));
      const queue = {
        current_index: currentIndex,
        position_ms: Math.max(0, Math.floor(positionMs)),
        changed_at: clock.now(),
        changed_by: client,
      };
      await database.write.transaction().execute(async (trx) => {
        // The queue's row first: on PostgreSQL it is the lock that keeps two apps from mixing their queues.
        await trx
          .insertInto('play_queue')
          .values({ account_id: viewer.accountId, ...queue })
          .onConflict((conflict) => conflict.column('account_id').doUpdateSet(queue))
          .execute();
        await trx.deleteFrom('play_queue_item').where('account_id', '=', viewer.accountId).execute();
        if (kept.length === 0)
          await trx.deleteFrom('play_queue').where('account_id', '=', viewer.accountId).execute();
        for (let at = 0; at < kept.length; at += rowCountAtOnce) {
          const rows = kept.slice(at, at + rowCountAtOnce).map((trackId, offset) => ({
            account_id: viewer.accountId,
            position: at + offset,
            track_id: trackId,
          }));
          await trx.insertInto('play_queue_item').values(rows).execute();
        }
      });
    },
  };
}
