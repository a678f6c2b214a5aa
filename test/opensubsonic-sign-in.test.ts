/**
 * How apps prove who they are, and the forms in which they ask and are answered: the protocol's own errors for each
 * way to get it wrong, GET and form, XML, JSON and JSONP.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { allow } from '#server/api/account.ts';
import { type Fields, openRest, queryOf, type Rest } from './rest.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let rest: Rest;
/** A secret that is kept hashed only. */
let hashed: string;

before(async () => {
  world = await openWorld();
  const { guard } = world.fonoteca;
  hashed = allow(
    await guard.credentials.add('system', world.member.account.id, { name: 'new app', legacy: false }),
  ).secret;
  // A person whose only credential is hashed: token and salt cannot work for them.
  const { account } = allow(
    await guard.accounts.add('system', { name: 'Žofie', password: 'a long password', role: 'member' }),
  );
  zofie = allow(await guard.credentials.add('system', account.id, { name: 'phone', legacy: false })).secret;
  rest = openRest(world.server.url, {});
});
let zofie: string;
after(() => world.close());

const token = (secret: string, salt: string) => createHash('md5').update(`${secret}${salt}`).digest('hex');

test('an app is let in by API key, by password, by password in hex, and by token and salt', async () => {
  const { secret } = world.admin;
  const ways: Fields[] = [
    { apiKey: secret },
    { u: 'ada', p: secret },
    { u: 'ADA', p: secret },
    { u: 'ada', p: `enc:${Buffer.from(secret).toString('hex')}` },
    { u: 'ada', t: token(secret, 'c19b2d'), s: 'c19b2d' },
    { u: 'ada', t: token(secret, 'sålt&=').toUpperCase(), s: 'sålt&=' },
    { u: 'Žofie', p: zofie },
    { u: 'mem', p: hashed },
  ];
  for (const way of ways) assert.equal((await rest.ask('ping', way)).status, 'ok', JSON.stringify(way));
  const info = await rest.get('tokenInfo', { apiKey: hashed });
  assert.deepEqual(info['tokenInfo'], { username: 'mem' });
});

test('every way to get it wrong has the protocol’s own error', async (t) => {
  const { secret, password } = world.admin;
  const wrong: [title: string, fields: Fields, code: number][] = [
    ['nothing at all', {}, 10],
    ['a name alone', { u: 'ada' }, 10],
    ['a token without its salt', { u: 'ada', t: token(secret, 'x') }, 10],
    ['a password without a name', { p: secret }, 10],
    ['a wrong password', { u: 'ada', p: 'wrong' }, 40],
    ['an empty password', { u: 'ada', p: '' }, 40],
    ['an unknown name', { u: 'nobody', p: secret }, 40],
    ['somebody else’s secret', { u: 'mem', p: secret }, 40],
    ['the account’s own password', { u: 'ada', p: password }, 40],
    ['the account’s own password, signed', { u: 'ada', t: token(password, 'abc'), s: 'abc' }, 40],
    ['a wrong token', { u: 'ada', t: token('wrong', 'abc'), s: 'abc' }, 40],
    ['a token of a secret that is kept hashed', { u: 'Žofie', t: token(zofie, 'abc'), s: 'abc' }, 41],
    ['a key and a name', { apiKey: secret, u: 'ada' }, 43],
    ['a key and a token', { apiKey: secret, t: token(secret, 'a'), s: 'a' }, 43],
    ['a password and a token', { u: 'ada', p: secret, t: token(secret, 'a'), s: 'a' }, 43],
    ['an unknown key', { apiKey: 'not-a-key' }, 44],
    ['the account’s own password as key', { apiKey: password }, 44],
  ];
  for (const [title, fields, code] of wrong)
    await t.test(title, async () => {
      const answer = await rest.ask('ping', fields);
      assert.equal(answer.error?.code, code);
      assert.ok(answer.error.message.length > 20);
      // Symfonium and others look here to learn what kind of server refused them.
      assert.equal(answer['type'], 'fonoteca');
      assert.equal(answer['openSubsonic'], true);
      assert.match(String(answer['serverVersion']), /^\d+\.\d+/);
    });
});

test('a refused request is HTTP 200 and says so in the form that was asked for', async () => {
  for (const [f, type] of [
    ['xml', 'text/xml'],
    ['json', 'application/json'],
    ['jsonp', 'application/javascript'],
  ] as const) {
    const response = await rest.raw('ping', { u: 'ada', p: 'wrong', f, callback: 'take' });
    assert.equal(response.status, 200);
    assert.ok(response.headers.get('content-type')?.startsWith(type), f);
    assert.match(await response.text(), /code="40"|"code":40/);
  }
  const stream = await rest.raw('stream', { u: 'ada', p: 'wrong', id: 'x' });
  assert.match(stream.headers.get('content-type') ?? '', /xml/);
});

