/** The way from dumps to answers, on small dumps of our own making. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  buildSnapshot,
  currentSnapshot,
  importers,
  listSnapshots,
  openCatalogueSearch,
  runImport,
  switchTo,
} from './index.ts';

interface Song {
  readonly artist: string;
  readonly title: string;
  readonly duration?: string;
}

interface Album {
  readonly title: string;
  readonly artist: string;
  readonly year: number;
  readonly songs: readonly (string | Song)[];
}

function dumpOf(albums: readonly Album[]): string {
  const credit = (name: string): string =>
    `<artists><artist><id>${name.length}</id><name>${name}</name><anv/><join/></artist></artists>`;
  const track = (song: string | Song, at: number): string =>
    typeof song === 'string'
      ? `<track><position>${at + 1}</position><title>${song}</title><duration/></track>`
      : `<track><position>${at + 1}</position><title>${song.title}</title><duration>${song.duration ?? ''}</duration>${credit(song.artist)}</track>`;
  const releases = albums.map(
    ({ title, artist, year, songs }, at) =>
      `<release id="${at + 1}" status="Accepted">${credit(artist)}<title>${title}</title><released>${year}</released><tracklist>${songs.map(track).join('')}</tracklist></release>`,
  );
  return `<releases>\n${releases.join('\n')}\n</releases>\n`;
}

const shelf: readonly Album[] = [
  { title: 'Harbour', artist: 'Dvořák Trio', year: 1971, songs: ['Slow Ferry', 'Lighthouse'] },
  { title: 'Best of', artist: 'Dvořák Trio', year: 1990, songs: ['Lighthouse', 'Slow ferry!'] },
  { title: 'Lighthouse', artist: 'Someone Else', year: 2001, songs: ['Lighthouse', 'Slower'] },
  { title: '春の歌', artist: '東京楽団', year: 1985, songs: ['桜の季節', '夜の海'] },
  {
    title: 'Two versions',
    artist: 'Various',
    year: 2005,
    songs: [
      { artist: 'Mara', title: 'Tide', duration: '3:00' },
      { artist: 'Mara', title: 'Tide', duration: '3:02' },
      { artist: 'Mara', title: 'Tide', duration: '9:00' },
      { artist: 'Mara', title: 'Tide' },
      { artist: 'Nora', title: 'Tide', duration: '3:00' },
    ],
  },
];

async function openShelf(t: TestContext, albums = shelf): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'fonoteca-catalogue-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  await importShelf(root, albums, '20260101');
  return root;
}

async function importShelf(root: string, albums: readonly Album[], version: string): Promise<void> {
  const file = join(root, `discogs_${version}_releases.xml`);
  writeFileSync(file, dumpOf(albums));
  await runImport({ importer: importers[0]!, files: [file], root: join(root, 'imports') });
}

async function titles(root: string, query: string): Promise<string[]> {
  const search = openCatalogueSearch(currentSnapshot(root).folder);
  const found = search.search(query).hits.map((hit) => `${hit.title} – ${hit.credit}`);
  search.close();
  return found;
}

test('a dump becomes a snapshot that is searched by artist and title together, whatever their marks', async (t) => {
  const root = await openShelf(t);
  const manifest = await buildSnapshot({ root });
  assert.deepEqual(manifest.rows, { recording: 9, track: 13, release: 5, artist: 0 });
  assert.deepEqual(await titles(root, 'dvorak light'), ['Lighthouse – Dvořák Trio']);
  assert.deepEqual(
    await titles(root, 'LIGHTHOUSE'),
    ['Lighthouse – Dvořák Trio', 'Lighthouse – Someone Else', 'Slower – Someone Else'],
    'the last for the release that it is on',
  );
  assert.deepEqual(await titles(root, 'ferry slow '), ['Slow Ferry – Dvořák Trio']);
  assert.deepEqual(await titles(root, '季節'), ['桜の季節 – 東京楽団']);
  assert.deepEqual(await titles(root, 'ligthouse slower'), ['Slower – Someone Else'], 'two letters swapped');
  assert.deepEqual(await titles(root, 'dvorac lighthouse'), ['Lighthouse – Dvořák Trio'], 'a letter changed');
  assert.deepEqual(await titles(root, 'dvorak lighhouse'), ['Lighthouse – Dvořák Trio'], 'a letter left out');
  assert.deepEqual(await titles(root, 'harbourr'), ['Lighthouse – Dvořák Trio', 'Slow Ferry – Dvořák Trio']);
  assert.deepEqual(await titles(root, 'zzzz'), []);
});

test('the same recording on several releases is one, by artist, title and length, and never by title alone', async (t) => {
  const root = await openShelf(t);
  await buildSnapshot({ root });
  const search = openCatalogueSearch(currentSnapshot(root).folder);
  const tides = search.search('tide').hits.map(({ credit, durationMs }) => [credit, durationMs]);
  assert.deepEqual(
    tides.toSorted((a, b) => String(a).localeCompare(String(b))),
    [
      ['Mara', 181_000],
      ['Mara', 540_000],
      ['Nora', 180_000],
    ],
  );
  const ferry = search.search('slow ferry').hits;
  assert.deepEqual(
    ferry.map(({ releases, year, release }) => [releases, year, release]),
    [[2, 1971, 'Harbour']],
  );
  search.close();
});

test('what is typed is data, whatever it is', async (t) => {
  const root = await openShelf(t);
  await buildSnapshot({ root });
  const search = openCatalogueSearch(currentSnapshot(root).folder);
  const queries = [
    '"',
    'a AND',
    'NEAR(',
    '*',
    '%',
    "'; DROP TABLE term",
    'title:tide',
    '🎵',
    'ب',
    '\0',
    '\ud800',
    'x'.repeat(10_000),
    'tide '.repeat(2000),
    '',
    '   ',
    '-tide',
    '^tide',
  ];
  for (const query of queries) assert.ok(Array.isArray(search.search(query).hits), query.slice(0, 20));
  assert.equal(search.search('-tide').hits.length, 3);
  search.close();
});

test('a build that is broken off leaves the snapshot before in use, and the next one takes its place in one step', async (t) => {
  const root = await openShelf(t);
  const first = await buildSnapshot({ root, now: () => new Date('2026-01-01') });
  await importShelf(
    root,
    [...shelf, { title: 'New', artist: 'Newcomer', year: 2026, songs: ['Brand New'] }],
    '20260201',
  );
  for (const phase of ['gather', 'merge', 'rank', 'content', 'index', 'seal'] as const) {
    const stop = new AbortController();
    const onPhase = (entered: string): void => void (entered === phase && stop.abort(new Error('enough')));
    await assert.rejects(buildSnapshot({ root, signal: stop.signal, onPhase }), /enough/);
    assert.deepEqual([currentSnapshot(root).manifest.name, listSnapshots(root).length], [first.name, 1]);
  }
  await buildSnapshot({ root });
  assert.deepEqual(
    await titles(root, 'brand'),
    ['Brand New – Newcomer'],
    'the newest dump of a source is what counts',
  );
  assert.equal(listSnapshots(root).length, 2);
  switchTo(root, first.name);
  assert.deepEqual(await titles(root, 'brand'), []);
  assert.throws(() => switchTo(root, 'none'), { code: 'CATALOGUE_SNAPSHOT_MISSING' });
});

test('without imports there is nothing to build, and without a snapshot nothing to search', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'fonoteca-catalogue-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  await assert.rejects(buildSnapshot({ root }), { code: 'CATALOGUE_NOTHING_IMPORTED' });
  assert.throws(() => currentSnapshot(root), { code: 'CATALOGUE_NO_SNAPSHOT' });
});

test('the content is plain Parquet that a stranger reads with DuckDB alone, with licence and publisher beside it', async (t) => {
  const root = await openShelf(t);
  const { name } = await buildSnapshot({ root });
  const folder = join(root, 'snapshots', name);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(`
    SELECT recording.title, release.title, track.position FROM '${folder}/content/track.parquet' track
    JOIN '${folder}/content/recording.parquet' recording ON recording.rank = track.recording
    JOIN '${folder}/content/release.parquet' release ON release.number = track.release
    WHERE recording.title = 'Lighthouse' AND recording.credit = 'Dvořák Trio' ORDER BY release.date`);
  assert.deepEqual(reader.getRowsJS(), [
    ['Lighthouse', 'Harbour', '2'],
    ['Lighthouse', 'Best of', '1'],
  ]);
  connection.closeSync();
  instance.closeSync();
  const manifest = JSON.parse(readFileSync(join(folder, 'snapshot.json'), 'utf8')) as {
    imports: { declaration: { licenceUri: string } }[];
  };
  assert.match(manifest.imports[0]!.declaration.licenceUri, /publicdomain\/zero/);
});
