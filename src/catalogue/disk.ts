/** Room on the disk: asked for before long work, and its lack told in words where it ends one. */
import { readdirSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '#base/errors.ts';
import { CatalogueError } from './errors.ts';

/** Throws CATALOGUE_DISK_SPACE where `folder` has not so much room. */
export function assertRoom(folder: string, neededBytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= neededBytes) return;
  const inMb = (bytes: number): number => Math.ceil(bytes / 1e6);
  throw new CatalogueError('CATALOGUE_DISK_SPACE', {
    folder,
    neededMb: inMb(neededBytes),
    freeMb: inMb(bavail * bsize),
  });
}

/** What a folder holds, with all below it. */
export function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** DuckDB, SQLite and Node each say in their own words that a disk is full. */
export function inWords(error: unknown, folder: string): unknown {
  return /no space left|ENOSPC|disk is full/i.test(messageOf(error))
    ? new CatalogueError('CATALOGUE_DISK_FULL', { folder }, { cause: error })
    : error;
}
