/**
 * Journeys of Subsonic apps on the live server: a client library that others wrote, what well-known apps ask at start,
 * and everything a person does in one, from folders to playlists.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { SubsonicAPI } from 'subsonic-api';
import { makeMp3 } from '../src/media/tags/fixtures.ts';
import { fillFolder } from './music.ts';
import { type Envelope, type Fields, openRest, type Rest } from './rest.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let ada: Rest;
let mem: Rest;
/** Titles → ids of the songs that fillFolder writes. */
const songs: Record<string, string> = {};

const shelfAlbumCount = 14;
const shelfTrackCount = 6;

before(async () => {
  world = await openWorld();
  await fillFolder(world.music);
  const shelf = join(world.folder, 'shelf');
  fillShelf(shelf);
  await world.fonoteca.libraries.add({ root: shelf, name: 'Shelf' });
  await world.scan();
  ada = openRest(world.server.url, { u: 'ada', p: world.admin.secret });
  mem = openRest(world.server.url, { apiKey: world.member.secret });
  for (const song of await searchAll(ada, 'song')) songs[song.title] ??= song.id;
});
after(() => world.close());

/** Many songs whose titles are all the same: an order that is not total would repeat some and lose others. */
function fillShelf(folder: string): void {
  for (let album = 0; album < shelfAlbumCount; album++) {
    const place = join(folder, `Band ${album % 5}`, `Same ${album}`);
    mkdirSync(place, { recursive: true });
    for (let number = 1; number <= shelfTrackCount; number++)
      writeFileSync(
        join(place, `${number}.mp3`),
        makeMp3({
          seconds: 0.05,
          seed: 1000 + album * 10 + number,
          tags: {
            TITLE: 'Same',
            ARTIST: `Band ${album % 5}`,
            ALBUM: album < 4 ? `Same ${album}` : 'Same',
            ALBUMARTIST: `Band ${album % 5}`,
            DATE: String(1960 + album),
            GENRE: 'Drone',
            TRACKNUMBER: String(number),
          },
        }),
      );
  }
}

interface Item {
  readonly id: string;
  readonly title: string;
  readonly name: string;
}

/** Pages through search3 as apps that keep a copy of the library do. */
async function searchAll(rest: Rest, kind: 'song' | 'album' | 'artist', query = '', more: Fields = {}) {
  const items: Item[] = [];
  const counts = { songCount: 0, albumCount: 0, artistCount: 0 };
  for (;;) {
    const page = { ...counts, [`${kind}Count`]: 7, [`${kind}Offset`]: items.length };
    const { searchResult3 } = await rest.get('search3', { query, ...page, ...more });
    const found = (searchResult3[kind] ?? []) as Item[];
    items.push(...found);
    if (found.length < 7) return items;
  }
}

