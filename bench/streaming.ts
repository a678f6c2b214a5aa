/**
 * What it costs to send audio: bytes per second of server CPU, ours beside nginx with sendfile, in the same run.
 *
 * Server CPU is utime + stime of the server's processes from /proc; the client is a process of its own and not
 * counted. The server is the whole one, with authentication, decision and a log line for each request; `--bare` measures
 * the range handler alone.
 */
import type { ChildProcess } from 'node:child_process';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { makeFlac } from '../src/media/tags/fixtures.ts';
import type { LoadOptions, LoadResult } from './streaming/load.ts';
import { startReal } from './streaming/real-server.ts';

const run = promisify(execFile);
const fileBytes = 10_000_000;
const fileCount = 8;
/** A server runs for months: what compiling its code costs in the first seconds is not what a request costs. */
const warmUpSeconds = 2;
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const load = fileURLToPath(new URL('streaming/load.ts', import.meta.url));
const bare = fileURLToPath(new URL('streaming/bare-server.ts', import.meta.url));

interface StreamingTarget {
  readonly name: string;
  readonly urls: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Processes whose CPU time counts. */
  readonly pids: () => readonly number[];
}

interface Row {
  readonly case: string;
  readonly target: string;
  readonly requestsPerSecond: number;
  readonly megabytesPerSecond: number;
  readonly megabytesPerCpuSecond: number;
  readonly residentMiB: number;
  readonly errors: number;
}

const cases = [
  { name: '512 kB ranges, 64 connections', connections: 64, rangeBytes: 512 * 1024, bar: 0.55 },
  { name: '512 kB ranges, 1,000 connections', connections: 1000, rangeBytes: 512 * 1024, bar: 0.55 },
  { name: 'whole 10 MB files, 64 connections', connections: 64, rangeBytes: 0, bar: 0.25 },
  { name: 'whole 10 MB files, 1,000 connections', connections: 1000, rangeBytes: 0, bar: 0.25 },
] as const;

/** Writes the files that both servers send, and returns their folder. */
function makeStreamingFiles(): { folder: string; names: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-streaming-'));
  const names = Array.from({ length: fileCount }, (_, at) => `track-${at}.flac`);
  for (const [seed, name] of names.entries()) {
    const audio = makeFlac({
      seed,
      seconds: 2,
      toneHz: 200 + seed,
      tags: { TITLE: name, ALBUM: 'Bench', ARTIST: 'Bench' },
    });
    const padded = makeFlac({
      seed,
      seconds: 2,
      toneHz: 200 + seed,
      paddingBytes: fileBytes - audio.length - 4,
      tags: { TITLE: name, ALBUM: 'Bench', ARTIST: 'Bench' },
    });
    writeFileSync(join(folder, name), padded);
  }
  return { folder, names };
}

/** Starts Debian's nginx on the folder: `/static/` by itself, `/rest/` asks `backendPort` for the decision. */
async function startNginx(
  folder: string,
  backendPort: number,
): Promise<{ port: number; pids: () => number[]; stop: () => void }> {
  const binary = ['/usr/sbin/nginx', '/usr/bin/nginx'].find((path) => existsSync(path));
  if (binary === undefined)
    throw new Error(
      'nginx is missing, and a bench without its peer says nothing: apt-get install nginx-light',
    );
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const config = join(folder, 'nginx.conf');
  writeFileSync(config, nginxConfig(folder, port, backendPort));
  const child = spawn(binary, ['-c', config, '-p', folder, '-e', join(folder, 'nginx-error.txt')], {
    stdio: 'inherit',
  });
  await answering(`http://127.0.0.1:${port}/static/track-0.flac`);
  return { port, pids: () => [child.pid!, ...childrenOf(child.pid!)], stop: () => child.kill('SIGTERM') };
}

