import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { discogs } from '../../src/catalogue/import/discogs/discogs.ts';
import { runImport } from '../../src/catalogue/import/run-import.ts';
import { openDiscogs } from './discogs.ts';
import { measureFigures } from './figures.ts';
import { checkDigit, isrcOf } from './ids.ts';
import { languages } from './languages.ts';
import { playsShares } from './laws.ts';
import { openMusicbrainz } from './musicbrainz.ts';
import { artistsIn, labelsIn, numbersOf, type Range, releasesIn, rowsOf, type Source } from './source.ts';
import { wordAt } from './words.ts';
import { openWorld, type World } from './world.ts';
import { writeDiscogs } from './write-discogs.ts';
import { writeRows } from './write-rows.ts';

function folder(t: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'fonoteca-generator-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function rows(imported: string, table: string): Promise<unknown[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(`SELECT * FROM '${imported}/${table}/*.parquet'`);
  connection.closeSync();
  instance.closeSync();
  return reader.getRowsJson();
}

function all(world: World, source: Source, range: Range): unknown[] {
  return [...rowsOf(world, source, range)];
}

test('the same range is the same twice, and another seed is another world', () => {
  const range = { from: 5000, to: 9000 };
  const made = (seed: number): unknown[] => all(openWorld(seed), openMusicbrainz(openWorld(seed)), range);
  assert.deepEqual(made(1), made(1));
  assert.notDeepEqual(made(1), made(2));
});

test('a row is the same in whatever order and range it is asked for, far out as well', () => {
  for (const open of [openMusicbrainz, openDiscogs]) {
    const [world, other] = [openWorld(7), openWorld(7)];
    const [source, backwards] = [open(world), open(other)];
    for (const from of [0, 250_000_000]) {
      const range = { from, to: from + 1500 };
      const inOrder = [...rowsOf(world, source, range)].flatMap(({ tracks }) => tracks);
      const first = world.firstTrackOf(releasesIn(world, range).from);
      const reversed = inOrder.map((_, at) => backwards.track(first + inOrder.length - 1 - at)).toReversed();
      assert.deepEqual(reversed, inOrder);
    }
  }
});

test('ranges tile: no release, artist or label is missing or comes twice', () => {
  const world = openWorld(3);
  const source = openMusicbrainz(world);
  const ids = (range: Range): { releases: string[]; artists: number[]; labels: number[] } => ({
    releases: [...rowsOf(world, source, range)].map(({ release }) => release.id),
    artists: [...numbersOf(artistsIn(world, releasesIn(world, range)))],
    labels: [...numbersOf(labelsIn(world, releasesIn(world, range)))],
  });
  const whole = ids({ from: 0, to: 9000 });
  const parts = [ids({ from: 0, to: 3333 }), ids({ from: 3333, to: 3334 }), ids({ from: 3334, to: 9000 })];
  for (const kind of ['releases', 'artists', 'labels'] as const)
    assert.deepEqual(
      parts.flatMap((part): unknown[] => part[kind]),
      whole[kind],
    );
  assert.equal(new Set(whole.releases).size, whole.releases.length);
  const known = new Set(whole.artists.map((artist) => source.artist(artist).id));
  for (const { release, tracks } of rowsOf(world, source, { from: 0, to: 9000 }))
    for (const { artistId } of [...release.credits, ...tracks.flatMap(({ credits }) => credits)])
      assert.ok(known.has(artistId!), 'an artist who is credited has a row');
});

test('200,000 rows are like the world in titles, lengths, sizes and plays', () => {
  const world = openWorld(1);
  const figures = measureFigures(world, openMusicbrainz(world), { from: 0, to: 200_000 });
  const isNear = (found: readonly number[], wanted: readonly number[], tolerance: number): void => {
    for (const [at, value] of wanted.entries())
      assert.ok(
        Math.abs(found[at]! - value) <= tolerance * value,
        `${found.join(' ')} for ${wanted.join(' ')}`,
      );
  };
  isNear(figures.titleCharacters, [15, 39, 57], 0.07);
  assert.deepEqual(figures.titleWords, [3, 7]);
  isNear(figures.durationSeconds, [118, 170, 222, 294, 502], 0.03);
  assert.ok(figures.tracksOfRelease >= 8 && figures.tracksOfRelease <= 9);
  const total = playsShares.reduce((sum, [isrcs]) => sum + isrcs, 0);
  // The last classes have a handful of recordings here.
  isNear(
    figures.playsClasses.slice(0, 5),
    playsShares.slice(0, 5).map(([isrcs]) => isrcs / total),
    0.06,
  );
  assert.ok(figures.playsClasses.slice(5).every((share) => share < 0.004));
  assert.ok(figures.recordingsOfTracks > 0.6 && figures.recordingsOfTracks < 0.85, 'recordings come again');
  assert.ok(figures.titlesThatVary > 0.02, 'and are spelt otherwise');
  const few = measureFigures(world, openDiscogs(world), { from: 0, to: 50_000 });
  assert.ok(Math.abs(few.durationsAbsent - 0.5) < 0.03, 'half of the lengths are absent at Discogs');
  assert.ok(figures.distinctWords > 2 * few.distinctWords, 'new words keep coming');
});

test('words are made from their rank alone, hardly ever twice the same, in the scripts of the world', () => {
  for (const language of languages) {
    const words = new Set(Array.from({ length: 20_000 }, (_, rank) => wordAt(language, rank * 71)));
    assert.ok(words.size > 19_000, `${language.name}: ${words.size}`);
    assert.equal(wordAt(language, 5_000_000), wordAt(language, 5_000_000));
  }
  const scripts = [
    'Latin',
    'Cyrillic',
    'Greek',
    'Arabic',
    'Hebrew',
    'Devanagari',
    'Thai',
    'Hiragana',
    'Katakana',
    'Han',
    'Hangul',
  ];
  const sample = languages
    .flatMap((language) => Array.from({ length: 500 }, (_, rank) => wordAt(language, rank)))
    .join(' ');
  for (const script of scripts) assert.match(sample, new RegExp(`\\p{Script=${script}}`, 'u'));
});

test('barcodes check, ISRCs are whole and no two recordings have the same', () => {
  // Printed as the example of the standard's check digit.
  assert.equal(checkDigit('629104150021'), 3);
  const world = openWorld(1);
  const source = openMusicbrainz(world);
  let barcodes = 0;
  const recordingByIsrc = new Map<string, string | null>();
  for (const { release, tracks } of rowsOf(world, source, { from: 0, to: 30_000 })) {
    if (release.barcode !== null) {
      barcodes++;
      assert.equal(Number(release.barcode.at(-1)), checkDigit(release.barcode.slice(0, -1)));
    }
    for (const { isrcs, mbid } of tracks)
      for (const isrc of isrcs) {
        assert.match(isrc, /^[A-Z]{2}[A-Z0-9]{3}\d{7}$/);
        assert.equal(recordingByIsrc.get(isrc) ?? mbid, mbid);
        recordingByIsrc.set(isrc, mbid);
      }
  }
  assert.ok(barcodes > 1000 && recordingByIsrc.size > 6000);
  assert.notEqual(isrcOf(99_999, 'US', 2001), isrcOf(199_999, 'US', 2001));
});

test('a dump in the shape of Discogs is the same bytes each time, and the importer reads from it what was meant', async (t) => {
  const place = folder(t);
  const range = { from: 0, to: 30_000 };
  const write = async (name: string): Promise<string[]> => {
    const world = openWorld(11);
    const files = await writeDiscogs(join(place, name), world, openDiscogs(world), range, {
      date: '20260101',
      isCompressed: true,
    });
    return files.map(({ path }) => path);
  };
  const [files, again] = [await write('one'), await write('other')];
  const sums = (paths: readonly string[]): string[] =>
    paths.map((path) => createHash('sha256').update(readFileSync(path)).digest('hex'));
  assert.deepEqual(sums(files), sums(again));

  const imported = await runImport({ importer: discogs, files, root: join(place, 'imports') });
  const world = openWorld(11);
  const meant = await writeRows(join(place, 'meant'), world, openDiscogs(world), range);
  assert.equal(imported.rejected, 0);
  assert.deepEqual(imported.rows, meant.rows);
  for (const table of ['artist', 'label', 'release', 'track'])
    assert.deepEqual(await rows(imported.folder, table), await rows(meant.folder, table), table);
  const titles = (await rows(imported.folder, 'track')).map((row) => String((row as unknown[])[4]));
  assert.ok(
    titles.some((title) => /Op\. \d+: [IV]+\./.test(title)),
    'with movements beneath their works',
  );
});
