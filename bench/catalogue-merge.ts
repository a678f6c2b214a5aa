/**
 * How well are tracks of Discogs told to be MusicBrainz recordings? Precision and recall on generated dumps.
 *
 * `npm run bench -- catalogue-merge [tracks]`: the generator tells one world twice, as MusicBrainz and as Discogs would,
 * with spellings of their own, half of Discogs's lengths absent and no links between them; so which track is which is
 * known. What it says of real data is what the generator's likeness to it says.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { buildSnapshot } from '#catalogue/index.ts';

const [tracks = 200_000] = process.argv.slice(2).map(Number);
const bars = { precision: 99 };
const root = mkdtempSync(join(tmpdir(), 'fonoteca-merge-'));
const imports = join(root, 'imports');
try {
  for (const source of ['musicbrainz', 'discogs'])
    execFileSync(
      process.execPath,
      [
        join(import.meta.dirname, 'generate-catalogue.ts'),
        'rows',
        '--source',
        source,
        '--tracks',
        String(tracks),
        '--out',
        imports,
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
  const { name, rows } = await buildSnapshot({ root });
  const { right, given, all } = await compare(join(root, 'snapshots', name, 'content'));
  const [precision, recall] = [(100 * right) / given, (100 * right) / all];
  console.log(
    [
      `rows        ${rows.track} tracks of both are ${rows.recording} recordings`,
      `precision   ${precision.toFixed(2)} %  ${right} of ${given} that were told   (bar: ${bars.precision} %)`,
      `recall      ${recall.toFixed(2)} %  ${right} of ${all}`,
    ].join('\n'),
  );
  process.exitCode = precision >= bars.precision ? 0 : 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}

/** The n-th sound of a release is the same at both; releases stand in the generator's order, which Discogs's ids tell. */
async function compare(content: string): Promise<{ right: number; given: number; all: number }> {
  const staged = `${imports}/musicbrainz-generated-1-0-${tracks}`;
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(`
    WITH ordered AS (
      SELECT id, row_number() OVER (ORDER BY filename, file_row_number) - 1 AS release
      FROM read_parquet('${staged}/release/*.parquet', file_row_number = TRUE, filename = TRUE)),
    meant AS (
      SELECT release, row_number() OVER (PARTITION BY release ORDER BY medium, number) AS place, track.mbid
      FROM read_parquet('${staged}/track/*.parquet') track JOIN ordered ON ordered.id = track.release_id),
    told AS (
      SELECT release.id::INTEGER - 1 AS release, recording.mbid,
        row_number() OVER (PARTITION BY release.id ORDER BY track.medium, track.number) AS place
      FROM '${content}/track.parquet' track
        JOIN '${content}/release.parquet' release ON release.number = track.release
        JOIN '${content}/recording.parquet' recording ON recording.rank = track.recording
      WHERE track.source = 'discogs')
    SELECT count(*) FILTER (WHERE told.mbid = meant.mbid)::INTEGER, count(told.mbid)::INTEGER, count(*)::INTEGER
    FROM told JOIN meant USING (release, place)`);
  const [right, given, all] = reader.getRowsJS()[0] as [number, number, number];
  connection.closeSync();
  instance.closeSync();
  return { right, given, all };
}
