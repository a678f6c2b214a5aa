/** What a scan finds: songs, artists, albums, pictures, lyrics, parts of files, playlists, and what is wrong. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { eachDatabase } from '../../../test/databases.ts';
import { makeFlac, makeMp3, makePng } from '../../media/tags/fixtures.ts';
import { listIssues } from '../issues.ts';
import { openShelf } from './scan-fixtures.ts';

const song = (title: string, more: Record<string, string | string[]> = {}, seconds = 0.5) =>
  makeFlac({ tags: { TITLE: title, ARTIST: 'Anna', ALBUM: 'Blue', ...more }, seconds });

eachDatabase('a scan that finds nothing changed writes no track again', async (database, t) => {
  const shelf = await openShelf(t, database);
  for (const name of ['a', 'b', 'c']) shelf.put(`Anna/Blue/${name}.flac`, song(name));
  const first = await shelf.scan();
  assert.deepEqual([first.done, first.total, first.added, first.changed], [3, 3, 3, 0]);
  const version = () =>
    shelf
      .rows<{ value: number }>("SELECT value FROM counter WHERE name = 'library_version'")
      .then((rows) => rows[0]!.value);
  const before = await version();
  const second = await shelf.scan();
  assert.deepEqual(
    [second.done, second.total, second.added, second.changed, second.missing],
    [3, 3, 0, 0, 0],
  );
  assert.equal(await version(), before, 'nobody need read their lists again');
  shelf.put('Anna/Blue/b.flac', song('b again'));
  const third = await shelf.scan();
  assert.deepEqual([third.done, third.added, third.changed], [3, 0, 1]);
});

eachDatabase('artists, guests, album artists, composers and genres are told apart', async (database, t) => {
  const shelf = await openShelf(t, database);
  shelf.put(
    'x/1.flac',
    song('One (feat. Carla)', {
      ARTIST: 'Anna feat. Bert',
      ALBUMARTIST: 'Anna',
      COMPOSER: 'Dora',
      GENRE: ['Hip-Hop', 'hip hop', 'Rock, Pop'],
    }),
  );
  shelf.put('x/2.flac', song('Two', { ARTIST: 'AC/DC', ALBUMARTIST: 'Anna' }));
  shelf.put('x/3.flac', song('Three', { ARTIST: ['Simon & Garfunkel', 'Emil'], ALBUMARTIST: 'Anna' }));
  await shelf.scan();
  const names = (title: string, role: string) =>
    shelf
      .rows<{ name: string }>(
        `SELECT credit.name FROM credit JOIN track ON track.id = track_id WHERE title = '${title}' AND role = '${role}' ORDER BY position`,
      )
      .then((rows) => rows.map((row) => row.name));
  assert.deepEqual(await names('One (feat. Carla)', 'artist'), ['Anna', 'Bert', 'Carla']);
  assert.deepEqual(await names('One (feat. Carla)', 'composer'), ['Dora']);
  assert.deepEqual(await names('Two', 'artist'), ['AC/DC']);
  assert.deepEqual(await names('Three', 'artist'), ['Simon & Garfunkel', 'Emil']);
  assert.deepEqual(
    (await shelf.rows<{ name: string }>('SELECT name FROM genre ORDER BY id')).map((row) => row.name),
    ['Hip-Hop', 'Rock', 'Pop'],
  );
  const counts = await shelf.rows<{
    name: string;
    album_count: number;
    track_count: number;
    appears_count: number;
  }>(
    'SELECT name, album_count, track_count, appears_count FROM artist JOIN artist_count ON artist.id = artist_id ORDER BY name',
  );
  assert.deepEqual(
    counts.find((row) => row.name === 'Anna'),
    { name: 'Anna', album_count: 1, track_count: 1, appears_count: 0 },
  );
  assert.deepEqual(
    counts.find((row) => row.name === 'Dora'),
    { name: 'Dora', album_count: 0, track_count: 0, appears_count: 1 },
  );
});

eachDatabase(
  'tracks become albums by release id, album artist, compilation or folder, and say why',
  async (database, t) => {
    const shelf = await openShelf(t, database);
    const release = 'a1b2c3d4-0000-4000-8000-000000000001';
    shelf.put('one/1.flac', song('r1', { MUSICBRAINZ_ALBUMID: release, ALBUM: 'Release' }));
    shelf.put('two/2.flac', song('r2', { MUSICBRAINZ_ALBUMID: release, ALBUM: 'Release' }));
    shelf.put('multi/CD1/1.flac', song('m1', { ALBUMARTIST: 'Anna', ALBUM: 'Double', DATE: '2001' }));
    shelf.put('multi/CD2/1.flac', song('m2', { ALBUMARTIST: 'Anna', ALBUM: 'Double', DATE: '2001' }));
    shelf.put('hits/1.flac', song('h1', { ALBUM: 'Hits', ARTIST: 'Anna', TRACKNUMBER: '1' }));
    shelf.put('hits/2.flac', song('h2', { ALBUM: 'Hits', ARTIST: 'Bert', TRACKNUMBER: '2' }));
    shelf.put('loose/1.flac', song('l1', { ALBUM: '' }));
    shelf.put('years/1.flac', song('y1', { ALBUMARTIST: 'Anna', ALBUM: 'Live', DATE: '1990' }));
    shelf.put('years/2.flac', song('y2', { ALBUMARTIST: 'Anna', ALBUM: 'Live', DATE: '1995' }));
    await shelf.scan();
    const albums = await shelf.rows<{
      title: string;
      group_rule: string;
      track_count: number;
      disc_count: number;
      artist_name: string;
      group_facts: string;
    }>(
      'SELECT title, group_rule, track_count, disc_count, artist_name, group_facts FROM album ORDER BY title, id',
    );
    assert.deepEqual(
      albums.map((album) => [
        album.title,
        album.group_rule,
        album.track_count,
        album.disc_count,
        album.artist_name,
      ]),
      [
        ['Double', 'album-artist', 2, 2, 'Anna'],
        ['Hits', 'several-artists', 2, 1, 'Various Artists'],
        ['Live', 'album-artist', 1, 1, 'Anna'],
        ['Live', 'album-artist', 1, 1, 'Anna'],
        ['Release', 'release-id', 2, 1, 'Anna'],
        ['loose', 'folder', 1, 1, 'Anna'],
      ],
    );
    assert.deepEqual(JSON.parse(albums[0]!.group_facts), [
      { name: 'album-artist', value: 'Anna' },
      { name: 'album', value: 'Double' },
      { name: 'year', value: '2001' },
      { name: 'folder', value: 'multi' },
    ]);
  },
);

eachDatabase(
  'a second artist on an album without album artist makes the whole folder a compilation',
  async (database, t) => {
    const shelf = await openShelf(t, database);
    shelf.put('hits/1.flac', song('h1', { ALBUM: 'Hits', ARTIST: 'Anna', TRACKNUMBER: '1' }));
    await shelf.scan();
    const before = await shelf.track('h1');
    shelf.put('hits/2.flac', song('h2', { ALBUM: 'Hits', ARTIST: 'Bert', TRACKNUMBER: '2' }));
    await shelf.scan();
    const albums = await shelf.rows<{ id: number; artist_name: string; track_count: number }>(
      'SELECT id, artist_name, track_count FROM album',
    );
    assert.deepEqual(
      albums.map((album) => [album.id, album.artist_name, album.track_count]),
      [[before.album_id, 'Various Artists', 2]],
    );
  },
);

eachDatabase(
  'pictures are found in folders and in files, and a new one in the folder is noticed',
  async (database, t) => {
    const shelf = await openShelf(t, database);
    const picture = { bytes: makePng(16, 16), mime: 'image/png' };
    shelf.put(
      'Anna/Blue/1.mp3',
      makeMp3({ tags: { TITLE: 'a', ARTIST: 'Anna', ALBUM: 'Blue' }, artwork: picture }),
    );
    shelf.put('Anna/artist.png', makePng(8, 8));
    await shelf.scan();
    const art = () =>
      shelf.rows<{ source: string; path: string }>(
        'SELECT source, path FROM album JOIN artwork ON artwork.id = album.artwork_id',
      );
    assert.deepEqual(await art(), [{ source: 'embedded', path: 'Anna/Blue/1.mp3' }]);
    shelf.put('Anna/Blue/folder.png', makePng(9, 9));
    await shelf.scan();
    assert.deepEqual(await art(), [{ source: 'folder', path: 'Anna/Blue/folder.png' }]);
    const [artist] = await shelf.rows<{ path: string }>(
      "SELECT path FROM artist JOIN artwork ON artwork.id = artist.artwork_id WHERE name = 'Anna'",
    );
    assert.equal(artist?.path, 'Anna/artist.png');
    shelf.remove('Anna/Blue/folder.png');
    await shelf.scan();
    assert.deepEqual(await art(), [{ source: 'embedded', path: 'Anna/Blue/1.mp3' }]);
  },
);

eachDatabase('lyrics beside a song are read, follow their file and go with it', async (database, t) => {
  const shelf = await openShelf(t, database);
  shelf.put('a/song.flac', song('a', { LYRICS: 'inside' }));
  shelf.put('a/song.lrc', '[00:01.00]one\n[00:02.50]two\n');
  await shelf.scan();
  const lyrics = () =>
    shelf.rows<{ source: string; synced: boolean | number; lines: string }>(
      'SELECT source, synced, lines FROM lyrics ORDER BY position',
    );
  const first = await lyrics();
  assert.deepEqual(
    first.map((row) => [row.source, Boolean(row.synced)]),
    [
      ['sidecar', true],
      ['embedded', false],
    ],
  );
  assert.deepEqual(JSON.parse(first[0]!.lines), [
    { timeMs: 1000, text: 'one' },
    { timeMs: 2500, text: 'two' },
  ]);
  shelf.put('a/song.lrc', '[00:01.00]changed\n');
  await shelf.scan();
  assert.match((await lyrics())[0]!.lines, /changed/);
  shelf.remove('a/song.lrc');
  await shelf.scan();
  assert.deepEqual(
    (await lyrics()).map((row) => row.source),
    ['embedded'],
  );
});

eachDatabase(
  'a cue sheet cuts a file into songs, which keep their stars when the file moves',
  async (database, t) => {
    const shelf = await openShelf(t, database);
    const cue = `PERFORMER "Anna"\nTITLE "Whole"\nFILE "whole.wav" WAVE\n  TRACK 01 AUDIO\n    TITLE "First"\n    INDEX 01 00:00:00\n  TRACK 02 AUDIO\n    TITLE "Second"\n    PERFORMER "Bert"\n    INDEX 01 00:02:00\n`;
    shelf.put('w/whole.flac', makeFlac({ tags: {}, seconds: 5 }));
    shelf.put('w/whole.cue', cue);
    await shelf.scan();
    const parts = () =>
      shelf.rows<{
        id: number;
        title: string;
        segment: number;
        start_ms: number;
        duration_ms: number;
        artist_name: string;
      }>(
        'SELECT id, title, segment, start_ms, duration_ms, artist_name FROM track WHERE missing_since IS NULL ORDER BY segment',
      );
    const before = await parts();
    assert.deepEqual(
      before.map(({ title, segment, start_ms, duration_ms, artist_name }) => ({
        title,
        segment,
        start_ms,
        duration_ms,
        artist_name,
      })),
      [
        { title: 'First', segment: 1, start_ms: 0, duration_ms: 2000, artist_name: 'Anna' },
        { title: 'Second', segment: 2, start_ms: 2000, duration_ms: 3000, artist_name: 'Bert' },
      ],
    );
    assert.deepEqual(
      await shelf.rows<{ title: string; artist_name: string; track_count: number }>(
        'SELECT title, artist_name, track_count FROM album',
      ),
      [{ title: 'Whole', artist_name: 'Anna', track_count: 2 }],
    );
    shelf.move('w', 'moved');
    await shelf.scan();
    assert.deepEqual(
      (await parts()).map((row) => row.id),
      before.map((row) => row.id),
    );
    shelf.remove('moved/whole.cue');
    await shelf.scan();
    assert.deepEqual(
      (await parts()).map((row) => row.segment),
      [0],
    );
  },
);

eachDatabase(
  'playlist files become playlists, follow their file, and try lines again that match nothing yet',
  async (database, t) => {
    const shelf = await openShelf(t, database);
    shelf.put('music/1.flac', song('one'));
    shelf.put('music/2.flac', song('two'));
    shelf.put(
      'lists/mine.m3u8',
      '#EXTM3U\n#PLAYLIST:Mine\n../music/1.flac\n..\\music\\2.FLAC\n../music/later.flac\n',
    );
    shelf.put(
      'lists/other.xspf',
      `<?xml version="1.0"?><playlist version="1" xmlns="http://xspf.org/ns/0/"><trackList><track><location>file:///mnt/old/music/2.flac</location></track></trackList></playlist>`,
    );
    await shelf.scan();
    const lines = () =>
      shelf.rows<{ name: string; title: string | null; entry: string }>(
        'SELECT playlist.name, track.title, entry FROM playlist_item JOIN playlist ON playlist.id = playlist_id LEFT JOIN track ON track.id = track_id ORDER BY playlist.id, position',
      );
    assert.deepEqual(
      (await lines()).map((line) => [line.name, line.title]),
      [
        ['Mine', 'one'],
        ['Mine', 'two'],
        ['Mine', null],
        ['other', 'two'],
      ],
    );
    shelf.put('music/later.flac', song('later'));
    await shelf.scan();
    assert.deepEqual(
      (await lines()).map((line) => line.title),
      ['one', 'two', 'later', 'two'],
    );
    shelf.put('lists/mine.m3u8', '../music/2.flac\n');
    await shelf.scan();
    assert.deepEqual(
      (await lines()).map((line) => line.title),
      ['two', 'two'],
    );
    const [before] = await shelf.rows<{ id: number }>("SELECT id FROM playlist WHERE name = 'Mine'");
    shelf.move('lists/mine.m3u8', 'lists/renamed.m3u8');
    await shelf.scan();
    const rows = await shelf.rows<{ id: number; source_path: string }>(
      'SELECT id, source_path FROM playlist ORDER BY id',
    );
    assert.deepEqual(rows[0], { id: before!.id, source_path: 'lists/renamed.m3u8' });
    assert.equal(rows.length, 2);
  },
);

eachDatabase(
  'broken files are on the list of issues, and leave it when they are mended',
  async (database, t) => {
    const shelf = await openShelf(t, database);
    shelf.put('a/good.flac', song('good'));
    shelf.put('a/empty.mp3', '');
    shelf.put('a/text.mp3', 'this is not music, '.repeat(200));
    shelf.put('a/cut.flac', song('cut').subarray(0, 20));
    shelf.put('a/named.mp3', song('mislabelled'));
    const status = await shelf.scan();
    assert.equal(status.added, 2);
    const reasons = async () =>
      (await listIssues(database)).items.map((issue) => [issue.path, issue.severity, issue.reason]);
    const found = await reasons();
    assert.deepEqual(found.map(([path]) => path).sort(), [
      'a/cut.flac',
      'a/empty.mp3',
      'a/named.mp3',
      'a/text.mp3',
    ]);
    assert.deepEqual(
      found.find(([path]) => path === 'a/named.mp3'),
      ['a/named.mp3', 'warning', 'mislabelled'],
    );
    for (const issue of (await listIssues(database)).items) assert.match(issue.message, /^[A-Z].*\.$/);
    await shelf.scan();
    assert.equal((await reasons()).length, 4, 'an unchanged folder keeps its issues');
    shelf.put('a/empty.mp3', makeMp3({ tags: { TITLE: 'mended' } }));
    shelf.remove('a/text.mp3');
    shelf.remove('a/cut.flac');
    await shelf.scan();
    assert.deepEqual(
      (await reasons()).map(([path]) => path),
      ['a/named.mp3'],
    );
  },
);

eachDatabase(
  'a name that is no UTF-8 is scanned, and its path leads to the very bytes',
  async (database, t) => {
    const shelf = await openShelf(t, database);
    const folder = Buffer.concat([Buffer.from(`${shelf.root}/f`), Buffer.from([0xe9])]);
    mkdirSync(folder);
    writeFileSync(
      Buffer.concat([folder, Buffer.from('/s'), Buffer.from([0xff]), Buffer.from('.flac')]),
      song('odd'),
    );
    const status = await shelf.scan();
    assert.equal(status.added, 1);
    const [row] = await shelf.rows<{ path: string; file_name: string }>(
      'SELECT path, file_name FROM track JOIN folder ON folder.id = folder_id',
    );
    assert.deepEqual([row!.path, row!.file_name], ['f\u{efe9}', 's\u{efff}.flac']);
    assert.deepEqual([(await shelf.scan()).changed, (await shelf.track('odd')).missing_since], [0, null]);
  },
);

eachDatabase('links in a circle end, links out of the library are followed once', async (database, t) => {
  const shelf = await openShelf(t, database);
  const outside = `${shelf.root}-outside`;
  mkdirSync(join(outside, 'deep'), { recursive: true });
  t.after(async () => (await import('node:fs')).rmSync(outside, { recursive: true, force: true }));
  writeFileSync(join(outside, 'deep/o.flac'), song('outside'));
  symlinkSync(outside, join(outside, 'deep/again'));
  shelf.put('a/in.flac', song('inside'));
  symlinkSync(shelf.root, join(shelf.root, 'a/up'));
  symlinkSync(outside, join(shelf.root, 'a/out'));
  symlinkSync(outside, join(shelf.root, 'b-out'));
  symlinkSync(join(shelf.root, 'nowhere.flac'), join(shelf.root, 'a/broken.flac'));
  const status = await shelf.scan();
  assert.equal(status.added, 2);
  assert.equal((await shelf.track('outside')).path, 'a/out/deep/o.flac');
  const issues = (await listIssues(database)).items.map((issue) => [issue.path, issue.reason]);
  assert.deepEqual(issues.sort(), [
    ['a/broken.flac', 'broken-link'],
    ['a/out/deep/again', 'circle'],
    ['a/up', 'circle'],
  ]);
});

eachDatabase('a folder that cannot be read keeps what is known in it', async (database, t) => {
  const shelf = await openShelf(t, database);
  shelf.put('closed/1.flac', song('one'));
  shelf.put('open/2.flac', song('two'));
  await shelf.scan();
  chmodSync(join(shelf.root, 'closed'), 0);
  await asNobody(shelf.root, () => shelf.scan());
  assert.equal((await shelf.track('one')).missing_since, null);
  assert.deepEqual(
    (await listIssues(database)).items.map((issue) => [issue.path, issue.reason]),
    [['closed', 'unreadable-folder']],
  );
  chmodSync(join(shelf.root, 'closed'), 0o755);
  await shelf.scan();
  assert.equal((await listIssues(database)).total, 0);
});

/** Root reads everything: it becomes another user for a while. */
async function asNobody(folder: string, work: () => Promise<unknown>): Promise<void> {
  if (userInfo().uid !== 0) return void (await work());
  chmodSync(folder, 0o755);
  process.seteuid!(65534);
  try {
    await work();
  } finally {
    process.seteuid!(0);
  }
}

