/** The catalogue on the command line, from a dump to an answer, and what becomes of it when something goes wrong. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { labelsXml, releasesXml } from '../src/catalogue/import/discogs/discogs-fixtures.ts';
import { type Ended, openPlace, type Place, run, start } from './program.ts';
import { fillDisk, mountSmallDisk } from './small-disk.ts';

const good = (ended: Ended): string => {
  assert.equal(ended.code, 0, ended.stderr);
  return ended.stdout;
};

interface Found {
  readonly snapshot: string;
  readonly hits: readonly { readonly title: string; readonly credit: string }[];
}

const found = async (place: Place, ...words: string[]): Promise<Found> =>
  JSON.parse(good(await run(place, ['catalogue', 'search', '--json', ...words]))) as Found;

function putDumps(place: Place): string[] {
  const releases = join(place.folder, 'discogs_20260101_releases.xml.gz');
  const labels = join(place.folder, 'discogs_20260101_labels.xml.gz');
  writeFileSync(releases, gzipSync(releasesXml));
  writeFileSync(labels, gzipSync(labelsXml));
  return [releases, labels];
}

async function build(place: Place): Promise<string> {
  const built = good(await run(place, ['catalogue', 'build', '--json']));
  return (JSON.parse(built) as { name: string }).name;
}

test('a dump is imported, built and searched', async (t) => {
  const place = openPlace(t);
  const none = await run(place, ['catalogue', 'search', 'night']);
  assert.equal(none.code, 2);
  assert.match(none.stderr, /no catalogue yet.*catalogue build/);
  const odd = await run(place, ['catalogue', 'build', '--memory', 'much']);
  assert.deepEqual([odd.code, odd.stderr], [2, 'much is no number of megabytes from 256 on.\n']);
  const empty = await run(place, ['catalogue', 'build']);
  assert.equal(empty.code, 2);
  assert.match(empty.stderr, /catalogue import --help/);
  const said = good(await run(place, ['catalogue', 'import', 'discogs', ...putDumps(place)]));
  assert.match(
    said,
    /3 releases, 7 tracks, 0 artists, 2 labels\nRecords set aside: 1, see \S+rejects\.ndjson\nLicence: CC0/,
  );
  const again = good(await run(place, ['catalogue', 'import', 'discogs', ...putDumps(place)]));
  assert.match(again, /is there already/);
  assert.match(
    good(await run(place, ['catalogue', 'build'])),
    /Snapshot \S+ is in use now:\n7 recordings on 3 releases/,
  );
  assert.match(
    good(await run(place, ['catalogue', 'search', 'lanterns', 'long'])),
    /Long one\s+Lanterns Feat\. Zoë Q\s+Night & Day\s+1999\s+1:02:03|62:03/,
  );
  assert.equal((await found(place, '春')).hits[0]!.title, '春');
  assert.deepEqual((await found(place, '"*%; DROP')).hits, []);
  assert.match(
    good(await run(place, ['catalogue', 'list'])),
    /^\* {2}\S+ {2}7 recordings {2}discogs 20260101/,
  );
  const refused = await run(place, ['catalogue', 'use', 'nothing']);
  assert.deepEqual([refused.code, refused.stdout], [2, '']);
});

const samples = join(import.meta.dirname, '../../shared/data/discogs');

test(
  'the heads of real dumps are read whole',
  { skip: !existsSync(samples) && 'the samples are not here' },
  async (t) => {
    const place = openPlace(t);
    const files = readdirSync(samples).map((name) => join(samples, name));
    const { rows, rejected } = JSON.parse(
      good(await run(place, ['catalogue', 'import', 'discogs', '--json', ...files])),
    ) as {
      rows: Record<string, number>;
      rejected: number;
    };
    assert.deepEqual([rows['release'], rows['artist'], rows['label'], rejected], [500, 501, 500, 0]);
    await build(place);
    const { hits } = await found(place, 'stokholm ostermalm');
    assert.deepEqual([hits[0]?.title, hits[0]?.credit], ['Östermalm', 'The Persuader']);
  },
);

for (const phase of ['Looking', 'Telling', 'Ranking', 'Writing', 'Indexing', 'Sealing'])
  test(`a build that is killed at “${phase} …” leaves what was there in use, and the next one succeeds`, async (t) => {
    const place = openPlace(t);
    good(await run(place, ['catalogue', 'import', 'discogs', ...putDumps(place)]));
    const first = await build(place);
    const building = start(place, ['catalogue', 'build']);
    await building.until('stderr', new RegExp(`^${phase}`, 'm'));
    building.child.kill('SIGKILL');
    await building.ended;
    // The launcher's child ends with it, in its own time.
    await untilQuiet(place);
    const { snapshot, hits } = await found(place, 'night');
    assert.ok(hits.length > 0);
    assert.ok(snapshot === first || phase === 'Sealing', snapshot);
    await build(place);
    const left = readdirSync(join(place.data, 'catalogue', 'snapshots'));
    assert.deepEqual(
      left.filter((name) => name.startsWith('.')),
      [],
    );
  });

async function untilQuiet(place: Place): Promise<void> {
  const running = (): boolean =>
    readdirSync('/proc').some((pid) => {
      try {
        return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'latin1').includes(place.data);
      } catch {
        return false;
      }
    });
  while (running()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a disk that is full ends import and build with a reason, and what was there before answers', async (t) => {
  const place = openPlace(t);
  const disk = mountSmallDisk(24, t);
  if (!disk) return;
  const env = { FONOTECA_DATA: join(disk, 'data') };
  const small: Place = { ...place, data: env.FONOTECA_DATA, env: { ...place.env, ...env } };
  good(await run(small, ['catalogue', 'import', 'discogs', ...putDumps(place)]));
  const first = await build(small);
  fillDisk(join(disk, 'filler'));
  const failed = await run(small, ['catalogue', 'build']);
  assert.equal(failed.code, 3);
  assert.match(failed.stderr, /disk of \S+ (?:is full|has 0 MB)/);
  assert.equal((await found(small, 'night')).snapshot, first);
});