test('a client library from npm goes through the whole library, by token, by key and by form', async (t) => {
  const { admin, server } = world;
  const clients = {
    'token and salt': new SubsonicAPI({ url: server.url, auth: { username: 'ada', password: admin.secret } }),
    'API key': new SubsonicAPI({ url: server.url, auth: { apiKey: admin.secret } }),
    form: new SubsonicAPI({
      url: server.url,
      auth: { username: 'ada', password: admin.secret },
      post: true,
    }),
  };
  for (const [way, api] of Object.entries(clients))
    await t.test(way, async () => {
      assert.equal((await api.ping()).status, 'ok');
      const { artists } = await api.getArtists();
      const clara = artists.index!.flatMap((letter) => letter.artist!).find((one) => /Clara/.test(one.name))!;
      const { artist } = await api.getArtist({ id: clara.id });
      const river = artist.album!.find((one) => one.name === 'River Songs')!;
      const { album } = await api.getAlbum({ id: river.id });
      assert.deepEqual(
        album.song!.map((song) => [song.discNumber, song.track, song.title]),
        [
          [1, 1, 'Down to the River'],
          [1, 2, 'Ferryman'],
          [2, 1, 'Night Boat'],
        ],
      );
      assert.ok(album.created instanceof Date && !Number.isNaN(album.created.getTime()));
      const song = album.song![0]!;
      const sound = Buffer.from(await (await api.stream({ id: song.id, format: 'raw' })).arrayBuffer());
      assert.equal(sound.length, song.size);
      assert.equal(sound.toString('latin1', 0, 4), 'fLaC');
      const picture = await api.getCoverArt({ id: song.coverArt!, size: 64 });
      assert.equal(picture.headers.get('content-type'), 'image/jpeg');
      const { searchResult3 } = await api.search3({ query: 'ferryman' });
      assert.equal(searchResult3.song![0]!.title, 'Ferryman');
      await api.star({ id: song.id, albumId: album.id, artistId: clara.id });
      const { starred2 } = await api.getStarred2();
      assert.deepEqual([starred2.song!.length, starred2.album!.length, starred2.artist!.length], [1, 1, 1]);
      assert.ok((await api.getSong({ id: song.id })).song.starred);
      await api.unstar({ id: song.id, albumId: album.id, artistId: clara.id });
      assert.equal((await api.getSong({ id: song.id })).song.starred, undefined);
      const made = await api.createPlaylist({ name: `By ${way}`, songId: [song.id, album.song![1]!.id] });
      await api.updatePlaylist({ playlistId: made.playlist.id, comment: 'Kept', songIdToAdd: [song.id] });
      const { playlist } = await api.getPlaylist({ id: made.playlist.id });
      assert.deepEqual([playlist.songCount, playlist.comment, playlist.entry!.length], [3, 'Kept', 3]);
      await api.deletePlaylist({ id: made.playlist.id });
      await api.scrobble({ id: song.id, time: Date.now(), submission: true });
      assert.ok((await api.getSong({ id: song.id })).song.playCount! >= 1);
      // The library's types forget that the list is in an element of its own.
      const { lyricsList } = (await api.getLyricsBySongId({ id: song.id })) as unknown as Envelope;
      assert.equal(lyricsList.structuredLyrics[0].line[1].start, 1500);
    });
});

/** What each app asks in its first seconds; every answer must be good and have what it looks for. */
const firstQuestions: Record<
  string,
  readonly (readonly [endpoint: string, element: string | null, fields?: Fields])[]
> = {
  Symfonium: [
    ['getOpenSubsonicExtensions', 'openSubsonicExtensions'],
    ['getMusicFolders', 'musicFolders'],
    ['getScanStatus', 'scanStatus'],
    ['getGenres', 'genres'],
    ['search3', 'searchResult3', { query: '""', artistCount: 500, albumCount: 0, songCount: 0 }],
    ['getPlaylists', 'playlists'],
    ['getStarred2', 'starred2'],
    ['getBookmarks', 'bookmarks'],
    ['getInternetRadioStations', 'internetRadioStations'],
    ['getPodcasts', 'podcasts', { includeEpisodes: 'false' }],
  ],
  DSub: [
    ['getLicense', 'license'],
    ['getUser', 'user', { username: 'ada' }],
    ['getMusicFolders', 'musicFolders'],
    ['getIndexes', 'indexes'],
    ['getAlbumList', 'albumList', { type: 'newest', size: 20, offset: 0 }],
    ['getPlaylists', 'playlists'],
    ['getNowPlaying', 'nowPlaying'],
    ['getShares', 'shares'],
    ['getChatMessages', 'chatMessages'],
    ['getVideos', 'videos'],
    ['getStarred', 'starred'],
    ['search2', 'searchResult2', { query: 'riv*' }],
  ],
  Feishin: [
    ['getUser', 'user', { username: 'ada' }],
    ['getMusicFolders', 'musicFolders'],
    ['getAlbumList2', 'albumList2', { type: 'random', size: 20 }],
    ['getArtists', 'artists'],
    ['getGenres', 'genres'],
    ['getScanStatus', 'scanStatus'],
    ['getRandomSongs', 'randomSongs', { size: 50 }],
  ],
  Substreamer: [
    ['getAlbumList2', 'albumList2', { type: 'frequent', size: 20 }],
    ['getAlbumList2', 'albumList2', { type: 'recent', size: 20 }],
    ['getNewestPodcasts', 'newestPodcasts'],
    ['getPlaylists', 'playlists', { username: 'ada' }],
  ],
  'play:Sub': [
    ['getIndexes', 'indexes', { musicFolderId: '', ifModifiedSince: 0 }],
    ['getArtists', 'artists', { musicFolderId: -1 }],
    ['getPlayQueue', null],
  ],
  Supersonic: [
    ['getAlbumList2', 'albumList2', { type: 'alphabeticalByName', size: 500, offset: 500 }],
    ['getOpenSubsonicExtensions', 'openSubsonicExtensions'],
  ],
};

