/** The snapshots that lie beside each other in a folder, and which of them is in use. */
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CatalogueError } from './errors.ts';
import type { ImportManifest } from './import/run-import.ts';

/** Of the files in a snapshot; docs/formats/catalogue-snapshot.md. */
export const formatVersion = 1;

export interface SnapshotManifest {
  readonly name: string;
  readonly format: number;
  readonly createdAt: string;
  /** What it was built from, with publisher, licence and terms. */
  readonly imports: readonly ImportManifest[];
  readonly rows: Readonly<Record<'recording' | 'track' | 'release' | 'artist', number>>;
  readonly files: readonly { readonly path: string; readonly sizeBytes: number; readonly sha256: string }[];
}

export interface FoundSnapshot {
  readonly folder: string;
  readonly manifest: SnapshotManifest;
}

/** All snapshots, the oldest first. */
export function listSnapshots(root: string): FoundSnapshot[] {
  const folder = join(root, 'snapshots');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'snapshot.json')))
    .map((name) => ({ folder: join(folder, name), manifest: readSnapshot(join(folder, name)) }))
    .toSorted((a, b) => (a.manifest.createdAt < b.manifest.createdAt ? -1 : 1));
}

/** The snapshot in use. Throws CATALOGUE_NO_SNAPSHOT. */
export function currentSnapshot(root: string): FoundSnapshot {
  const pointer = join(root, 'snapshots', 'current');
  const name = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : undefined;
  if (name === undefined || !existsSync(join(root, 'snapshots', name)))
    throw new CatalogueError('CATALOGUE_NO_SNAPSHOT');
  const folder = join(root, 'snapshots', name);
  return { folder, manifest: readSnapshot(folder) };
}

/** From now on this one answers: the pointer is replaced in one step. Throws CATALOGUE_SNAPSHOT_MISSING. */
export function switchTo(root: string, name: string): void {
  if (!existsSync(join(root, 'snapshots', name, 'snapshot.json')))
    throw new CatalogueError('CATALOGUE_SNAPSHOT_MISSING', { name });
  const pointer = join(root, 'snapshots', 'current');
  writeFileSync(`${pointer}.tmp`, `${name}\n`, { flush: true });
  renameSync(`${pointer}.tmp`, pointer);
}

function readSnapshot(folder: string): SnapshotManifest {
  const manifest = JSON.parse(readFileSync(join(folder, 'snapshot.json'), 'utf8')) as SnapshotManifest;
  if (manifest.format > formatVersion)
    throw new CatalogueError('CATALOGUE_SNAPSHOT_NEWER', { name: manifest.name, format: manifest.format });
  return manifest;
}
