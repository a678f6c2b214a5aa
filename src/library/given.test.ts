import assert from 'node:assert/strict';
import { fixedClock } from '#base/clock.ts';
import { type Database, withSchema } from '#base/database/index.ts';
import {
  openLibrary,
  type LibrarySchema,
  type PlaylistChange,
  type PlaylistRow,
  type Viewer,
} from '#library/index.ts';
import { eachDatabase } from '../../test/databases.ts';
import { fillSmallLibrary, smallNow } from '../../test/small-library.ts';

const ada: Viewer = { accountId: 1, libraryIds: 'all' };
const cy: Viewer = { accountId: 3, libraryIds: [1] };

async function open(database: Database) {
  await fillSmallLibrary(database);
  const clock = fixedClock(smallNow);
  return {
    clock,
    library: openLibrary({ database: withSchema<LibrarySchema>(database), clock, listsLagMs: 0 }),
  };
}

const titles = (rows: readonly { title: string }[]) => rows.map((row) => row.title);

function changed(answer: PlaylistChange): PlaylistRow {
  assert.equal(answer.kind, 'changed');
  return (answer as { playlist: PlaylistRow }).playlist;
}

eachDatabase(
  'stars and ratings are kept for each account, and only for what it can see',
  async (database) => {
    const { library, clock } = await open(database);
    assert.deepEqual(await library.marks.star(ada, { tracks: [1, 2, 2], albums: [3], artists: [1] }, true), {
      marked: 4,
    });
    clock.advance(1000);
    await library.marks.star(ada, { tracks: [1, 4] }, true);
    assert.deepEqual(await library.marks.star(cy, { tracks: [16], albums: [7] }, true), { marked: 0 });
    const starred = await library.marks.starred(ada);
    assert.deepEqual(
      [titles(starred.tracks), titles(starred.albums), starred.artists.map((one) => one.name)],
      [['Come Together', 'Help!', 'Ticket to Ride'], ['Rusalka'], ['The Beatles']],
    );
    assert.equal((await library.marks.of(ada, 'track', 1)).starredAt, smallNow);
    await library.marks.rate(ada, { tracks: [1], albums: [2] }, 5);
    await library.marks.star(ada, { tracks: [1] }, false);
    assert.deepEqual(await library.marks.of(ada, 'track', 1), {
      starredAt: null,
      rating: 5,
      playCount: 0,
      playedAt: null,
    });
    assert.deepEqual(titles((await library.albums.list(ada, { sort: 'rating' })).items), ['Abbey Road']);
    await library.marks.rate(ada, { tracks: [1] }, null);
    assert.deepEqual(
      [...(await library.marks.given(ada, 'track')).keys()].toSorted((a, b) => a - b),
      [2, 4],
    );
    assert.deepEqual(await library.marks.given(cy, 'track'), new Map());
  },
);

eachDatabase(
  'a play counts for track, album and artists, and the same one twice counts once',
  async (database) => {
    const { library } = await open(database);
    const play = { trackId: 13, client: 'app', playedAt: smallNow - 60_000 };
    assert.deepEqual(await library.plays.add(ada, [play, play]), { counted: 1 });
    assert.deepEqual(await library.plays.add(ada, [play, { ...play, playedAt: smallNow + 86_400_000 }]), {
      counted: 1,
    });
    assert.deepEqual(await library.plays.add(cy, [{ trackId: 16, client: 'app' }]), { counted: 0 });
    const mark = await library.marks.of(ada, 'track', 13);
    assert.deepEqual(mark, { starredAt: null, rating: null, playCount: 2, playedAt: smallNow });
    assert.equal((await library.marks.of(ada, 'album', 6)).playCount, 2);
    const ray = await library.artists.byName(ada, 'Ray Charles');
    assert.equal(ray.found && ray.artist.mark.playCount, 2);
  },
);