eachDatabase('a root that is empty or away marks nothing as missing and says so', async (database, t) => {
  const shelf = await openShelf(t, database);
  shelf.put('a/1.flac', song('one'));
  await shelf.scan();
  shelf.move('a', `../${shelf.root.split('/').at(-1)}-away`);
  await assert.rejects(shelf.scan(), /no music any more/);
  assert.equal((await shelf.track('one')).missing_since, null);
  shelf.move(`../${shelf.root.split('/').at(-1)}-away`, 'a');
  const { renameSync } = await import('node:fs');
  renameSync(shelf.root, `${shelf.root}-moved`);
  await assert.rejects(shelf.scan(), /does not exist/);
  assert.equal((await shelf.track('one')).missing_since, null);
  renameSync(`${shelf.root}-moved`, shelf.root);
  assert.equal((await shelf.scan()).missing, 0);
});

eachDatabase('4,000 letters in a tag and signs for a name do no harm', async (database, t) => {
  const shelf = await openShelf(t, database);
  shelf.put(
    'a/1.flac',
    song('long', {
      ARTIST: 'x'.repeat(4000),
      ALBUM: 'é'.repeat(4000),
      GENRE: 'g'.repeat(4000),
      COMMENT: 'c'.repeat(4000),
    }),
  );
  shelf.put('a/2.flac', song('signs', { ARTIST: '???', ALBUM: '!!!', ALBUMARTIST: '+/-' }));
  const status = await shelf.scan();
  assert.equal(status.added, 2);
  assert.deepEqual(
    (
      await shelf.rows<{ name: string }>(
        "SELECT credit.name FROM credit JOIN track ON track.id = track_id WHERE title = 'signs'",
      )
    ).map((row) => row.name),
    ['???'],
  );
});
