/**
 * How does a server answer on a library of a million tracks, on one core, 50 requests a second, while a scan runs?
 *
 * Starts the real server (pinned to one core with taskset) over the library of test/large-library.ts, with 20,000 more
 * files being scanned again and again, and measures from another process over HTTP: p50 and p99 of each call, the time
 * until it is ready, and its memory. `npm run bench -- api [seconds a call]`.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readConfig } from '#base/config.ts';
import { openDatabase } from '#base/database/index.ts';
import { silentLog } from '#base/log.ts';
import { openFonoteca } from '#fonoteca';
import { allow } from '#server/api/account.ts';
import { makeFlac } from '../src/media/tags/fixtures.ts';
import { fillLargeLibrary } from '../test/large-library.ts';

const seconds = Number(process.argv[2] ?? 10);
const perSecond = 50;
const bars = { p99Ms: 25, getArtistsMs: 300, readyMs: 1500, rssMb: 400 };

const cached = join(tmpdir(), 'fonoteca-bench-1m.db');
const work = mkdtempSync(join(tmpdir(), 'fonoteca-api-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

let csrf = '';
let musicPublicId = '';
const albumIds: string[] = [];
const { secret, cookie } = await prepare();
// The first start of all compiles the sources; what counts is every other one.
await stop(await startServer());
const server = await startServer();
try {
  console.log(`ready after            ${server.readyMs.toFixed(0)} ms   (bar: ${bars.readyMs} ms)`);
  console.log(`memory at rest         ${memoryMb(server.child)} MB`);
  await measureAll('at rest');
  await keepScanning(server.base, async () => {
    await measureAll('while a scan runs');
  });
  console.log(`memory, highest        ${memoryMb(server.child, 'VmHWM')} MB RSS   (bar: ${bars.rssMb} MB)`);
} finally {
  await stop(server);
}

interface Call {
  readonly name: string;
  readonly barMs: number;
  readonly perSecond: number;
  path(round: number): string;
}

function calls(): Call[] {
  const rest = (endpoint: string, query: string) =>
    `rest/${endpoint}?apiKey=${secret}&f=json&c=bench&v=1.16.1&${query}`;
  const words = ['love', 'blue rain', 'night', 'karen', 'song of', 'dream ver', 'l', 'tendo', 'yestreday'];
  const types = [
    'newest',
    'alphabeticalByName',
    'alphabeticalByArtist',
    'random',
    'frequent',
    'recent',
    'starred',
  ];
  const fast = { barMs: bars.p99Ms, perSecond };
  return [
    {
      ...fast,
      name: 'getAlbumList2',
      path: (round) =>
        rest(
          'getAlbumList2',
          `type=${types[round % types.length]}&size=50&offset=${(round * 7919) % 90_000}`,
        ),
    },
    {
      ...fast,
      name: 'getAlbum',
      path: (round) => rest('getAlbum', `id=${albumIds[round % albumIds.length]}`),
    },
    {
      ...fast,
      name: 'search3',
      path: (round) => rest('search3', `query=${encodeURIComponent(words[round % words.length]!)}`),
    },
    {
      ...fast,
      name: 'search3, all songs',
      path: (round) =>
        rest(
          'search3',
          `query=&artistCount=0&albumCount=0&songCount=100&songOffset=${(round * 104_729) % 990_000}`,
        ),
    },
    {
      ...fast,
      name: 'web search',
      path: (round) => `api/search?q=${encodeURIComponent(words[round % words.length]!)}`,
    },
    {
      name: 'getArtists, 60,000',
      barMs: bars.getArtistsMs,
      perSecond: 1,
      path: () => rest('getArtists', ''),
    },
  ];
}

async function measureAll(title: string): Promise<void> {
  if (albumIds.length === 0) await findAlbums();
  console.log(`\n${title}:`);
  for (const call of calls()) {
    const times = await measure(call);
    const mark = at(times, 0.99) <= call.barMs ? '' : '   MISSED';
    console.log(
      `  ${call.name.padEnd(22)} p50 ${at(times, 0.5).toFixed(1).padStart(6)} ms   p99 ${at(times, 0.99).toFixed(1).padStart(6)} ms   worst ${at(times, 1).toFixed(0).padStart(5)} ms   (bar: p99 ${call.barMs} ms)${mark}`,
    );
  }
}

/** Sends at a steady rate, not waiting for answers, as many people do; a stall shows in all that were sent meanwhile. */
async function measure(call: Call): Promise<number[]> {
  const times: number[] = [];
  const under: Promise<void>[] = [];
  const count = Math.max(5, seconds * call.perSecond);
  const started = performance.now();
  for (let round = 0; round < count; round++) {
    await setTimeout(Math.max(0, started + (round * 1000) / call.perSecond - performance.now()));
    under.push(timed(call.path(round)).then((ms) => void times.push(ms)));
  }
  await Promise.all(under);
  return times.sort((a, b) => a - b);
}

