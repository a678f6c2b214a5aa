/**
 * The program itself as a child process, as a person or a service manager runs it: through bin/fonoteca.mjs, under the
 * Node of the system (which may be 20), with a data folder of its own.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Place {
  readonly folder: string;
  /** The data folder, not made yet. */
  readonly data: string;
  /** An empty folder for music. */
  readonly music: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** What it has written so far. */
  output(): Pick<Ended, 'stdout' | 'stderr'>;
  /** Resolves when the output holds a match, rejects when it ends without. */
  until(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<Ended>;
}

export interface Serving extends Running {
  readonly url: string;
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

/** A place in a temporary folder, removed when the test is over; what still runs there is ended. */
export function openPlace(t: { after(work: () => void): void }, env: Record<string, string> = {}): Place {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-place-'));
  const music = join(folder, 'music');
  mkdirSync(music);
  t.after(() => {
    for (const child of alive) if (child.spawnargs.includes(mark(folder))) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  const data = join(folder, 'data');
  return { folder, data, music, env: { FONOTECA_DATA: data, FONOTECA_PORT: '0', ...env } };
}

const alive = new Set<ChildProcess>();
const bin = join(import.meta.dirname, '..', 'bin', 'fonoteca.mjs');
/** Node takes any title; here it says whose child this is. */
const mark = (folder: string) => `--title=${folder}`;

/** The Node that a person's shell finds, where that is new enough to be supported, else the one that runs the tests. */
export function systemNode(): string {
  try {
    const found = execFileSync('node', ['--version'], { encoding: 'utf8' });
    return Number(/^v(\d+)/.exec(found)?.[1]) >= 20 ? 'node' : process.execPath;
  } catch {
    return process.execPath;
  }
}
const node = systemNode();

export interface StartOptions {
  readonly env?: Record<string, string>;
  /** What standard input holds. */
  readonly input?: string;
  /** Runs as this user (needs to be root). */
  readonly uid?: number;
  /** A program in front of node, like ['sh', '-c', 'ulimit -f 100; exec "$@"', 'sh']. */
  readonly wrapper?: readonly string[];
}

export function start(place: Place, args: readonly string[], options: StartOptions = {}): Running {
  const { NODE_OPTIONS: _options, NODE_TEST_CONTEXT: _context, ...inherited } = process.env;
  const [program, ...before] = [...(options.wrapper ?? []), node];
  const child = spawn(program, [...before, mark(place.folder), bin, ...args], {
    env: { ...inherited, ...place.env, ...options.env },
    cwd: place.folder,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.uid !== undefined && { uid: options.uid, gid: options.uid }),
  });
  alive.add(child);
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  const text = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (chunk: string) => (text[stream] += chunk));
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code, signal) => {
      alive.delete(child);
      resolve({ code, signal, ...text });
    }),
  );
  const until = (stream: 'stdout' | 'stderr', pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(text[stream]);
        if (found) resolve(found);
        return found !== null;
      };
      if (look()) return;
      child[stream].on('data', look);
      void ended.then(({ code, stderr }) => look() || reject(new Error(`it ended with ${code}: ${stderr}`)));
    });
  return { child, output: () => text, until, ended };
}

/** Runs a command to its end. */
export function run(place: Place, args: readonly string[], options?: StartOptions): Promise<Ended> {
  return start(place, args, options).ended;
}

/** Starts `fonoteca serve` and waits until it listens. */
export async function serve(
  place: Place,
  args: readonly string[] = [],
  options?: StartOptions,
): Promise<Serving> {
  const running = start(place, ['serve', ...args], options);
  const [, url] = await running.until('stdout', /Fonoteca is at (\S+)/);
  return {
    ...running,
    url: url!,
    stop: (signal = 'SIGTERM') => {
      running.child.kill(signal);
      return running.ended;
    },
  };
}

/** Asks until `check` answers something true, or fails after a while. */
export async function eventually<T>(
  what: string,
  check: () => Promise<T | false | undefined>,
  timeoutMs = 30_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await check();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