test('what well-known apps ask at start is answered', async (t) => {
  for (const [app, questions] of Object.entries(firstQuestions))
    await t.test(app, async () => {
      assert.equal((await ada.get('ping.view', { c: app })).status, 'ok');
      for (const [endpoint, element, fields] of questions) {
        const answer = await ada.get(`${endpoint}.view`, { c: app, ...fields });
        if (element) assert.ok(answer[element] !== undefined, `${endpoint} has no ${element}`);
        assert.match(await (await ada.raw(endpoint, { c: app, ...fields })).text(), /status="ok"/);
      }
    });
});

test('search with nothing pages through everything, in one order, without gap or repeat', async () => {
  const { scanStatus } = await ada.get('getScanStatus');
  for (const query of ['', '""']) {
    const all = await searchAll(ada, 'song', query);
    assert.equal(new Set(all.map((song) => song.id)).size, all.length, 'no repeat');
    assert.equal(all.length, scanStatus.count, 'no gap');
    assert.deepEqual(
      (await searchAll(ada, 'song', query)).map((song) => song.id),
      all.map((song) => song.id),
    );
  }
  const albums = await searchAll(ada, 'album');
  assert.equal(new Set(albums.map((album) => album.id)).size, albums.length);
  assert.equal(albums.length, 4 + shelfAlbumCount);
  const artists = await searchAll(ada, 'artist');
  assert.equal(new Set(artists.map((artist) => artist.id)).size, artists.length);
  assert.ok(artists.length >= 8);
  assert.equal(await ada.fault('search3'), 10, 'the query has to be there');
});

test('search2 and search find the same song, with a star at the end of the word as old apps write it', async () => {
  const two = (await ada.get('search2', { query: 'ferrym*' }))['searchResult2'];
  assert.equal(two.song[0].title, 'Ferryman');
  const old = (await ada.get('search', { title: 'ferryman' }))['searchResult'];
  assert.deepEqual([old.totalHits, old.match[0].title], [1, 'Ferryman']);
});

