/** A scan that is killed, cancelled, robbed of its folder or of its database goes on later, and nothing is lost. */
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { openDatabase } from '#base/database/index.ts';
import { eachDatabase } from '../../../test/databases.ts';
import { fillDisk, mountSmallDisk } from '../../../test/small-disk.ts';
import { makeMp3 } from '../../media/tags/fixtures.ts';
import { openShelf, type Shelf } from './scan-fixtures.ts';
import type { ScanStatus } from './types.ts';

const folderCount = 150;
const songCount = 10;

function fill(shelf: Shelf): void {
  const sound = makeMp3({ seconds: 0.2, id3: false });
  for (let folder = 0; folder < folderCount; folder++) {
    for (let song = 0; song < songCount; song++) {
      const tags = makeMp3({
        tags: { TITLE: `Song ${folder}/${song}`, ARTIST: `Artist ${folder % 20}`, ALBUM: `Album ${folder}` },
        seconds: 0.05,
        seed: folder * 10 + song,
      });
      shelf.put(`Artist ${folder % 20}/Album ${folder}/${song}.mp3`, Buffer.concat([tags, sound]));
    }
  }
}

/** Resolves when the scan that runs has written a track. */
async function untilWritten(shelf: Shelf): Promise<void> {
  while (Number((await shelf.rows<{ n: number }>('SELECT COUNT(*) AS n FROM track'))[0]!.n) === 0)
    await new Promise((resolve) => setTimeout(resolve, 2));
}

