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

eachDatabase(
  'what a fence stands before is written only while the lease is held, not when others have it or had it',
  async (database) => {
    await prepare(database);
    const typed = withSchema<LibrarySchema>(database);
    const own = createLease(typed, systemClock, tenMinutesMs);
    const other = createLease(typed, systemClock, tenMinutesMs);
    const write = (): Promise<string> =>
      database
        .bulk([own.fence(), { kind: 'each', sql: 'UPDATE counter SET value = value + 1', rows: [[]] }])
        .then(
          () => 'written',
          (error: { code: string }) => error.code,
        );
    assert.equal(await write(), 'DATABASE_CONSTRAINT', 'not taken yet');
    await own.take();
    assert.equal(await write(), 'written');
    // Silent for too long: the other took over, scanned, and gave the lease back.
    await own.release();
    await other.take();
    assert.equal(await write(), 'DATABASE_CONSTRAINT', 'somebody else’s');
    await other.release();
    assert.equal(await write(), 'DATABASE_CONSTRAINT', 'nobody’s');
    assert.equal(await own.take(), true, 'nothing of it stayed behind');
    const row = await typed.read.selectFrom('lease').selectAll().executeTakeFirstOrThrow();
    const untilMs = systemClock.now() + tenMinutesMs;
    assert.equal(await write(), 'written');
    const held = await typed.read.selectFrom('lease').selectAll().executeTakeFirstOrThrow();
    assert.ok(held.expires_at >= untilMs && held.expires_at >= row.expires_at, 'held for longer');
  },
);
