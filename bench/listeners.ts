/**
 * Do 2,000 people listening at 320 kbit/s for a minute hear every second of it?
 *
 * Each listener keeps a connection, asks for 256 kB by Range, plays it at its pace and asks again when three seconds
 * are left. An underrun is an answer that came after its buffer was empty. The server is the whole one, in a process
 * of its own. `npm run bench -- listeners [listeners] [seconds]`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { makeFlac } from '../src/media/tags/fixtures.ts';
import { startReal } from './streaming/real-server.ts';

interface Answer {
  readonly status: number;
  readonly bytes: number;
  readonly firstByteAt: number;
}

/** The answers of one keep-alive connection, one after the other; undefined when it was closed. */
class Answers {
  #head = '';
  #left = -1;
  #answer: { status: number; bytes: number; firstByteAt: number } | undefined;
  #resolve: ((answer: Answer | undefined) => void) | undefined;

  constructor(socket: Socket) {
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', () => this.#resolve?.(undefined));
    socket.on('close', () => this.#resolve?.(undefined));
  }

  next(): Promise<Answer | undefined> {
    return new Promise((resolve) => (this.#resolve = resolve));
  }

  #take(chunk: Buffer): void {
    let body = chunk.length;
    if (this.#left < 0) {
      this.#head += chunk.toString('latin1');
      const end = this.#head.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.#left = Number(/content-length: (\d+)/i.exec(this.#head)?.[1] ?? 0);
      this.#answer = {
        status: Number(this.#head.slice(9, 12)),
        bytes: this.#left,
        firstByteAt: performance.now(),
      };
      body = this.#head.length - end - 4;
    }
    this.#left -= body;
    if (this.#left > 0) return;
    this.#head = '';
    this.#left = -1;
    this.#resolve?.(this.#answer);
  }
}

const count = Number(process.argv[2] ?? 2000);
const seconds = Number(process.argv[3] ?? 60);
const bytesPerSecond = (320 * 1000) / 8;
const chunkBytes = 256 * 1024;
const fileBytes = 10_000_000;
const refillBelowSeconds = 3;

const folder = mkdtempSync(join(tmpdir(), 'fonoteca-listeners-'));
for (let seed = 0; seed < 40; seed++) {
  const tags = { TITLE: `Track ${seed}`, ALBUM: 'Bench', ARTIST: 'Bench' };
  const bare = makeFlac({ seed, seconds: 2, toneHz: 200 + seed, tags });
  writeFileSync(
    join(folder, `${seed}.flac`),
    makeFlac({ seed, seconds: 2, toneHz: 200 + seed, tags, paddingBytes: fileBytes - bare.length - 4 }),
  );
}
const work = mkdtempSync(join(tmpdir(), 'fonoteca-listeners-data-'));
const server = await startReal(folder, work, { accel: false });
const totals = { requests: 0, errors: 0, underruns: 0, bytes: 0, firstByteMs: [] as number[] };
const ends = performance.now() + seconds * 1000;

try {
  const cpuBefore = cpuSeconds();
  await Promise.all(Array.from({ length: count }, (_, index) => listen(index)));
  const sorted = totals.firstByteMs.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]?.toFixed(1);
  const status = readFileSync(`/proc/${server.child.pid}/status`, 'latin1');
  console.log(
    `${count} listeners at 320 kbit/s for ${seconds} s: ${totals.errors} errors, ${totals.underruns} underruns   (bar: 0 and 0 in 60 s)`,
  );
  console.log(
    `${totals.requests} requests, ${(totals.bytes / 1e6).toFixed(0)} MB; first byte p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, worst ${at(1)} ms`,
  );
  console.log(
    `server: ${(cpuSeconds() - cpuBefore).toFixed(1)} CPU-s (${(((cpuSeconds() - cpuBefore) / seconds) * 100).toFixed(0)} % of a core), ${Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1024)} MB RSS at most`,
  );
  if (totals.errors > 0 || totals.underruns > 0) process.exitCode = 1;
} finally {
  server.child.kill();
  rmSync(folder, { recursive: true, force: true });
  rmSync(work, { recursive: true, force: true });
}

/** One listener, who comes within the first ten seconds and stays to the end. */
async function listen(index: number): Promise<void> {
  await setTimeout((index / count) * Math.min(10_000, seconds * 250));
  const socket = connect({ host: '127.0.0.1', port: server.port, noDelay: true });
  const answers = new Answers(socket);
  let offset = (index * 97_561) % (fileBytes - chunkBytes);
  let playingSince: number | undefined;
  let playedBytes = 0;
  while (performance.now() < ends) {
    const asked = performance.now();
    socket.write(
      `GET ${server.paths[index % server.paths.length]} HTTP/1.1\r\nHost: 127.0.0.1\r\nRange: bytes=${offset}-${offset + chunkBytes - 1}\r\n\r\n`,
    );
    const answer = await answers.next();
    totals.requests += 1;
    if (answer?.status !== 206) {
      totals.errors += 1;
      break;
    }
    totals.firstByteMs.push(answer.firstByteAt - asked);
    totals.bytes += answer.bytes;
    playingSince ??= performance.now();
    const played = ((performance.now() - playingSince) / 1000) * bytesPerSecond;
    if (played > playedBytes && playedBytes > 0) totals.underruns += 1;
    playedBytes += answer.bytes;
    offset = offset + 2 * chunkBytes < fileBytes ? offset + chunkBytes : 0;
    const bufferedSeconds = (playedBytes - played) / bytesPerSecond;
    await setTimeout(
      Math.max(0, Math.min(bufferedSeconds - refillBelowSeconds, (ends - performance.now()) / 1000) * 1000),
    );
  }
  socket.destroy();
}

function cpuSeconds(): number {
  const fields = readFileSync(`/proc/${server.child.pid}/stat`, 'latin1')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