test('every kind of album list has its order, and pages', async () => {
  const river = (await ada.get('getSong', { id: songs['Ferryman']! }))['song'].albumId as string;
  const shelfSong = songs['Same']!;
  const shelfAlbum = (await ada.get('getSong', { id: shelfSong }))['song'].album as string;
  await mem.get('setRating', { id: river, rating: 5 });
  await mem.get('star', { albumId: river });
  await mem.get('scrobble', {
    id: [songs['Ferryman']!, songs['Ferryman']!, shelfSong],
    time: [1e12, 1e12 + 1e6, 1e12 + 2e6],
  });
  const list = async (type: string, fields: Fields = {}) =>
    ((await mem.get('getAlbumList2', { type, size: 500, ...fields }))['albumList2'].album ?? []) as {
      id: string;
      name: string;
      artist: string;
      year?: number;
    }[];
  const total = 4 + shelfAlbumCount;
  const names = (await list('alphabeticalByName')).map((album) => album.name);
  assert.equal(names.length, total);
  assert.ok(
    names.indexOf('Measures') < names.indexOf('River Songs') &&
      names.indexOf('River Songs') < names.indexOf('Same'),
  );
  const artists = (await list('alphabeticalByArtist')).map((album) => album.artist);
  assert.deepEqual(
    artists.filter((name) => name.startsWith('Band')),
    artists.filter((name) => name.startsWith('Band')).toSorted(),
  );
  assert.equal((await list('newest')).length, total);
  assert.equal(new Set((await list('random')).map((album) => album.id)).size, total);
  assert.deepEqual(
    (await list('highest')).map((album) => album.id),
    [river],
  );
  assert.deepEqual(
    (await list('starred')).map((album) => album.id),
    [river],
  );
  assert.equal((await list('frequent'))[0]!.id, river);
  assert.equal((await list('recent'))[0]!.name, shelfAlbum);
  assert.deepEqual(
    (await list('byYear', { fromYear: 1961, toYear: 1963 })).map((album) => album.year),
    [1961, 1962, 1963],
  );
  assert.deepEqual(
    (await list('byYear', { fromYear: 1963, toYear: 1961 })).map((album) => album.year),
    [1963, 1962, 1961],
  );
  assert.equal((await list('byGenre', { genre: 'drone' })).length, shelfAlbumCount);
  const pages: string[] = [];
  for (let offset = 0; offset < total; offset += 5)
    pages.push(...(await list('alphabeticalByName', { size: 5, offset })).map((album) => album.id));
  assert.equal(new Set(pages).size, total);
  assert.equal(await mem.fault('getAlbumList2', { type: 'worst' }), 0);
  assert.equal(await mem.fault('getAlbumList2'), 10);
  assert.equal(await mem.fault('getAlbumList2', { type: 'byGenre' }), 10);
  assert.equal(await mem.fault('getAlbumList2', { type: 'byYear', fromYear: 1990 }), 10);
  const old = (await mem.get('getAlbumList', { type: 'starred' }))['albumList'].album[0];
  assert.deepEqual([old.title, old.isDir, old.artist], ['River Songs', true, 'Clara Kvapil']);
});

test('an app that knows folders only walks from the index down to every song', async () => {
  const { indexes } = await ada.get('getIndexes');
  const titles = new Set<string>();
  const walk = async (id: string, depth: number): Promise<void> => {
    assert.ok(depth < 8, 'a directory leads into itself');
    const { directory } = await ada.get('getMusicDirectory', { id });
    for (const child of directory.child ?? []) {
      if (child.isDir) await walk(child.id, depth + 1);
      else titles.add(child.id);
    }
  };
  for (const letter of indexes.index) for (const artist of letter.artist) await walk(artist.id, 0);
  const all = await searchAll(ada, 'song');
  assert.deepEqual([...titles].sort(), all.map((song) => song.id).sort());
  const unchanged = await ada.get('getIndexes', { ifModifiedSince: indexes.lastModified });
  assert.deepEqual(unchanged['indexes'].index, []);
});

test('a song leads to its album, artist and genre, and its path up to the root of its folder', async () => {
  const { song } = await ada.get('getSong', { id: songs['Down to the River']! });
  assert.deepEqual(
    [song.suffix, song.contentType, song.year, song.genre, song.path.endsWith('01 Down to the River.flac')],
    ['flac', 'audio/flac', 1998, 'Folk', true],
  );
  assert.equal((await ada.get('getArtist', { id: song.artistId }))['artist'].name, 'Clara Kvapil');
  const folk = (await ada.get('getSongsByGenre', { genre: 'folk', count: 3, offset: 2 }))['songsByGenre']
    .song;
  assert.equal(folk.length, 3);
  const { genres } = await ada.get('getGenres');
  assert.deepEqual(
    genres.genre.find((genre: { value: string }) => genre.value === 'Drone'),
    { value: 'Drone', songCount: shelfAlbumCount * shelfTrackCount, albumCount: shelfAlbumCount },
  );
});

