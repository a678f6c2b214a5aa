/** The command line as a person and a service manager use it: every command as a child process, its words and exit codes. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { userInfo } from 'node:os';
import { makeFlac, makeMp3 } from '../src/media/tags/fixtures.ts';
import { sharedServer } from './databases.ts';
import { fillFolder } from './music.ts';
import { dropPostgresDatabase, makePostgresDatabase } from './postgres.ts';
import { type Ended, eventually, openPlace, type Place, run, serve, start } from './program.ts';
import { requires } from './requires.ts';
import { openRest } from './rest.ts';

const good = (ended: Ended) => {
  assert.equal(ended.code, 0, ended.stderr);
  return ended.stdout;
};
/** What a command answered with --json; a test looks only at what it names. */
// oxlint-disable-next-line typescript/no-explicit-any
const json = (ended: Ended) => JSON.parse(good(ended)) as Record<string, any>;
/** The command is refused with this exit code, on standard error, in a sentence that holds all of `words`. */
const refused = (ended: Ended, code: number, ...words: RegExp[]) => {
  assert.equal(ended.code, code, ended.stdout + ended.stderr);
  assert.equal(ended.stdout, '');
  for (const word of words) assert.match(ended.stderr, word);
  assert.doesNotMatch(ended.stderr, /\n\s+at |Something went wrong inside/, 'no stack for a person');
};

test('every command says in --help what it does, what it takes and how it ends', async (t) => {
  const place = openPlace(t);
  const teaches: [args: string[], ...words: RegExp[]][] = [
    [[], /FONOTECA_DATA/, /Exit codes/, /Examples/, /doctor/],
    [['start'], /demo library/, /--lan/],
    [['serve'], /QR code/, /--no-watch/],
    [['scan'], /130/, /--full/],
    [['user', 'add'], /standard input/, /--role/],
    [['user', 'credential', 'add'], /--legacy/, /once/],
    [['library', 'remove'], /stay where they are/],
    [['backup'], /proved/, /Music files are not in it/],
    [['restore'], /--replace/, /stop the server first/],
    [['doctor'], /Exit codes/],
  ];
  const asked = teaches.map(async ([args, ...words]) => {
    const text = good(await run(place, [...args, '--help']));
    for (const word of words) assert.match(text, word, `${args.join(' ')} --help`);
  });
  await Promise.all(asked);
  refused(await run(place, ['scam']), 2, /unknown command 'scam'/, /Did you mean scan/);
  refused(await run(place, ['scan', '--fast']), 2, /unknown option/);
  assert.equal(existsSync(place.data), false, 'asking for help makes nothing');
});

test('people and their credentials: made, used over HTTP, changed, taken away', async (t) => {
  const place = openPlace(t);
  assert.match(good(await run(place, ['user', 'list'])), /Nobody yet/);
  good(await run(place, ['user', 'add', 'ada', '--role', 'admin'], { input: 'a long password\n' }));
  assert.equal(
    json(await run(place, ['user', 'add', 'Žofie', '--json'], { input: 'another one here' }))['role'],
    'member',
  );
  refused(await run(place, ['user', 'add', 'ADA'], { input: 'a long password' }), 2, /name already/);
  refused(await run(place, ['user', 'add', 'kid'], { input: 'short\n' }), 2, /8 to 1,000/);
  refused(await run(place, ['user', 'add', 'kid', '--role', 'boss'], { input: 'x' }), 2, /admin, member/);
  refused(await run(place, ['user', 'remove', 'ada']), 2, /last admin/);
  refused(await run(place, ['user', 'remove', 'nobody']), 2, /user list/);
  assert.match(good(await run(place, ['user', 'list'])), /^NAME +ROLE.*\nada +admin .*\nŽofie +member /);

  const hashed = json(await run(place, ['user', 'credential', 'add', 'ada', '--name', 'phone', '--json']))[
    'secret'
  ] as string;
  const text = good(await run(place, ['user', 'credential', 'add', 'Žofie', '--name', 'old', '--legacy']));
  const legacy = /Password: (\S+)/.exec(text)![1]!;
  for (const name of readdirSync(place.data, { recursive: true, encoding: 'utf8' })) {
    const bytes = name.startsWith('cache') ? Buffer.alloc(0) : readFileSync(join(place.data, name));
    for (const secret of [hashed, legacy, 'a long password'])
      assert.ok(!bytes.includes(secret), `${name} holds a secret`);
  }
  refused(await run(place, ['user', 'credential', 'add', 'ada']), 2, /--name/);
  const rows = json(await run(place, ['user', 'credential', 'list', 'Žofie', '--json']))['credentials'] as {
    name: string;
    legacy: boolean;
  }[];
  assert.deepEqual(
    rows.map(({ name, legacy: old }) => [name, old]),
    [['old', true]],
  );

  const server = await serve(place);
  const asAda = openRest(server.url, { apiKey: hashed });
  const asZofie = openRest(server.url, { u: 'žofie', p: legacy });
  assert.equal((await asAda.get('getUser'))['user'].adminRole, true);
  assert.equal((await asZofie.get('getUser'))['user'].username, 'Žofie');
  const signIn = async (password: string) =>
    (
      await fetch(new URL('api/session', server.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'ada', password }),
      })
    ).status;
  assert.equal(await signIn('a long password'), 200);
  good(await run(place, ['user', 'password', 'ada'], { input: 'a newer password\r\n' }));
  assert.deepEqual([await signIn('a long password'), await signIn('a newer password')], [401, 200]);
  good(await run(place, ['user', 'credential', 'remove', 'ada', 'phone']));
  refused(await run(place, ['user', 'credential', 'remove', 'ada', 'phone']), 2, /credential list ada/);
  good(await run(place, ['user', 'remove', 'Žofie']));
  // Another process may remember for half a minute whom it let in; it asks again after that.
  assert.equal((await server.stop()).code, 0);
  const again = await serve(place);
  assert.equal(await openRest(again.url, { apiKey: hashed }).fault('ping'), 44);
  assert.equal(await openRest(again.url, { u: 'Žofie', p: legacy }).fault('ping'), 40);
  await again.stop();
});

