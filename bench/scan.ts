/**
 * How fast is a first scan (walk, tags, database, ready to search) beside mpd, supysonic and beets, warm and cold?
 *
 * Each program gets a fresh database and the same folder, one after the other, the quick ones five times; a missing peer
 * fails the bench. Cold
 * means that the system's file cache was dropped, which only root may do. `npm run bench -- scan [small] [covers]`,
 * the numbers of files.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { makeFilesWithCovers, makeSmallFiles, songCount } from './scan/make-library.ts';
import { beets, type Measured, mpd, type Peer, supysonic } from './scan/peers.ts';
import { runOwnScan } from './scan/run-own.ts';

const [smallCount = 20_000, coverCount = 6_000] = process.argv.slice(2).map(Number);
const rounds = 5;
const bars = { mpd: 2, supysonic: 20, beets: 20 };

for (const program of ['mpd', 'supysonic-cli', 'beet']) {
  if (!['/usr/bin', '/usr/local/bin'].some((folder) => existsSync(join(folder, program)))) {
    console.error(`${program} is missing: apt-get install mpd supysonic beets`);
    process.exit(1);
  }
}

const small = join(tmpdir(), `fonoteca-bench-small-${smallCount}`);
const covers = join(tmpdir(), `fonoteca-bench-covers-${coverCount}`);
makeSmallFiles(small, smallCount);
await makeFilesWithCovers(covers, coverCount);

let failed = false;
for (const [name, music] of [
  [`${smallCount} small files, FLAC and MP3`, small],
  [`${coverCount} files with 300 kB covers, five formats`, covers],
] as const) {
  console.log(`\n${name} (${songCount(music)} songs)`);
  const warm = await measure(music, () => readAll(music), [
    ['supysonic', supysonic],
    ['beets', beets],
  ]);
  print('warm', warm);
  // The slow ones read so little a second that the disk does not matter to them.
  if (userInfo().uid === 0) print('cold', await measure(music, dropCaches, []));
  else console.log('cold: needs root');
}
process.exitCode = failed ? 1 : 0;

interface Result extends Measured {
  readonly name: string;
  /** The longest, in seconds. */
  readonly worst: number;
}

/** The quick ones take turns and are told by their median, because a machine is not equally fast for two seconds. */
async function measure(
  music: string,
  prepare: () => void,
  slow: readonly [string, Peer][],
): Promise<Result[]> {
  const quick: [string, Peer][] = [
    ['fonoteca', own],
    ['mpd', mpd],
  ];
  const runs = new Map<string, Measured[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, scan] of quick) {
      prepare();
      const measured = await scan(music);
      runs.set(name, [...(runs.get(name) ?? []), measured]);
    }
  }
  for (const [name, scan] of slow) {
    prepare();
    runs.set(name, [await scan(music)]);
  }
  return [...runs].map(([name, all]) => {
    const sorted = all.toSorted((one, other) => one.seconds - other.seconds);
    return { name, ...sorted[sorted.length >> 1]!, worst: sorted.at(-1)!.seconds };
  });
}

function print(state: string, results: readonly Result[]): void {
  const ours = results[0]!.files / results[0]!.seconds;
  for (const { name, files, seconds, worst } of results) {
    const rate = files / seconds;
    const bar = bars[name as keyof typeof bars];
    const ratio = ours / rate;
    if (bar && ratio < bar) failed = true;
    const verdict = bar
      ? `fonoteca is ${ratio.toFixed(1)} × as fast   (bar: ${bar} ×${ratio < bar ? ', missed' : ''})`
      : '';
    console.log(
      `${state}  ${name.padEnd(10)} ${String(files).padStart(6)} files ${seconds.toFixed(2).padStart(8)} s (longest ${worst.toFixed(2)}) ${Math.round(rate).toString().padStart(7)} files/s   ${verdict}`,
    );
  }
}

async function own(music: string): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-own-'));
  try {
    return runOwnScan(music, join(folder, 'state.db'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every byte into the system's cache, so that nobody is the first. */
function readAll(music: string): void {
  execFileSync('/bin/sh', ['-c', `find "${music}" -type f -exec cat {} + > /dev/null`]);
}

function dropCaches(): void {
  execFileSync('sync');
  writeFileSync('/proc/sys/vm/drop_caches', '3');
}
