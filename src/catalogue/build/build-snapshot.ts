/**
 * From imports to a snapshot: phases one after the other, each with a file of its own. The snapshot is made under
 * another name and can be seen only when it is whole; the one that was in use stays in use until then.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { assertRoom, inWords, sizeOf } from '../disk.ts';
import { CatalogueError } from '../errors.ts';
import { type ImportManifest, readManifest } from '../import/run-import.ts';
import { type SnapshotManifest, formatVersion, switchTo } from '../snapshots.ts';
import { gather } from './phase-1-gather.ts';
import { merge } from './phase-2-merge.ts';
import { rank } from './phase-3-rank.ts';
import { writeContent } from './phase-4-content.ts';
import { buildIndex } from './phase-5-index.ts';

export type BuildPhase = 'gather' | 'merge' | 'rank' | 'content' | 'index' | 'seal';

export interface BuildOptions {
  /** The folder of the catalogue: `imports` and `snapshots` lie in it. */
  readonly root: string;
  readonly memoryMb?: number;
  readonly signal?: AbortSignal;
  readonly onPhase?: (phase: BuildPhase) => void;
  /** Rows of the index that are done, and how many there are. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly now?: () => Date;
}

/** Of the imports' size: the tables of the joins, the content and the index, with some air. An estimate. */
const roomFactor = 12;

/** Builds a snapshot of all imports that are whole and begins to use it. Throws CATALOGUE_NOTHING_IMPORTED. */
export async function buildSnapshot(options: BuildOptions): Promise<SnapshotManifest> {
  const { root, now = () => new Date() } = options;
  const imports = importsIn(root);
  if (imports.length === 0) throw new CatalogueError('CATALOGUE_NOTHING_IMPORTED');
  const making = join(root, 'snapshots', '.making');
  rmSync(making, { recursive: true, force: true });
  try {
    mkdirSync(join(making, 'index'), { recursive: true });
    assertRoom(making, roomFactor * imports.reduce((sum, { folder }) => sum + sizeOf(folder), 0));
    const rows = await fill(making, imports, options);
    enter('seal', options);
    return await seal({ root, making, imports, rows, now: now() });
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw inWords(error, root);
  }
}

/** Content and index; the tables of the joins go when they are done. */
async function fill(
  making: string,
  imports: readonly FoundImport[],
  options: BuildOptions,
): Promise<SnapshotManifest['rows']> {
  const { signal, onProgress, memoryMb = 4096 } = options;
  const tables = join(making, 'build');
  mkdirSync(tables);
  const instance = await DuckDBInstance.create(join(tables, 'build.duckdb'), {
    memory_limit: `${memoryMb}MB`,
    temp_directory: join(tables, 'spill'),
  });
  try {
    const connection = await instance.connect();
    enter('gather', options);
    await gather(connection, imports);
    enter('merge', options);
    await merge(connection);
    enter('rank', options);
    await rank(connection);
    enter('content', options);
    const rows = await writeContent(connection, making);
    enter('index', options);
    await buildIndex({ connection, folder: making, total: rows.recording, signal, onProgress });
    connection.closeSync();
    return rows;
  } finally {
    instance.closeSync();
    rmSync(tables, { recursive: true, force: true });
  }
}

function enter(phase: BuildPhase, { onPhase, signal }: BuildOptions): void {
  onPhase?.(phase);
  signal?.throwIfAborted();
}

export interface FoundImport {
  readonly folder: string;
  readonly manifest: ImportManifest;
}

/** Imports that are whole; of each source the newest. */
function importsIn(root: string): FoundImport[] {
  const folder = join(root, 'imports');
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  // Versions are dates or running numbers.
  const all = readdirSync(folder)
    .toSorted(new Intl.Collator('en', { numeric: true }).compare)
    .flatMap((name) => {
      const manifest = name.endsWith('.partial') ? undefined : readManifest(join(folder, name));
      return manifest ? [{ folder: join(folder, name), manifest }] : [];
    });
  return [...new Map(all.map((found) => [found.manifest.source, found])).values()];
}

interface Sealing {
  readonly root: string;
  readonly making: string;
  readonly imports: readonly FoundImport[];
  readonly rows: SnapshotManifest['rows'];
  readonly now: Date;
}

/** Every file's sum goes into the manifest, whose own sum is part of the snapshot's name. */
async function seal({ root, making, imports, rows, now }: Sealing): Promise<SnapshotManifest> {
  const files = [];
  for (const path of filesIn(making)) {
    const sha256 = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    files.push({ path: relative(making, path), sizeBytes: statSync(path).size, sha256 });
  }
  const content = {
    format: formatVersion,
    createdAt: now.toISOString(),
    imports: imports.map(({ manifest }) => manifest),
    rows,
    files,
  };
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const name = `${content.createdAt.slice(0, 10)}-${digest.slice(0, 8)}`;
  const manifest: SnapshotManifest = { name, ...content };
  writeFileSync(join(making, 'snapshot.json'), `${JSON.stringify(manifest, undefined, 2)}\n`, {
    flush: true,
  });
  renameSync(making, join(root, 'snapshots', name));
  switchTo(root, name);
  return manifest;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