eachDatabase(
  'what plays now moves on, is seen by others and is forgotten when the song is over',
  async (database) => {
    const { library, clock } = await open(database);
    assert.deepEqual(await library.plays.report(cy, { trackId: 16, client: 'phone', positionMs: 0 }), {
      found: false,
    });
    await library.plays.report(ada, { trackId: 1, client: 'phone', positionMs: 10_000 });
    clock.advance(5_000);
    const [row] = await library.plays.nowPlaying(cy);
    assert.deepEqual(
      [row!.accountId, row!.track.title, row!.positionMs, row!.state],
      [1, 'Help!', 15_000, 'playing'],
    );
    await library.plays.report(ada, { trackId: 1, client: 'phone', positionMs: 20_000, state: 'paused' });
    clock.advance(60_000);
    assert.equal((await library.plays.nowPlaying(ada))[0]!.positionMs, 20_000);
    clock.advance(600_000);
    assert.deepEqual(await library.plays.nowPlaying(ada), []);
  },
);

eachDatabase('after the last track of an album there is nothing to continue', async (database) => {
  const { library, clock } = await open(database);
  await library.plays.report(ada, { trackId: 4, client: 'x', positionMs: 30_000 });
  await library.plays.add(ada, [{ trackId: 4, client: 'x' }]);
  const [place] = await library.home.continueListening(ada, 5);
  assert.deepEqual([place!.track.title, place!.positionMs, place!.index], ['Something', 0, 2]);
  clock.advance(1000);
  await library.plays.add(ada, [{ trackId: 5, client: 'x' }]);
  assert.deepEqual(await library.home.continueListening(ada, 5), []);
});

eachDatabase('a playlist is made, edited and read in its order', async (database) => {
  const { library } = await open(database);
  const made = await library.playlists.create(ada, { name: ' Evening ', trackIds: [3, 6, 3, 999] });
  assert.deepEqual(
    [made.name, made.mine, made.trackCount, made.durationMs, made.artworks.map((one) => one.id)],
    ['Evening', true, 3, 540_000, [1, 3]],
  );
  const order = async () =>
    (await library.playlists.entries(ada, made.id)).items.map((item) => [item.position, item.track?.title]);
  changed(
    await library.playlists.change(ada, made.id, { name: 'Night', removeIndexes: [0], addTrackIds: [1, 2] }),
  );
  assert.deepEqual(await order(), [
    [0, 'Předehra'],
    [1, 'Yesterday'],
    [2, 'Help!'],
    [3, 'Ticket to Ride'],
  ]);
  changed(await library.playlists.move(ada, made.id, 3, 0));
  assert.deepEqual(
    (await order()).map(([, title]) => title),
    ['Ticket to Ride', 'Předehra', 'Yesterday', 'Help!'],
  );
  const window = await library.playlists.entries(ada, made.id, { offset: 2, limit: 1 });
  assert.deepEqual([window.total, window.items.map((item) => item.track!.title)], [4, ['Yesterday']]);
  changed(await library.playlists.change(ada, made.id, { trackIds: [5] }));
  assert.deepEqual(await order(), [[0, 'Something']]);
});

eachDatabase('a playlist of somebody else is read when public, and never changed', async (database) => {
  const { library } = await open(database);
  const { id } = await library.playlists.create(ada, { name: 'Mine', trackIds: [1, 16] });
  assert.deepEqual(await library.playlists.get(cy, id), { found: false });
  assert.deepEqual(await library.playlists.change(cy, id, { name: 'Theirs' }), {
    kind: 'refused',
    reason: 'not-found',
  });
  changed(await library.playlists.change(ada, id, { public: true }));
  assert.deepEqual(
    (await library.playlists.list(cy)).map((one) => [one.name, one.mine]),
    [['Mine', false]],
  );
  for (const refused of [
    await library.playlists.change(cy, id, { name: 'Theirs', trackIds: [] }),
    await library.playlists.move(cy, id, 0, 1),
    await library.playlists.remove(cy, id),
  ]) {
    assert.deepEqual(refused, { kind: 'refused', reason: 'not-yours' });
  }
  assert.deepEqual(await library.playlists.restore(cy, id), { kind: 'refused', reason: 'not-found' });
  // A track in a library that is closed to the reader keeps its place and says nothing.
  assert.deepEqual(
    (await library.playlists.entries(cy, id)).items.map((item) => item.track?.title ?? null),
    ['Help!', null],
  );
  assert.equal((await library.playlists.entries(ada, id)).items.length, 2);
});

