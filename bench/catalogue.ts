/**
 * How fast is a catalogue built and searched, how large is it, beside full-text search as most programs do it?
 *
 * `npm run bench -- catalogue [tracks]`: generates rows, builds a snapshot in a process of its own, and asks queries of
 * each class by the share of rows in which their words occur, drawn with a fixed seed; nothing is cached but pages. The
 * peer is the same words in FTS5 with its defaults, ordered by bm25.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CatalogueSearch, currentSnapshot, openCatalogueSearch } from '#catalogue/index.ts';
import { makePeer, type Peer } from './catalogue/peer.ts';
import { type QueryClass, queriesOf } from './catalogue/queries.ts';

const [tracks = 1_000_000] = process.argv.slice(2).map(Number);
const bars = { rowsPerSecond: 70_000, bytesPerRow: 120, memoryMb: 16 * 1024 };
const root = join(tmpdir(), `fonoteca-bench-catalogue-${tracks}`);
const imports = join(root, 'imports');
if (!existsSync(imports))
  execFileSync(
    process.execPath,
    [
      join(import.meta.dirname, 'generate-catalogue.ts'),
      'rows',
      '--tracks',
      String(tracks),
      '--out',
      imports,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );

rmSync(join(root, 'snapshots'), { recursive: true, force: true });
const built = JSON.parse(
  execFileSync(process.execPath, [join(import.meta.dirname, 'catalogue/build.ts'), root], {
    encoding: 'utf8',
  }),
) as { tracks: number; seconds: number; phases: Record<string, number>; bytes: number; highestMb: number };
const rate = built.tracks / built.seconds;
const perRow = built.bytes / built.tracks;
let failed = rate < bars.rowsPerSecond || perRow > bars.bytesPerRow || built.highestMb > bars.memoryMb;
console.log(
  [
    `build of ${built.tracks} tracks  ${built.seconds.toFixed(1)} s  ${Math.round(rate)} rows/s   (bar: ${bars.rowsPerSecond})`,
    `by phase, s           ${Object.entries(built.phases)
      .map(([phase, seconds]) => `${phase} ${seconds.toFixed(1)}`)
      .join(', ')}`,
    `size                  ${perRow.toFixed(1)} B a track row   (bar: ${bars.bytesPerRow})`,
    `highest memory        ${built.highestMb} MB   (bar: ${bars.memoryMb})`,
  ].join('\n'),
);

const { folder } = currentSnapshot(root);
const search = openCatalogueSearch(folder);
const peer = makePeer(folder, join(root, 'peer.db'));
console.log('\nsearch, warm, one core, wall and content rows included, ms');
for (const one of queriesOf(folder)) {
  const times = timesOf(search, one);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => at(times, share));
  const verdict =
    one.barMs === undefined ? '' : `   (bar: p99 ${one.barMs} ms${p99! > one.barMs ? ', missed' : ''})`;
  if (one.barMs !== undefined && p99! > one.barMs) failed = true;
  const other = one.peer ? `   FTS5 bm25 p50 ${peerTime(peer, one).toFixed(2)}` : '';
  console.log(
    `  ${one.name.padEnd(34)} p50 ${p50!.toFixed(2).padStart(7)}  p95 ${p95!.toFixed(2).padStart(7)}  p99 ${p99!.toFixed(2).padStart(7)}${verdict}${other}`,
  );
}
search.close();
peer.close();
process.exitCode = failed ? 1 : 0;

function timesOf(engine: CatalogueSearch, { queries }: QueryClass): number[] {
  for (const query of queries.slice(0, 20)) engine.search(query);
  return queries
    .map((query) => {
      const startedAt = performance.now();
      engine.search(query);
      return performance.now() - startedAt;
    })
    .toSorted((a, b) => a - b);
}

function peerTime(engine: Peer, { queries }: QueryClass): number {
  const times = queries.slice(0, 40).map((query) => {
    const startedAt = performance.now();
    engine.search(query);
    return performance.now() - startedAt;
  });
  return at(
    times.toSorted((a, b) => a - b),
    0.5,
  );
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}