test('information, similar and top songs come without outside services', async () => {
  const { song } = await ada.get('getSong', { id: songs['Ferryman']! });
  assert.equal(
    (await ada.get('getArtistInfo2', { id: song.artistId }))['artistInfo2'].musicBrainzId,
    '5f2f7a3e-4f1b-4a51-8c52-0d2b6f3a9e10',
  );
  assert.ok((await ada.get('getAlbumInfo2', { id: song.albumId }))['albumInfo'].musicBrainzId);
  assert.ok(
    (await ada.get('getSimilarSongs2', { id: song.artistId, count: 5 }))['similarSongs2'].song.length > 0,
  );
  const byName = (await ada.get('getTopSongs', { artist: 'Clara Kvapil', count: 2 }))['topSongs'].song;
  const byId = (await ada.get('getTopSongs', { id: song.artistId, artist: 'x', count: 2 }))['topSongs'].song;
  assert.equal(byName.length, 2);
  assert.deepEqual(byId, byName);
  assert.deepEqual((await ada.get('getTopSongs', { artist: 'Nobody at all' }))['topSongs'].song, []);
});

test('musicFolderId narrows every list to one library', async () => {
  const { musicFolders } = await ada.get('getMusicFolders');
  const folder = musicFolders.musicFolder.find((one: { name: string }) => one.name === 'Shelf').id as number;
  const narrow = { musicFolderId: folder };
  assert.equal((await searchAll(ada, 'song', '', narrow)).length, shelfAlbumCount * shelfTrackCount);
  const { albumList2 } = await ada.get('getAlbumList2', { type: 'newest', size: 500, ...narrow });
  assert.equal(albumList2.album.length, shelfAlbumCount);
  const { artists } = await ada.get('getArtists', narrow);
  const names = artists.index.flatMap((letter: { artist: Item[] }) => letter.artist.map((one) => one.name));
  assert.deepEqual(names.toSorted(), ['Band 0', 'Band 1', 'Band 2', 'Band 3', 'Band 4']);
  const { indexes } = await ada.get('getIndexes', narrow);
  assert.equal(indexes.index.flatMap((letter: { artist: Item[] }) => letter.artist).length, 5);
  const { randomSongs } = await ada.get('getRandomSongs', { size: 20, genre: 'Folk', ...narrow });
  assert.deepEqual(randomSongs.song, []);
  assert.deepEqual((await ada.get('getStarred2', { musicFolderId: 999_999 }))['starred2'].song, []);
});

test('ratings, stars and plays are each person’s own', async () => {
  const id = songs['Night Boat']!;
  await ada.get('setRating', { id, rating: 3 });
  await ada.get('star', { id });
  await ada.get('scrobble', { id });
  const of = async (rest: Rest) => {
    const { song } = await rest.get('getSong', { id });
    return [song.userRating, song.starred !== undefined, song.playCount];
  };
  assert.deepEqual(await of(ada), [3, true, 1]);
  assert.deepEqual(await of(mem), [undefined, false, 0]);
  await ada.get('setRating', { id, rating: 0 });
  assert.deepEqual((await of(ada))[0], undefined);
  assert.equal(await ada.fault('setRating', { id, rating: 6 }), 0);
  assert.equal(await ada.fault('setRating', { id }), 10);
  assert.equal(await ada.fault('star', { id: 'nonsense' }), 70);
  assert.equal(await ada.fault('star'), 10);
  assert.equal(await ada.fault('scrobble', { id: [id, id], time: 1 }), 0);
});

test('who listens is seen by the others until the song is over', async () => {
  const id = songs['Ferryman']!;
  await mem.get('scrobble', { id, submission: 'false', c: 'Phone' });
  const { nowPlaying } = await ada.get('getNowPlaying');
  const entry = nowPlaying.entry.find((one: { id: string }) => one.id === id);
  assert.deepEqual([entry.username, entry.playerName, entry.minutesAgo], ['mem', 'Phone', 0]);
  assert.equal(
    (await mem.get('getSong', { id: songs['Two']! }))['song'].playCount,
    0,
    'listening is no play',
  );
  await mem.get('reportPlayback', {
    mediaId: id,
    mediaType: 'song',
    positionMs: 900,
    state: 'stopped',
    c: 'Phone',
  });
  assert.deepEqual((await ada.get('getNowPlaying'))['nowPlaying'].entry, []);
});

