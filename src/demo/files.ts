/**
 * Writing whole files: under a hidden name first, then renamed, so that a scanner never meets half a file. Hidden
 * leftovers of a run that was killed are swept away by the next one.
 */

import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const unfinished = '.unfinished-';

/** Puts a file in its place at once; nothing remains of it when that fails. */
export async function writeWhole(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  const temporary = join(
    folder,
    `${unfinished}${process.pid}-${path.replaceAll(/[^a-z0-9]/gi, '_').slice(-40)}`,
  );
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Removes what a run that was killed left behind. */
export async function sweepUnfinished(folder: string): Promise<void> {
  const names = await readdir(folder);
  await Promise.all(
    names
      .filter((name) => name.startsWith(unfinished))
      .map((name) => rm(join(folder, name), { force: true })),
  );
}
