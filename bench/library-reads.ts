/**
 * How long does the library take to answer on a million tracks? In one process, without HTTP: the calls behind
 * getAlbumList2, getAlbum, getArtists, search3 and the page's lists, 50 a second, while a writer keeps committing
 * batches as a scan does. Prints p50, p99 and the worst of each, what a search costs of all threads, word by word, and
 * the memory at the end.
 *
 * `node bench/library-reads.ts [file] [seconds]`: the file of test/large-library.ts; made when it is not there.
 */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Database, openDatabase, withSchema } from '#base/database/index.ts';
import { type Library, type LibrarySchema, openLibrary, type Viewer } from '#library/index.ts';
import { fillLargeLibrary } from '../test/large-library.ts';

const [file = join(tmpdir(), 'fonoteca-bench-1m.db'), secondsText = '30'] = process.argv.slice(2);
const requestsPerSecond = 50;
const searchRounds = 20;
const viewer: Viewer = { accountId: 1, libraryIds: 'all' };
const queries = [
  'love',
  'l',
  'lo',
  'yesterday blue',
  'karen',
  'the song of rain',
  'tendo',
  'yestreday',
  'dream verlo',
  'katen',
  'night in the rain',
  'zedo',
];

/** What people type, one kind each: a common word, several, unfinished ones, rare ones, typos, what is not there. */
const searches = [
  'love',
  'blue rain',
  'night',
  'karen',
  'song of',
  'dream ver',
  'l',
  'tendo',
  'yestreday',
  'yest',
  'kat',
  'the song of rain',
  'night in the rain',
  'karen love',
  'summer nigth',
  'bluemoon',
  'zedo verlo',
  '東京 love',
  'qqqqzzzz',
];

type Call = (library: Library, round: number) => Promise<unknown>;

const counts = { albums: 100_000, tracks: 1_000_000, artists: 60_000 };
const spread = (round: number, limit: number) =>
  Math.floor(((Math.imul(round + 1, 2_654_435_761) >>> 0) / 2 ** 32) * limit);
const sorts = ['title', 'artist', 'added', 'year', 'random', 'starred', 'most-played'] as const;

const calls: Record<string, Call> = {
  'albums.list': (library, round) =>
    library.albums.list(viewer, {
      sort: sorts[round % sorts.length]!,
      offset: spread(round, counts.albums),
      limit: 100,
      seed: 7,
    }),
  'albums.list by genre': (library, round) =>
    library.albums.list(viewer, {
      sort: 'title',
      genre: round % 2 ? 'Rock' : 'Jazz',
      offset: spread(round, 3000),
      limit: 100,
    }),
  'albums.list by years': (library, round) =>
    library.albums.list(viewer, {
      sort: 'year',
      fromYear: 1960 + (round % 6) * 10,
      toYear: 1969 + (round % 6) * 10,
      limit: 100,
    }),
  'albums.get': (library, round) => library.albums.get(viewer, 1 + spread(round, counts.albums)),
  'artists.list': (library, round) =>
    library.artists.list(viewer, { offset: spread(round, counts.artists), limit: 100 }),
  'artists.get': (library, round) => library.artists.get(viewer, 1 + spread(round, counts.artists)),
  'artists.index (60,000)': (library) => library.artists.index(viewer, 'album'),
  'tracks.list': (library, round) =>
    library.tracks.list(viewer, {
      sort: round % 2 ? 'title' : 'album',
      offset: spread(round, counts.tracks),
      limit: 100,
    }),
  'tracks.random': (library) => library.tracks.random(viewer, { count: 50 }),
  'search3 empty': (library, round) =>
    library.search.find(viewer, {
      query: '',
      tracks: { offset: spread(round, counts.tracks), limit: 100 },
      albums: { limit: 0 },
      artists: { limit: 0 },
    }),
  'search as typed': (library, round) =>
    library.search.find(viewer, {
      query: queries[round % queries.length]!,
      artists: { limit: 5 },
      albums: { limit: 5 },
      tracks: { limit: 10 },
      playlists: { limit: 5 },
    }),
  home: (library) => library.home.get(viewer),
};

