/** Imports that are broken off, and what becomes of them. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { discogs } from './discogs/discogs.ts';
import { artistsXml, labelsXml, releasesXml } from './discogs/discogs-fixtures.ts';
import type { Importer } from './importer.ts';
import { runImport } from './run-import.ts';
import { openStaging } from './staging.ts';

const dumps = { artists: artistsXml, labels: labelsXml, releases: releasesXml };

function place(t: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'fonoteca-import-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function put(folder: string, ...kinds: (keyof typeof dumps)[]): string[] {
  return kinds.map((kind) => {
    const path = join(folder, `discogs_20260101_${kind}.xml`);
    writeFileSync(path, dumps[kind]);
    return path;
  });
}

/** The importer, which asks to be broken off after so many records. */
function stoppingAfter(records: number): { importer: Importer; signal: AbortSignal } {
  const stop = new AbortController();
  let met = 0;
  const importer: Importer = {
    ...discogs,
    read: (input, staging, skip, record) =>
      discogs.read(input, staging, skip, () => {
        if (++met === records) stop.abort(new Error('enough'));
        return record();
      }),
  };
  return { importer, signal: stop.signal };
}

async function titles(folder: string): Promise<unknown[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(
    `SELECT title FROM '${folder}/track/*.parquet' ORDER BY release_id, medium, number`,
  );
  connection.closeSync();
  instance.closeSync();
  return reader.getRowsJS().flat();
}

test('an import that is broken off after any record goes on there, and gives what one in a single go gives', async (t) => {
  const folder = place(t);
  const files = put(folder, 'artists', 'labels', 'releases');
  const whole = await runImport({ importer: discogs, files, root: join(folder, 'whole') });
  for (let records = 1; records <= 8; records++) {
    const root = join(folder, String(records));
    await assert.rejects(runImport({ ...stoppingAfter(records), files, root }), /enough/);
    assert.deepEqual(readdirSync(root), ['discogs-20260101.partial'], 'nothing of it can be seen');
    let again = 0;
    const counting: Importer = {
      ...discogs,
      read: (input, staging, skip, record) => discogs.read(input, staging, skip, () => (again++, record())),
    };
    const report = await runImport({ importer: counting, files, root });
    assert.equal(again, 8 - records, 'no record is read twice');
    assert.deepEqual([report.rows, report.rejected], [whole.rows, whole.rejected]);
    assert.deepEqual(await titles(report.folder), await titles(whole.folder));
  }
});

test('an import of other files does not go on where another one was', async (t) => {
  const folder = place(t);
  const root = join(folder, 'imports');
  await assert.rejects(runImport({ ...stoppingAfter(2), files: put(folder, 'releases'), root }), /enough/);
  const report = await runImport({ importer: discogs, files: put(folder, 'artists', 'releases'), root });
  assert.deepEqual([report.rows.artist, report.rows.release, report.rows.track], [2, 3, 7]);
});

test('what ends between the last part and the name is not read again', async (t) => {
  const path = join(place(t), 'discogs-1');
  const staging = await openStaging(path, 'three files');
  staging.put('label', { id: '1', name: 'Quiet', mbid: null, parentId: null });
  const failing = staging.finish(3, () => {
    throw new Error('cut off');
  });
  await assert.rejects(failing, /cut off/);
  const again = await openStaging(path, 'three files');
  assert.deepEqual([again.mark.filesDone, again.mark.rows.label], [3, 1]);
  again.close();
});
