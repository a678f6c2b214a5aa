import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { requires } from '../../../../test/requires.ts';
import { runImport } from '../run-import.ts';
import { tableNames } from '../tables.ts';
import { musicbrainzJson } from './musicbrainz-json.ts';
import { credit, mbid, notCc0, release, track, writeDump, writeTar } from './musicbrainz-json-fixtures.ts';

function folder(t: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'fonoteca-musicbrainz-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const imported = (place: string, files: readonly string[], options = {}) =>
  runImport({ importer: musicbrainzJson, files, root: join(place, 'imports'), ...options });

async function rows(from: string, table: string, columns: string): Promise<unknown[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(`SELECT ${columns} FROM '${from}/${table}/*.parquet'`);
  connection.closeSync();
  instance.closeSync();
  return reader.getRowsJson();
}

function rejects(from: string): Record<string, unknown>[] {
  return readFileSync(join(from, 'rejects.ndjson'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const discogs = (kind: string, id: number) => ({
  type: 'discogs',
  url: { id: mbid(1), resource: `https://www.discogs.com/${kind}/${id}` },
});
const releases = [
  release(10, {
    title: 'Night & Day',
    'artist-credit': credit([1, 'Ana', ' feat. '], [2, 'Zoë Q']),
    media: [
      {
        position: 1,
        format: 'Enhanced CD',
        pregap: track(0, '0', {
          id: 20,
          title: 'Before it begins',
          credits: credit([1, 'Ana', ' feat. '], [2, 'Zoë Q']),
        }),
        tracks: [
          track(1, '1', {
            id: 21,
            title: '',
            length: null,
            recording: { isrcs: ['PTABC9900001', 'PTABC9900002', 'wrong'] },
            credits: credit([1, 'Ana', ' feat. '], [2, 'Zoë Q']),
          }),
          track(2, '2', { id: 22, title: '日本の歌', credits: credit([3, 'Guest']) }),
        ],
        'data-tracks': [track(3, '3', { id: 23, title: 'A video' })],
      },
      {
        position: 2,
        format: 'DVD',
        tracks: [track(1, 'A1', { id: 24, length: 0, recording: { length: null } })],
      },
    ],
    relations: [discogs('release', 1_873_013), discogs('master', 10_362), { type: 'amazon asin', url: null }],
  }),
  release(11, {
    date: undefined,
    country: undefined,
    'release-events': [],
    barcode: '',
    'label-info': [],
    media: [],
    'release-group': null,
  }),
];
const artists = [
  {
    annotation: notCc0,
    tags: [{ name: notCc0 }],
    id: mbid(1),
    name: 'Ana',
    'sort-name': 'Ana',
    disambiguation: 'the singer',
    aliases: [{ name: 'Anna' }, { name: 'Ana' }, { name: 'Anna' }],
    relations: [discogs('artist', 5)],
  },
  { id: mbid(2), name: 'Zoë\tQ\u001f', 'sort-name': 'Q, Zoë', disambiguation: '', aliases: [] },
];
const recordings = [
  {
    id: mbid(90),
    title: 'Alone',
    length: 61_000,
    isrcs: ['PTABC9900009'],
    'artist-credit': credit([2, 'Zoë Q']),
  },
];

test('the archives of a dump become releases, tracks, artists and labels, and nothing that is not CC0', async (t) => {
  if (!requires(t, 'xz')) return;
  const place = folder(t);
  const files = [
    writeDump(place, 'release', releases),
    writeDump(place, 'artist', artists, { TIMESTAMP: '2026-09-11 22:01:00+00' }),
    writeDump(place, 'recording', recordings),
  ].map((file) => {
    execFileSync('xz', ['-0', file]);
    return `${file}.xz`;
  });
  const report = await imported(place, files);
  assert.deepEqual(report.rows, { artist: 2, label: 1, release: 2, track: 5 });
  assert.deepEqual([report.version, report.rejected], ['186000', 0]);
  assert.deepEqual(
    await rows(
      report.folder,
      'release',
      'id, title, credit, artist_ids, artist_names, date, country, label_ids, label_names, catalog_numbers, barcode, group_id, format, mbid, discogs_ids',
    ),
    [
      [
        mbid(10),
        'Night & Day',
        'Ana feat. Zoë Q',
        `${mbid(1)}\u001f${mbid(2)}`,
        'Ana\u001fZoë Q',
        '1999-03-05',
        'PT',
        mbid(70),
        'Quiet Records',
        'QR 1',
        '5601234567893',
        mbid(510),
        'Enhanced CD',
        mbid(10),
        '1873013',
      ],
      [
        mbid(11),
        'Release 11',
        'Ana',
        mbid(1),
        'Ana',
        ...Array.from({ length: 8 }, () => null),
        mbid(11),
        null,
      ],
    ],
  );
  const first = mbid(10);
  assert.deepEqual(
    await rows(
      report.folder,
      'track',
      'release_id, medium, number, position, title, credit, duration_ms, mbid, isrcs',
    ),
    [
      [null, null, null, null, 'Alone', 'Zoë Q', 61_000, mbid(90), 'PTABC9900009'],
      [first, 1, 0, '0', 'Before it begins', null, 200_000, mbid(20), null],
      [first, 1, 1, '1', 'As recorded', null, 199_000, mbid(21), 'PTABC9900001\u001fPTABC9900002'],
      [first, 1, 2, '2', '日本の歌', 'Guest', 200_000, mbid(22), null],
      [first, 2, 1, 'A1', 'Track A1', 'Ana', null, mbid(24), null],
    ],
  );
  assert.deepEqual(
    await rows(report.folder, 'artist', 'id, name, sort_name, mbid, comment, aliases, discogs_ids'),
    [
      [mbid(1), 'Ana', 'Ana', mbid(1), 'the singer', 'Anna', '5'],
      [mbid(2), 'Zoë Q', 'Q, Zoë', mbid(2), null, null, null],
    ],
  );
  assert.deepEqual(await rows(report.folder, 'label', 'id, name, mbid'), [
    [mbid(70), 'Quiet Records', mbid(70)],
  ]);
  for (const table of tableNames)
    assert.doesNotMatch(JSON.stringify(await rows(report.folder, table, '*')), new RegExp(notCc0));
});

test('a line that is no document is set aside with its number and reason, and the others are taken', async (t) => {
  const place = folder(t);
  const wrong: (object | string | Buffer)[] = [
    '{"id": "cut off',
    `[${JSON.stringify(release(2))}]`,
    '',
    JSON.stringify(release(4)).replace('Release', 'Rel\0ease'),
    Buffer.from(JSON.stringify(release(5)).replace('Release', 'Relé'), 'latin1'),
    JSON.stringify(release(6)).replace('{', `{"title":"Twice",`),
    release(7, { id: undefined }),
    release(8, { title: null }),
    release(9, { id: '12' }),
    release(10, { media: 'CD' }),
    release(11, { title: 'NUL \0' }),
    release(12, { media: [{ tracks: [track(1, '1', { id: 1, title: '', recording: { title: '' } })] }] }),
    release(13, { 'artist-credit': [{ name: 'Ana', artist: { id: 'ana' } }] }),
  ];
  const report = await imported(place, [writeDump(place, 'release', [release(1), ...wrong, release(50)])]);
  assert.deepEqual([report.rows.release, report.rows.track, report.rejected], [2, 2, wrong.length]);
  const found = rejects(report.folder);
  assert.deepEqual(
    found.map(({ file, record, reason }) => [file, record, reason]),
    [
      'no JSON',
      'no JSON object',
      'an empty line',
      'a NUL byte',
      'invalid UTF-8',
      'a field stands in it twice',
      'a release without a MusicBrainz id',
      `release ${mbid(8)} has no title`,
      'a release without a MusicBrainz id',
      'media is no list of objects',
      'a NUL byte',
      `track 1-1 of release ${mbid(12)} has no title`,
      'an artist in a credit without a MusicBrainz id',
    ].map((reason, at) => ['release.tar', at + 2, reason]),
  );
  assert.equal(found[0]!['text'], '{"id": "cut off');
  assert.doesNotMatch(JSON.stringify(found), new RegExp(notCc0), 'not even here');
});

test('a title of 10 MB and a release of 5,000 tracks are taken, and a line of more than 64 MiB is set aside', async (t) => {
  const place = folder(t);
  const tracks = Array.from({ length: 5000 }, (_, at) => track(at + 1, `${at + 1}`, { id: 100_000 + at }));
  const report = await imported(place, [
    writeDump(place, 'release', [
      release(1, { title: 'x'.repeat(10_000_000) }),
      release(2, { title: 'y'.repeat(65 * 2 ** 20) }),
      release(3, { media: [{ position: 1, format: 'Digital Media', tracks }] }),
    ]),
  ]);
  assert.deepEqual(report.rows, { artist: 0, label: 2, release: 2, track: 5001 });
  assert.deepEqual(
    rejects(report.folder).map(({ record, reason }) => [record, reason]),
    [[2, 'longer than 67108864 bytes']],
  );
  assert.deepEqual(await rows(report.folder, 'release', 'length(title)::INT'), [[10_000_000], [9]]);
});

test('an archive that is cut off or has a bit flipped is a clear error, and nothing of it can be seen', async (t) => {
  if (!requires(t, 'xz')) return;
  const place = folder(t);
  const plain = writeDump(
    place,
    'release',
    Array.from({ length: 400 }, (_, at) => release(at)),
  );
  const whole = readFileSync(plain);
  const packed = execFileSync('xz', ['-0', '-c', plain], { maxBuffer: 2 ** 26 });
  const flipped = Buffer.from(packed);
  flipped[flipped.length >> 1]! ^= 4;
  const attempt = (bytes: Uint8Array) => {
    const file = join(place, 'release.tar.xz');
    writeFileSync(file, bytes);
    return imported(place, [file]);
  };
  const damage = { code: 'CATALOGUE_INPUT_DAMAGED' };
  await assert.rejects(attempt(packed.subarray(0, packed.length >> 1)), damage);
  await assert.rejects(attempt(packed.subarray(0, packed.length - 8)), damage);
  await assert.rejects(attempt(flipped), damage);
  await assert.rejects(attempt(whole.subarray(0, whole.length >> 1)), damage);
  await assert.rejects(attempt(Buffer.from('no archive at all '.repeat(100))), damage);
  assert.deepEqual(
    readdirSync(join(place, 'imports')).filter((name) => !name.endsWith('.partial')),
    [],
  );
  assert.equal((await attempt(packed)).rows.release, 400, 'and the whole one is taken afterwards');
});

test('an archive of something else, of an unknown schema or of another dump is refused with the reason', async (t) => {
  const place = folder(t);
  const attempt = (...files: string[]) => imported(place, files);
  const one = (kind: string, told: Record<string, string | undefined> = {}) =>
    writeDump(place, kind, [release(1)], told);
  await assert.rejects(attempt(one('work')), /it holds mbdump\/work, of which nothing is taken/);
  await assert.rejects(
    attempt(one('release', { JSON_DUMPS_SCHEMA_NUMBER: '2\n' })),
    /schema number 2, and 1/,
  );
  await assert.rejects(
    attempt(one('release', { JSON_DUMPS_SCHEMA_NUMBER: undefined })),
    /schema number none/,
  );
  await assert.rejects(
    attempt(one('release', { 'mbdump/release': undefined })),
    /nothing named mbdump\/release/,
  );
  await assert.rejects(
    attempt(one('release', { REPLICATION_SEQUENCE: undefined, TIMESTAMP: undefined })),
    /nothing in it tells of which dump it is/,
  );
  await assert.rejects(attempt(writeTar(join(place, 'else.tar'), { 'a.txt': 'a' })), {
    code: 'CATALOGUE_INPUT_UNKNOWN',
  });
  await assert.rejects(attempt(one('release'), one('artist', { REPLICATION_SEQUENCE: '186024\n' })), {
    code: 'CATALOGUE_INPUT_MIXED',
  });
  const { version } = await attempt(one('release', { REPLICATION_SEQUENCE: undefined }));
  assert.equal(version, '20260912');
});

test('an import that was broken off goes on after its last part, and gives the same rows', async (t) => {
  const place = folder(t);
  const lines = Array.from({ length: 3000 }, (_, at) => (at % 100 === 7 ? '{' : release(at)));
  const files = [
    writeDump(place, 'artist', artists),
    writeDump(place, 'release', lines),
    writeDump(place, 'recording', recordings),
  ];
  const once = await imported(join(place, 'once'), files);
  const stop = new AbortController();
  // Behind some parts, and in the middle of the next.
  let seen = 0;
  const importer = {
    ...musicbrainzJson,
    read: ((input, staging, skip, record) =>
      musicbrainzJson.read(input, staging, skip, async () => {
        if (++seen === 1000) stop.abort();
        await record();
      })) satisfies typeof musicbrainzJson.read,
  };
  await assert.rejects(imported(place, files, { importer, signal: stop.signal, rowsInPart: 700 }), {
    name: 'AbortError',
  });
  const partial = join(place, 'imports', 'musicbrainz-json-186000.partial');
  const mark = JSON.parse(readFileSync(join(partial, 'mark.json'), 'utf8')) as { parts: number };
  assert.ok(mark.parts > 1, 'some parts are there');
  assert.ok(!existsSync(join(place, 'imports', 'musicbrainz-json-186000')), 'and nothing can be seen');
  const again = await imported(place, files, { rowsInPart: 700 });
  assert.deepEqual(again.rows, once.rows);
  assert.deepEqual(rejects(again.folder), rejects(once.folder));
  for (const table of tableNames)
    assert.deepEqual(await rows(again.folder, table, '*'), await rows(once.folder, table, '*'), table);
});

const samples = join(import.meta.dirname, '../../../../../shared/data/musicbrainz-ws');

test('documents of the web service, which are shaped alike, are read', async (t) => {
  if (!existsSync(samples)) return t.skip('needs samples that are not part of the project');
  const place = folder(t);
  const sample = (name: string) => JSON.parse(readFileSync(join(samples, name), 'utf8')) as object;
  const report = await imported(place, [
    writeDump(place, 'release', ['release.json', 'release_multidisc.json', 'release_null.json'].map(sample)),
    writeDump(place, 'artist', ['artist.json', 'artist_arabic.json', 'artist_null.json'].map(sample)),
    writeDump(place, 'recording', ['recording_multi_artists_1.json', 'recording_null.json'].map(sample)),
  ]);
  assert.deepEqual([report.rows.release, report.rows.artist, report.rejected], [2, 2, 3]);
  assert.deepEqual(
    await rows(report.folder, 'release', 'title, date, country, format, catalog_numbers, discogs_ids'),
    [
      ['The Dark Side of the Moon', '1973-03-24', 'GB', '12" Vinyl', 'SHVL 804', '1873013'],
      ['ケアレス', '2021-09-15', 'JP', 'CD', null, null],
    ],
  );
});
