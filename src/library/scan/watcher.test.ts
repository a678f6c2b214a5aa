/** Changes in the folder are noticed without being asked for. */
import assert from 'node:assert/strict';
import { eachDatabase } from '../../../test/databases.ts';
import { makeFlac } from '../../media/tags/fixtures.ts';
import { openShelf, type Shelf } from './scan-fixtures.ts';
import { createWatcher } from './watcher.ts';

const song = (title: string) =>
  makeFlac({
    tags: { TITLE: title, ARTIST: 'Anna', ALBUM: 'Blue', ALBUMARTIST: 'Anna', DATE: '2000' },
    seconds: 0.3,
    seed: title.length,
  });

async function until(shelf: Shelf, query: string, expected: unknown): Promise<void> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const [row] = await shelf.rows(query);
    const value = row && Object.values(row)[0];
    if (value === expected) return;
    if (Date.now() > deadline) assert.equal(value, expected);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

eachDatabase('songs that come, move and go are noticed', async (database, t) => {
  const shelf = await openShelf(t, database);
  shelf.put('Anna/Blue/1.flac', song('one'));
  await shelf.scan();
  const watcher = createWatcher({ database, scanner: shelf.scanner, quietMs: 100 });
  t.after(() => watcher.close());
  await watcher.refresh();
  assert.deepEqual(
    watcher.status().map((status) => status.mode),
    ['events'],
  );
  const count = 'SELECT CAST(COUNT(*) AS INTEGER) AS n FROM track WHERE missing_since IS NULL';
  shelf.put('Anna/Blue/2.flac', song('two'));
  await until(shelf, count, 2);
  shelf.put('Bert/Red/3.flac', song('three'));
  await until(shelf, count, 3);
  const before = await shelf.track('one');
  shelf.move('Anna/Blue/1.flac', 'Bert/Red/moved.flac');
  await until(shelf, "SELECT file_name FROM track WHERE title = 'one'", 'moved.flac');
  await shelf.scanner.idle();
  assert.equal((await shelf.track('one')).id, before.id);
  shelf.remove('Bert');
  await until(shelf, count, 1);
});

eachDatabase(
  'a library with too many folders is scanned from time to time instead, and says so',
  async (database, t) => {
    const shelf = await openShelf(t, database);
    shelf.put('Anna/Blue/1.flac', song('one'));
    await shelf.scan();
    const watcher = createWatcher({ database, scanner: shelf.scanner, folderCountMax: 1, periodMs: 200 });
    t.after(() => watcher.close());
    await watcher.refresh();
    const [status] = watcher.status();
    assert.equal(status!.mode, 'periodic');
    assert.match(status!.message!, /scanned again every/);
    shelf.put('Anna/Blue/2.flac', song('two'));
    await until(shelf, 'SELECT CAST(COUNT(*) AS INTEGER) AS n FROM track', 2);
  },
);
