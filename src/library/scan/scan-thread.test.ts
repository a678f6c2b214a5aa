/** The thread that scans, as its near side sees it end and begin. */
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { systemClock } from '#base/clock.ts';
import { withSchema } from '#base/database/index.ts';
import { eachDatabase } from '../../../test/databases.ts';
import { makeMp3 } from '../../media/tags/fixtures.ts';
import type { LibrarySchema } from '../schema.ts';
import { createLease } from './lease.ts';
import { openShelf } from './scan-fixtures.ts';
import { createScanThread } from './scan-thread.ts';

eachDatabase(
  'a scan that begins while the thread of the last one ends is not hurt by that',
  async (database, t, address) => {
    const shelf = await openShelf(t, database);
    for (let song = 0; song < 40; song++)
      shelf.put(`a/${song}.mp3`, makeMp3({ tags: { TITLE: `Song ${song}` }, seconds: 1, seed: song }));
    const lease = createLease(withSchema<LibrarySchema>(database), systemClock, 20_000);
    assert.equal(await lease.take(), true);
    const thread = createScanThread(
      {
        address,
        leaseMs: 20_000,
        tagThreads: { threads: 1, threadsMax: 1 },
        walkThreads: 1,
        tagTimeoutMs: undefined,
      },
      { tell: () => {}, log: () => {}, playlistOwner: async () => null },
      0,
    );
    t.after(() => thread.close());
    await thread.run({}, lease.holder).ended;
    // The first thread has just been told to close.
    await setTimeout(2);
    const second = thread.run({ full: true }, lease.holder);
    await second.ended;
    assert.deepEqual([second.status().running, second.status().outcome], [false, 'done']);
  },
);