test('folders are added, scanned, listed and forgotten; a second scan finds nothing changed', async (t) => {
  const place = openPlace(t);
  await fillFolder(place.music);
  refused(
    await run(place, ['library', 'add', join(place.folder, 'nowhere')]),
    2,
    /nowhere/,
    /does not exist/,
  );
  refused(await run(place, ['library', 'add', join(place.music, 'broken.flac')]), 2, /it is a file/);
  assert.match(good(await run(place, ['library', 'list'])), /No folder yet/);
  assert.match(good(await run(place, ['library', 'add', 'music', '--name', 'All of it'])), /fonoteca scan/);
  refused(await run(place, ['library', 'add', join(place.music, 'Various')]), 2, /All of it/);
  const first = await run(place, ['scan']);
  assert.equal(good(first), '9 added, 0 changed, 0 moved, 0 missing, 1 with problems.\n');
  assert.match(first.stderr, /Scanning/, 'progress is told beside the answer');
  const second = json(await run(place, ['scan', 'All of it', '--json']));
  assert.deepEqual(
    [second['outcome'], second['added'], second['changed'], second['missing']],
    ['done', 0, 0, 0],
  );
  const full = json(await run(place, ['scan', place.music, '--full', '--json']));
  assert.deepEqual([full['outcome'], full['added']], ['done', 0]);
  refused(await run(place, ['scan', 'Other']), 2, /library list/);
  const [row] = json(await run(place, ['library', 'list', '--json']))['libraries'] as {
    name: string;
    tracks: number;
    path: string;
  }[];
  assert.deepEqual([row!.name, row!.tracks, row!.path], ['All of it', 9, place.music]);
  assert.match(good(await run(place, ['library', 'remove', 'All of it'])), /files are where they were/);
  assert.ok(existsSync(join(place.music, 'broken.flac')));
  refused(await run(place, ['library', 'remove', 'All of it']), 2, /library list/);
});

test('Ctrl-C ends a scan with 130 and keeps what it read; the next one does the rest', async (t) => {
  const place = openPlace(t);
  const total = fillMany(place.music, 1500);
  good(await run(place, ['library', 'add', place.music]));
  const scan = start(place, ['scan', '--json']);
  await scan.until('stderr', /Scanning/);
  // At a terminal both the launcher and the program get the signal, and the launcher hands it on as well.
  scan.child.kill('SIGINT');
  scan.child.kill('SIGINT');
  const ended = await scan.ended;
  assert.equal(ended.code, 130, ended.stderr);
  const first = JSON.parse(ended.stdout) as { outcome: string; added: number };
  assert.equal(first.outcome, 'cancelled');
  assert.ok(first.added < total, 'it was cancelled before its end');
  const second = json(await run(place, ['scan', '--json']));
  assert.deepEqual([second['outcome'], second['added']], ['done', total - first.added]);
});