test('a playlist is made, filled, turned, taken from, published and deleted', async () => {
  const [a, b, c] = ['Ferryman', 'Night Boat', 'One'].map((title) => songs[title]!);
  const { playlist } = await ada.get('createPlaylist', { name: 'Water & "ways"', songId: [a!, b!, a!] });
  const entries = async (rest: Rest = ada) =>
    ((await rest.get('getPlaylist', { id: playlist.id }))['playlist'].entry as Item[]).map(
      (one) => one.title,
    );
  assert.deepEqual(await entries(), ['Ferryman', 'Night Boat', 'Ferryman']);
  await ada.get('updatePlaylist', { playlistId: playlist.id, songIdToAdd: c!, songIndexToRemove: [0, 1] });
  assert.deepEqual(await entries(), ['Ferryman', 'One']);
  await ada.get('createPlaylist', { playlistId: playlist.id, songId: [c!, b!] });
  assert.deepEqual(await entries(), ['One', 'Night Boat']);
  assert.equal(await mem.fault('getPlaylist', { id: playlist.id }), 70);
  await ada.get('updatePlaylist', { playlistId: playlist.id, public: 'true', name: 'Waters' });
  assert.deepEqual(await entries(mem), ['One', 'Night Boat']);
  const seen = (await mem.get('getPlaylists'))['playlists'].playlist.find(
    (one: Item) => one.id === playlist.id,
  );
  assert.deepEqual([seen.name, seen.owner, seen.songCount, seen.public], ['Waters', 'ada', 2, true]);
  assert.equal(await mem.fault('updatePlaylist', { playlistId: playlist.id, name: 'Mine' }), 50);
  assert.equal(await mem.fault('deletePlaylist', { id: playlist.id }), 50);
  await ada.get('deletePlaylist', { id: playlist.id });
  assert.equal(await ada.fault('getPlaylist', { id: playlist.id }), 70);
  assert.equal(await ada.fault('createPlaylist'), 10);
});

test('the queue is taken up by another app, by song or by place', async () => {
  const ids = ['One', 'Two', 'One'].map((title) => songs[title]!);
  await mem.get('savePlayQueue', { id: ids, current: ids[1]!, position: 1234, c: 'Phone' });
  const { playQueue } = await mem.get('getPlayQueue');
  assert.deepEqual(
    [playQueue.current, playQueue.position, playQueue.changedBy, playQueue.username],
    [ids[1], 1234, 'Phone', 'mem'],
  );
  assert.deepEqual(
    playQueue.entry.map((one: Item) => one.id),
    ids,
  );
  await mem.get('savePlayQueueByIndex', { id: ids, currentIndex: 2, position: 9 });
  const { playQueueByIndex } = await mem.get('getPlayQueueByIndex');
  assert.deepEqual([playQueueByIndex.currentIndex, playQueueByIndex.position], [2, 9]);
  assert.equal(await mem.fault('savePlayQueueByIndex', { id: ids, currentIndex: 3 }), 0);
  assert.equal(await mem.fault('savePlayQueue', { id: ids }), 10);
  await mem.get('savePlayQueue');
  assert.equal((await mem.get('getPlayQueue'))['playQueue'], undefined);
});

test('a queue of thousands fits into an address, as apps without forms send it', async () => {
  const ids = Array.from({ length: 3000 }, () => songs['One']!);
  await mem.get('savePlayQueue', { id: ids, current: ids[0]! });
  assert.equal((await mem.get('getPlayQueueByIndex'))['playQueueByIndex'].entry.length, 3000);
  await mem.get('savePlayQueue');
});

test('a bookmark keeps its place until it is deleted', async () => {
  const id = songs['Two']!;
  await mem.get('createBookmark', { id, position: 1000, comment: 'here' });
  await mem.get('createBookmark', { id, position: 1500 });
  const { bookmarks } = await mem.get('getBookmarks');
  assert.deepEqual(
    bookmarks.bookmark.map((one: Envelope) => [one['position'], one['entry'].title, one['username']]),
    [[1500, 'Two', 'mem']],
  );
  assert.deepEqual((await ada.get('getBookmarks'))['bookmarks'].bookmark, []);
  await mem.get('deleteBookmark', { id });
  assert.deepEqual((await mem.get('getBookmarks'))['bookmarks'].bookmark, []);
});