function nginxConfig(folder: string, port: number, backendPort: number): string {
  return `
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off; worker_processes auto; worker_rlimit_nofile 20000; pid ${folder}/nginx.pid;
events { worker_connections 8192; }
http {
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 1000000; keepalive_timeout 75s;
  open_file_cache max=1000 inactive=20s; types { audio/flac flac; }
  client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3; uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;
  upstream fonoteca { server 127.0.0.1:${backendPort}; keepalive 1024; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location /static/ { alias ${folder}/; }
    location /_files/ { internal; alias ${folder}/; }
    location /rest/ { proxy_pass http://fonoteca; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}`;
}

/**
 * Measures one case against several servers, in turns, so that whatever else the machine does meets all of them; each
 * figure is the median of its rounds.
 */
async function measure(
  targets: readonly StreamingTarget[],
  options: Omit<LoadOptions, 'urls' | 'headers'> & { name: string; rounds: number },
): Promise<Row[]> {
  const { name, rounds, ...rest } = options;
  const samples: Row[][] = targets.map(() => []);
  for (const target of targets)
    await runLoad({ ...rest, seconds: warmUpSeconds, urls: target.urls, headers: target.headers ?? {} });
  for (let round = 0; round < rounds; round++) {
    for (const [at, target] of targets.entries()) samples[at]!.push(await measureOnce(name, target, rest));
  }
  return samples.map((rows) => ({
    ...rows[0]!,
    requestsPerSecond: median(rows.map((row) => row.requestsPerSecond)),
    megabytesPerSecond: median(rows.map((row) => row.megabytesPerSecond)),
    megabytesPerCpuSecond: median(rows.map((row) => row.megabytesPerCpuSecond)),
    residentMiB: Math.max(...rows.map((row) => row.residentMiB)),
    errors: rows.reduce((sum, row) => sum + row.errors, 0),
  }));
}

async function measureOnce(
  name: string,
  target: StreamingTarget,
  options: Omit<LoadOptions, 'urls' | 'headers'>,
): Promise<Row> {
  const before = cpuSeconds(target.pids());
  const result = await runLoad({ ...options, urls: target.urls, headers: target.headers ?? {} });
  const cpu = cpuSeconds(target.pids()) - before;
  return {
    case: name,
    target: target.name,
    requestsPerSecond: Math.round(result.requests / result.seconds),
    megabytesPerSecond: Math.round(result.bytes / 1e6 / result.seconds),
    megabytesPerCpuSecond: Math.round(result.bytes / 1e6 / cpu),
    residentMiB: Math.round(target.pids().reduce((sum, pid) => sum + residentMiB(pid), 0)),
    errors: result.errors,
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { stdout } = await run(process.execPath, [load, JSON.stringify(options)]);
  return JSON.parse(stdout) as LoadResult;
}

function cpuSeconds(pids: readonly number[]): number {
  let ticks = 0;
  for (const pid of pids) {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /, '')
      .split(' ');
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / ticksPerSecond;
}

function residentMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1024;
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((other) => {
      try {
        return (
          readFileSync(`/proc/${other}/stat`, 'latin1')
            .replace(/^.*\) /, '')
            .split(' ')[1] === String(pid)
        );
      } catch {
        return false;
      }
    });
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      await (await fetch(url, { headers: { range: 'bytes=0-0' } })).arrayBuffer();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`nothing answers at ${url}`);
}

async function startBare(folder: string, ...args: string[]): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [bare, folder, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve) =>
    child.stdout.once('data', (text: Buffer) => resolve(Number(text))),
  );
  return { child, port };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '3' }, bare: { type: 'boolean', default: false } },
  });
  const seconds = Number(values.seconds);
  const { folder, names } = makeStreamingFiles();
  const work = mkdtempSync(join(tmpdir(), 'fonoteca-streaming-data-'));
  const started: (() => void)[] = [
    () => rmSync(folder, { recursive: true, force: true }),
    () => rmSync(work, { recursive: true, force: true }),
  ];
  try {
    const behind = await startReal(folder, join(work, 'behind'), { accel: true });
    started.unshift(() => behind.child.kill());
    const nginx = await startNginx(folder, behind.port);
    started.unshift(nginx.stop);
    const peer: StreamingTarget = {
      name: 'nginx (sendfile)',
      urls: names.map((name) => `http://127.0.0.1:${nginx.port}/static/${name}`),
      pids: nginx.pids,
    };
    const direct = values.bare
      ? await startBareTarget(folder, names)
      : await startRealTarget(folder, join(work, 'direct'));
    started.unshift(direct.stop);
    await compare(peer, direct.target, seconds);
    await compareAccelerated(
      peer,
      {
        name: 'nginx + X-Accel-Redirect',
        urls: behind.paths.map((path) => `http://127.0.0.1:${nginx.port}${path}`),
        pids: () => [...nginx.pids(), behind.child.pid!],
      },
      seconds,
    );
  } finally {
    for (const stop of started) stop();
  }
}

