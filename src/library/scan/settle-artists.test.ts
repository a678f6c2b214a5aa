import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { eachDatabase } from '../../../test/databases.ts';
import { makeMp3 } from '../../media/tags/fixtures.ts';
import { openShelf } from './scan-fixtures.ts';

eachDatabase('who makes albums and plays on none of them has every album counted', async (database, t) => {
  const shelf = await openShelf(t, database);
  const song = (album: string, at: number) => {
    const tags = {
      TITLE: `${album} ${at}`,
      ARTIST: `Singer ${at}`,
      ALBUM: album,
      ALBUMARTIST: 'Various Artists',
    };
    shelf.put(`${album}/${at}.mp3`, makeMp3({ seed: at, seconds: 0.1, tags }));
  };
  const albums = async () => {
    const rows = await shelf.rows<{ albums: number }>(
      "SELECT album_count AS albums FROM artist_count JOIN artist ON artist.id = artist_id WHERE name = 'Various Artists'",
    );
    return rows.map((row) => row.albums);
  };
  const away = `../${basename(shelf.root)}-away`;
  t.after(() => rmSync(join(shelf.root, away), { recursive: true, force: true }));
  song('First', 1);
  await shelf.scan();
  assert.deepEqual(await albums(), [1]);
  song('Second', 2);
  await shelf.scan();
  assert.deepEqual(await albums(), [2]);
  shelf.move('First', away);
  await shelf.scan();
  assert.deepEqual(await albums(), [1]);
  shelf.move(away, 'First');
  await shelf.scan();
  assert.deepEqual(await albums(), [2]);
});
