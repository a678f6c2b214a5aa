/** What strangers and their pages try: forged forms, odd requests, hostile names; and a server that closes in order. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test, type TestContext } from 'node:test';
import { sharedServer } from './databases.ts';
import { fillFolder } from './music.ts';
import { dropPostgresDatabase, makePostgresDatabase } from './postgres.ts';
import { requires } from './requires.ts';
import { openRest } from './rest.ts';
import { openWorld, type World } from './world.ts';

let world: World;

before(async () => {
  world = await openWorld();
  await fillFolder(world.music);
  await world.scan();
});
after(() => world.close());

const at = (path: string) => new URL(path, world.server.url);
const asAda = () => openRest(world.server.url, { apiKey: world.admin.secret });

test('another site’s form signs nobody in and changes nothing', async () => {
  const attempts = [
    ['api/session', 'application/x-www-form-urlencoded', `name=ada&password=${world.admin.password}`],
    ['api/session', 'text/plain', JSON.stringify({ name: 'ada', password: world.admin.password })],
    ['api/setup', 'application/x-www-form-urlencoded', 'token=x&name=evil&password=evil-password'],
  ] as const;
  for (const [path, type, body] of attempts) {
    const response = await fetch(at(path), {
      method: 'POST',
      headers: { 'content-type': type, origin: 'https://evil.example' },
      body,
    });
    assert.ok(response.status === 415 || response.status === 400, `${path} as ${type}: ${response.status}`);
    assert.equal(response.headers.get('set-cookie'), null);
  }
  const { cookie } = world.admin.headers as { cookie: string };
  for (const csrf of [undefined, '', 'x', world.member.headers['x-fonoteca-csrf']!]) {
    const headers = {
      cookie,
      'content-type': 'application/json',
      ...(csrf !== undefined && { 'x-fonoteca-csrf': csrf }),
    };
    const response = await fetch(at('api/admin/users'), {
      method: 'POST',
      headers,
      body: JSON.stringify({ name: 'evil', role: 'admin', password: 'evil-password' }),
    });
    assert.equal(response.status, 403, `CSRF token ${csrf}`);
  }
  assert.equal((await asAda().get('getUsers'))['users'].user.length, 2);
});

test('a cookie signs nobody in to the apps’ protocol, and an app’s secret opens no page', async () => {
  const { cookie } = world.admin.headers as { cookie: string };
  const rest = await fetch(at('rest/getUsers?f=json&v=1&c=x'), { headers: { cookie } });
  assert.match(await rest.text(), /"code":10/);
  const { secret } = world.admin;
  const forged: Record<string, string>[] = [
    { authorization: `Bearer ${secret}` },
    { cookie: `fonoteca=${secret}` },
  ];
  for (const headers of forged) assert.equal((await fetch(at('api/me'), { headers })).status, 401);
  assert.equal((await fetch(at(`api/me?apiKey=${secret}`))).status, 401);
  assert.equal(
    (await world.api(undefined, 'POST', 'api/session', { name: 'ada', password: secret })).status,
    401,
  );
});

test('every kind of answer carries the safe headers', async () => {
  const { searchResult3 } = await asAda().get('search3', { query: 'ferryman' });
  const { id, albumId } = searchResult3.song[0] as { id: string; albumId: string };
  const headersOf = async (path: string) => {
    const response = await fetch(at(path), { headers: world.admin.headers });
    await response.body?.cancel();
    return response.headers;
  };
  const pages = ['', 'api/hello', 'api/nothing', 'api/%zz', 'healthz', 'api/events'];
  for (const path of [...pages, `api/artwork/${id}`, `api/download/${id}`, `api/download/${albumId}`]) {
    const headers = await headersOf(path);
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'self'/, path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
    assert.equal(headers.get('x-powered-by'), null, path);
  }
  // Sound and apps’ answers are no pages; what matters is that no browser takes them for one.
  for (const path of [`api/stream/${id}`, 'rest/ping', `rest/stream?apiKey=${world.admin.secret}&id=${id}`])
    assert.equal((await headersOf(path)).get('x-content-type-options'), 'nosniff', path);
});

test('odd requests are refused in words, and none brings the server down (sqlite)', (t) =>
  sendOddRequests(t, world));

test('odd requests are refused in words, and none brings the server down (postgres)', async (t) => {
  if (!requires(t, 'postgres')) return;
  const server = await sharedServer();
  const address = await makePostgresDatabase(server);
  const other = await openWorld({ database: address });
  t.after(async () => {
    await other.close();
    await dropPostgresDatabase(server, address);
  });
  await sendOddRequests(t, other);
});

async function sendOddRequests(t: TestContext, world: World): Promise<void> {
  const at = (path: string) => new URL(path, world.server.url);
  const rest = openRest(world.server.url, { apiKey: world.admin.secret });
  const json = { ...world.admin.headers, 'content-type': 'application/json' };
  const cases: [what: string, path: string, init: RequestInit, ...statuses: number[]][] = [
    ['half a JSON', 'api/playlists', { method: 'POST', headers: json, body: '{"name":' }, 400],
    ['no object', 'api/playlists', { method: 'POST', headers: json, body: '[1]' }, 400],
    [
      'a prototype',
      'api/playlists',
      { method: 'POST', headers: json, body: '{"__proto__":{"a":1},"name":"x"}' },
      400,
    ],
    [
      'five megabytes',
      'api/playlists',
      { method: 'POST', headers: json, body: JSON.stringify({ name: 'x'.repeat(5e6) }) },
      413,
    ],
    ['an unknown method', 'api/hello', { method: 'PROPFIND' }, 404, 405],
    ['a number too large', 'api/albums?offset=99999999999999999999', { headers: json }, 400],
    ['a number past the database’s', 'api/albums?offset=9007199254740991', { headers: json }, 200],
    [
      'a session that is no number',
      'api/me/sessions/abc',
      { method: 'DELETE', headers: json, body: '{}' },
      404,
    ],
    ['a name with a null', 'api/admin/users/%00', { method: 'DELETE', headers: json, body: '{}' }, 404],
    [
      'a very long name',
      `api/admin/users/${'x'.repeat(290)}`,
      { method: 'DELETE', headers: json, body: '{}' },
      404,
    ],
    ['a search for a null', 'api/search?q=%00', { headers: json }, 200],
    [
      'a search for operators',
      `api/search?q=${encodeURIComponent('" OR NEAR(a b) * ( : ^ - %_\\')}`,
      { headers: json },
      200,
    ],
    ['half a character', 'api/search?q=%ED%A0%80', { headers: json }, 200, 400],
  ];
  for (const [what, path, init, ...statuses] of cases)
    await t.test(what, async () => {
      const response = await fetch(at(path), init);
      const text = await response.text();
      assert.ok(statuses.includes(response.status), `${response.status} ${text.slice(0, 200)}`);
      if (response.status >= 400) assert.ok((JSON.parse(text) as { message: string }).message.length > 10);
    });
  const odd: [endpoint: string, fields: Record<string, string>][] = [
    ['getAlbumList2', { type: 'newest', size: '1e400' }],
    ['getAlbumList2', { type: 'newest', offset: '9007199254740993' }],
    ['getAlbumList2', { type: 'byYear', fromYear: '-99999999999', toYear: '99999999999' }],
    ['getArtists', { musicFolderId: '99999999999999999999' }],
    ['getSong', { id: '\u0000' }],
    ['createPlaylist', { name: 'a\u0000b' }],
    ['search3', { query: '\u0000"*' }],
    ['stream', { id: '../../etc/passwd' }],
    ['getCoverArt', { id: `al-${'9'.repeat(5000)}` }],
    ['getUser', { username: '\u202e\u0000' }],
    ['savePlayQueue', { id: 'x', current: 'y' }],
    ['getMusicDirectory', { id: '1' }],
  ];
  for (const [endpoint, fields] of odd)
    await t.test(`${endpoint} ${JSON.stringify(fields).slice(0, 60)}`, async () => {
      const answer = await rest.ask(endpoint, fields);
      assert.ok(
        answer.status === 'ok' || !/inside Fonoteca/.test(answer.error!.message),
        JSON.stringify(answer.error),
      );
    });
  assert.equal((await fetch(at('healthz'))).status, 200);
}

test('what is no HTTP is answered with 400, and a head that does not come does not hold others', async () => {
  const { port } = world.server;
  const say = (text: string) =>
    new Promise<string>((resolve, reject) => {
      let heard = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      socket.on('data', (chunk) => (heard += chunk.toString()));
      socket.on('close', () => resolve(heard)).on('error', reject);
      socket.setTimeout(3_000, () => socket.destroy());
    });
  assert.match(await say('\u0016\u0003\u0001 hello, TLS?\r\n\r\n'), /^HTTP\/1\.1 400/);
  assert.match(
    await say('GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n'),
    /^HTTP\/1\.1 (200|400)/,
  );
  assert.match(
    await say(
      'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /',
    ),
    /^HTTP\/1\.1 400/,
  );
  const slow = Array.from({ length: 50 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  for (const socket of slow) socket.write('GET / HTTP/1.1\r\nHost');
  assert.equal((await fetch(at('healthz'))).status, 200);
  for (const socket of slow) socket.destroy();
});

test('what an app’s page sent wrongly is told so that the page can read it, and as what it is', async () => {
  const bodies = [
    ['image/png', 'x'],
    ['application/x-www-form-urlencoded', `u=${'x'.repeat(5_000_000)}`],
  ] as const;
  for (const [type, body] of bodies) {
    const { headers } = await fetch(at('rest/ping'), {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    assert.equal(headers.get('access-control-allow-origin'), '*', type);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', type);
  }
});

test('guessing passwords is slowed down, and says for how long', async () => {
  for (let attempt = 0; attempt < 30; attempt++) {
    const { status, body } = await world.api(undefined, 'POST', 'api/session', {
      name: 'mem',
      password: `guess ${attempt}`,
    });
    if (status !== 429) continue;
    assert.ok((body as { retryAfterSeconds: number }).retryAfterSeconds > 0);
    return;
  }
  assert.fail('thirty guesses in a row were all looked at');
});

test('events end when the server closes, and do not hold it', async () => {
  const other = await openWorld();
  const events = await fetch(new URL('api/events', other.server.url), { headers: other.admin.headers });
  const reader = events.body!.getReader();
  await reader.read();
  const from = performance.now();
  await other.close();
  assert.ok(performance.now() - from < 3_000);
  assert.equal((await reader.read()).done, true);
});