/** The whole server: authentication by API key, decision and a log line for each request. */
async function startRealTarget(
  folder: string,
  work: string,
): Promise<{ target: StreamingTarget; stop: () => void }> {
  const { child, port, paths } = await startReal(folder, work, { accel: false });
  const urls = paths.map((path) => `http://127.0.0.1:${port}${path}`);
  return { target: { name: 'fonoteca', urls, pids: () => [child.pid!] }, stop: () => child.kill() };
}

/** The range handler alone: what is left when all above it is taken away. */
async function startBareTarget(
  folder: string,
  names: readonly string[],
): Promise<{ target: StreamingTarget; stop: () => void }> {
  const { child, port } = await startBare(folder);
  const urls = names.map((name) => `http://127.0.0.1:${port}/${name}`);
  return {
    target: { name: 'fonoteca, bare handler', urls, pids: () => [child.pid!] },
    stop: () => child.kill(),
  };
}

async function compare(peer: StreamingTarget, ours: StreamingTarget, seconds: number): Promise<void> {
  for (const { name, connections, rangeBytes, bar } of cases) {
    const options = { name, connections, rangeBytes, seconds, rounds: 3, sizeBytes: fileBytes };
    const rows = await measure([peer, ours], options);
    const ratio = rows[1]!.megabytesPerCpuSecond / rows[0]!.megabytesPerCpuSecond;
    print(rows, `${ratio.toFixed(2)} × nginx's bytes per CPU-second (bar ${bar})`);
  }
}

/** Requests a second, and what one costs both servers together: on a busy machine the second says more. */
async function compareAccelerated(
  peer: StreamingTarget,
  ours: StreamingTarget,
  seconds: number,
): Promise<void> {
  for (const { name, rangeBytes } of [
    { name: 'X-Accel-Redirect, 512 kB ranges, 1,000 connections', rangeBytes: 512 * 1024 },
    { name: 'X-Accel-Redirect, whole 10 MB files, 1,000 connections', rangeBytes: 0 },
  ]) {
    const options = { name, connections: 1000, rangeBytes, seconds, rounds: 3, sizeBytes: fileBytes };
    const rows = await measure([peer, ours], options);
    // Of whole files, few end within a round: their bytes count.
    const [alone, behind] = rows.map((row) => (rangeBytes ? row.requestsPerSecond : row.megabytesPerSecond));
    const cost = rows[1]!.megabytesPerCpuSecond / rows[0]!.megabytesPerCpuSecond;
    print(
      rows,
      `${(behind! / alone!).toFixed(2)} × nginx's ${rangeBytes ? 'requests' : 'bytes'} per second (bar 0.9), ${cost.toFixed(2)} × its bytes per CPU-second`,
    );
  }
}

function print(rows: readonly Row[], verdict: string): void {
  console.log(`\n${rows[0]!.case}: ${verdict}`);
  for (const row of rows) {
    const {
      target,
      requestsPerSecond,
      megabytesPerSecond,
      megabytesPerCpuSecond,
      residentMiB: resident,
      errors,
    } = row;
    console.log(
      `  ${target.padEnd(26)} ${String(requestsPerSecond).padStart(7)} req/s ${String(megabytesPerSecond).padStart(6)} MB/s ` +
        `${String(megabytesPerCpuSecond).padStart(6)} MB/CPU-s ${String(resident).padStart(5)} MiB  ${errors} errors`,
    );
  }
}

await main();
