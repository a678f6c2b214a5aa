import assert from 'node:assert/strict';
import { fixedClock } from '#base/clock.ts';
import { type Database, withSchema } from '#base/database/index.ts';
import { openLibrary, type Library, type LibrarySchema, type Viewer } from '#library/index.ts';
import { eachDatabase } from '../../../test/databases.ts';
import { fillSmallLibrary, smallNow } from '../../../test/small-library.ts';

const ada: Viewer = { accountId: 1, libraryIds: 'all' };

async function open(database: Database): Promise<Library> {
  await fillSmallLibrary(database);
  return openLibrary({
    database: withSchema<LibrarySchema>(database),
    clock: fixedClock(smallNow),
    listsLagMs: 0,
  });
}

const titles = (rows: readonly { title: string }[]) => rows.map((row) => row.title);

eachDatabase('an admin sees every library, a member the open ones and their own', async (database) => {
  const library = await open(database);
  assert.deepEqual(await library.access.viewerOf({ id: 1, role: 'admin' }), {
    accountId: 1,
    libraryIds: 'all',
  });
  const ben = await library.access.viewerOf({ id: 2, role: 'member' });
  const cy = await library.access.viewerOf({ id: 3, role: 'member' });
  assert.deepEqual(ben.libraryIds, [1, 2]);
  assert.deepEqual(cy.libraryIds, [1]);
  assert.deepEqual(
    (await library.access.libraries(cy)).map((one) => one.name),
    ['Music'],
  );
  assert.deepEqual(library.access.narrow(cy, 2).libraryIds, []);
  assert.equal((await library.albums.list(cy, {})).total, 6);
  assert.equal((await library.albums.list(ben, {})).total, 7);
  assert.equal((await library.albums.list(library.access.narrow(ben, 2), {})).total, 1);
  assert.deepEqual(await library.albums.get(cy, 7), { found: false });
  assert.deepEqual(await library.tracks.get(cy, 16), { found: false });
  assert.deepEqual(await library.tracks.byIds(cy, [16, 1]).then(titles), ['Help!']);
  assert.equal((await library.artwork.fileOfTrack(cy, 16)).found, false);
  assert.equal((await library.artwork.of(cy, { kind: 'album', id: 7 })).found, false);
});

eachDatabase('albums come in each order, in windows, with the length of the whole', async (database) => {
  const library = await open(database);
  const list = async (query: Parameters<Library['albums']['list']>[1]) =>
    titles((await library.albums.list(ada, query)).items);
  assert.deepEqual(await list({ sort: 'title' }), [
    'Abbey Road',
    'Help!',
    'Rusalka',
    'Secret Sessions',
    'Yesterday and Today',
    'Времена года',
    '六段の調',
  ]);
  assert.deepEqual(await list({ sort: 'artist' }), [
    'Rusalka',
    'Help!',
    'Abbey Road',
    'Secret Sessions',
    'Yesterday and Today',
    'Времена года',
    '六段の調',
  ]);
  assert.deepEqual(await list({ sort: 'added', limit: 2 }), ['Secret Sessions', 'Yesterday and Today']);
  assert.deepEqual(await list({ sort: 'year', fromYear: 1960, toYear: 1969 }), ['Help!', 'Abbey Road']);
  assert.deepEqual(await list({ sort: 'year', fromYear: 1969, toYear: 1960 }), ['Abbey Road', 'Help!']);
  assert.deepEqual(await list({ sort: 'title', genre: 'CLASSICAL' }), ['Rusalka', 'Времена года']);
  const window = await library.albums.list(ada, { sort: 'title', offset: 5, limit: 10 });
  assert.deepEqual([window.total, window.offset, titles(window.items)], [7, 5, ['Времена года', '六段の調']]);
  const random = await list({ sort: 'random', seed: 4 });
  assert.deepEqual(random, [
    ...(await list({ sort: 'random', seed: 4, limit: 3 })),
    ...(await list({ sort: 'random', seed: 4, offset: 3 })),
  ]);
  assert.equal(new Set(random).size, 7);
});

eachDatabase('the letters say where each begins', async (database) => {
  const library = await open(database);
  assert.deepEqual(await library.albums.letters(ada, 'title'), [
    { letter: 'A', index: 0 },
    { letter: 'H', index: 1 },
    { letter: 'R', index: 2 },
    { letter: 'S', index: 3 },
    { letter: 'Y', index: 4 },
    { letter: 'В', index: 5 },
    { letter: '…', index: 6 },
  ]);
  assert.deepEqual(
    (await library.artists.letters(ada, 'album')).map((one) => one.letter),
    ['A', 'B', 'V', 'П', '…'],
  );
});