/** Songs of almost nothing, forty a folder. */
function fillMany(folder: string, count: number): number {
  for (let at = 0; at < count; at++) {
    const place = join(folder, `Album ${Math.floor(at / 40)}`);
    if (at % 40 === 0) mkdirSync(place, { recursive: true });
    const tags = { TITLE: `Song ${at}`, ARTIST: `Artist ${at % 7}`, ALBUM: `Album ${Math.floor(at / 40)}` };
    writeFileSync(join(place, `${at}.mp3`), makeMp3({ seconds: 0.03, seed: at, tags }));
  }
  return count;
}

for (const engine of ['sqlite', 'postgres'] as const)
  test(`a backup is made beside a running server, proved, and put back elsewhere (${engine})`, async (t) => {
    if (engine === 'postgres' && !requires(t, 'postgres')) return;
    const place = openPlace(t, await databaseOf(engine, t));
    await fillFolder(place.music);
    const folder = join(place.folder, 'backup');
    if (engine === 'sqlite') refused(await run(place, ['backup', folder]), 2, /no database/);
    assert.equal(existsSync(place.data), false, 'and none is made for it');
    good(await run(place, ['user', 'add', 'ada', '--role', 'admin'], { input: 'a long password' }));
    const { secret } = json(
      await run(place, ['user', 'credential', 'add', 'ada', '--name', 'app', '--legacy', '--json']),
    ) as { secret: string };
    const server = await serve(place, [place.music]);
    const rest = openRest(server.url, { u: 'ada', p: secret });
    const song = await eventually(
      'the scan found the song',
      async () =>
        (await rest.get('search3', { query: 'ferryman' }))['searchResult3'].song[0] as
          | { id: string }
          | undefined,
    );
    await rest.get('setRating', { id: song.id, rating: 5 });
    await rest.get('createPlaylist', { name: 'Kept', songId: song.id });
    const writing = new AbortController();
    const load = writeUntil(writing.signal, () => rest.get('scrobble', { id: song.id, time: Date.now() }));
    const made = json(await run(place, ['backup', folder, '--json']));
    writing.abort();
    const writes = await load;
    assert.ok(writes > 0, 'plays were written meanwhile');
    assert.deepEqual([made['kind'], made['verified']], [engine, true]);
    refused(await run(place, ['backup', folder]), 2, /exists already/);
    if (engine === 'sqlite')
      refused(await run(place, ['restore', folder, '--replace']), 2, /in use/, /Stop the server/);
    await server.stop();
    assert.deepEqual(
      readdirSync(place.folder).sort(),
      ['backup', 'data', 'music'],
      'nothing is left lying about',
    );

    const other = openPlace(t, await databaseOf(engine, t));
    const restored = json(await run(other, ['restore', folder, '--json']));
    assert.equal(restored['kind'], engine);
    const second = await serve(other, ['--no-watch']);
    const there = openRest(second.url, { u: 'ada', p: secret });
    const { starred2 } = await there.get('getStarred2');
    assert.deepEqual(starred2.song, []);
    assert.equal(
      (await there.get('getSong', { id: song.id }))['song'].userRating,
      5,
      'ids, ratings and secrets are as they were',
    );
    assert.equal(
      (await there.get('getPlaylists'))['playlists'].playlist.some(
        (one: { name: string }) => one.name === 'Kept',
      ),
      true,
    );
    await second.stop();
    if (engine === 'sqlite') {
      refused(await run(other, ['restore', folder]), 2, /--replace/);
      good(await run(other, ['restore', folder, '--replace']));
      good(await run(other, ['restore', folder, '--replace']));
      assert.ok(
        existsSync(join(other.data, 'state.db.before-restore')) &&
          existsSync(join(other.data, 'state.db.before-restore-2')),
      );
    } else refused(await run(other, ['restore', folder]), 2, /empty one/);

    await refuseDamaged(folder, other);
  });

async function databaseOf(engine: 'sqlite' | 'postgres', t: TestContext): Promise<Record<string, string>> {
  if (engine === 'sqlite') return {};
  const server = await sharedServer();
  const address = await makePostgresDatabase(server);
  t.after(() => dropPostgresDatabase(server, address));
  return { FONOTECA_DATABASE: address };
}

async function writeUntil(signal: AbortSignal, write: () => Promise<unknown>): Promise<number> {
  let count = 0;
  for (; !signal.aborted; count++) await write();
  return count;
}

