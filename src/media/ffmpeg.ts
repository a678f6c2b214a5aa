/**
 * The one place where ffmpeg and ffprobe are started.
 *
 * Music files come from anywhere, and ffmpeg is a large parser in C that would happily open network addresses and
 * other files. So here, and only here: an argument array and never a shell; only the `file` and `pipe` protocols;
 * only demuxers of audio files (no playlists: an HLS or concat text named song.mp3 could name other files); file names
 * behind `file:`, so that none becomes an option or a protocol; an almost empty environment; no file may be written
 * (RLIMIT_FSIZE 0), memory is capped, time and output too; and whatever ends the job kills the process.
 *
 * Memory: RLIMIT_AS through util-linux's `prlimit` where it is installed; elsewhere on Linux the resident set is read
 * from /proc four times a second; on other systems there is no limit.
 */
import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { messageOf } from '#base/errors.ts';
import type { FfmpegInfo } from './ffmpeg-find.ts';
import { findFfmpeg } from './ffmpeg-find.ts';

/** As `systemPath` of base gives it: a Buffer is a file name that is not UTF-8. */
export type FilePath = string | Buffer;

export interface FfmpegLimits {
  /** Wall clock; then the process is killed. */
  readonly timeMs: number;
  readonly outputBytes: number;
  /** Address space where prlimit is there, else resident set. */
  readonly memoryBytes: number;
}

export const defaultFfmpegLimits: FfmpegLimits = {
  timeMs: 10 * 60_000,
  outputBytes: 4 * 2 ** 30,
  memoryBytes: 2 ** 30,
};

export interface FfmpegJob {
  readonly program?: 'ffmpeg' | 'ffprobe';
  /** Options of the input, before `-i`. */
  readonly inputArgs?: readonly string[];
  /** A file, or bytes to be piped in (such input cannot be seeked). */
  readonly input: FilePath | Readable;
  /** Options after the input; the output itself (`pipe:1`) is added here. */
  readonly outputArgs: readonly string[];
  readonly limits?: Partial<FfmpegLimits>;
  /** Lowest CPU priority. */
  readonly background?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export type FfmpegEnd =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: 'missing' | 'time' | 'output' | 'memory' | 'aborted' | 'failed';
      /** What happened, with ffmpeg's own last words; fit for a log and for the Issues page. */
      readonly message: string;
    };

export interface FfmpegProcess {
  readonly pid: number | undefined;
  readonly stdout: Readable;
  /** Resolves, never rejects, once the process is gone and reaped; `stdout` may still hold its last bytes. */
  readonly ended: Promise<FfmpegEnd>;
  /** Kills it; `ended` says `aborted` unless it was over already. */
  stop(): void;
}

const audioDemuxers =
  'aac,ac3,aiff,amr,ape,asf,au,caf,dsf,dts,dtshd,eac3,flac,iff,loas,matroska,mlp,mov,mp3,mpc,mpc8,mpeg,mpegts,ogg,oma,' +
  'rm,shn,tak,truehd,tta,voc,w64,wav,wv,xwma';

const stderrTailBytes = 4_000;
const watchMs = 250;

/** Starts a job at once (slots are the caller's business). Undefined when ffmpeg is not installed. */
export async function startFfmpeg(job: FfmpegJob): Promise<FfmpegProcess | undefined> {
  const found = await findFfmpeg();
  if (found === undefined || (job.program === 'ffprobe' && found.ffprobePath === undefined)) return undefined;
  return run(found, job);
}

/** Runs a job to its end and collects what it printed; the output limit is exact here. */
export async function runFfmpeg(
  job: FfmpegJob,
): Promise<{ readonly end: FfmpegEnd; readonly output: Buffer }> {
  const process = await startFfmpeg(job);
  if (process === undefined) return { end: missing, output: Buffer.alloc(0) };
  const limit = job.limits?.outputBytes ?? defaultFfmpegLimits.outputBytes;
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  process.stdout.on('data', (part: Buffer) => {
    sizeBytes += part.length;
    if (sizeBytes <= limit) parts.push(part);
    else process.stop();
  });
  // What was printed last may still be in the pipe when the process is gone.
  const printed = new Promise((done) => process.stdout.once('close', done));
  const [end] = await Promise.all([process.ended, printed]);
  const output = Buffer.concat(parts);
  if (sizeBytes > limit) return { end: failure('output', 'it printed more than it may'), output };
  return { end, output };
}

const missing: FfmpegEnd = { ok: false, reason: 'missing', message: 'ffmpeg is not installed' };