eachDatabase('an album has its discs, its people and the reason it is one', async (database) => {
  const library = await open(database);
  const found = await library.albums.get(ada, 3);
  assert.ok(found.found);
  const { album } = found;
  assert.deepEqual(
    album.discs.map((disc) => [disc.number, disc.durationMs, titles(disc.tracks)]),
    [
      [1, 360_000, ['Předehra', 'Měsíčku na nebi hlubokém']],
      [2, 180_000, ['Polonéza']],
    ],
  );
  assert.deepEqual(
    album.credits.map((credit) => [credit.role, credit.name]),
    [
      ['artist', 'Antonín Dvořák'],
      ['composer', 'Antonín Dvořák'],
    ],
  );
  assert.deepEqual(
    album.artists.map((artist) => artist.name),
    ['Antonín Dvořák'],
  );
  assert.equal(album.grouping.rule, 'artist-album-year-folder');
  assert.deepEqual(album.genres, ['Classical']);
  const beatles = await library.albums.get(ada, 1);
  assert.ok(beatles.found);
  assert.deepEqual(titles(beatles.album.moreByArtist), ['Secret Sessions', 'Abbey Road']);
  assert.equal(beatles.album.discs[0]!.tracks[0]!.path, 'The Beatles/Help!/01.flac');
});

eachDatabase(
  'an artist has albums, appearances and top tracks by how often they were played',
  async (database) => {
    const library = await open(database);
    const named = await library.artists.byName(ada, 'the BEATLES');
    assert.ok(named.found);
    await library.plays.add(ada, [
      { trackId: 4, client: 'test' },
      { trackId: 4, client: 'test', playedAt: smallNow - 5000 },
      { trackId: 3, client: 'test' },
    ]);
    const found = await library.artists.get(ada, named.artist.id);
    assert.ok(found.found);
    const { artist } = found;
    assert.deepEqual(titles(artist.albums), ['Secret Sessions', 'Abbey Road', 'Help!']);
    assert.deepEqual(titles(artist.appearsOn), ['Yesterday and Today']);
    assert.deepEqual(titles(artist.topTracks).slice(0, 2), ['Come Together', 'Yesterday']);
    assert.ok(!titles(artist.topTracks).includes('Gone Song'));
    assert.equal(artist.mark.playCount, 3);
    const cy = await library.access.viewerOf({ id: 3, role: 'member' });
    assert.deepEqual(
      (await library.artists.list(cy, {})).items.map((one) => [one.name, one.albumCount]),
      [
        ['Antonín Dvořák', 1],
        ['The Beatles', 2],
        ['Various Artists', 1],
        ['Пётр Чайковский', 1],
        ['八橋検校', 1],
      ],
    );
    assert.equal((await library.artists.list(ada, { role: 'all' })).total, 7);
  },
);

eachDatabase('all artists under their letters are one object until the library changes', async (database) => {
  const library = await open(database);
  const index = await library.artists.index(ada, 'album');
  assert.deepEqual(
    index.letters.map(({ letter, artists }) => [letter, artists.map((one) => one.name)]),
    [
      ['A', ['Antonín Dvořák']],
      ['B', ['The Beatles']],
      ['V', ['Various Artists']],
      ['П', ['Пётр Чайковский']],
      ['…', ['八橋検校']],
    ],
  );
  assert.equal(await library.artists.index(ada, 'album'), index);
  await database.bulk([
    { kind: 'each', sql: `UPDATE artist SET name = 'Beatles' WHERE name = ?`, rows: [['The Beatles']] },
    { kind: 'each', sql: `UPDATE counter SET value = value + 1 WHERE name = ?`, rows: [['library_version']] },
  ]);
  assert.equal((await library.artists.index(ada, 'album')).letters[1]!.artists[0]!.name, 'Beatles');
});