async function refuseDamaged(folder: string, place: Place): Promise<void> {
  const file = readdirSync(folder).find((name) => name.startsWith('state'))!;
  const whole = readFileSync(join(folder, file));
  const bytes = Buffer.from(whole);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(join(folder, file), bytes);
  refused(await run(place, ['restore', folder, '--replace']), 1, /not sound/, /changed or damaged/);
  writeFileSync(join(folder, file), whole);
  const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8');
  writeFileSync(join(folder, 'manifest.json'), manifest.replace(/"account": \d+/, '"account": 7'));
  refused(await run(place, ['restore', folder, '--replace']), 1, /table account has 1 rows instead of 7/);
  rmSync(join(folder, 'manifest.json'));
  refused(await run(place, ['restore', folder]), 2, /no backup/);
}

test('doctor looks at everything, says what to do, and makes nothing', async (t) => {
  const place = openPlace(t);
  const text = good(await run(place, ['doctor']));
  for (const word of [
    /Data folder: will be made/,
    /Disk: [\d.]+ GB free/,
    /Secrets/,
    /ffmpeg/,
    /Database: will be made/,
  ])
    assert.match(text, word);
  assert.equal(existsSync(place.data), false);
  good(await run(place, ['library', 'add', place.music]));
  const before = readdirSync(place.data, { recursive: true }).sort();
  rmSync(place.music, { recursive: true });
  chmodSync(join(place.data, 'secrets.json'), 0o644);
  const ended = await run(place, ['doctor', '--json'], { env: { FONOTECA_DATABASE: '' } });
  assert.equal(ended.code, 1);
  const checks = (
    JSON.parse(ended.stdout) as { checks: { name: string; state: string; advice: string | null }[] }
  ).checks;
  const bad = checks.filter((check) => check.state === 'bad');
  assert.deepEqual(
    bad.map((check) => check.name),
    ['Secrets', 'Library "music"'],
  );
  assert.ok(bad.every((check) => check.advice!.length > 10));
  assert.deepEqual(readdirSync(place.data, { recursive: true }).sort(), before);
  const unreachable = await run(place, ['doctor'], {
    env: { FONOTECA_DATABASE: 'postgres://nobody:hidden-word@127.0.0.1:9/x' },
  });
  assert.equal(unreachable.code, 1);
  assert.match(unreachable.stdout, /✗ Database: .*127\.0\.0\.1:9/);
  assert.doesNotMatch(unreachable.stdout + unreachable.stderr, /hidden-word/);
});

test('what cannot work is said at once, with what to do', async (t) => {
  const place = openPlace(t);
  refused(await run(place, ['serve', join(place.folder, 'nowhere')]), 2, /nowhere does not exist/);
  assert.equal(existsSync(place.data), false);
  const wrong: [toml: string, ...words: RegExp[]][] = [
    ['prot = 5000', /"prot"/, /Did you mean "port"\?/],
    ['[scan]\neverMinutes = 5', /Did you mean "scan.everyMinutes"\?/],
    ['basePath = "music/"', /Setting "basePath"/, /"\/music"/],
    ['trustedProxies = ["nonsense"]', /Setting "trustedProxies.0"/, /10\.0\.0\.0\/8/],
    ['host = ', /line 1/],
  ];
  const read = wrong.map(async ([toml, ...words], index) => {
    const config = join(place.folder, `${index}.toml`);
    writeFileSync(config, toml);
    refused(await run(place, ['serve'], { env: { FONOTECA_CONFIG: config } }), 2, ...words);
  });
  await Promise.all([
    ...read,
    run(place, ['serve'], { env: { FONOTECA_CONFIG: join(place.folder, 'none.toml') } }).then((ended) =>
      refused(ended, 2, /none\.toml/),
    ),
    run(place, ['serve', '--port', 'x']).then((ended) => refused(ended, 2, /Setting "port"/)),
  ]);
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as { port: number };
  refused(
    await run(place, ['serve', '--port', String(port)]),
    2,
    new RegExp(`Port ${port} on 127.0.0.1 is taken`),
  );
  taken.close();
  refused(await run(place, ['serve', '--host', '203.0.113.7']), 2, /203\.0\.113\.7/);
  refused(
    await run(place, ['serve'], { env: { FONOTECA_DATABASE: join(place.folder, 'no', 'state.db') } }),
    3,
    /cannot be opened/,
  );
  refused(
    await run(place, ['user', 'list'], {
      env: { FONOTECA_DATABASE: 'postgres://x:hidden-word@127.0.0.1:9/x' },
    }),
    3,
    /does not answer/,
  );
  writeFileSync(join(place.folder, 'broken.db'), 'this is no database, whatever its name says'.repeat(100));
  refused(
    await run(place, ['user', 'list'], { env: { FONOTECA_DATABASE: join(place.folder, 'broken.db') } }),
    3,
    /not a database/,
    /restore/,
  );
});

