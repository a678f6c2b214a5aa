/**
 * What an operator lives through: a database that goes and comes back, a disk that fills, a server that is killed in
 * the midst of scanning and writing, a log that somebody else reads. Each on the program itself as a child process.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFlac, makeMp3 } from '../src/media/tags/fixtures.ts';
import { fillFolder } from './music.ts';
import { makePostgresDatabase, startPostgres } from './postgres.ts';
import { eventually, openPlace, type Place, run, serve, type Serving } from './program.ts';
import { requires } from './requires.ts';
import { fillDisk, mountSmallDisk } from './small-disk.ts';
import { type Fields, openRest, queryOf, type Rest } from './rest.ts';
import { Acknowledged, keepWriting } from './writing.ts';

const password = 'a long password';

/** Makes the admin "ada" and answers their app's secret. */
async function makeAdmin(place: Place): Promise<string> {
  const added = await run(place, ['user', 'add', 'ada', '--role', 'admin'], { input: password });
  assert.equal(added.code, 0, added.stderr);
  const made = await run(place, ['user', 'credential', 'add', 'ada', '--name', 'app', '--legacy', '--json']);
  return (JSON.parse(made.stdout) as { secret: string }).secret;
}

interface Song {
  readonly id: string;
  readonly albumId: string;
  readonly title: string;
}

/** The songs that a search finds, once there are some. */
function songs(rest: Rest, query: string, count = 1): Promise<Song[]> {
  return eventually(`${count} songs for "${query}"`, async () => {
    const { searchResult3 } = await rest.get('search3', { query, songCount: 500 });
    return searchResult3.song.length >= count && (searchResult3.song as Song[]);
  });
}

const health = (server: Serving) => fetch(new URL('healthz', server.url)).then((response) => response.status);

/** Songs of almost nothing, ten a folder. */
function fillMany(folder: string, count: number): number {
  for (let at = 0; at < count; at++) {
    const place = join(folder, `Album ${Math.floor(at / 10)}`);
    if (at % 10 === 0) mkdirSync(place, { recursive: true });
    const tags = {
      TITLE: `Song ${at}`,
      ARTIST: `Artist ${at % 7}`,
      ALBUM: `Album ${Math.floor(at / 10)}`,
      COMMENT: 'x'.repeat(200),
    };
    writeFileSync(join(place, `${at}.mp3`), makeMp3({ seconds: 0.03, seed: at, tags }));
  }
  return count;
}

test(
  'when PostgreSQL goes the server says so and stays; when it comes back all goes on',
  { timeout: 120_000 },
  async (t) => {
    if (!requires(t, 'postgres')) return;
    const postgres = await startPostgres();
    t.after(() => postgres.stop());
    const place = openPlace(t, { FONOTECA_DATABASE: await makePostgresDatabase(postgres.url) });
    await fillFolder(place.music);
    const secret = await makeAdmin(place);
    const server = await serve(place, [place.music]);
    const rest = openRest(server.url, { u: 'ada', p: secret });
    const [song] = await songs(rest, 'ferryman');
    assert.equal(await health(server), 200);
    const signedIn = await fetch(new URL('api/session', server.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'ada', password }),
    });
    const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
    const start = await postgres.crash();
    const from = performance.now();
    assert.equal(await health(server), 503);
    assert.ok(performance.now() - from < 4_000, 'whoever watches is told soon');
    assert.ok([0, undefined].includes(await rest.fault('ping')), 'an answer in the protocol’s form');
    const home = await fetch(new URL('api/home', server.url), { headers: { cookie } });
    assert.equal(home.status, 503);
    assert.match(await home.text(), /does not answer at the moment/);
    assert.equal((await fetch(server.url)).status, 200, 'the page still comes');
    assert.match(await (await fetch(new URL('metrics', server.url))).text(), /fonoteca_process_cpu/);
    await start();
    await eventually('it is well again', async () => (await health(server)) === 200);
    await rest.get('setRating', { id: song!.id, rating: 4 });
    assert.equal((await rest.get('getSong', { id: song!.id }))['song'].userRating, 4);
    const { code, stderr } = await server.stop();
    assert.equal(code, 0, stderr);
  },
);

