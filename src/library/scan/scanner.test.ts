/** What the scanner does with requests that come, grow or end at awkward moments. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { type Database, openDatabase } from '#base/database/index.ts';
import { eachDatabase } from '../../../test/databases.ts';
import { makeMp3 } from '../../media/tags/fixtures.ts';
import { openShelf, type Shelf } from './scan-fixtures.ts';

/** On SQLite, whose writes wait in one row: a test can hold one back and knows what comes behind it. */
async function openHeld(t: TestContext): Promise<{ shelf: Shelf; database: Database }> {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-db-'));
  const database = await openDatabase(join(folder, 'state.db'));
  t.after(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { shelf: await openShelf(t, database), database };
}

/** Holds all writes back that come after it, until it is let go. */
function hold(database: Database): () => Promise<void> {
  const gate = Promise.withResolvers<void>();
  const held = database.write.transaction().execute(() => gate.promise);
  return () => {
    gate.resolve();
    return held;
  };
}

/** Begins a scan that has the lease and waits before its row; answers how to let it go on. */
async function beginHeld(shelf: Shelf, database: Database, folder: string): Promise<() => Promise<void>> {
  const first = hold(database);
  const started = shelf.scanner.start({ libraryId: shelf.libraryId, folders: [folder] });
  await setTimeout(100);
  const second = hold(database);
  await first();
  await setTimeout(100);
  return async () => {
    await second();
    await started;
  };
}

const song = (title: string): Buffer => makeMp3({ tags: { TITLE: title }, seconds: 1 });

test('a folder that is asked for while the scan of another begins is scanned too', async (t) => {
  const { shelf, database } = await openHeld(t);
  await shelf.scan();
  shelf.put('a/1.mp3', song('one'));
  shelf.put('b/2.mp3', song('two'));
  const goOn = await beginHeld(shelf, database, 'a');
  const other = shelf.scanner.start({ libraryId: shelf.libraryId, folders: ['b'] });
  await setTimeout(50);
  await goOn();
  await other;
  await shelf.scanner.idle();
  const titles = (await shelf.rows<{ title: string }>('SELECT title FROM track ORDER BY title')).map(
    ({ title }) => title,
  );
  assert.deepEqual(titles, ['one', 'two']);
});

test('a full scan that is asked for while another process scans waits for its turn', async (t) => {
  const { shelf, database } = await openHeld(t);
  shelf.put('a/1.mp3', song('one'));
  await shelf.scan();
  await sql`INSERT INTO lease (name, holder, expires_at) VALUES ('scanner', 'another process', ${Date.now() + 60_000})`.execute(
    database.write,
  );
  await shelf.scanner.start({ full: true });
  await setTimeout(50);
  await sql`DELETE FROM lease`.execute(database.write);
  await shelf.scanner.idle();
  assert.deepEqual(
    (await shelf.rows<{ full_scan: unknown }>('SELECT full_scan FROM scan ORDER BY id')).map((row) =>
      Boolean(row.full_scan),
    ),
    [false, true],
  );
});

for (const how of ['cancel', 'close'] as const)
  test(`${how} ends a scan that has not begun yet`, async (t) => {
    const { shelf, database } = await openHeld(t);
    shelf.put('a/1.mp3', song('one'));
    const goOn = await beginHeld(shelf, database, 'a');
    const ended = shelf.scanner[how]();
    await setTimeout(50);
    await Promise.all([goOn(), ended]);
    await shelf.scanner.idle();
    assert.deepEqual(await shelf.rows('SELECT id FROM scan'), []);
    assert.deepEqual(await shelf.rows('SELECT name FROM lease'), []);
  });

eachDatabase('a scan whose thread never began is said to have failed', async (database, t) => {
  const shelf = await openShelf(t, database);
  process.once('worker', (thread: Worker) => void thread.terminate());
  await shelf.scanner.start();
  await shelf.scanner.idle();
  const { running, outcome, error } = await shelf.scanner.status();
  assert.deepEqual([running, outcome], [false, 'failed']);
  assert.match(error!, /thread ended/);
  await shelf.scan();
});