eachDatabase('tracks are listed without missing ones, and found by number with them', async (database) => {
  const library = await open(database);
  const all = await library.tracks.list(ada, { sort: 'id' });
  assert.equal(all.total, 15);
  const [gone] = await library.tracks.byIds(ada, [15]);
  assert.deepEqual([gone!.title, gone!.missing], ['Gone Song', true]);
  assert.deepEqual(titles(await library.tracks.byIds(ada, [3, 1, 3, 999])), [
    'Yesterday',
    'Help!',
    'Yesterday',
  ]);
  assert.deepEqual(titles((await library.tracks.list(ada, { sort: 'title', limit: 3 })).items), [
    'Come Together',
    'Help!',
    'Hidden Yesterday',
  ]);
  assert.deepEqual(titles((await library.tracks.list(ada, { sort: 'album', limit: 4 })).items), [
    'Come Together',
    'Something',
    'Help!',
    'Ticket to Ride',
  ]);
  assert.deepEqual(titles((await library.tracks.list(ada, { sort: 'title', genre: 'koto' })).items), [
    '乱',
    '六段の調',
  ]);
  const random = await library.tracks.random(ada, {
    count: 50,
    genre: 'Classical',
    fromYear: 1900,
    toYear: 1950,
  });
  assert.deepEqual(titles(random).toSorted(), ['Měsíčku na nebi hlubokém', 'Polonéza', 'Předehra']);
  assert.deepEqual(await library.tracks.idsOf(ada, { kind: 'album', id: 6 }), [13, 14]);
  const similar = titles(await library.tracks.similar(ada, { kind: 'track', id: 3 }, 20));
  assert.ok(similar.includes('Help!') && !similar.includes('Gone Song'));
  const row = (await library.tracks.list(ada, { sort: 'id', limit: 1 })).items[0]!;
  assert.deepEqual(
    [row.artists[0]!.name, row.albumArtists[0]!.name, row.genres, row.album, row.lossless],
    ['The Beatles', 'The Beatles', ['Rock'], { id: 1, title: 'Help!' }, true],
  );
});

eachDatabase('a list shows what a scan changed once the version has grown', async (database) => {
  const library = await open(database);
  assert.equal((await library.albums.list(ada, {})).total, 7);
  await database.bulk([
    { kind: 'each', sql: `UPDATE album SET missing = ? WHERE id = 1`, rows: [[true]] },
    { kind: 'each', sql: `UPDATE counter SET value = value + 1 WHERE name = ?`, rows: [['library_version']] },
  ]);
  assert.equal((await library.albums.list(ada, {})).total, 6);
});

eachDatabase(
  'the gain of an album follows from its measured tracks where no tag gives it',
  async (database) => {
    const library = await open(database);
    await database.bulk([
      {
        kind: 'each',
        sql: 'UPDATE track SET loudness_lufs = ?, peak = ? WHERE id = ?',
        rows: [
          [-20, 0.5, 4],
          [-20, 0.9, 5],
        ],
      },
    ]);
    const [track] = await library.tracks.byIds(ada, [4]);
    assert.equal(track!.gain.trackDb, 2);
    assert.equal(track!.gain.trackPeak, 0.5);
    assert.ok(Math.abs(track!.gain.albumDb! - 2) < 1e-9);
    assert.equal(track!.gain.albumPeak, 0.9);
  },
);

eachDatabase('genres, folders and counts', async (database) => {
  const library = await open(database);
  assert.deepEqual(
    (await library.genres.list(ada)).map((genre) => [genre.name, genre.albumCount, genre.trackCount]),
    [
      ['Classical', 2, 5],
      ['Koto', 1, 2],
      ['Rock', 4, 9],
    ],
  );
  const cy = await library.access.viewerOf({ id: 3, role: 'member' });
  const roots = await library.folders.roots(cy);
  assert.deepEqual(roots.folders.map((folder) => folder.name).toSorted(), [
    'Abbey Road',
    'Help!',
    'Rusalka',
    'Yesterday and Today',
    'Времена года',
    '六段の調',
  ]);
  const folder = await library.folders.get(cy, 11);
  assert.ok(folder.found);
  assert.deepEqual(titles(folder.folder.tracks), ['Help!', 'Ticket to Ride', 'Yesterday']);
  assert.deepEqual(await library.folders.get(cy, 17), { found: false });
  assert.deepEqual(await library.home.counts(cy), {
    artists: 5,
    albums: 6,
    tracks: 14,
    durationMs: 15 * 180_000,
  });
});

eachDatabase('the first page shows what is new, played, loved and begun', async (database) => {
  const library = await open(database);
  const day = 86_400_000;
  await library.plays.add(ada, [
    { trackId: 1, client: 'x', playedAt: smallNow - 100 * day },
    { trackId: 6, client: 'x', playedAt: smallNow - day },
  ]);
  await library.marks.star(ada, { albums: [1] }, true);
  await library.plays.report(ada, { trackId: 7, client: 'x', positionMs: 60_000 });
  const home = await library.home.get(ada);
  assert.equal(home.recentlyAdded[0]!.title, 'Secret Sessions');
  assert.equal(home.addedThisMonth, 1);
  assert.deepEqual(titles(home.recentlyPlayed), ['Rusalka', 'Help!']);
  assert.deepEqual(titles(home.favourites), ['Help!']);
  assert.deepEqual(titles(home.rediscover), ['Help!']);
  assert.equal(home.random.length, 7);
  const [place] = home.continue;
  assert.deepEqual(
    [place!.track.title, place!.index, place!.count, place!.leftMs, place!.albumDurationMs],
    ['Měsíčku na nebi hlubokém', 2, 3, 300_000, 540_000],
  );
});
