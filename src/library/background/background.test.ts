/** What is done after a scan, one file at a time. */
import assert from 'node:assert/strict';
import { renameSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { eachDatabase } from '../../../test/databases.ts';
import { makeFlac, makeMp3, makePng } from '../../media/tags/fixtures.ts';
import { openShelf } from '../scan/scan-fixtures.ts';
import { createBackground } from './background.ts';

eachDatabase('pictures get their colours, files their digest, loudness and outline', async (database, t) => {
  const shelf = await openShelf(t, database);
  const artwork = { bytes: makePng(64, 64, [200, 30, 30]), mime: 'image/png' };
  shelf.put('a/1.flac', makeFlac({ tags: { TITLE: 'tone' }, seconds: 2, toneHz: 1000, artwork }));
  shelf.put('a/2.mp3', makeMp3({ tags: { TITLE: 'quiet' }, seconds: 1, artwork }));
  shelf.put('a/folder.png', 'no picture at all');
  await shelf.scan();
  const background = createBackground({ database, scanner: shelf.scanner, share: 1 });
  t.after(() => background.close());
  background.start();
  await background.idle();
  const pictures = await shelf.rows<{
    source: string;
    width_px: number | null;
    color: string | null;
    problem: string | null;
  }>('SELECT source, width_px, color, problem FROM artwork ORDER BY source, id');
  assert.deepEqual(
    pictures.map((row) => [row.source, row.width_px, row.color !== null, row.problem !== null]),
    [
      ['embedded', 64, true, false],
      ['embedded', 64, true, false],
      ['folder', null, false, true],
    ],
  );
  const tracks = await shelf.rows<{
    title: string;
    essence: string;
    loudness_lufs: number | null;
    peak: number | null;
    analysed_at: number | null;
  }>('SELECT title, essence, loudness_lufs, peak, analysed_at FROM track ORDER BY title');
  assert.match(tracks[0]!.essence, /^blake3:/);
  assert.match(tracks[1]!.essence, /^flac-md5:/);
  assert.ok(tracks.every((row) => row.analysed_at !== null));
  assert.ok(tracks[1]!.loudness_lufs! > -40 && tracks[1]!.peak! > 0.01);
  const outlines = await shelf.rows<{ peaks: Uint8Array }>('SELECT peaks FROM waveform ORDER BY track_id');
  assert.ok(outlines.length >= 1 && outlines.every((row) => row.peaks.length > 0));
  assert.deepEqual(
    background.jobs().map((job) => [job.kind, job.state, job.done]),
    [
      ['artwork', 'done', 3],
      ['essence', 'done', 1],
      ['loudness', 'done', 2],
    ],
  );
});

eachDatabase('a file that cannot be decoded is marked and not tried for ever', async (database, t) => {
  const shelf = await openShelf(t, database);
  const whole = makeFlac({ tags: { TITLE: 'torn' }, seconds: 2, toneHz: 300 });
  whole.fill(0x55, 400);
  shelf.put('a/torn.flac', whole);
  await shelf.scan();
  const background = createBackground({ database, scanner: shelf.scanner, share: 1, kinds: ['loudness'] });
  t.after(() => background.close());
  background.start();
  await background.idle();
  const [row] = await shelf.rows<{ loudness_lufs: number | null; analysed_at: number | null }>(
    'SELECT loudness_lufs, analysed_at FROM track',
  );
  assert.equal(row!.loudness_lufs, null);
  assert.notEqual(row!.analysed_at, null);
  const issues = () =>
    shelf.rows<{ path: string; message: string }>(
      "SELECT path, message FROM issue WHERE reason = 'undecodable'",
    );
  const [issue] = await issues();
  assert.equal(issue!.path, 'a/torn.flac');
  assert.match(issue!.message, /^Its sound cannot be decoded: .+\. It is in the library/);
  await shelf.scan({ full: true });
  await background.idle();
  assert.equal(background.jobs()[0]!.done, 1, 'nothing was left to do after the second scan');
  assert.equal((await issues()).length, 1, 'it is still true');
  shelf.put('a/torn.flac', makeFlac({ tags: { TITLE: 'torn' }, seconds: 2, toneHz: 300 }));
  await shelf.scan();
  await background.idle();
  assert.deepEqual(await issues(), [], 'mended');
  const other = makeFlac({ tags: { TITLE: 'torn' }, seconds: 2, toneHz: 500 });
  other.fill(0x55, 400);
  shelf.put('a/torn.flac', other);
  await shelf.scan();
  await background.idle();
  assert.equal((await issues()).length, 1);
  shelf.remove('a/torn.flac');
  await shelf.scan();
  assert.deepEqual(await issues(), [], 'gone');
});

eachDatabase(
  'a picture that cannot be used is an issue until it is replaced or gone',
  async (database, t) => {
    const shelf = await openShelf(t, database);
    const artwork = {
      bytes: Buffer.concat([makePng().subarray(0, 30), Buffer.alloc(100, 7)]),
      mime: 'image/png',
    };
    shelf.put('a/1.flac', makeFlac({ tags: { TITLE: 'one' }, artwork }));
    shelf.put('a/cover.jpg', 'no picture at all');
    await shelf.scan();
    const background = createBackground({ database, scanner: shelf.scanner, share: 1, kinds: ['artwork'] });
    t.after(() => background.close());
    background.start();
    await background.idle();
    const paths = async () =>
      (await shelf.rows<{ path: string }>('SELECT path FROM issue ORDER BY path')).map((row) => row.path);
    assert.deepEqual(await paths(), ['a/1.flac', 'a/cover.jpg']);
    shelf.put('a/cover.jpg', makePng());
    await shelf.scan();
    await background.idle();
    assert.deepEqual(await paths(), ['a/1.flac']);
    shelf.put('a/1.flac', makeFlac({ tags: { TITLE: 'one' } }));
    await shelf.scan();
    await background.idle();
    assert.deepEqual(await paths(), []);
  },
);

eachDatabase(
  'an MP3 file that was moved and re-tagged at once is known by its sound',
  async (database, t) => {
    const shelf = await openShelf(t, database);
    shelf.put('a/1.mp3', makeMp3({ tags: { TITLE: 'before', ARTIST: 'Anna' }, seconds: 1, seed: 7 }));
    await shelf.scan();
    const background = createBackground({ database, scanner: shelf.scanner, share: 1, kinds: ['essence'] });
    t.after(() => background.close());
    background.start();
    await background.idle();
    const before = await shelf.track('before');
    shelf.remove('a');
    shelf.put(
      'elsewhere/other.mp3',
      makeMp3({ tags: { TITLE: 'after', ARTIST: 'Somebody else', ALBUM: 'Other' }, seconds: 1, seed: 7 }),
    );
    await shelf.scan();
    assert.equal((await shelf.track('after')).id, before.id);
  },
);

eachDatabase('a disk that is unplugged leaves no marks: all is done when it is back', async (database, t) => {
  const shelf = await openShelf(t, database);
  shelf.put('a/1.mp3', makeMp3({ tags: { TITLE: 'one' }, seconds: 1 }));
  shelf.put('a/cover.png', makePng());
  await shelf.scan();
  const background = createBackground({ database, scanner: shelf.scanner, share: 1 });
  t.after(() => background.close());
  const undone = async () =>
    Number(
      (
        await shelf.rows<{ n: number }>(
          `SELECT COUNT(*) AS n FROM track, artwork
           WHERE essence LIKE 'blake3:%' AND peak IS NOT NULL AND digest IS NOT NULL AND problem IS NULL`,
        )
      )[0]!.n,
    ) === 0;
  renameSync(shelf.root, `${shelf.root}-away`);
  background.start();
  await background.idle();
  assert.equal(await undone(), true);
  assert.deepEqual(await shelf.rows('SELECT path FROM issue'), []);
  renameSync(`${shelf.root}-away`, shelf.root);
  background.resume();
  await background.idle();
  assert.equal(await undone(), false);
});

eachDatabase(
  'a file that takes long to digest does not hold the end up, and is digested another time',
  async (database, t) => {
    const shelf = await openShelf(t, database);
    shelf.put('a/1.mp3', makeMp3({ tags: { TITLE: 'long' }, seconds: 1 }));
    truncateSync(join(shelf.root, 'a/1.mp3'), 8 * 2 ** 30);
    await shelf.scan();
    const background = createBackground({ database, scanner: shelf.scanner, share: 1, kinds: ['essence'] });
    t.after(() => background.close());
    background.start();
    await setTimeout(500);
    assert.equal(background.jobs()[0]!.state, 'running');
    const from = performance.now();
    await background.close();
    assert.ok(performance.now() - from < 1500);
    assert.deepEqual(await shelf.rows('SELECT essence FROM track'), [{ essence: null }]);
    assert.deepEqual(await shelf.rows("SELECT path FROM issue WHERE reason = 'undigested'"), []);
  },
);
