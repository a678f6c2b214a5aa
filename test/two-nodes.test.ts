/**
 * Two servers on one PostgreSQL: both serve, one scans; that one is killed while apps write through both. Every write
 * that was acknowledged is there, and the other takes the scan over and ends it.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeMp3 } from '../src/media/tags/fixtures.ts';
import { sharedServer } from './databases.ts';
import { dropPostgresDatabase, makePostgresDatabase } from './postgres.ts';
import { eventually, openPlace, type Place, run, serve, type Serving } from './program.ts';
import { requires } from './requires.ts';
import { openRest, type Rest } from './rest.ts';
import { Acknowledged, keepWriting } from './writing.ts';

const songCount = 2500;

function fill(folder: string): void {
  for (let at = 0; at < songCount; at++) {
    const [artist, album] = [`Artist ${Math.floor(at / 100)}`, `Album ${Math.floor(at / 10)}`];
    const place = join(folder, artist, album);
    if (at % 10 === 0) mkdirSync(place, { recursive: true });
    const tags = { TITLE: `Song ${at}`, ARTIST: artist, ALBUM: album };
    writeFileSync(join(place, `${at}.mp3`), makeMp3({ seconds: 0.03, seed: at, tags }));
  }
}

interface Node {
  readonly server: Serving;
  readonly rest: Rest;
}

test(
  'of two servers on one database the scanning one is killed under load: nothing acknowledged is lost, the other goes on',
  { timeout: 180_000 },
  async (t) => {
    if (!requires(t, 'postgres')) return;
    const postgres = await sharedServer();
    const address = await makePostgresDatabase(postgres);
    t.after(() => dropPostgresDatabase(postgres, address));
    const place = openPlace(t, { FONOTECA_DATABASE: address });
    fill(place.music);
    const { first, second } = await startBoth(place);

    const found = await eventually('the first has read some', async () => {
      const { song } = (await second.rest.get('search3', { query: 'song', songCount: 20 }))['searchResult3'];
      return song.length >= 10 && (song as { id: string }[]);
    });
    const ids = found.map((song) => song.id);
    const load = startLoad([first.rest, second.rest], ids);
    await eventually('the load runs', async () => load.ratings.count >= 20);
    const [before, seen] = await Promise.all([first, second].map(({ rest }) => rest.get('getScanStatus')));
    assert.deepEqual(
      [before!['scanStatus'].scanning, seen!['scanStatus'].scanning],
      [true, true],
      'both know that one scans',
    );
    assert.ok(before!['scanStatus'].count < songCount);
    await first.server.stop('SIGKILL');
    await eventually(
      'the load goes on through the other',
      async () => load.through[1]! > load.through[0]! + 50,
    );
    load.stop();
    await load.ended;

    await eventually(
      'the other has taken the scan over and ended it',
      async () => {
        const { scanStatus } = await second.rest.get('getScanStatus');
        return scanStatus.scanning === false && scanStatus.count === songCount;
      },
      90_000,
    );
    await load.check(second.rest);
    assert.equal((await titlesOf(second.rest)).size, songCount, 'each song is there once');
    const again = await serve(place, ['--no-watch']);
    await load.check(openRest(again.url, { u: 'ada', p: first.secret }));
    for (const server of [again, second.server]) assert.equal((await server.stop()).code, 0);
  },
);

async function titlesOf(rest: Rest): Promise<Set<string>> {
  const titles = new Set<string>();
  for (let songOffset = 0; songOffset < songCount; songOffset += 500) {
    const page = { query: '', songCount: 500, songOffset, albumCount: 0, artistCount: 0 };
    for (const { title } of (await rest.get('search3', page))['searchResult3'].song) titles.add(title);
  }
  return titles;
}

/** Two servers with data folders of their own and one secrets file; the first is given the folder, and scans. */
async function startBoth(place: Place): Promise<{ first: Node & { secret: string }; second: Node }> {
  const made = await run(place, ['user', 'add', 'ada', '--role', 'admin'], { input: 'a long password' });
  assert.equal(made.code, 0, made.stderr);
  const added = await run(place, ['user', 'credential', 'add', 'ada', '--name', 'app', '--json']);
  const { secret } = JSON.parse(added.stdout) as { secret: string };
  const start = async (name: string, folders: readonly string[]): Promise<Node> => {
    const config = join(place.folder, `${name}.toml`);
    writeFileSync(config, `secretsFile = "${join(place.data, 'secrets.json')}"\n[scan]\nleaseSeconds = 4\n`);
    const env = { FONOTECA_DATA: join(place.folder, name), FONOTECA_CONFIG: config };
    const server = await serve(place, folders, { env });
    return { server, rest: openRest(server.url, { u: 'ada', p: secret }) };
  };
  const second = await start('second', []);
  const first = await start('first', [place.music]);
  return { first: { ...first, secret }, second };
}

/** Ratings, plays and playlists, written through all nodes at once until each of them is gone or `stop` is called. */
function startLoad(nodes: readonly Rest[], ids: readonly string[]) {
  const ratings = new Acknowledged();
  const plays = nodes.map(() => ({ asked: 0, acknowledged: 0 }));
  const playlists = new Set<string>();
  const through = nodes.map(() => 0);
  let stopped = false;
  const goOn = async (work: () => Promise<unknown>) => {
    if (stopped) throw new Error('the test has seen enough');
    await work();
  };
  const writers = nodes.flatMap((rest, node) => {
    // Each node has songs of its own to rate, so that what was acknowledged last is known.
    const own = ids.filter((_, index) => index % nodes.length === node);
    return [
      keepWriting((count) =>
        goOn(async () => {
          const id = own[count % own.length]!;
          await ratings.write(id, 1 + (count % 5), (rating) => rest.get('setRating', { id, rating }));
          through[node]! += 1;
        }),
      ),
      keepWriting((count) =>
        goOn(async () => {
          plays[node]!.asked += 1;
          await rest.get('scrobble', { id: ids[0]!, time: 1_600_000_000_000 + node * 10_000_000 + count });
          plays[node]!.acknowledged += 1;
        }),
      ),
      keepWriting((count) =>
        goOn(async () => {
          const name = `${node}-${count}`;
          const { playlist } = await rest.get('createPlaylist', { name, songId: ids });
          playlists.add(playlist.id as string);
        }),
      ),
    ];
  });
  return {
    ratings,
    through,
    stop: () => (stopped = true),
    ended: Promise.all(writers),
    check: async (rest: Rest) => {
      await ratings.check(async (id) => (await rest.get('getSong', { id }))['song'].userRating as number);
      const counted = (await rest.get('getSong', { id: ids[0]! }))['song'].playCount as number;
      const sum = (kind: 'asked' | 'acknowledged') => plays.reduce((total, one) => total + one[kind], 0);
      assert.ok(
        counted >= sum('acknowledged') && counted <= sum('asked'),
        `${counted} plays of ${JSON.stringify(plays)}`,
      );
      assert.ok(playlists.size > 0);
      const there = (await rest.get('getPlaylists'))['playlists'].playlist as {
        id: string;
        songCount: number;
      }[];
      const whole = new Map(there.map((one) => [one.id, one.songCount]));
      for (const id of playlists)
        assert.equal(whole.get(id), ids.length, 'a playlist is there with all its songs');
    },
  };
}
