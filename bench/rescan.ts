/**
 * How fast is a second scan of a folder in which nothing changed, and what memory does a scan of 200,000 files take?
 *
 * `npm run bench -- rescan [files]`: scans a folder of small files, then again, each time in a process of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSmallFiles } from './scan/make-library.ts';
import { runOwnScan } from './scan/run-own.ts';

const [count = 200_000] = process.argv.slice(2).map(Number);
const bars = { filesPerSecond: 100_000, highestMb: 400 };
const music = join(tmpdir(), `fonoteca-bench-small-${count}`);
makeSmallFiles(music, count);

const folder = mkdtempSync(join(tmpdir(), 'fonoteca-own-'));
try {
  const state = join(folder, 'state.db');
  const first = runOwnScan(music, state);
  console.log(
    `first scan    ${first.files} files ${first.seconds.toFixed(2)} s ${Math.round(first.files / first.seconds)} files/s, ${first.cpuSeconds.toFixed(1)} s of CPU, highest memory ${first.highestMb} MB   (bar: ${bars.highestMb} MB)`,
  );
  let worst = Infinity;
  for (let round = 0; round < 3; round++) {
    const again = runOwnScan(music, state, 'again');
    const rate = again.files / again.seconds;
    worst = Math.min(worst, rate);
    console.log(
      `scan again    ${again.files} files ${again.seconds.toFixed(2)} s ${Math.round(rate)} files/s, ${again.cpuSeconds.toFixed(1)} s of CPU, highest memory ${again.highestMb} MB   (bar: ${bars.filesPerSecond} files/s)`,
    );
  }
  process.exitCode = worst >= bars.filesPerSecond && first.highestMb <= bars.highestMb ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
