/**
 * Which ffmpeg is installed here and what it can encode: looked up once, remembered.
 *
 * Optional by design: without it everything plays that a browser or an app can decode by itself.
 */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface FfmpegInfo {
  readonly path: string;
  readonly ffprobePath: string | undefined;
  /** util-linux's prlimit, which caps memory; undefined where it is not installed. */
  readonly prlimitPath: string | undefined;
  /** As it says itself: `5.1.9-0+deb12u1`. */
  readonly version: string;
  /** Names of its audio encoders: `libopus`, `libmp3lame`, `aac`, `flac` … */
  readonly encoders: ReadonlySet<string>;
}

let wanted = 'ffmpeg';
let known: Promise<FfmpegInfo | undefined> | undefined;

/** Sets which ffmpeg is used: a path, or a name to be looked up on PATH (from the configuration, once at start). */
export function useFfmpeg(nameOrPath: string): void {
  if (wanted === nameOrPath) return;
  wanted = nameOrPath;
  known = undefined;
}

/** Finds ffmpeg on PATH; undefined when there is none. Cached for the life of the process. */
export function findFfmpeg(): Promise<FfmpegInfo | undefined> {
  known ??= look();
  return known;
}

/** Forgets what was found, so that the next call looks again (after an installation, in tests). */
export function forgetFfmpeg(): void {
  known = undefined;
}

async function look(): Promise<FfmpegInfo | undefined> {
  const path = isAbsolute(wanted) ? wanted : onPath(wanted);
  if (path === undefined) return undefined;
  try {
    const [version, encoders] = await Promise.all([ask(path, '-version'), ask(path, '-encoders')]);
    return {
      path,
      ffprobePath: beside(path, 'ffprobe') ?? onPath('ffprobe'),
      prlimitPath: process.platform === 'linux' ? onPath('prlimit') : undefined,
      version: /^ffmpeg version (\S+)/.exec(version)?.[1] ?? 'unknown',
      encoders: new Set(Array.from(encoders.matchAll(/^ A\S+ (\S+)/gm), (match) => match[1]!)),
    };
  } catch {
    // Installed but not runnable (a library is missing): as good as not there.
    return undefined;
  }
}

async function ask(path: string, option: string): Promise<string> {
  const { stdout } = await execute(path, ['-hide_banner', option], { timeout: 10_000, windowsHide: true });
  return stdout;
}

function onPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => inFolder(folder, name)).find((path) => path !== undefined);
}

function beside(path: string, name: string): string | undefined {
  return inFolder(dirname(path), name);
}

function inFolder(folder: string, name: string): string | undefined {
  const path = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    return undefined;
  }
}
