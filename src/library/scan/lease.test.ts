import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { systemClock } from '#base/clock.ts';
import { withSchema } from '#base/database/index.ts';
import { eachDatabase } from '../../../test/databases.ts';
import type { LibrarySchema } from '../schema.ts';
import { createLease } from './lease.ts';
import { prepare } from './scan-fixtures.ts';

const tenMinutesMs = 600_000;

eachDatabase(
  'the lease of a process that was killed is taken at once, that of a living one or of another machine is not',
  async (database, t, address) => {
    await prepare(database);
    const own = createLease(withSchema<LibrarySchema>(database), systemClock, tenMinutesMs);
    const child = fork(new URL('./lease-child-fixture.ts', import.meta.url), [address, String(tenMinutesMs)]);
    t.after(() => child.kill('SIGKILL'));
    assert.deepEqual(await once(child, 'message'), ['taken', undefined]);
    assert.deepEqual([await own.isElsewhere(), await own.take()], [true, false], 'its holder lives');
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.deepEqual([await own.isElsewhere(), await own.take()], [false, true]);
    assert.equal(await own.renew(), true);

    await database.write
      .updateTable('lease')
      .set({ holder: own.holder.replace(/^[^/]*/, 'another-machine') })
      .execute();
    assert.deepEqual([await own.isElsewhere(), await own.take()], [true, false], 'who can tell?');
  },
);
