/** Behind a real nginx, under a sub-path: cookies, events, ranges, X-Accel-Redirect, and what a proxy must not pass on. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { makeFlac } from '../src/media/tags/fixtures.ts';
import { type Nginx, startNginx } from './nginx.ts';
import { programs, requires } from './requires.ts';
import { openRest, type Rest } from './rest.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let nginx: Nginx;
let rest: Rest;
let music: string;

const oddPath = join('Ünï – 曲', 'a+b %41 & "c"#1?.flac');
const sound = makeFlac({ seconds: 4, seed: 5, tags: { TITLE: 'Odd', ALBUM: 'Odd', ARTIST: 'Odd' } });

before(async () => {
  if (!programs.nginx.find()) return;
  music = realpathSync(mkdtempSync(join(tmpdir(), 'fonoteca-music-')));
  mkdirSync(join(music, 'Ünï – 曲'));
  writeFileSync(join(music, oddPath), sound);
  world = await openWorld({
    basePath: '/music',
    trustedProxies: ['127.0.0.1'],
    accel: { [music]: '/_music' },
  });
  await world.fonoteca.libraries.add({ root: music });
  await world.fonoteca.scanner.start();
  await world.fonoteca.scanner.idle();
  // The lines that docs/operating.md gives; the scheme is what the test says the visitor came by.
  nginx = await startNginx(`
    large_client_header_buffers 4 64k;
    location /music/ {
      proxy_pass http://127.0.0.1:${world.server.port};
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $http_x_test_scheme;
      proxy_buffering off;
    }
    location /_music/ { internal; alias ${music}/; }`);
  rest = openRest(new URL('music/', nginx.url).href, { apiKey: world.admin.secret });
});
after(async () => {
  await nginx?.stop();
  await world?.close();
  if (music) rmSync(music, { recursive: true });
});

const at = (path: string) => new URL(path, nginx.url);

function proxied(title: string, body: (t: TestContext) => Promise<void>): void {
  test(title, async (t) => {
    if (requires(t, 'nginx')) await body(t);
  });
}

const signIn = (scheme: 'http' | 'https') =>
  fetch(at('music/api/session'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-test-scheme': scheme },
    body: JSON.stringify({ name: 'ada', password: world.admin.password }),
  });

proxied(
  'the cookie is for the sub-path only, and for encrypted connections only where the visitor has one',
  async () => {
    const plain = (await signIn('http')).headers.get('set-cookie')!;
    assert.match(plain, /^fonoteca=[\w-]+; .*Path=\/music\/;/);
    assert.doesNotMatch(plain, /Secure/);
    const secure = await signIn('https');
    const cookie = secure.headers.get('set-cookie')!;
    assert.match(cookie, /^__Secure-fonoteca=[\w-]+; .*Path=\/music\/; HttpOnly; Secure; SameSite=Lax/);
    const { csrf } = (await secure.json()) as { csrf: string };
    const headers = { cookie: cookie.split(';')[0]!, 'x-fonoteca-csrf': csrf, 'x-test-scheme': 'https' };
    assert.equal((await fetch(at('music/api/me'), { headers })).status, 200);
    assert.equal((await fetch(at('music/api/session'), { method: 'DELETE', headers })).status, 204);
    assert.equal((await fetch(at('music/api/me'), { headers })).status, 401);
  },
);

proxied('the page comes under the sub-path, and its views too', async () => {
  for (const path of ['music/', 'music/albums']) assert.equal((await fetch(at(path))).status, 200, path);
  const hello = (await (await fetch(at('music/api/hello'))).json()) as { needsSetup: boolean };
  assert.equal(hello.needsSetup, false);
});

proxied('events come at once through the proxy, and end with the server’s session', async () => {
  const events = await fetch(at('music/api/events'), { headers: world.admin.headers });
  assert.match(events.headers.get('content-type') ?? '', /event-stream/);
  assert.equal(events.headers.get('x-content-type-options'), 'nosniff');
  const reader = events.body!.getReader();
  let heard = '';
  // Other news may come in between.
  const hear = async (what: RegExp) => {
    while (!what.test(heard)) {
      const { value, done } = await reader.read();
      assert.ok(!done, `the events ended before ${what.source}`);
      heard += Buffer.from(value).toString();
    }
  };
  await hear(/retry/);
  await world.api(world.admin, 'PUT', 'api/queue', { trackIds: [], index: 0, positionMs: 0 });
  await hear(/event: account\ndata: {"what":"queue"}/);
  await reader.cancel();
});

proxied(
  'nginx sends the file by itself: whole, by range, with any name, and only to whom it was allowed',
  async () => {
    const { searchResult3 } = await rest.get('search3', { query: 'odd' });
    const { id } = searchResult3.song[0] as { id: string };
    const direct = await openRest(world.server.url, { apiKey: world.admin.secret }).raw('stream', { id });
    assert.match(direct.headers.get('x-accel-redirect') ?? '', /^\/_music\/[\x21-\x7e]+\.flac$/);
    assert.equal((await direct.arrayBuffer()).byteLength, 0, 'the server itself sends nothing');
    const whole = await rest.raw('stream', { id });
    assert.equal(whole.headers.get('x-accel-redirect'), null);
    assert.equal(whole.headers.get('content-type'), 'audio/flac');
    assert.ok(Buffer.from(await whole.arrayBuffer()).equals(sound));
    const part = await rest.raw('stream', { id }, { headers: { range: 'bytes=100-299' } });
    assert.deepEqual(
      [part.status, part.headers.get('content-range')],
      [206, `bytes 100-299/${sound.length}`],
    );
    assert.ok(Buffer.from(await part.arrayBuffer()).equals(sound.subarray(100, 300)));
    const again = await rest.raw(
      'stream',
      { id },
      { headers: { 'if-none-match': whole.headers.get('etag')! } },
    );
    assert.equal(again.status, 304);
    const page = await fetch(at(`music/api/stream/${id}`), {
      headers: { ...world.member.headers, range: 'bytes=-10' },
    });
    assert.ok(Buffer.from(await page.arrayBuffer()).equals(sound.subarray(-10)));
    const kept = await rest.raw('download', { id });
    assert.match(kept.headers.get('content-disposition') ?? '', /^attachment; filename=/);
    assert.equal((await kept.arrayBuffer()).byteLength, sound.length);
    assert.equal((await fetch(at('_music/x.flac'))).status, 404, 'the folder itself is nobody’s');
    assert.equal((await fetch(at(`music/api/stream/${id}`))).status, 401);
  },
);

proxied('a transcode comes through while it is made', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const { searchResult3 } = await rest.get('search3', { query: 'odd' });
  const response = await rest.raw('stream', {
    id: (searchResult3.song[0] as { id: string }).id,
    format: 'mp3',
  });
  assert.equal(response.headers.get('content-type'), 'audio/mpeg');
  assert.ok((await response.arrayBuffer()).byteLength > 20_000);
});

proxied('a queue of a thousand songs passes in the address', async () => {
  const { searchResult3 } = await rest.get('search3', { query: 'odd' });
  const { id } = searchResult3.song[0] as { id: string };
  await rest.get('savePlayQueue', { id: Array.from({ length: 1000 }, () => id), current: id });
  assert.equal((await rest.get('getPlayQueue'))['playQueue'].entry.length, 1000);
});

proxied('what an operator reads is answered beside the server, and not through the proxy', async () => {
  const metrics = await fetch(new URL('/metrics', world.server.url));
  const text = await metrics.text();
  assert.match(text, /^fonoteca_library_items{kind="tracks"} 1$/m);
  assert.match(text, /^fonoteca_http_request_seconds_count{route="\/api\/hello",status="2xx"} \d+$/m);
  assert.ok(Number(/^fonoteca_http_sent_bytes_total (\d+)$/m.exec(text)![1]) > 1000);
  assert.equal((await fetch(at('music/metrics'))).status, 404);
  for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip'])
    assert.equal(
      (await fetch(new URL('/metrics', world.server.url), { headers: { [name]: '127.0.0.1' } })).status,
      404,
    );
  assert.equal((await fetch(at('music/healthz'))).status, 200);
});

proxied('an address that leads out of the sub-path leads nowhere', async () => {
  for (const path of ['/music/../api/me', '/music/%2e%2e/api/me', '/musical/api/me'])
    assert.ok([301, 400, 401, 404].includes(await rawStatus(path)), path);
});

/** fetch would tidy the path up. */
function rawStatus(path: string): Promise<number> {
  const { port } = new URL(nginx.url);
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    }).on('error', reject);
  });
}
