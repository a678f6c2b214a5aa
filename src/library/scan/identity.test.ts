/** What people gave stays with the music, whatever happens to its files. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eachDatabase } from '../../../test/databases.ts';
import { makeFlac, makeMp3 } from '../../media/tags/fixtures.ts';
import { openShelf, type Shelf } from './scan-fixtures.ts';

const tags = (number: number, more: Record<string, string> = {}) => ({
  TITLE: `Song ${number}`,
  ARTIST: 'Anna',
  ALBUMARTIST: 'Anna',
  ALBUM: 'Blue',
  DATE: '1999',
  TRACKNUMBER: String(number),
  ...more,
});
const flac = (number: number, more: Record<string, string> = {}, seed = number) =>
  makeFlac({ tags: tags(number, more), seconds: 0.5 + number / 10, seed });
const mp3 = (number: number, more: Record<string, string> = {}, seed = number) =>
  makeMp3({ tags: tags(number, more), seconds: 0.5 + number / 10, seed });

async function fill(shelf: Shelf, make: (number: number) => Buffer = flac, ending = 'flac'): Promise<void> {
  for (const number of [1, 2, 3]) shelf.put(`Anna/Blue/${number}.${ending}`, make(number));
  await shelf.scan();
}

eachDatabase('a moved and renamed file stays the same track', async (database, t) => {
  const shelf = await openShelf(t, database);
  await fill(shelf, mp3, 'mp3');
  const before = await shelf.track('Song 2');
  shelf.move('Anna/Blue/2.mp3', 'Elsewhere/two.mp3');
  const status = await shelf.scan();
  const after = await shelf.track('Song 2');
  assert.equal(after.id, before.id);
  assert.equal(after.path, 'Elsewhere/two.mp3');
  assert.equal(after.missing_since, null);
  assert.deepEqual([status.moved, status.added, status.missing], [1, 0, 0]);
});

eachDatabase('a renamed folder keeps its tracks, its album and the album’s star', async (database, t) => {
  const shelf = await openShelf(t, database);
  await fill(shelf, mp3, 'mp3');
  const before = await shelf.track('Song 1');
  await shelf.star('album', before.album_id);
  shelf.move('Anna', 'Anna (complete)');
  await shelf.scan();
  const after = await shelf.track('Song 1');
  assert.deepEqual([after.id, after.album_id], [before.id, before.album_id]);
  assert.equal((await shelf.rows('SELECT id FROM album')).length, 1);
  assert.equal((await shelf.rows('SELECT * FROM track WHERE missing_since IS NOT NULL')).length, 0);
  assert.equal(
    (await shelf.rows("SELECT path FROM folder WHERE path LIKE 'Anna/%' OR path = 'Anna'")).length,
    0,
  );
});

eachDatabase(
  'a re-tagged FLAC file is the same track, and its album follows the new title',
  async (database, t) => {
    const shelf = await openShelf(t, database);
    await fill(shelf);
    const before = await shelf.track('Song 1');
    await shelf.star('album', before.album_id);
    const [artist] = await shelf.rows<{ id: number }>("SELECT id FROM artist WHERE name = 'Anna'");
    await shelf.star('artist', artist!.id);
    for (const number of [1, 2, 3])
      shelf.put(
        `Anna/Blue/${number}.flac`,
        flac(number, { TITLE: `New ${number}`, ALBUM: 'Red', ARTIST: 'Anne', ALBUMARTIST: 'Anne' }),
      );
    await shelf.scan();
    const after = await shelf.track('New 1');
    assert.deepEqual([after.id, after.album_id], [before.id, before.album_id]);
    const albums = await shelf.rows<{ title: string; artist_name: string; track_count: number }>(
      'SELECT title, artist_name, track_count FROM album',
    );
    assert.deepEqual(
      albums.map((album) => [album.title, album.artist_name, album.track_count]),
      [['Red', 'Anne', 3]],
    );
    const artists = await shelf.rows<{ id: number; name: string }>('SELECT id, name FROM artist');
    assert.deepEqual(
      artists.map((row) => [row.id, row.name]),
      [[artist!.id, 'Anne']],
    );
  },
);

eachDatabase(
  'a re-tagged MP3 file stays the same track before its sound was ever digested',
  async (database, t) => {
    const shelf = await openShelf(t, database);
    await fill(shelf, mp3, 'mp3');
    const before = await shelf.track('Song 3');
    shelf.put('Anna/Blue/3.mp3', mp3(3, { TITLE: 'Corrected', COMMENT: 'longer than before' }));
    await shelf.scan();
    assert.equal((await shelf.track('Corrected')).id, before.id);
  },
);

eachDatabase('one re-tagged track leaves its album and the album keeps the rest', async (database, t) => {
  const shelf = await openShelf(t, database);
  await fill(shelf);
  const before = await shelf.track('Song 1');
  shelf.put('Anna/Blue/3.flac', flac(3, { ALBUM: 'Green' }));
  await shelf.scan();
  const albums = await shelf.rows<{ id: number; title: string; track_count: number }>(
    'SELECT id, title, track_count FROM album ORDER BY title',
  );
  assert.deepEqual(
    albums.map((album) => [album.title, album.track_count]),
    [
      ['Blue', 2],
      ['Green', 1],
    ],
  );
  assert.equal(albums[0]!.id, before.album_id);
});

eachDatabase('an album encoded anew from FLAC to MP3 keeps its tracks', async (database, t) => {
  const shelf = await openShelf(t, database);
  await fill(shelf);
  const before = await shelf.track('Song 2');
  for (const number of [1, 2, 3]) {
    shelf.remove(`Anna/Blue/${number}.flac`);
    shelf.put(`Anna/Blue/${number}.mp3`, mp3(number, {}, number + 50));
  }
  await shelf.scan();
  const after = await shelf.track('Song 2');
  assert.equal(after.id, before.id);
  const [row] = await shelf.rows<{ codec: string; essence: string | null }>(
    `SELECT codec, essence FROM track WHERE id = ${before.id}`,
  );
  assert.deepEqual([row!.codec, row!.essence], ['mp3', null]);
  assert.equal((await shelf.rows('SELECT id FROM track')).length, 3);
});

for (const [name, make, ending] of [
  ['FLAC', flac, 'flac'],
  ['MP3', mp3, 'mp3'],
] as const) {
  eachDatabase(`two ${name} files that swap their names keep their tracks`, async (database, t) => {
    const shelf = await openShelf(t, database);
    await fill(shelf, make, ending);
    const before = [await shelf.track('Song 1'), await shelf.track('Song 2')];
    shelf.move(`Anna/Blue/1.${ending}`, 'Anna/Blue/x');
    shelf.move(`Anna/Blue/2.${ending}`, `Anna/Blue/1.${ending}`);
    shelf.move('Anna/Blue/x', `Anna/Blue/2.${ending}`);
    await shelf.scan();
    const after = [await shelf.track('Song 1'), await shelf.track('Song 2')];
    assert.deepEqual(
      after.map((row) => row.id),
      before.map((row) => row.id),
    );
    assert.deepEqual(
      after.map((row) => row.path),
      [`Anna/Blue/2.${ending}`, `Anna/Blue/1.${ending}`],
    );
  });
}

eachDatabase('files that swap between two folders keep their tracks', async (database, t) => {
  const shelf = await openShelf(t, database);
  shelf.put('A/song.mp3', mp3(1));
  shelf.put('B/song.mp3', mp3(2));
  await shelf.scan();
  const before = [await shelf.track('Song 1'), await shelf.track('Song 2')];
  shelf.move('A/song.mp3', 'x');
  shelf.move('B/song.mp3', 'A/song.mp3');
  shelf.move('x', 'B/song.mp3');
  await shelf.scan();
  const after = [await shelf.track('Song 1'), await shelf.track('Song 2')];
  assert.deepEqual(
    after.map((row) => row.id),
    before.map((row) => row.id),
  );
  assert.deepEqual(
    after.map((row) => row.path),
    ['B/song.mp3', 'A/song.mp3'],
  );
});

eachDatabase(
  'other music under an old name is another track, and the old one is missing',
  async (database, t) => {
    const shelf = await openShelf(t, database);
    await fill(shelf);
    const before = await shelf.track('Song 1');
    shelf.put(
      'Anna/Blue/1.flac',
      makeFlac({ tags: { TITLE: 'Other', ARTIST: 'Bert', ALBUM: 'Else' }, seconds: 3, seed: 99 }),
    );
    await shelf.scan();
    assert.notEqual((await shelf.track('Other')).id, before.id);
    assert.notEqual((await shelf.track('Song 1')).missing_since, null);
    shelf.put('back/1.flac', flac(1));
    await shelf.scan();
    const again = await shelf.track('Song 1');
    assert.deepEqual([again.id, again.missing_since], [before.id, null]);
  },
);

eachDatabase('a copy is a track of its own', async (database, t) => {
  const shelf = await openShelf(t, database);
  await fill(shelf);
  cpSync(join(shelf.root, 'Anna'), join(shelf.root, 'Copy'), { recursive: true, preserveTimestamps: true });
  const status = await shelf.scan();
  assert.deepEqual([status.added, status.moved], [3, 0]);
  assert.equal((await shelf.rows('SELECT id FROM track WHERE missing_since IS NULL')).length, 6);
});

eachDatabase(
  'a missing file keeps its row until a person purges it, and comes back as itself',
  async (database, t) => {
    const { listMissing, purgeMissing } = await import('../missing.ts');
    const shelf = await openShelf(t, database);
    await fill(shelf, mp3, 'mp3');
    const before = await shelf.track('Song 2');
    await shelf.star('track', before.id);
    shelf.move('Anna/Blue/2.mp3', '.kept');
    assert.equal((await shelf.scan()).missing, 1);
    assert.deepEqual(
      (await listMissing(database)).items.map((item) => [item.trackId, item.path]),
      [[before.id, 'Anna/Blue/2.mp3']],
    );
    shelf.move('.kept', 'Anna/Blue/2.mp3');
    await shelf.scan();
    assert.equal((await shelf.track('Song 2')).missing_since, null);
    shelf.move('Anna/Blue/2.mp3', '.kept');
    await shelf.scan();
    assert.equal(await purgeMissing(database, 'all'), 1);
    assert.equal((await shelf.rows("SELECT * FROM mark WHERE kind = 'track'")).length, 0);
    shelf.move('.kept', 'Anna/Blue/2.mp3');
    await shelf.scan();
    const after = await shelf.track('Song 2');
    assert.ok(after.id > before.id, 'a purged number is never given out again');
  },
);

eachDatabase('a file moved into another library stays the same track', async (database, t) => {
  const shelf = await openShelf(t, database);
  await fill(shelf);
  const other = realpathSync(mkdtempSync(join(tmpdir(), 'fonoteca-other-')));
  t.after(() => rmSync(other, { recursive: true, force: true }));
  const second = await shelf.libraries.add({ root: other });
  const before = await shelf.track('Song 1');
  renameSync(join(shelf.root, 'Anna/Blue/1.flac'), join(other, '1.flac'));
  // The other library is scanned first, before anybody noticed that the file is gone from the first one.
  await shelf.scan({ libraryId: second.id });
  const after = await shelf.track('Song 1');
  assert.deepEqual([after.id, after.library_id, after.missing_since], [before.id, second.id, null]);
  await shelf.scan();
  assert.equal((await shelf.rows('SELECT id FROM track')).length, 3);
  const counts = await shelf.rows<{ library_id: number; track_count: number }>(
    'SELECT library_id, track_count FROM artist_count ORDER BY library_id',
  );
  assert.deepEqual(
    counts.map((row) => row.track_count),
    [2, 1],
  );
});