function run(found: FfmpegInfo, job: FfmpegJob): FfmpegProcess {
  const limits = { ...defaultFfmpegLimits, ...job.limits };
  const { name, fd } = nameOf(job.input);
  const command = commandOf(found, job, name, limits);
  const isPiped = name === 'pipe:0';
  let child: ChildProcessByStdio<Writable | null, Readable, Readable>;
  try {
    child = spawn(command[0]!, command.slice(1), {
      stdio: [isPiped ? 'pipe' : 'ignore', 'pipe', 'pipe', ...(fd === undefined ? [] : [fd])],
      env: environment(),
      cwd: '/',
      windowsHide: true,
    }) as ChildProcessByStdio<Writable | null, Readable, Readable>;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
  if (job.background === true && child.pid !== undefined) lowerPriority(child.pid);
  if (isPiped) feed(child, job.input as Readable);
  return watch(child, limits, job.signal, found.prlimitPath === undefined);
}

/** `file:` keeps a name from being an option or a protocol; a name that is not UTF-8 goes in as an open file. */
function nameOf(input: FilePath | Readable): { name: string; fd?: number } {
  if (typeof input === 'string') return { name: `file:${resolve(input)}` };
  if (!Buffer.isBuffer(input)) return { name: 'pipe:0' };
  const text = input.toString('utf8');
  if (Buffer.from(text, 'utf8').equals(input)) return { name: `file:${resolve(text)}` };
  return { name: 'file:/dev/fd/3', fd: openSync(input, 'r') };
}

function commandOf(found: FfmpegInfo, job: FfmpegJob, name: string, limits: FfmpegLimits): string[] {
  const isProbe = job.program === 'ffprobe';
  const limited =
    found.prlimitPath === undefined
      ? []
      : [found.prlimitPath, `--as=${limits.memoryBytes}`, '--fsize=0', '--core=0', '--'];
  const program = isProbe ? [found.ffprobePath!] : [found.path, '-nostdin'];
  const oneThread = isProbe ? [] : ['-threads', '1'];
  const safety = [
    '-hide_banner',
    '-loglevel',
    'error',
    '-protocol_whitelist',
    'file,pipe',
    '-format_whitelist',
    audioDemuxers,
  ];
  const input = [...(job.inputArgs ?? []), '-i', name];
  const output = isProbe
    ? job.outputArgs
    : ['-threads', '1', '-filter_threads', '1', ...job.outputArgs, 'pipe:1'];
  return [...limited, ...program, ...safety, ...oneThread, ...input, ...output];
}

/** No FFREPORT, AV_* or proxy variables reach ffmpeg; only what a program needs to be found and loaded. */
function environment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot'];
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C' };
  for (const name of kept) if (process.env[name] !== undefined) env[name] = process.env[name];
  return env;
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, 19);
  } catch {
    // It may be over already; priority is a courtesy.
  }
}

function feed(child: ChildProcessByStdio<Writable | null, Readable, Readable>, input: Readable): void {
  // ffmpeg may stop reading before the end (it has all it wants, or was killed): EPIPE is no news then.
  child.stdin?.on('error', () => input.destroy());
  input.on('error', () => child.kill('SIGKILL'));
  child.once('exit', () => input.destroy());
  input.pipe(child.stdin!);
}

function watch(
  child: ChildProcessByStdio<Writable | null, Readable, Readable>,
  limits: FfmpegLimits,
  signal: AbortSignal | undefined,
  watchMemory: boolean,
): FfmpegProcess {
  let reason: Exclude<Extract<FfmpegEnd, { ok: false }>['reason'], 'failed' | 'missing'> | undefined;
  let stderr = '';
  const kill = (why: typeof reason) => {
    reason ??= why;
    child.kill('SIGKILL');
    // Nobody may read on: without this an unread pipe would keep `close` from coming.
    child.stdout.destroy();
  };
  const stop = () => kill('aborted');
  child.stderr.on('data', (part: Buffer) => {
    stderr = (stderr + part.toString('utf8')).slice(-stderrTailBytes);
  });
  const startedAtMs = performance.now();
  const timer = setInterval(
    () => {
      if (performance.now() - startedAtMs > limits.timeMs) kill('time');
      else if ((child.stdout as { bytesRead?: number }).bytesRead! > limits.outputBytes) kill('output');
      else if (watchMemory && residentBytes(child.pid) > limits.memoryBytes) kill('memory');
    },
    Math.min(watchMs, limits.timeMs),
  );
  if (signal?.aborted === true) stop();
  signal?.addEventListener('abort', stop, { once: true });

  const ended = new Promise<FfmpegEnd>((done) => {
    const finish = (end: FfmpegEnd) => {
      clearInterval(timer);
      signal?.removeEventListener('abort', stop);
      done(end);
    };
    child.once('error', (error) => {
      child.stdout.destroy();
      finish(failure('failed', messageOf(error)));
    });
    child.once('exit', (code, killedBy) => {
      if (reason !== undefined) finish(failure(reason, reasonText(reason, limits)));
      else if (code === 0) finish({ ok: true });
      else if (child.stderr.closed) finish(failed(code, killedBy, stderr, limits));
      else child.stderr.once('close', () => finish(failed(code, killedBy, stderr, limits)));
    });
  });
  return { pid: child.pid, stdout: child.stdout, ended, stop };
}

function failed(
  code: number | null,
  killedBy: string | null,
  stderr: string,
  limits: FfmpegLimits,
): FfmpegEnd {
  const text = stderr.trim().split('\n').slice(-4).join('; ');
  const isMemory = /cannot allocate memory|failed to map segment|bad_alloc/i.test(text);
  if (isMemory) return failure('memory', `${reasonText('memory', limits)}: ${text}`);
  return failure('failed', text || `ffmpeg ended with ${killedBy ?? `code ${code}`}`);
}

function failure(reason: Extract<FfmpegEnd, { ok: false }>['reason'], message: string): FfmpegEnd {
  return { ok: false, reason, message };
}

function reasonText(reason: 'time' | 'output' | 'memory' | 'aborted', limits: FfmpegLimits): string {
  if (reason === 'time')
    return `ffmpeg took longer than ${Math.round(limits.timeMs / 1000)} s and was stopped`;
  if (reason === 'output') return `ffmpeg printed more than ${limits.outputBytes} bytes and was stopped`;
  if (reason === 'memory')
    return `ffmpeg wanted more than ${Math.round(limits.memoryBytes / 2 ** 20)} MiB of memory`;
  return 'stopped because nobody wants it any more';
}

function residentBytes(pid: number | undefined): number {
  try {
    const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return kib === undefined ? 0 : Number(kib) * 1024;
  } catch {
    return 0;
  }
}
