/** Sounds for the tests of this part, made by ffmpeg itself in a folder of their own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface FixtureFolder {
  readonly folder: string;
  /** Makes a file from a lavfi graph (or any ffmpeg arguments before the output) and returns its path. */
  make(name: string, ...args: string[]): string;
  remove(): void;
}

export function fixtureFolder(): FixtureFolder {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-media-'));
  return {
    folder,
    make: (name, ...args) => {
      const path = join(folder, name);
      execFileSync('ffmpeg', [
        '-nostdin',
        '-hide_banner',
        '-loglevel',
        'error',
        '-y',
        ...args,
        `file:${path}`,
      ]);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** lavfi input arguments of a sine (or any other graph). */
export function lavfi(graph: string): string[] {
  return ['-f', 'lavfi', '-i', graph];
}