async function timed(path: string): Promise<number> {
  const started = performance.now();
  const response = await fetch(new URL(path, server.base), { headers: { cookie } });
  const text = await response.text();
  if (!response.ok || text.includes('"failed"'))
    throw new Error(`${path}: ${response.status} ${text.slice(0, 200)}`);
  return performance.now() - started;
}

async function findAlbums(): Promise<void> {
  for (let page = 0; page < 20; page++) {
    const response = await fetch(
      new URL(`api/albums?sort=title&limit=50&offset=${page * 4900}`, server.base),
      { headers: { cookie } },
    );
    const { items } = (await response.json()) as { items: { id: string }[] };
    albumIds.push(...items.map((item) => item.id));
  }
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

/** A copy of the large library, a folder of 20,000 files that is scanned in full, and somebody who asks. */
async function prepare(): Promise<{ secret: string; cookie: string }> {
  if (!existsSync(cached)) {
    console.log('making the library of a million tracks, once …');
    const database = await openDatabase(cached);
    await fillLargeLibrary(database);
    await database.close();
  }
  copyFileSync(cached, join(work, 'state.db'));
  makeMusic(join(work, 'music'));
  const fonoteca = await openFonoteca({ config: readConfig({ FONOTECA_DATA: work }), log: silentLog });
  const password = 'a password for benches';
  const { account } = allow(
    await fonoteca.guard.accounts.add('system', { name: 'bench', password, role: 'admin' }),
  );
  const made = allow(
    await fonoteca.guard.credentials.add('system', account.id, { name: 'bench', legacy: false }),
  );
  const { token, session } = allow(
    await fonoteca.guard.sessions.signIn({ name: 'bench', password }, { address: '127.0.0.1' }),
  );
  const music = await fonoteca.libraries.add({ root: join(work, 'music'), name: 'Music' });
  musicPublicId = fonoteca.ids.encode('library', music.id);
  await fonoteca.close();
  csrf = session.csrf;
  return { secret: made.secret, cookie: `fonoteca=${token}` };
}

function makeMusic(folder: string): void {
  for (let album = 0; album < 2000; album++) {
    const path = join(folder, `Artist ${album % 300}`, `Album ${album}`);
    mkdirSync(path, { recursive: true });
    for (let number = 1; number <= 10; number++) {
      const tags = {
        TITLE: `Piece ${album}-${number}`,
        ARTIST: `Artist ${album % 300}`,
        ALBUM: `Album ${album}`,
        TRACKNUMBER: String(number),
        DATE: '2001',
        GENRE: 'Folk',
      };
      writeFileSync(join(path, `${number}.flac`), makeFlac({ seed: album * 10 + number, tags }));
    }
  }
}

async function startServer(): Promise<{ child: ChildProcess; base: string; readyMs: number }> {
  const started = performance.now();
  const main = join(import.meta.dirname, '..', 'bin', 'fonoteca.mjs');
  const env = { ...process.env, FONOTECA_DATA: work, FONOTECA_PORT: '0' };
  const child = spawn('taskset', ['-c', '0', process.execPath, main, 'serve', '--no-watch'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  execFileSync('taskset', ['-cp', '1', String(process.pid)], { stdio: 'ignore' });
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    const base = /Fonoteca is at (\S+)/.exec(text)?.[1];
    if (!base) continue;
    const response = await fetch(
      new URL(`rest/getAlbumList2?apiKey=${secret}&f=json&c=bench&v=1.16.1&type=newest`, base),
    );
    if (!(await response.text()).includes('"ok"')) throw new Error('the server does not answer');
    child.stdout.resume();
    return { child, base, readyMs: performance.now() - started };
  }
  throw new Error('the server ended early');
}

async function stop({ child }: { child: ChildProcess }): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

async function keepScanning(base: string, work: () => Promise<void>): Promise<void> {
  let stopped = false;
  const scanning = (async () => {
    while (!stopped) {
      await fetch(new URL('api/scan', base), {
        method: 'POST',
        headers: { cookie, 'x-fonoteca-csrf': csrf, 'content-type': 'application/json' },
        body: JSON.stringify({ full: true, libraryId: musicPublicId }),
      });
      do await setTimeout(200);
      while (
        !stopped &&
        (
          (await (await fetch(new URL('api/scan', base), { headers: { cookie } })).json()) as {
            running: boolean;
          }
        ).running
      );
    }
  })();
  await setTimeout(1500);
  await work();
  stopped = true;
  await scanning;
}

function memoryMb(child: ChildProcess, field: 'VmRSS' | 'VmHWM' = 'VmRSS'): number {
  // taskset replaces itself by what it runs, so its process is the server's.
  const line = readFileSync(`/proc/${child.pid}/status`, 'utf8').match(new RegExp(`${field}:\\s+(\\d+)`))!;
  return Math.round(Number(line[1]) / 1024);
}
