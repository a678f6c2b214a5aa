/** A small disk that a test can fill: memory mounted as a folder, which only root may do. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** A disk of so many megabytes, or undefined where none may be mounted. */
export function mountSmallDisk(sizeMb: number, t: TestContext): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-disk-'));
  try {
    const options = `size=${sizeMb}m,mode=700`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmdirSync(folder);
    return undefined;
  }
  t.after(() => {
    execFileSync('umount', ['-l', folder]);
    rmdirSync(folder);
  });
  return folder;
}

/** Takes all the space but a little. */
export function fillDisk(file: string): void {
  try {
    execFileSync('dd', ['if=/dev/zero', `of=${file}`, 'bs=64k'], { stdio: 'ignore' });
  } catch {
    // It ends when there is no space left.
  }
}