/** Starts another process that scans, and waits until it has written something. */
async function startChild(address: string, shelf: Shelf): Promise<ChildProcess> {
  const child = fork(new URL('./scan-child-fixture.ts', import.meta.url), [address], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<never>((_, reject) =>
    child.once('exit', (code) => reject(new Error(`the child ended with ${code} before it was killed`))),
  );
  ended.catch(() => {});
  await Promise.race([untilWritten(shelf), ended]);
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

async function assertWhole(shelf: Shelf): Promise<void> {
  const total = folderCount * songCount;
  const [count] = await shelf.rows<{ n: number; titles: number }>(
    'SELECT COUNT(*) AS n, COUNT(DISTINCT title) AS titles FROM track WHERE missing_since IS NULL',
  );
  assert.deepEqual([Number(count!.n), Number(count!.titles)], [total, total]);
  const [albums] = await shelf.rows<{ n: number; tracks: number }>(
    'SELECT COUNT(*) AS n, SUM(track_count) AS tracks FROM album',
  );
  assert.deepEqual([Number(albums!.n), Number(albums!.tracks)], [folderCount, total]);
  const [artists] = await shelf.rows<{ n: number; tracks: number; albums: number }>(
    'SELECT COUNT(*) AS n, SUM(track_count) AS tracks, SUM(album_count) AS albums FROM artist_count',
  );
  assert.deepEqual(
    [Number(artists!.n), Number(artists!.tracks), Number(artists!.albums)],
    [20, total, folderCount],
  );
}

eachDatabase(
  'a scan killed in its midst goes on where it was, and another process takes it over by itself',
  async (database, t, address) => {
    const shelf = await openShelf(t, database, { leaseMs: 1000 });
    fill(shelf);
    const child = await startChild(address, shelf);
    assert.equal((await shelf.scanner.status()).running, true, 'another process’s scan is seen');
    await killed(child);
    const [before] = await shelf.rows<{ n: number; last: number }>(
      'SELECT COUNT(*) AS n, MAX(id) AS last FROM track',
    );
    const known = await shelf.rows<{ id: number; title: string }>('SELECT id, title FROM track ORDER BY id');
    assert.ok(Number(before!.n) < folderCount * songCount, 'the child was killed before its end');
    const deadline = Date.now() + 30_000;
    let status: ScanStatus;
    do {
      assert.ok(Date.now() < deadline, 'nobody took the scan over');
      await new Promise((resolve) => setTimeout(resolve, 50));
      status = await shelf.scanner.status();
    } while (status.outcome !== 'done');
    assert.equal(
      status.added,
      folderCount * songCount - Number(before!.n),
      'what was written is not read again',
    );
    await assertWhole(shelf);
    const after = await shelf.rows<{ id: number; title: string }>(
      `SELECT id, title FROM track WHERE id <= ${Number(before!.last)} ORDER BY id`,
    );
    assert.deepEqual(after, known);
    assert.deepEqual(
      (await shelf.rows<{ outcome: string }>('SELECT outcome FROM scan ORDER BY id')).map(
        (row) => row.outcome,
      ),
      ['interrupted', 'done'],
    );
  },
);

eachDatabase('two processes never scan at once', async (database, t, address) => {
  const shelf = await openShelf(t, database, { leaseMs: 1000 });
  fill(shelf);
  const child = await startChild(address, shelf);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const status = await shelf.scanner.start();
  assert.equal(status.running, true);
  await ended;
  await shelf.scanner.idle();
  await assertWhole(shelf);
});

eachDatabase(
  'a cancelled scan stops, keeps what it wrote, and the next one does the rest',
  async (database, t) => {
    const shelf = await openShelf(t, database);
    fill(shelf);
    await shelf.scanner.start();
    await untilWritten(shelf);
    await shelf.scanner.cancel();
    await shelf.scanner.idle();
    const status = await shelf.scanner.status();
    assert.deepEqual([status.running, status.outcome, status.error], [false, 'cancelled', null]);
    assert.ok(status.done < folderCount * songCount);
    await shelf.scan();
    await assertWhole(shelf);
  },
);

eachDatabase(
  'a root that vanishes in mid-scan ends the scan with a clear error and nothing is missing',
  async (database, t) => {
    const shelf = await openShelf(t, database);
    fill(shelf);
    await shelf.scanner.start();
    await untilWritten(shelf);
    renameSync(shelf.root, `${shelf.root}-away`);
    await shelf.scanner.idle();
    const status = await shelf.scanner.status();
    assert.equal(status.outcome, 'failed');
    assert.match(status.error!, /cannot be scanned/);
    renameSync(`${shelf.root}-away`, shelf.root);
    assert.equal((await shelf.rows('SELECT id FROM track WHERE missing_since IS NOT NULL')).length, 0);
    await shelf.scan();
    await assertWhole(shelf);
  },
);

eachDatabase('a folder that vanishes in mid-scan is left out and no trouble', async (database, t) => {
  const shelf = await openShelf(t, database);
  fill(shelf);
  await shelf.scanner.start();
  await untilWritten(shelf);
  renameSync(join(shelf.root, 'Artist 9'), `${shelf.root}-nine`);
  await shelf.scanner.idle();
  assert.equal((await shelf.scanner.status()).outcome, 'done');
  assert.equal((await shelf.rows('SELECT id FROM issue')).length, 0);
  renameSync(`${shelf.root}-nine`, join(shelf.root, 'Artist 9'));
  await shelf.scan();
  await assertWhole(shelf);
});

test('a disk that fills in mid-scan ends the scan with a clear error, and what was written is whole', async (t) => {
  const disk = mountSmallDisk(24, t);
  if (!disk) return t.skip('needs the right to mount a small disk');
  const database = await openDatabase(join(disk, 'state.db'));
  t.after(() => database.close());
  const shelf = await openShelf(t, database);
  fill(shelf);
  const filler = join(disk, 'filler');
  fillDisk(filler);
  await shelf.scanner.start();
  await shelf.scanner.idle();
  const status = await shelf.scanner.status();
  assert.deepEqual([status.running, status.outcome], [false, 'failed']);
  assert.match(status.error!, /disk .* is full/);
  const check = await sql<{ integrity_check: string }>`PRAGMA integrity_check`.execute(database.read);
  assert.equal(check.rows[0]!.integrity_check, 'ok');
  rmSync(filler);
  await shelf.scan();
  await assertWhole(shelf);
});

eachDatabase(
  'a scanning thread that dies ends its scan with a reason, and the next one does the rest',
  async (database, t) => {
    const shelf = await openShelf(t, database);
    fill(shelf);
    const ended = new Promise<ScanStatus>((resolve) =>
      shelf.scanner.onProgress((status) => void (status.running || resolve(status))),
    );
    const thread = new Promise<Worker>((resolve) => process.once('worker', resolve));
    await shelf.scanner.start();
    await untilWritten(shelf);
    await (await thread).terminate();
    const status = await ended;
    assert.deepEqual([status.running, status.outcome], [false, 'failed']);
    assert.match(status.error!, /thread/);
    await shelf.scan();
    await assertWhole(shelf);
  },
);
