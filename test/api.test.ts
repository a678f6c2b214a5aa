/** The web API as the page uses it, on a small library of real files: a journey, and what it says no to. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type {
  AlbumDetail,
  AlbumRow,
  ArtistDetail,
  Hello,
  Home,
  IssueRow,
  LibraryRow,
  Lyrics,
  Me,
  Page,
  Playable,
  PlaylistDetail,
  Problem,
  QueueState,
  SearchAnswer,
  UserRow,
} from '#server/api/contract.ts';
import { fillFolder } from './music.ts';
import { openWorld, type Person, type World } from './world.ts';

let world: World;
let admin: Person;

before(async () => {
  world = await openWorld();
  ({ admin } = world);
  await fillFolder(world.music);
  await world.scan();
});
after(() => world.close());

async function get<T>(path: string, person: Person = admin): Promise<T> {
  const { status, body } = await world.api(person, 'GET', path);
  assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`);
  return body;
}

async function send<T>(method: string, path: string, body?: unknown, person: Person = admin): Promise<T> {
  const answer = await world.api(person, method, path, body);
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function track(title: string): Promise<Playable> {
  const found = await get<SearchAnswer>(`api/search?q=${encodeURIComponent(title)}`);
  return found.tracks.hits[0]!.item;
}

test('the page is greeted without a session and told what is there with one', async () => {
  const hello = (await world.api(undefined, 'GET', 'api/hello')).body as Hello;
  assert.deepEqual({ ...hello, version: '' }, { version: '', needsSetup: false, signedIn: false });
  const home = await get<Home>('api/home');
  assert.equal(home.counts.tracks, 9);
  assert.equal(home.recentlyAdded.length, 4);
});

test('an album shows its discs, its credits, its format and why it is one album', async () => {
  const { items, total } = await get<Page<AlbumRow>>('api/albums?sort=title');
  assert.equal(total, 4);
  const album = await get<AlbumDetail>(`api/albums/${items.find((row) => row.title === 'River Songs')!.id}`);
  assert.deepEqual(
    album.discs.map((disc) => [disc.number, disc.title, disc.tracks.length]),
    [
      [1, null, 2],
      [2, 'By night', 1],
    ],
  );
  assert.equal(album.originalDate, '1998');
  assert.ok(album.credits.some((credit) => credit.role === 'composer' && credit.name === 'Traditional'));
  assert.match(album.format, /FLAC/);
  assert.ok(
    album.grouping.facts.some((fact) => fact.value.includes('0b8b3c6e')),
    JSON.stringify(album.grouping),
  );
});

test('an artist has their albums and, apart from them, those they appear on', async () => {
  const { body } = await world.api(admin, 'GET', 'api/artists');
  const clara = (body as { items: { id: string; name: string }[] }).items.find(
    (row) => row.name === 'Clara Kvapil',
  )!;
  const artist = await get<ArtistDetail>(`api/artists/${clara.id}`);
  assert.deepEqual(artist.albums.map((row) => row.title).sort(), ['Measures', 'River Songs']);
  assert.deepEqual(
    artist.appearsOn.map((row) => row.title),
    ['Harbour Sampler'],
  );
});

test('search forgives marks, case, typos and scripts, and marks what it found', async () => {
  assert.equal((await track('dvorak')).title, 'Rusalka & friends');
  assert.equal((await track('六段')).title, '六段の調');
  const typo = await get<SearchAnswer>('api/search?q=ferryman%20kvaipl');
  assert.equal(typo.tracks.hits[0]?.item.title, 'Ferryman');
  assert.ok(typo.corrected);
  const found = await get<SearchAnswer>('api/search?q=night');
  assert.deepEqual(found.tracks.hits[0]!.matches.name, [[0, 5]]);
});

test('a star, a rating and a play are there after a reload, and for nobody else', async () => {
  const { id } = await track('Night Boat');
  await send('PUT', `api/marks/${id}`, { starred: true, rating: 4 });
  await send('POST', 'api/plays', { trackId: id, finished: true, positionMs: 2000 });
  const { mark } = await get<Playable>(`api/tracks/${id}`);
  assert.deepEqual([mark.rating, mark.playCount, mark.starredAt !== null], [4, 1, true]);
  assert.deepEqual((await get<Playable>(`api/tracks/${id}`, world.member)).mark, {
    starredAt: null,
    rating: null,
    playCount: 0,
    playedAt: null,
  });
});

test('a playlist is made, reordered, deleted and brought back; others see it only when it is public', async () => {
  const [one, two] = [await track('Ferryman'), await track('Night Boat')];
  const made = await send<PlaylistDetail>('POST', 'api/playlists', {
    name: 'Water',
    trackIds: [one.id, two.id],
  });
  const turned = await send<PlaylistDetail>('PATCH', `api/playlists/${made.id}`, {
    trackIds: [two.id, one.id, two.id],
  });
  assert.deepEqual(
    turned.items.map((item) => item.track?.title),
    ['Night Boat', 'Ferryman', 'Night Boat'],
  );
  assert.equal((await world.api(world.member, 'GET', `api/playlists/${made.id}`)).status, 404);
  await send('PATCH', `api/playlists/${made.id}`, { public: true });
  assert.equal((await get<PlaylistDetail>(`api/playlists/${made.id}`, world.member)).mine, false);
  assert.equal(
    (await world.api(world.member, 'PATCH', `api/playlists/${made.id}`, { name: 'Mine' })).status,
    403,
  );
  await send('DELETE', `api/playlists/${made.id}`);
  assert.equal((await world.api(admin, 'GET', `api/playlists/${made.id}`)).status, 404);
  assert.equal((await send<PlaylistDetail>('POST', `api/playlists/${made.id}/restore`)).name, 'Water');
});

test('the queue follows a person to another device', async () => {
  const { id } = await track('Ferryman');
  await send('PUT', 'api/queue', { trackIds: [id, id], index: 1, positionMs: 700 });
  const queue = await get<QueueState>('api/queue');
  assert.deepEqual([queue.tracks.length, queue.index, queue.positionMs], [2, 1, 700]);
});

test('lyrics come with their times', async () => {
  const { id } = await track('Down to the River');
  const [lyrics] = await get<Lyrics[]>(`api/tracks/${id}/lyrics`);
  assert.deepEqual(lyrics?.lines, [
    { timeMs: 500, text: 'Down to the river' },
    { timeMs: 1500, text: 'Down to the sea' },
  ]);
});

test('sound comes by range, and pictures at the size that was asked', async () => {
  const { id, artwork, sizeBytes } = await track('Down to the River');
  const range = await fetch(new URL(`api/stream/${id}`, world.server.url), {
    headers: { ...admin.headers, range: 'bytes=0-3' },
  });
  assert.equal(range.status, 206);
  assert.equal(range.headers.get('content-range'), `bytes 0-3/${sizeBytes}`);
  assert.equal(await range.text(), 'fLaC');
  const picture = await fetch(new URL(`api/artwork/${artwork!.id}?size=64`, world.server.url), {
    headers: admin.headers,
  });
  assert.equal(picture.headers.get('content-type'), 'image/webp');
  const drawn = await fetch(
    new URL(`api/artwork/${(await track('Two')).album!.id}?size=64`, world.server.url),
    { headers: admin.headers },
  );
  assert.equal(drawn.status, 200);
});

test('an album comes as a ZIP that unzips to its files', async () => {
  const album = (await track('Ferryman')).album!;
  const response = await fetch(new URL(`api/download/${album.id}`, world.server.url), {
    headers: admin.headers,
  });
  assert.match(response.headers.get('content-disposition') ?? '', /River Songs\.zip/);
  const bytes = Buffer.from(await response.arrayBuffer());
  assert.equal(bytes.toString('latin1', 0, 2), 'PK');
  assert.ok(bytes.includes('02 Ferryman.flac') && bytes.includes('Disc 2/01 Night Boat.flac'));
});

test('a broken file is an issue with its reason, and an imported playlist keeps the line that matched nothing', async () => {
  const issues = await get<Page<IssueRow>>('api/admin/issues');
  assert.ok(
    issues.items.some((row) => row.path === 'broken.flac' && row.message.length > 20),
    JSON.stringify(issues.items),
  );
  const playlists = await get<{ id: string; name: string }[]>('api/playlists');
  const river = await get<PlaylistDetail>(
    `api/playlists/${playlists.find((row) => row.name === 'River')!.id}`,
  );
  assert.deepEqual(
    river.items.map((item) => item.track?.title ?? item.entry),
    ['Down to the River', 'missing/nowhere.flac'],
  );
});

test('an admin adds people and libraries; what is not possible is said', async () => {
  const user = await send<UserRow>('POST', 'api/admin/users', {
    name: 'new',
    role: 'member',
    password: 'a long password',
  });
  assert.equal(user.role, 'member');
  const twice = await world.api(admin, 'POST', 'api/admin/users', {
    name: 'NEW',
    role: 'member',
    password: 'a long password',
  });
  assert.equal(twice.status, 409);
  assert.equal((twice.body as Problem).code, 'GUARD_NAME_TAKEN');
  await send('DELETE', 'api/admin/users/new');
  const nowhere = await world.api(admin, 'POST', 'api/admin/libraries', { path: '/nowhere/at/all' });
  assert.equal(nowhere.status, 400, JSON.stringify(nowhere.body));
  const [library] = await get<LibraryRow[]>('api/admin/libraries');
  assert.equal(library?.trackCount, 9);
});

test('signing in with the wrong password is refused, and signing out ends the session', async () => {
  const wrong = await world.api(undefined, 'POST', 'api/session', {
    name: 'ada',
    password: 'wrong password',
  });
  assert.equal(wrong.status, 401);
  const response = await fetch(new URL('api/session', world.server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'ada', password: admin.password }),
  });
  const cookie = response.headers.get('set-cookie')!;
  assert.match(cookie, /HttpOnly/);
  assert.match(cookie, /SameSite=Lax/);
  const me = (await response.json()) as Me;
  const own = { cookie: cookie.split(';')[0]!, 'x-fonoteca-csrf': me.csrf };
  await fetch(new URL('api/session', world.server.url), { method: 'DELETE', headers: own });
  assert.equal((await fetch(new URL('api/me', world.server.url), { headers: own })).status, 401);
});

test('what is not there is 404, what is not understood is 400, and both say so in words', async () => {
  for (const [path, status] of [
    ['api/albums/AAAAAAAAAAAAAAAAAAAAAA', 404],
    ['api/albums?limit=9999', 400],
    ['api/nothing', 404],
    ['api/albums?sort=worst', 400],
  ] as const) {
    const { status: found, body } = await world.api(admin, 'GET', path);
    assert.equal(found, status, path);
    assert.ok((body as Problem).message.length > 10, path);
  }
});
