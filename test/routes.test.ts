/**
 * Who may call what, for every route there is: a route that is added without thinking of it fails here. And the one
 * decision: no route gives bytes of a library that its caller may not see.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildServer } from '#server/server.ts';
import { makeFlac, makePng } from '../src/media/tags/fixtures.ts';
import { fillFolder } from './music.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let routes: { method: string; url: string; access: string }[];

before(async () => {
  world = await openWorld();
  await fillFolder(world.music);
  await world.scan();
  const app = await buildServer(world.fonoteca);
  routes = app.declaredRoutes.filter(({ method }) => method !== 'HEAD');
  await app.close();
});
after(() => world.close());

test('a route that does not say who may call it stops the server', async () => {
  const app = await buildServer(world.fonoteca);
  assert.throws(() => app.get('/api/new', () => 'x'), { code: 'SERVER_ROUTE_UNDECLARED' });
  await app.close();
});

test('nobody gets into a route for members, admins or apps', async (t) => {
  assert.ok(routes.length > 200, `only ${routes.length} routes were found`);
  for (const { method, url, access } of routes) {
    if (access === 'anyone' || access === 'scraper') continue;
    await t.test(`${method} ${url}`, async () => {
      const response = await call(method, url, {});
      if (access === 'app') assert.match(await response.text(), /status="failed".*code="10"/s);
      else assert.equal(response.status, 401, await response.text());
    });
  }
});

test('a member gets into no route for admins, and nobody changes anything without the page’s proof', async (t) => {
  for (const { method, url, access } of routes) {
    if (access !== 'admin' && access !== 'member') continue;
    const cookie = { cookie: world.member.headers['cookie']! };
    if (access === 'admin')
      await t.test(`member: ${method} ${url}`, async () =>
        assert.equal((await call(method, url, world.member.headers)).status, 403),
      );
    else if (method !== 'GET')
      await t.test(`no CSRF token: ${method} ${url}`, async () =>
        assert.equal((await call(method, url, cookie)).status, 403),
      );
  }
});

test('no route gives bytes of a library that its caller may not see', async (t) => {
  const secret = join(world.folder, 'secret');
  mkdirSync(secret);
  writeFileSync(
    join(secret, 'hidden.flac'),
    makeFlac({
      seed: 99,
      artwork: { bytes: makePng(), mime: 'image/png' },
      tags: { TITLE: 'Hidden', ARTIST: 'Nobody', ALBUM: 'Unseen' },
    }),
  );
  const { fonoteca, admin, member } = world;
  const library = await fonoteca.libraries.add({ root: secret, name: 'Secret' });
  await fonoteca.libraries.update(library.id, { memberIds: [] });
  await fonoteca.scanner.start();
  await fonoteca.scanner.idle();
  const seen = (await world.api(admin, 'GET', 'api/search?q=hidden')).body as {
    tracks: { hits: { item: { id: string; album: { id: string }; artwork: { id: string } | null } }[] };
  };
  const track = seen.tracks.hits[0]!.item;
  const ids = { track: track.id, album: track.album.id, artwork: track.artwork!.id };
  assert.equal(
    ((await world.api(member, 'GET', 'api/search?q=hidden')).body as { tracks: { total: number } }).tracks
      .total,
    0,
  );

  const bytes = [
    `api/stream/${ids.track}`,
    `api/download/${ids.track}`,
    `api/download/${ids.album}`,
    `api/artwork/${ids.artwork}`,
    `api/albums/${ids.album}`,
    `api/tracks/${ids.track}`,
    `api/tracks/${ids.track}/lyrics`,
  ];
  for (const path of bytes) {
    await t.test(`GET ${path.replace(/\/[\w-]{22}/, '/…')}`, async () => {
      assert.equal(
        (await fetch(new URL(path, world.server.url), { headers: admin.headers })).status,
        200,
        'the admin sees it',
      );
      const refused = await fetch(new URL(path, world.server.url), { headers: member.headers });
      const text = await refused.text();
      assert.ok(refused.status === 404 || text === '[]', `${refused.status} ${text.slice(0, 100)}`);
    });
  }
  for (const [endpoint, id] of [
    ['stream', ids.track],
    ['download', ids.track],
    ['download', ids.album],
    ['getCoverArt', ids.artwork],
    ['getSong', ids.track],
    ['getAlbum', ids.album],
  ] as const) {
    await t.test(`rest/${endpoint}`, async () => {
      const answer = await world.subsonic(member, endpoint, { id });
      assert.equal((answer['error'] as unknown as { code: number }).code, 70);
    });
  }
});

test('only the page’s own files are read by the server room; all other bytes come through playback', () => {
  const folder = join(import.meta.dirname, '..', 'src', 'server');
  const readers = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .filter((name) => /from 'node:fs(\/promises)?'/.test(readFileSync(join(folder, name), 'utf8')));
  assert.deepEqual(readers.sort(), ['checks.ts', 'page.ts']);
});

function call(method: string, url: string, headers: Record<string, string>): Promise<Response> {
  const path = url.replace(/:\w+/g, 'AAAAAAAAAAAAAAAAAAAAAA').replace('*', 'x');
  return fetch(new URL(path.slice(1), world.server.url), { method, headers });
}
