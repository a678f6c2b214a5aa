import assert from 'node:assert/strict';
import { eachDatabase } from '../../../test/databases.ts';
import { makeMp3, makePng } from '../../media/tags/fixtures.ts';
import { openShelf } from './scan-fixtures.ts';

eachDatabase(
  'a picture that is taken out of its folder goes with the next scan, and so does an artist’s',
  async (database, t) => {
    const shelf = await openShelf(t, database);
    const tags = { TITLE: 'one', ARTIST: 'Anna', ALBUMARTIST: 'Anna', ALBUM: 'Blue' };
    shelf.put('Anna/Blue/1.mp3', makeMp3({ seconds: 0.1, tags }));
    shelf.put('Anna/Blue/cover.png', makePng());
    shelf.put('Anna/artist.png', makePng(9, 9));
    const seen = async () => ({
      pictures: (await shelf.rows<{ path: string }>('SELECT path FROM artwork ORDER BY path')).map(
        (row) => row.path,
      ),
      shown: await shelf.rows<{ album: boolean; artist: boolean; folder: boolean }>(
        `SELECT (SELECT artwork_id FROM album) IS NOT NULL AS album, (SELECT artwork_id FROM artist WHERE name = 'Anna') IS NOT NULL AS artist,
        EXISTS (SELECT 1 FROM folder WHERE artwork_id IS NOT NULL) AS folder`,
      ),
    });
    const shows = async () => Object.values((await seen()).shown[0]!).map(Boolean);
    await shelf.scan();
    assert.deepEqual((await seen()).pictures, ['Anna/Blue/cover.png', 'Anna/artist.png']);
    assert.deepEqual(await shows(), [true, true, true]);

    shelf.remove('Anna/artist.png');
    await shelf.scan();
    assert.deepEqual(
      [(await seen()).pictures, await shows()],
      [['Anna/Blue/cover.png'], [true, false, true]],
    );

    shelf.put('Anna/Blue/folder.png', makePng(7, 7));
    shelf.remove('Anna/Blue/cover.png');
    await shelf.scan();
    assert.deepEqual(
      [(await seen()).pictures, await shows()],
      [['Anna/Blue/folder.png'], [true, false, true]],
    );

    shelf.remove('Anna/Blue/folder.png');
    await shelf.scan();
    assert.deepEqual([(await seen()).pictures, await shows()], [[], [false, false, false]]);

    shelf.put('Anna/Blue/cover.png', makePng());
    shelf.put('Anna/artist.png', makePng(9, 9));
    await shelf.scan();
    shelf.move('Anna', 'Elsewhere/Anna');
    await shelf.scan();
    assert.deepEqual(
      [(await seen()).pictures, await shows()],
      [
        ['Elsewhere/Anna/Blue/cover.png', 'Elsewhere/Anna/artist.png'],
        [true, true, true],
      ],
    );
  },
);