test(
  'the log holds nothing that signs anybody in, at its most talkative',
  { timeout: 120_000 },
  async (t) => {
    const place = openPlace(t);
    writeFileSync(join(place.folder, 'talkative.toml'), '[log]\nlevel = "debug"\nform = "json"\n');
    const env = { FONOTECA_CONFIG: join(place.folder, 'talkative.toml') };
    await fillFolder(place.music);
    const server = await serve(place, [place.music], { env });
    const [, setup] = await server.until('stdout', /token=(\S+)/);
    await fetch(new URL(`?token=${setup}`, server.url));
    for (let visit = 0; visit < 3; visit++)
      await fetch(new URL('healthz', server.url), { headers: { 'x-forwarded-for': '203.0.113.7' } });
    const api = async (method: string, path: string, body?: unknown, headers = {}) =>
      fetch(new URL(path, server.url), {
        method,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    const made = await api('POST', 'api/setup', { token: setup, name: 'ada', password });
    const { csrf } = (await made.json()) as { csrf: string };
    const session = made.headers.get('set-cookie')!.split(';')[0]!;
    const signedIn = { cookie: session, 'x-fonoteca-csrf': csrf };
    const { secret } = (await (
      await api('POST', 'api/me/credentials', { name: 'app', legacy: true }, signedIn)
    ).json()) as { secret: string };
    const next = 'the password after that';
    await api('POST', 'api/session', { name: 'ada', password: 'a wrong guess' });
    await api('POST', 'api/me/password', { current: password, next }, signedIn);
    await api('POST', 'api/admin/users', { name: 'kid', role: 'member', password: 'for the kid' }, signedIn);
    await api('POST', 'api/session', `{"name": "ada", "password": "${next}`);
    const token = createHash('md5').update(`${secret}salty`).digest('hex');
    const hex = Buffer.from(secret).toString('hex');
    const rest = openRest(server.url, {});
    const attempts: Fields[] = [
      { u: 'ada', p: secret },
      { u: 'ada', p: `enc:${hex}` },
      { apiKey: secret },
      { u: 'ada', t: token, s: 'salty' },
      { u: 'ada', p: 'guessed-it' },
    ];
    for (const fields of attempts) {
      await rest.ask('ping', fields);
      await rest.raw('nothing/at/all', fields);
      await rest.raw('getCoverArt', { ...fields, id: 'x' });
      await fetch(new URL('rest/changePassword', server.url), {
        method: 'POST',
        body: queryOf({ ...fields, username: 'kid', password: 'changed for the kid' }),
      });
    }
    const ended = await server.stop();
    const lines = ended.stderr.split('\n');
    assert.equal(
      lines.filter((line) => line.includes('trustedProxies')).length,
      1,
      'a proxy is warned of once',
    );
    assert.ok(lines.filter((line) => line.includes('"url"')).length > 20, 'it was talkative');
    const others = lines.filter((line) => !line.includes('setup token: ')).join('\n');
    const words = {
      password,
      next,
      setup: setup!,
      secret,
      token,
      hex,
      session: session.split('=')[1]!,
      csrf,
    };
    for (const [name, word] of Object.entries({
      ...words,
      guess: 'a wrong guess',
      other: 'guessed-it',
      kid: 'for the kid',
    }))
      assert.ok(
        !others.includes(word),
        `the log holds the ${name}: ${lines.find((line) => line.includes(word))}`,
      );
  },
);

/** What was written before the trouble is there, and the library becomes whole. */
async function assertWhole(rest: Rest, song: Song, total: number): Promise<void> {
  await eventually('the library is whole', async () => {
    const { scanStatus } = await rest.get('getScanStatus');
    return scanStatus.scanning === false && scanStatus.count === total;
  });
  assert.equal((await rest.get('getSong', { id: song.id }))['song'].userRating, 5);
  const { playlists } = await rest.get('getPlaylists');
  assert.ok(
    playlists.playlist.some(
      (one: { name: string; songCount: number }) => one.name === 'Before' && one.songCount === 1,
    ),
  );
}

async function writeBefore(rest: Rest): Promise<Song> {
  const [song] = await songs(rest, 'first of all');
  await rest.get('setRating', { id: song!.id, rating: 5 });
  await rest.get('createPlaylist', { name: 'Before', songId: song!.id });
  return song!;
}

function putFirst(place: Place): void {
  writeFileSync(
    join(place.music, 'first.flac'),
    makeFlac({ seconds: 1, seed: 1, tags: { TITLE: 'First of all' } }),
  );
}

test(
  'a limit on file sizes met in mid-scan is a clear error, and what was there is whole',
  { timeout: 120_000 },
  async (t) => {
    const place = openPlace(t);
    putFirst(place);
    const secret = await makeAdmin(place);
    const first = await serve(place, [place.music]);
    const song = await writeBefore(openRest(first.url, { apiKey: secret }));
    await first.stop();
    const total = fillMany(place.music, 1500);
    const limited = await run(place, ['scan', '--json'], {
      wrapper: ['sh', '-c', 'ulimit -f 4000; exec "$@"', 'sh'],
    });
    assert.equal(limited.code, 1, limited.stdout + limited.stderr);
    assert.match(limited.stderr, /disk/);
    assert.doesNotMatch(limited.stderr, /\n\s+at /);
    const second = await serve(place);
    await assertWhole(openRest(second.url, { apiKey: secret }), song, total + 1);
    await second.stop();
  },
);

test(
  'a full disk is said by scan and by every write; the server stays up, and goes on when there is space',
  { timeout: 120_000 },
  async (t) => {
    const disk = mountSmallDisk(60, t);
    if (!disk) return t.skip('needs the right to mount a small disk');
    const place = openPlace(t, { FONOTECA_DATA: disk });
    putFirst(place);
    const secret = await makeAdmin(place);
    const server = await serve(place, [place.music]);
    const rest = openRest(server.url, { apiKey: secret });
    const song = await writeBefore(rest);
    await eventually(
      'the scan is over',
      async () => !(await rest.get('getScanStatus'))['scanStatus'].scanning,
    );
    const filler = join(disk, 'filler');
    fillDisk(filler);
    const total = fillMany(place.music, 1500);
    await rest.ask('startScan');
    await eventually('the scan ended', async () => !(await rest.get('getScanStatus'))['scanStatus'].scanning);
    const refused = await eventually('writes are refused', async () => {
      const answer = await rest.ask('createPlaylist', { name: 'x'.repeat(20_000), songId: song.id });
      return answer.status === 'failed' && answer.error!;
    });
    assert.match(refused.message, /disk .*full/);
    assert.equal(
      (await rest.get('getSong', { id: song.id }))['song'].title,
      'First of all',
      'reading goes on',
    );
    assert.equal((await rest.raw('stream', { id: song.id })).status, 200, 'and so does listening');
    rmSync(filler);
    assert.equal((await rest.get('startScan')).status, 'ok');
    await assertWhole(rest, song, total + 1);
    const { code, stderr } = await server.stop();
    assert.equal(code, 0, stderr);
  },
);

test(
  'killed in mid-scan and in mid-write, it comes back with every write that it acknowledged',
  { timeout: 120_000 },
  async (t) => {
    const place = openPlace(t);
    const secret = await makeAdmin(place);
    // Each life waits this long before it takes the scan of the one before it over.
    writeFileSync(join(place.data, 'fonoteca.toml'), '[scan]\nleaseSeconds = 2\n');
    const total = fillMany(place.music, 1200);
    const ratings = new Acknowledged();
    const plays = { asked: 0, acknowledged: 0 };
    let played = '';
    let cut = 0;
    // Three lives, each ended while it scans and while two apps write.
    for (let life = 0; life < 3; life++) {
      const server = await serve(place, [place.music]);
      const rest = openRest(server.url, { apiKey: secret });
      const found = await songs(rest, 'song', 5);
      played ||= found[0]!.id;
      const writers = [
        keepWriting((count) => {
          const { id } = found[count % found.length]!;
          return ratings.write(id, 1 + ((count + life) % 5), (rating) =>
            rest.get('setRating', { id, rating }),
          );
        }),
        keepWriting(async (count) => {
          plays.asked += 1;
          await rest.get('scrobble', { id: played, time: 1_600_000_000_000 + life * 10_000_000 + count });
          plays.acknowledged += 1;
        }),
      ];
      await new Promise((resolve) => setTimeout(resolve, 150));
      cut += (await rest.get('getScanStatus'))['scanStatus'].scanning ? 1 : 0;
      await server.stop('SIGKILL');
      await Promise.all(writers);
    }
    assert.ok(plays.acknowledged > 0 && cut > 0, 'it was in the midst of both');
    const server = await serve(place);
    const rest = openRest(server.url, { apiKey: secret });
    await eventually('the library is whole', async () => {
      const { scanStatus } = await rest.get('getScanStatus');
      return scanStatus.scanning === false && scanStatus.count === total;
    });
    await ratings.check(async (id) => (await rest.get('getSong', { id }))['song'].userRating as number);
    const counted = (await rest.get('getSong', { id: played }))['song'].playCount as number;
    assert.ok(
      counted >= plays.acknowledged && counted <= plays.asked,
      `${counted} plays of ${JSON.stringify(plays)}`,
    );
    await server.stop();
  },
);
