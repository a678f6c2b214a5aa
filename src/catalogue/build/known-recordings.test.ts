import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  credit,
  mbid,
  release,
  track,
  writeDump,
} from '../import/musicbrainz-json/musicbrainz-json-fixtures.ts';
import { buildSnapshot, importers, runImport } from '../index.ts';

interface Song {
  readonly title: string;
  readonly duration?: string;
}

function discogsRelease(id: number, songs: readonly Song[], barcode = ''): string {
  const tracks = songs.map(
    ({ title, duration = '' }, at) =>
      `<track><position>${at + 1}</position><title>${title}</title><duration>${duration}</duration></track>`,
  );
  return `<release id="${id}" status="Accepted"><artists><artist><id>1</id><name>Ana</name><anv/><join/></artist></artists><title>Release ${id}</title><released>1999</released><tracklist>${tracks.join('')}</tracklist><identifiers><identifier type="Barcode" value="${barcode}"/></identifiers></release>`;
}

const song = (
  position: number,
  id: number,
  title: string,
  length: number | null = 200_000,
  credits = credit([1, 'Ana']),
) => track(position, String(position), { id, title, length, credits, recording: { id: mbid(id), length } });
const medium = (...tracks: object[]) => ({ media: [{ position: 1, format: 'CD', title: '', tracks }] });
const link = (id: number) => ({
  relations: [
    { type: 'discogs', 'target-type': 'url', url: { resource: `https://www.discogs.com/release/${id}` } },
  ],
});

test('tracks of two sources are one recording by link, barcode or name with length, and never by title alone', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'fonoteca-merge-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const musicbrainz = writeDump(root, 'release', [
    release(1, { ...medium(song(1, 11, 'Slow Ferry'), song(2, 12, 'Tide')), ...link(501), barcode: null }),
    release(2, { ...medium(song(1, 21, 'Harbour Lights'), song(2, 22, 'Anchor')), barcode: '601234567893' }),
    release(3, {
      ...medium(song(1, 31, 'Gull'), song(2, 32, 'Gull', 300_000), song(3, 33, 'Pier', null)),
      barcode: null,
    }),
    release(4, { ...medium(song(1, 41, 'Buoy', 200_000, credit([2, 'Someone Else']))), barcode: null }),
  ]);
  const discogs = join(root, 'discogs_20260101_releases.xml');
  const releases = [
    discogsRelease(501, [
      { title: 'Slow Fery (Remastered)' },
      { title: 'Tide', duration: '3:19' },
      { title: 'Bonus' },
    ]),
    discogsRelease(502, [{ title: 'Harbor Lights' }, { title: 'Something else' }], '0601234567893'),
    discogsRelease(503, [
      { title: 'Gull', duration: '5:01' },
      { title: 'Gull' },
      { title: 'Pier', duration: '9:00' },
      { title: 'Buoy' },
      { title: 'Gull', duration: '4:10' },
    ]),
  ];
  writeFileSync(discogs, `<releases>\n${releases.join('\n')}\n</releases>\n`);
  for (const [name, file] of [
    ['musicbrainz-json', musicbrainz],
    ['discogs', discogs],
  ] as const)
    await runImport({
      importer: importers.find((one) => one.name === name)!,
      files: [file],
      root: join(root, 'imports'),
    });
  const { name } = await buildSnapshot({ root });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const content = join(root, 'snapshots', name, 'content');
  const reader = await connection.runAndReadAll(`
    SELECT release.id || '/' || track.number, recording.mbid
    FROM '${content}/track.parquet' track
    JOIN '${content}/recording.parquet' recording ON recording.rank = track.recording
    JOIN '${content}/release.parquet' release ON release.number = track.release
    WHERE track.source = 'discogs' ORDER BY 1`);
  const found = Object.fromEntries(reader.getRowsJS() as [string, string | null][]);
  connection.closeSync();
  instance.closeSync();
  assert.deepEqual(found, {
    // By MusicBrainz's link and the place, though it is spelled otherwise.
    '501/1': mbid(11),
    '501/2': mbid(12),
    // There is no third track there.
    '501/3': null,
    // By the barcode and the place, where the titles are alike.
    '502/1': mbid(21),
    '502/2': null,
    // By artist and title, and the length that is nearest.
    '503/1': mbid(32),
    // Two of that name, and no length to tell.
    '503/2': null,
    // The only one of that name, whose length nobody says.
    '503/3': mbid(33),
    // The title is the same, the artist another.
    '503/4': null,
    // Neither as long as the one nor as the other.
    '503/5': null,
  });
});
