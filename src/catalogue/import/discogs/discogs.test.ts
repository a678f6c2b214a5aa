import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { runImport } from '../run-import.ts';
import { discogs } from './discogs.ts';
import { artistsXml, labelsXml, releasesXml } from './discogs-fixtures.ts';
import { mediumOf, readDate, readDuration } from './release.ts';

function folder(t: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'fonoteca-discogs-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function put(place: string, name: string, bytes: string | Buffer): string {
  const path = join(place, name);
  writeFileSync(path, bytes);
  return path;
}

async function rows(imported: string, table: string, columns: string): Promise<unknown[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(`SELECT ${columns} FROM '${imported}/${table}/*.parquet'`);
  connection.closeSync();
  instance.closeSync();
  return reader.getRowsJson();
}

test('a dump becomes releases, tracks, artists and labels, as people read them', async (t) => {
  const place = folder(t);
  const files = [
    put(place, 'discogs_20260101_releases.xml.gz', gzipSync(releasesXml)),
    put(place, 'discogs_20260101_labels.xml', labelsXml),
    put(place, 'discogs_20260101_artists.xml.gz', gzipSync(artistsXml)),
  ];
  const report = await runImport({ importer: discogs, files, root: join(place, 'imports') });
  assert.deepEqual(report.rows, { artist: 2, label: 2, release: 3, track: 7 });
  assert.deepEqual(
    await rows(
      report.folder,
      'release',
      'id, title, credit, artist_ids, date, country, label_names, catalog_numbers, barcode, group_id, format',
    ),
    [
      [
        '11',
        'Night & Day',
        'Lanterns Feat. Zoë Q',
        '5\u001f6',
        '1999-03',
        'Portugal',
        'Quiet Records\u001fSecond',
        'QR 1\u001f',
        '5601234567893',
        '900',
        'CD',
      ],
      ['12', 'Works', 'Various', '194', '1978', null, null, null, null, null, 'Vinyl'],
      ['14', '日本の歌', null, null, '2001', null, null, null, null, null, null],
    ],
  );
  assert.deepEqual(
    await rows(report.folder, 'track', 'release_id, medium, number, position, title, credit, duration_ms'),
    [
      ['11', 1, 1, '1-1', 'First song', null, 285_000],
      ['11', 1, 2, '1-2', 'Second song', 'Guest & Other', null],
      ['11', 2, 1, '2-1', 'Long one', null, 3_723_000],
      ['12', 1, 1, 'A1', 'Concerto: Allegro', null, 180_000],
      ['12', 1, 2, 'A2', 'Concerto: Largo', null, null],
      ['12', 2, 1, 'C1', 'Medley', null, 300_000],
      ['14', 1, 1, '1', '春', null, null],
    ],
  );
  assert.deepEqual(await rows(report.folder, 'label', 'id, name, parent_id'), [
    ['70', 'Quiet Records', null],
    ['72', 'Very Quiet', '70'],
  ]);
  assert.deepEqual(await rows(report.folder, 'artist', 'id, name, comment, aliases'), [
    ['5', 'The Lanterns', null, 'Lanterns'],
    ['6', 'Zoë Q', 'Zoë Quinn', null],
  ]);
});

test('a bad record is counted and set aside with its number and reason, and the others are taken', async (t) => {
  const place = folder(t);
  const broken = releasesXml.replace('Long one', 'Long \0 one');
  const damaged = Buffer.from(broken).map((byte, at) =>
    at === Buffer.from(broken).indexOf('Concerto') ? 0xff : byte,
  );
  const report = await runImport({
    importer: discogs,
    files: [put(place, 'discogs_20260101_releases.xml', Buffer.from(damaged))],
    root: join(place, 'imports'),
  });
  assert.deepEqual([report.rows.release, report.rejected], [1, 3]);
  const rejects = readFileSync(join(report.folder, 'rejects.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(
    rejects.map(({ record, reason }) => [record, reason]),
    [
      [1, 'a NUL byte'],
      [2, 'invalid UTF-8'],
      [3, 'release 13 has no title'],
    ],
  );
});

test('a dump that is cut off or damaged is a clear error, and nothing of it can be seen', async (t) => {
  const place = folder(t);
  const whole = gzipSync(releasesXml.repeat(1));
  const root = join(place, 'imports');
  const attempt = (bytes: Buffer | string, name = 'discogs_20260101_releases.xml.gz') =>
    runImport({ importer: discogs, files: [put(place, name, bytes)], root });
  await assert.rejects(attempt(whole.subarray(0, whole.length - 40)), { code: 'CATALOGUE_INPUT_DAMAGED' });
  await assert.rejects(
    attempt(whole.map((byte, at) => (at === whole.length - 6 ? byte ^ 1 : byte)) as Buffer),
    { code: 'CATALOGUE_INPUT_DAMAGED' },
  );
  await assert.rejects(
    attempt(releasesXml.slice(0, 900), 'discogs_20260101_releases.xml'),
    /ends before <\/releases>/,
  );
  await assert.rejects(attempt('', 'discogs_20260101_releases.xml'), /ends before/);
  await assert.rejects(attempt(releasesXml, 'releases.xml'), { code: 'CATALOGUE_INPUT_UNKNOWN' });
  await assert.rejects(runImport({ importer: discogs, files: [join(place, 'gone.xml.gz')], root }), {
    code: 'CATALOGUE_INPUT_MISSING',
  });
  const report = await attempt(whole);
  assert.equal(report.rows.release, 3, 'and the whole one is taken afterwards');
  assert.equal((await attempt(whole)).wasThere, true, 'once');
});

test('dates, lengths and media are read as they are written', () => {
  assert.deepEqual(
    ['1999-03-05', '1999-03-00', '1999-00-00', '19990305', '1999', '', '0000', 'c. 1970'].map(readDate),
    ['1999-03-05', '1999-03', '1999', '1999-03-05', '1999', null, null, null],
  );
  assert.deepEqual(['0:05', '4:45', '1:02:03', '75:00', '', '0:00', '4.45', '??'].map(readDuration), [
    5000,
    285_000,
    3_723_000,
    4_500_000,
    null,
    null,
    null,
    null,
  ]);
  assert.deepEqual(
    ['1', 'A1', 'B2', 'C', 'D1a', 'AA1', '2-05', 'CD3-1', 'CD2.4', '1.12', 'Video'].map(mediumOf),
    [1, 1, 1, 2, 2, 1, 2, 3, 2, 1, 1],
  );
});
