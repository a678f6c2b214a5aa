/** Our own scan for the bench, in a process of its own: `node own.ts <music> <database> [again]`; prints one line of JSON. */
import { readFileSync } from 'node:fs';
import { migrate, openDatabase } from '#base/database/index.ts';
import { guardMigrations } from '#guard/index.ts';
import { createLibraries, createScanner, libraryMigrations } from '#library/index.ts';

const [music, address, again] = process.argv.slice(2);
const database = await openDatabase(address!);
await migrate(database, [...guardMigrations, ...libraryMigrations]);
await createLibraries({ database }).add({ root: music! });
const scanner = createScanner({ database });
const startedAt = performance.now();
await scanner.start();
await scanner.idle();
const seconds = (performance.now() - startedAt) / 1000;
const status = await scanner.status();
if (status.outcome !== 'done') throw new Error(`${status.outcome}: ${status.error}`);
const highest = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
const found = await database.read
  .selectFrom('track_search')
  .select(({ fn }) => fn.countAll().as('count'))
  .executeTakeFirstOrThrow();
if (!again && Number(found.count) !== status.done)
  throw new Error(`${found.count} of ${status.done} can be found`);
process.stdout.write(
  `${JSON.stringify({ files: status.done, seconds, highestMb: Math.round(highest), cpuSeconds: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6 })}\n`,
);
await scanner.close();
await database.close();