eachDatabase('edits at the same time leave positions without gaps and lose no line', async (database) => {
  const { library } = await open(database);
  const { id } = await library.playlists.create(ada, { name: 'Busy', trackIds: [1, 2] });
  await Promise.all(
    Array.from({ length: 12 }, (_, index) => library.playlists.change(ada, id, { addTrackIds: [index + 1] })),
  );
  await Promise.all([
    library.playlists.change(ada, id, { removeIndexes: [0] }),
    library.playlists.move(ada, id, 5, 1),
    library.playlists.change(ada, id, { addTrackIds: [4, 5] }),
  ]);
  const { total, items } = await library.playlists.entries(ada, id);
  assert.equal(total, 15);
  assert.deepEqual(
    items.map((item) => item.position),
    Array.from({ length: 15 }, (_, index) => index),
  );
});

eachDatabase('a removed playlist can be had back for an hour, then it is gone', async (database) => {
  const { library, clock } = await open(database);
  const { id } = await library.playlists.create(ada, { name: 'Oops', trackIds: [1] });
  assert.equal(changed(await library.playlists.remove(ada, id)).name, 'Oops');
  assert.deepEqual(await library.playlists.list(ada), []);
  clock.advance(1_800_000);
  assert.equal(await library.playlists.purge(), 0);
  assert.equal(changed(await library.playlists.restore(ada, id)).trackCount, 1);
  await library.playlists.remove(ada, id);
  clock.advance(3_600_000);
  assert.deepEqual(await library.playlists.restore(ada, id), { kind: 'refused', reason: 'not-found' });
  assert.equal(await library.playlists.purge(), 1);
});

eachDatabase('lines that match no file are kept, counted and exported as they came', async (database) => {
  const { library } = await open(database);
  const { id } = await library.playlists.create(ada, { name: 'A & B', trackIds: [1, 6] });
  await database.bulk([
    {
      kind: 'upsert',
      table: 'playlist_item',
      columns: ['playlist_id', 'position', 'track_id', 'entry'],
      rows: [[id, 2, null, 'Gone/Lost <1>.mp3']],
    },
  ]);
  changed(await library.playlists.change(ada, id, { removeTrackIndexes: [0], addTrackIds: [2] }));
  assert.deepEqual(
    (await library.playlists.entries(ada, id)).items.map((item) => item.track?.title ?? item.entry),
    ['Předehra', 'Gone/Lost <1>.mp3', 'Ticket to Ride'],
  );
  changed(await library.playlists.change(ada, id, { trackIds: [2, 6] }));
  const m3u = await library.playlists.exportText(ada, id, 'm3u8');
  assert.equal(
    m3u.found && m3u.text,
    [
      '#EXTM3U',
      '#PLAYLIST:A & B',
      '#EXTINF:180,The Beatles - Ticket to Ride',
      '#EXTALB:Help!',
      'The Beatles/Help!/02.flac',
      '#EXTINF:180,Antonín Dvořák - Předehra',
      '#EXTALB:Rusalka',
      'Antonín Dvořák/Rusalka/01.flac',
      'Gone/Lost <1>.mp3',
      '',
    ].join('\n'),
  );
  const xspf = await library.playlists.exportText(ada, id, 'xspf');
  assert.match(
    xspf.found ? xspf.text : '',
    /<title>A &amp; B<\/title>[\s\S]*Anton%C3%ADn%20Dvo%C5%99%C3%A1k\/Rusalka\/01\.flac[\s\S]*Lost%20%3C1%3E\.mp3/,
  );
});