test('a data folder that cannot be written is said so', async (t) => {
  const place = openPlace(t);
  writeFileSync(join(place.folder, 'file'), '');
  refused(
    await run(place, ['serve'], { env: { FONOTECA_DATA: join(place.folder, 'file', 'data') } }),
    3,
    /data folder/,
    /FONOTECA_DATA/,
  );
  if (userInfo().uid !== 0) return;
  // Root may write anywhere, so somebody else tries.
  const nobody = 65_534;
  chmodSync(place.folder, 0o755);
  mkdirSync(place.data, { mode: 0o755 });
  chownSync(place.data, 0, 0);
  for (const command of ['serve', 'scan'])
    refused(
      await run(place, [command], { uid: nobody }),
      3,
      /data folder .* cannot be used/,
      /FONOTECA_DATA/,
    );
  const seen = await run(place, ['doctor'], { uid: nobody });
  assert.equal(seen.code, 1);
  assert.match(seen.stdout, /✗ Data folder/);
});

test('SIGTERM lets an answer under way end, takes no new ones, and ends with 0', async (t) => {
  const place = openPlace(t);
  const size = 40_000_000;
  writeFileSync(
    join(place.music, 'long.flac'),
    Buffer.concat([makeFlac({ seconds: 1, seed: 1, tags: { TITLE: 'Long' } }), Buffer.alloc(size)]),
  );
  good(await run(place, ['user', 'add', 'ada', '--role', 'admin'], { input: 'a long password' }));
  const { secret } = json(
    await run(place, ['user', 'credential', 'add', 'ada', '--name', 'app', '--json']),
  ) as { secret: string };
  const server = await serve(place, [place.music]);
  const rest = openRest(server.url, { apiKey: secret });
  const song = await eventually(
    'the song is there',
    async () =>
      (await rest.get('search3', { query: 'long' }))['searchResult3'].song[0] as
        | { id: string; size: number }
        | undefined,
  );
  const response = await rest.raw('download', { id: song.id });
  const reader = response.body!.getReader();
  let bytes = (await reader.read()).value!.length;
  server.child.kill('SIGTERM');
  await server.until('stderr', /closing/);
  await assert.rejects(fetch(new URL('healthz', server.url)), 'nobody new is let in');
  for (let part = await reader.read(); !part.done; part = await reader.read()) bytes += part.value.length;
  assert.equal(bytes, song.size, 'the song came whole');
  const ended = await server.ended;
  assert.deepEqual([ended.code, ended.signal], [0, null], ended.stderr);
  assert.deepEqual(
    readdirSync(place.data).filter((name) => /-wal|-shm/.test(name)),
    [],
    'the database was closed in order',
  );
});

test('a listener who stops taking does not keep the server from closing', async (t) => {
  const place = openPlace(t);
  writeFileSync(
    join(place.music, 'long.flac'),
    Buffer.concat([makeFlac({ seconds: 1, seed: 1, tags: { TITLE: 'Long' } }), Buffer.alloc(40_000_000)]),
  );
  good(await run(place, ['user', 'add', 'ada', '--role', 'admin'], { input: 'a long password' }));
  const { secret } = json(
    await run(place, ['user', 'credential', 'add', 'ada', '--name', 'app', '--json']),
  ) as { secret: string };
  const server = await serve(place, [place.music]);
  const rest = openRest(server.url, { apiKey: secret });
  const song = await eventually(
    'the song is there',
    async () =>
      (await rest.get('search3', { query: 'long' }))['searchResult3'].song[0] as { id: string } | undefined,
  );
  const response = await rest.raw('download', { id: song.id });
  const from = performance.now();
  assert.equal((await server.stop()).code, 0);
  assert.ok(performance.now() - from < 12_000);
  await response.body!.cancel().catch(() => {});
});

test('who kills the launcher kills the server: the port is free again', async (t) => {
  const place = openPlace(t);
  const server = await serve(place);
  const port = new URL(server.url).port;
  await server.stop('SIGKILL');
  const again = await serve(place, ['--port', port]);
  assert.equal((await fetch(new URL('healthz', again.url))).status, 200);
  assert.equal((await again.stop('SIGINT')).code, 0);
});