test('without a form the answer is XML, with the protocol’s name space and version', async () => {
  const text = await (await rest.raw('ping.view', { apiKey: world.admin.secret })).text();
  assert.match(
    text,
    /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<subsonic-response xmlns="http:\/\/subsonic\.org\/restapi" status="ok" version="1\.16\.1" type="fonoteca" /,
  );
});

test('JSONP calls back by a plain name only', async () => {
  const call = async (callback: string) =>
    (await rest.raw('ping', { apiKey: world.admin.secret, f: 'jsonp', callback })).text();
  assert.match(await call('app.take$1'), /^app\.take\$1\(\{"subsonic-response":\{.*\}\}\);$/);
  for (const hostile of ['alert(1);//', '<script>', 'a b', ''])
    assert.match(await call(hostile), /^\{"subsonic-response"/, hostile);
});

test('parameters come as a form too, in body and query together', async () => {
  const url = new URL('rest/getUser.view?f=json&v=1.16.1&c=form', world.server.url);
  const form = (fields: Fields) =>
    fetch(url, { method: 'POST', body: queryOf(fields) }).then((response) => response.json()) as Promise<
      Record<string, { status: string; user?: { username: string } }>
    >;
  const good = await form({ u: 'mem', p: world.member.secret, username: 'mem' });
  assert.equal(good['subsonic-response']?.user?.username, 'mem');
  assert.equal((await form({ u: 'mem', p: 'wrong' }))['subsonic-response']?.status, 'failed');
});

test('with and without .view, by GET and HEAD; what is no endpoint is the protocol’s error, not a page', async () => {
  const key = { apiKey: world.admin.secret };
  for (const name of ['ping', 'ping.view', 'ping/']) assert.equal((await rest.ask(name, key)).status, 'ok');
  assert.equal((await rest.raw('ping', key, { method: 'HEAD' })).status, 200);
  for (const name of ['getNothing', 'getNothing.view', 'ping.json', 'ping/more'])
    assert.equal(await rest.fault(name, key), 70, name);
  const post = await rest.raw('getNothing', { f: 'json' }, { method: 'POST', body: queryOf(key) });
  assert.equal(post.status, 200);
});

test('the extensions are told to anybody, and are those that work', async () => {
  const { openSubsonicExtensions } = await rest.get('getOpenSubsonicExtensions.view');
  const names = (openSubsonicExtensions as { name: string; versions: number[] }[]).map((one) => one.name);
  for (const name of [
    'formPost',
    'transcodeOffset',
    'songLyrics',
    'indexBasedQueue',
    'apiKeyAuthentication',
    'topSongsByArtistId',
  ])
    assert.ok(names.includes(name), name);
});

test('a web app on another origin may ask, also with headers that the browser asks about first', async () => {
  const origin = { origin: 'https://player.example' };
  const simple = await rest.raw('ping', { apiKey: world.admin.secret }, { headers: origin });
  assert.equal(simple.headers.get('access-control-allow-origin'), '*');
  assert.equal(simple.headers.get('access-control-allow-credentials'), null, 'no cookie is ever involved');
  const asked = await rest.raw(
    'stream.view',
    {},
    {
      method: 'OPTIONS',
      headers: {
        ...origin,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'range,content-type',
      },
    },
  );
  assert.equal(asked.status, 204);
  assert.equal(asked.headers.get('access-control-allow-origin'), '*');
  assert.match(asked.headers.get('access-control-allow-headers') ?? '', /range/i);
  const api = await fetch(new URL('api/hello', world.server.url), { headers: origin });
  assert.equal(api.headers.get('access-control-allow-origin'), null, 'the web API is for its own page');
});

test('a revoked credential is dead at once, and the others of the account live on', async () => {
  const { guard } = world.fonoteca;
  const { credential, secret } = allow(
    await guard.credentials.add('system', world.member.account.id, { name: 'lost phone', legacy: true }),
  );
  assert.equal(await rest.fault('ping', { u: 'mem', p: secret }), undefined);
  allow(await guard.credentials.revoke('system', world.member.account.id, credential.id));
  assert.equal(await rest.fault('ping', { u: 'mem', p: secret }), 40);
  assert.equal(await rest.fault('ping', { apiKey: secret }), 44);
  assert.equal(await rest.fault('ping', { u: 'mem', p: world.member.secret }), undefined);
});
