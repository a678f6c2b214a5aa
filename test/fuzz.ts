/**
 * Changes music files at random and reads them, for as long as asked: `npm run fuzz -- [seconds] [seed]`.
 *
 * Every answer must be a value of the promised shape, within a second, in bounded memory. The reader runs in a thread,
 * so that a hang is seen; whatever fails is written beside the temporary files with the seed that makes it again.
 */
import { randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { parseCueSheet } from '../src/media/cue-sheet.ts';
import { fixtureFolder, lavfi } from '../src/media/ffmpeg-fixtures.ts';
import { parseLyricsFile } from '../src/media/lyrics.ts';
import { parsePlaylist } from '../src/media/playlist-file.ts';
import { readTagsOfBytes } from '../src/media/tags/read.ts';
import { makeSampleFiles } from '../src/media/tags/sample-files.ts';
import { programs } from './requires.ts';

const slowMs = 1000;
const hangMs = 5000;
const growthBytesMax = 200 * 1024 * 1024;

/** Starts the thread and ends it when time is over or it hangs. */
async function watch(): Promise<void> {
  const [seconds = 60, seed = randomInt(2 ** 31)] = process.argv.slice(2).map(Number);
  const beat = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(new URL(import.meta.url), { workerData: { beat, seed } });
  const until = performance.now() + seconds * 1000;
  let failure: string | undefined;
  worker.on('message', (message: string) => (failure ??= message));
  worker.on('error', (error: Error) => (failure ??= error.stack ?? error.message));
  let last = -1;
  let lastAt = performance.now();
  while (performance.now() < until && failure === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const now = Atomics.load(beat, 0);
    if (now !== last) [last, lastAt] = [now, performance.now()];
    else if (performance.now() - lastAt > hangMs) failure = `seed ${now} hangs for more than ${hangMs} ms`;
  }
  await worker.terminate();
  process.stdout.write(
    `${Atomics.load(beat, 1)} files, from seed ${seed}: ${failure ?? 'every answer was as promised'}\n`,
  );
  process.exitCode = failure === undefined ? 0 : 1;
}

async function work(): Promise<void> {
  const { beat, seed } = workerData as { beat: Int32Array; seed: number };
  const samples = { ...(await makeSampleFiles()), ...madeByFfmpeg() };
  const names = Object.keys(samples);
  const memory = process.memoryUsage().rss;
  for (let at = 0; ; at++) {
    const own = (seed + at) >>> 0;
    Atomics.store(beat, 0, own | 0);
    Atomics.store(beat, 1, at);
    const random = createRandom(own);
    const name = names[random(names.length)]!;
    const bytes = mutate(samples[name]!, samples[names[random(names.length)]!]!, random);
    const wrong = check(bytes);
    const grown = process.memoryUsage.rss() - memory;
    if (wrong === undefined && grown < growthBytesMax) continue;
    const file = join(tmpdir(), `fonoteca-fuzz-${own}.bin`);
    writeFileSync(file, bytes);
    parentPort!.postMessage(`${wrong ?? `memory grew by ${grown} bytes`} (${name}, seed ${own}, ${file})`);
    return;
  }
}

/** What is wrong with the answer, if anything. */
function check(bytes: Buffer): string | undefined {
  const started = performance.now();
  try {
    const result = readTagsOfBytes(bytes, 'a.mp3');
    if (result.kind === 'problem' && result.message.includes('does not know')) return result.message;
    if (result.kind === 'tags') {
      const { durationMs, bitrateKbps, sampleRateHz, channels } = result.audio;
      for (const [name, value] of Object.entries({ durationMs, bitrateKbps, sampleRateHz, channels }))
        if (!Number.isFinite(value) || value < 0) return `${name} is ${value}`;
      for (const { offset, length } of result.artwork)
        if (!(offset >= 0) || !(length > 0)) return `a picture of ${length} bytes at ${offset}`;
    }
    if (JSON.stringify(result).length > 4 * 1024 * 1024 + 4 * bytes.length) return 'the answer is too large';
    const text = bytes.subarray(0, 20_000);
    parseLyricsFile(text);
    parseCueSheet(text.toString('latin1'));
    parsePlaylist(text, 'm3u8');
  } catch (error) {
    return `threw ${(error as Error).stack}`;
  }
  const tookMs = performance.now() - started;
  return tookMs > slowMs ? `took ${Math.round(tookMs)} ms` : undefined;
}

type Random = (limit: number) => number;

/** Mulberry32: small, even, and the same everywhere. */
function createRandom(seed: number): Random {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/** One to eight changes, most of them near the front or the end, where headers and tags are. */
function mutate(sample: Buffer, other: Buffer, random: Random): Buffer {
  let bytes: Buffer = Buffer.from(sample);
  const place = (): number => {
    const near = Math.min(bytes.length, 4096);
    const [front, back] = [random(near + 1), bytes.length - random(near + 1)];
    return [front, front, back, random(bytes.length + 1)][random(4)]!;
  };
  for (let count = 1 + random(8); count > 0; count--)
    bytes = changes[random(changes.length)]!(bytes, place(), random, other);
  return bytes;
}

const extremes = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

const changes: readonly ((bytes: Buffer, at: number, random: Random, other: Buffer) => Buffer)[] = [
  (bytes, at, random) => {
    if (at < bytes.length) bytes[at]! ^= 1 << random(8);
    return bytes;
  },
  (bytes, at, random) => {
    if (at < bytes.length) bytes[at] = random(256);
    return bytes;
  },
  (bytes, at, random) => {
    const value = extremes[random(extremes.length)]!;
    if (at + 4 > bytes.length) return bytes;
    if (random(2) === 0) bytes.writeUInt32BE(value, at);
    else bytes.writeUInt32LE(value, at);
    return bytes;
  },
  (bytes, at) => bytes.subarray(0, at),
  (bytes, at) => bytes.subarray(at),
  (bytes, at, random) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random(64))]),
  (bytes, at, random) =>
    Buffer.concat([bytes.subarray(0, at), Buffer.alloc(random(64), random(256)), bytes.subarray(at)]),
  (bytes, at, random) =>
    Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - random(512)))]),
  (bytes, at, random, other) => Buffer.concat([bytes.subarray(0, at), other.subarray(random(other.length))]),
  (bytes, at, random, other) => Buffer.concat([other.subarray(0, random(other.length)), bytes.subarray(at)]),
];

/** Formats that have no fixture of ours, where ffmpeg is installed. */
function madeByFfmpeg(): Record<string, Buffer> {
  if (!programs.ffmpeg.find()) return {};
  const made = fixtureFolder();
  const sine = lavfi('sine=440:duration=0.3');
  const names = ['a.caf', 'a.au', 'a.w64', 'a.ac3', 'a.eac3', 'a.mov', 'a.webm', 'a.mp2'];
  const files = names.map((name) => [
    name,
    readFileSync(made.make(name, ...sine, '-metadata', 'title=Títle')),
  ]);
  made.remove();
  return Object.fromEntries(files) as Record<string, Buffer>;
}

if (isMainThread) await watch();
else await work();
