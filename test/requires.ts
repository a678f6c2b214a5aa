/**
 * Skips a test that needs a program this machine has not, with a reason that test/run.ts gathers into one apt line.
 * With FONOTECA_TEST_ALL=1 nothing is skipped: what is missing is a failure.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { musicFolder, type MusicPackage, musicPackages } from './music-packages.ts';

interface Need {
  /** The Debian packages that bring it. */
  readonly apt: string;
  find(): boolean;
}

const music = (name: MusicPackage): Need => ({ apt: name, find: () => musicFolder(name) !== undefined });

/** What a test may need → how to find it. */
export const programs = {
  ffmpeg: { apt: 'ffmpeg', find: () => onPath('ffmpeg') && onPath('ffprobe') },
  chromium: { apt: 'chromium', find: () => chromiumPath() !== undefined },
  postgres: { apt: 'postgresql', find: () => postgresBin() !== undefined },
  flac: { apt: 'flac', find: () => onPath('flac') },
  xz: { apt: 'xz-utils', find: () => onPath('xz') },
  nginx: { apt: 'nginx', find: () => onPath('nginx') },
  ...(Object.fromEntries(
    Object.keys(musicPackages).map((name) => [name, music(name as MusicPackage)]),
  ) as Record<MusicPackage, Need>),
} satisfies Record<string, Need>;

export type Program = keyof typeof programs;

/** True when all are there; else the test is marked as skipped (or failed, with FONOTECA_TEST_ALL=1). */
export function requires(t: Pick<TestContext, 'skip'>, ...names: readonly Program[]): boolean {
  const missing = names.filter((name) => !programs[name].find());
  if (missing.length === 0) return true;
  if (process.env['FONOTECA_TEST_ALL'] === '1')
    throw new Error(`needs ${missing.join(' and ')}, and FONOTECA_TEST_ALL allows no skip`);
  t.skip(`needs ${missing.join(' ')}`);
  return false;
}

/** Where Chromium is, under any of its names. */
export function chromiumPath(): string | undefined {
  return ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  );
}

/** The folder of the newest PostgreSQL server's programs. */
export function postgresBin(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions
    .map((version) => join(root, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres')));
}

function onPath(program: string): boolean {
  try {
    execFileSync('/bin/sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