test('an admin’s app manages people; a member’s does not, and no app changes its own person’s password', async () => {
  assert.deepEqual(
    (await ada.get('getUsers'))['users'].user.map((one: { username: string }) => one.username),
    ['ada', 'mem'],
  );
  await ada.get('createUser', {
    username: 'kid',
    password: `enc:${Buffer.from('a long password').toString('hex')}`,
    email: 'kid@example.org',
  });
  const { user } = await ada.get('getUser', { username: 'kid' });
  assert.deepEqual([user.adminRole, user.streamRole, user.folder.length], [false, true, 2]);
  const signIn = (password: string) => world.api(undefined, 'POST', 'api/session', { name: 'kid', password });
  assert.equal((await signIn('a long password')).status, 200);
  await ada.get('changePassword', { username: 'kid', password: 'another long one' });
  assert.equal((await signIn('another long one')).status, 200);
  await ada.get('updateUser', { username: 'kid', adminRole: 'true' });
  assert.equal((await ada.get('getUser', { username: 'kid' }))['user'].adminRole, true);
  await ada.get('deleteUser', { username: 'kid' });
  assert.equal(await ada.fault('getUser', { username: 'kid' }), 70);
  for (const endpoint of ['getUsers', 'startScan']) assert.equal(await mem.fault(endpoint), 50, endpoint);
  for (const endpoint of ['getUser', 'deleteUser', 'updateUser', 'changePassword'])
    assert.equal(await mem.fault(endpoint, { username: 'ada', password: 'a long password' }), 50, endpoint);
  assert.equal(await mem.fault('changePassword', { username: 'mem', password: 'a long password' }), 50);
  assert.equal(
    await ada.fault('createUser', { username: 'mem', password: 'a long password', email: 'x' }),
    0,
    'taken',
  );
  assert.equal(await ada.fault('deleteUser', { username: 'ada' }), 0, 'the last admin stays');
});

test('an admin’s app starts a scan, and everybody’s sees it', async () => {
  writeFileSync(
    join(world.music, 'new.mp3'),
    makeMp3({ seconds: 0.1, seed: 77, tags: { TITLE: 'Newcomer', ARTIST: 'New', ALBUM: 'New' } }),
  );
  await ada.get('startScan');
  await world.fonoteca.scanner.idle();
  const { scanStatus } = await mem.get('getScanStatus');
  assert.equal(scanStatus.scanning, false);
  assert.equal((await mem.get('search3', { query: 'newcomer' }))['searchResult3'].song[0].title, 'Newcomer');
});

test('what an app changes is told to the pages of its account, and to nobody else’s', async () => {
  const listen = async (person: World['admin']) => {
    const response = await fetch(new URL('api/events', world.server.url), { headers: person.headers });
    const reader = response.body!.getReader();
    let text = '';
    const reading = (async () => {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        text += Buffer.from(value).toString();
      }
    })().catch(() => {});
    return {
      heard: () => [...text.matchAll(/event: account\ndata: {"what":"(\w+)"}/g)].map((match) => match[1]),
      end: () => reader.cancel().then(() => reading),
    };
  };
  const [adas, mems] = [await listen(world.admin), await listen(world.member)];
  const id = songs['First of all'] ?? Object.values(songs)[0]!;
  await ada.get('star', { id });
  await ada.get('getStarred2');
  await ada.get('setRating', { id, rating: 3 });
  const made = await ada.get('createPlaylist', { name: 'Told', songId: id });
  await ada.get('deletePlaylist', { id: made['playlist'].id });
  await ada.get('savePlayQueue', { id, current: id, position: 0 });
  await ada.get('unstar', { id });
  const expected = ['marks', 'marks', 'playlists', 'playlists', 'queue', 'marks'];
  for (let round = 0; round < 200 && adas.heard().length < expected.length; round++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(adas.heard(), expected);
  assert.deepEqual(mems.heard(), []);
  await Promise.all([adas.end(), mems.end()]);
});