eachDatabase('the queue comes back as it was left, without what may not be seen', async (database) => {
  const { library } = await open(database);
  assert.equal(await library.queue.load(cy), null);
  await library.queue.save(cy, { trackIds: [1, 16, 2, 1], index: 2, positionMs: 1234.5, client: 'web' });
  const queue = await library.queue.load(cy);
  assert.deepEqual(
    [titles(queue!.tracks), queue!.index, queue!.positionMs, queue!.changedBy],
    [['Help!', 'Ticket to Ride', 'Help!'], 1, 1234, 'web'],
  );
  await database.bulk([{ kind: 'delete', table: 'track', keys: ['id'], rows: [[1]] }]);
  const after = await library.queue.load(cy);
  assert.deepEqual([titles(after!.tracks), after!.index], [['Ticket to Ride'], 0]);
  await library.queue.save(cy, { trackIds: [], index: 0, positionMs: 0, client: 'web' });
  assert.equal(await library.queue.load(cy), null);
});

eachDatabase('bookmarks, lyrics and artwork', async (database) => {
  const { library, clock } = await open(database);
  assert.deepEqual(await library.bookmarks.set(cy, { trackId: 16, positionMs: 5 }), { found: false });
  await library.bookmarks.set(cy, { trackId: 1, positionMs: 5000, comment: 'here' });
  clock.advance(10);
  await library.bookmarks.set(cy, { trackId: 1, positionMs: 6000 });
  const [bookmark] = await library.bookmarks.list(cy);
  assert.deepEqual(
    [bookmark!.track.id, bookmark!.positionMs, bookmark!.comment, bookmark!.createdAt, bookmark!.changedAt],
    [1, 6000, '', smallNow, smallNow + 10],
  );
  assert.deepEqual(
    [await library.bookmarks.remove(cy, 1), await library.bookmarks.remove(cy, 1)],
    [{ found: true }, { found: false }],
  );

  const lines = JSON.stringify([{ timeMs: 0, text: 'Suddenly' }, { text: 'I’m not half' }]);
  await database.bulk([
    {
      kind: 'upsert',
      table: 'lyrics',
      columns: ['track_id', 'position', 'language', 'synced', 'source', 'lines'],
      rows: [
        [3, 0, 'eng', true, 'sidecar', lines],
        [16, 0, 'eng', false, 'embedded', '[]'],
      ],
    },
  ]);
  assert.deepEqual(await library.lyrics.ofTrack(cy, 3), [
    {
      language: 'eng',
      synced: true,
      source: 'sidecar',
      lines: [
        { timeMs: 0, text: 'Suddenly' },
        { timeMs: null, text: 'I’m not half' },
      ],
    },
  ]);
  assert.deepEqual(await library.lyrics.ofTrack(cy, 16), []);
  const named = await library.lyrics.byName(cy, 'the beatles', 'YESTERDAY');
  assert.equal(named.found && named.track.id, 3);
  assert.deepEqual(await library.lyrics.byName(cy, 'Ray Charles', 'Yesterday'), { found: false });

  const { id } = await library.playlists.create(cy, { name: 'P', trackIds: [6] });
  for (const [kind, item, artwork] of [
    ['track', 1, 1],
    ['album', 2, 2],
    ['artist', 1, 2],
    ['playlist', id, 3],
    ['folder', 11, 1],
    ['artwork', 4, 4],
  ] as const) {
    const found = await library.artwork.of(cy, { kind, id: item });
    assert.deepEqual(found.found && [found.artwork.artworkId, found.artwork.root], [artwork, '/music'], kind);
  }
  assert.deepEqual(await library.artwork.of(cy, { kind: 'artwork', id: 7 }), { found: false });
  const file = await library.artwork.fileOfTrack(cy, 15);
  assert.deepEqual(file.found && [file.file.root, file.file.path, file.file.missing, file.file.mime], [
    '/music',
    'Various Artists/Yesterday and Today/03.flac',
    true,
    'audio/flac',
  ]);
});
