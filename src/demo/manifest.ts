/**
 * What has been made so far, in a hidden file of the demo folder. It makes the work resumable: a file counts only
 * when it is written here with its size, and it is written here only after it was renamed into place.
 */

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from './files.ts';

export const manifestName = '.fonoteca-demo.json';

const manifestSchema = z.object({
  version: z.number(),
  withFfmpeg: z.boolean(),
  /** Path → size in bytes. */
  files: z.record(z.string(), z.number()),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** The manifest of a folder, or undefined when there is none that can be read. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(folder, manifestName), 'utf8')));
  } catch {
    return undefined;
  }
}

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  // In order of paths, not of finishing, so that two complete folders are the same.
  const files = Object.fromEntries(
    Object.entries(manifest.files).sort(([one], [other]) => (one < other ? -1 : 1)),
  );
  await writeWhole(folder, manifestName, Buffer.from(`${JSON.stringify({ ...manifest, files }, null, 2)}\n`));
}

/** The paths of the manifest whose files are still there with their size. */
export async function presentFiles(folder: string, manifest: Manifest): Promise<Set<string>> {
  const found = await Promise.all(
    Object.entries(manifest.files).map(async ([path, sizeBytes]) => {
      const file = await stat(join(folder, path)).catch(() => undefined);
      return file?.size === sizeBytes ? path : undefined;
    }),
  );
  return new Set(found.filter((path) => path !== undefined));
}