if (!existsSync(file)) {
  const making = await openDatabase(file);
  await fillLargeLibrary(making);
  await making.close();
}
const startedAt = performance.now();
const database = await openDatabase(file);
const library = openLibrary({ database: withSchema<LibrarySchema>(database) });
await library.albums.list(viewer, { sort: 'added', limit: 100 });
console.log(`first list after start: ${(performance.now() - startedAt).toFixed(0)} ms`);
const timings = await coldThenWarm();
await printSearchCosts();
for (const mode of ['quiet', 'while a scan writes'] as const) {
  const stop = mode === 'quiet' ? () => Promise.resolve() : startWriter(database);
  const results = await load(Number(secondsText) * 1000);
  await stop();
  console.log(`\n${mode}, ${requestsPerSecond} requests/s${' '.repeat(10)}     n    p50    p99    max  (ms)`);
  for (const [name, ms] of results)
    console.log(
      `  ${name.padEnd(36)}${String(ms.length).padStart(5)} ${[0.5, 0.99, 1].map((q) => quantile(ms, q).toFixed(1).padStart(6)).join(' ')}`,
    );
}
console.log(
  `\nfirst answers (cold): ${timings.map(([name, ms]) => `${name} ${ms.toFixed(0)} ms`).join(', ')}`,
);
console.log(`memory: ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB resident`);
library.close();
await database.close();

/** Processor time of all threads, everything from the words to the rows. The least of several tells most beside others. */
async function printSearchCosts(): Promise<void> {
  const kinds = {
    'search as typed': { artists: 8, albums: 8, tracks: 8, playlists: 8 },
    search3: { artists: 20, albums: 20, tracks: 20 },
  };
  for (const [name, limits] of Object.entries(kinds)) {
    const parts = Object.fromEntries(Object.entries(limits).map(([part, limit]) => [part, { limit }]));
    const costs: [string, number[]][] = searches.map((query) => [query, []]);
    for (let round = 0; round < searchRounds; round++)
      for (const [query, ms] of costs)
        ms.push(await cpuMsOf(() => library.search.find(viewer, { query, ...parts })));
    console.log(`\n${name}, CPU ms of all threads a search${' '.repeat(12)}least median`);
    for (const [query, ms] of costs)
      console.log(`  ${query.padEnd(44)} ${shown(quantile(ms, 0))} ${shown(quantile(ms, 0.5))}`);
    for (const [title, q] of [
      ['median of the words', 0.5],
      ['worst of the words', 1],
    ] as const)
      console.log(
        `  ${title.padEnd(44)} ${[0, 0.5]
          .map((of) =>
            shown(
              quantile(
                costs.map(([, ms]) => quantile(ms, of)),
                q,
              ),
            ),
          )
          .join(' ')}`,
      );
  }
}

/** Of four in a row, as one is over too soon to be measured. */
async function cpuMsOf(call: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let time = 0; time < 4; time++) await call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 4000;
}

function shown(ms: number): string {
  return ms.toFixed(2).padStart(6);
}

async function coldThenWarm(): Promise<[string, number][]> {
  const out: [string, number][] = [];
  for (const [name, call] of Object.entries(calls)) {
    const before = performance.now();
    for (let round = 0; round < sorts.length; round++) {
      await call(library, round);
      if (round === 0) out.push([name, performance.now() - before]);
    }
  }
  return out;
}

/** A fixed rate, whether answers come or not: waiting in a queue counts. */
async function load(durationMs: number): Promise<Map<string, number[]>> {
  const results = new Map<string, number[]>(Object.keys(calls).map((name) => [name, []]));
  const names = Object.keys(calls);
  const running: Promise<void>[] = [];
  const start = performance.now();
  for (let request = 0; performance.now() - start < durationMs; request++) {
    const name = names[request % names.length]!;
    const due = start + (request * 1000) / requestsPerSecond;
    const wait = due - performance.now();
    if (wait > 0) await setTimeout(wait);
    running.push(
      calls[name]!(library, Math.floor(request / names.length)).then(
        () => void results.get(name)!.push(performance.now() - due),
      ),
    );
  }
  await Promise.all(running);
  return results;
}

/** Batches as a scan writes them, each with a new version of the library. */
function startWriter(target: Database): () => Promise<void> {
  let going = true;
  const done = (async () => {
    for (let batch = 0; going; batch++) {
      const rows = Array.from({ length: 500 }, (_, index) => [
        `changed ${batch}`,
        1 + spread(batch * 500 + index, counts.tracks),
      ]);
      await target.bulk([
        { kind: 'each', sql: 'UPDATE track SET comment = ? WHERE id = ?', rows },
        {
          kind: 'each',
          sql: `UPDATE counter SET value = value + 1 WHERE name = ?`,
          rows: [['library_version']],
        },
      ]);
      await setTimeout(20);
    }
  })();
  return async () => {
    going = false;
    await done;
  };
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
}
