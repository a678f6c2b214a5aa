/** One import from its files to a folder of staged rows: resumed where it was broken off, seen only when it is whole. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inWords } from '../disk.ts';
import { CatalogueError } from '../errors.ts';
import type { Declaration, Importer } from './importer.ts';
import { type Input, openInput } from './input.ts';
import { type Mark, openStaging } from './staging.ts';
import type { TableName } from './tables.ts';

export interface ImportProgress {
  readonly file: string;
  readonly readBytes: number;
  readonly sizeBytes: number;
  readonly rows: number;
  readonly rejected: number;
}

export interface ImportOptions {
  readonly importer: Importer;
  readonly files: readonly string[];
  /** The folder of all imports. */
  readonly root: string;
  readonly signal?: AbortSignal;
  /** After how many rows a part is written. */
  readonly rowsInPart?: number;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** What lies in the folder of an import as import.json. */
export interface ImportManifest {
  readonly source: string;
  readonly version: string;
  readonly declaration: Declaration;
  readonly files: readonly { readonly name: string; readonly sizeBytes: number }[];
  readonly rows: Readonly<Record<TableName, number>>;
  readonly rejected: number;
  readonly finishedAt: string;
}

export interface ImportReport extends ImportManifest {
  readonly folder: string;
  /** True when the same import stood there already, and nothing was read. */
  readonly wasThere: boolean;
}

const tellMs = 250;

/**
 * Imports files of one source. Throws CATALOGUE_INPUT_MISSING, CATALOGUE_INPUT_UNKNOWN and CATALOGUE_INPUT_DAMAGED;
 * what was imported before stays as it is, and the same call goes on where this one ended.
 */
export async function runImport(options: ImportOptions): Promise<ImportReport> {
  const { importer, files, root, signal } = options;
  const inputs = files.map((file) => openInput(file)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const version = await versionOfAll(importer, inputs);
  const folder = join(root, `${importer.name}-${version}`);
  const named = inputs.map(({ name, sizeBytes }) => ({ name, sizeBytes }));
  const before = readManifest(folder);
  if (before && JSON.stringify(before.files) === JSON.stringify(named))
    return { ...before, folder, wasThere: true };

  const staging = await openStaging(folder, JSON.stringify(named), { rowsInPart: options.rowsInPart });
  const resumed = staging.mark;
  let toldAt = 0;
  const tell = (input: Input, isLast = false): void => {
    const now = performance.now();
    if (now - toldAt < tellMs && !isLast) return;
    toldAt = now;
    const { rows, rejected } = staging.mark;
    options.onProgress?.({
      file: input.name,
      readBytes: input.readBytes(),
      sizeBytes: input.sizeBytes,
      rows: Object.values(rows).reduce((sum, count) => sum + count, 0),
      rejected,
    });
  };
  try {
    for (const [at, input] of inputs.entries()) {
      if (at < resumed.filesDone) continue;
      let records = at === resumed.filesDone ? resumed.recordsDone : 0;
      await importer.read(input, staging, records, async () => {
        records++;
        tell(input);
        await staging.passed(at, records);
        if (!signal?.aborted) return;
        await staging.keep(at, records);
        signal.throwIfAborted();
      });
      tell(input, true);
    }
  } catch (error) {
    staging.close();
    throw inWords(error, root);
  }
  const manifest = (mark: Mark): ImportManifest => ({
    source: importer.name,
    version,
    declaration: importer.declaration,
    files: named,
    rows: mark.rows,
    rejected: mark.rejected,
    finishedAt: new Date().toISOString(),
  });
  let written: ImportManifest | undefined;
  await staging.finish(inputs.length, (mark) => (written = manifest(mark)));
  return { ...written!, folder, wasThere: false };
}

async function versionOfAll(importer: Importer, inputs: readonly Input[]): Promise<string> {
  const versions: string[] = [];
  for (const input of inputs) {
    const version = await importer.versionOf(input);
    if (version === undefined)
      throw new CatalogueError('CATALOGUE_INPUT_UNKNOWN', {
        file: input.path,
        source: importer.title,
        reason: `its name is not like ${importer.takes}`,
      });
    versions.push(version);
  }
  const [first] = versions;
  if (first === undefined || versions.some((version) => version !== first))
    throw new CatalogueError('CATALOGUE_INPUT_MIXED', { versions: [...new Set(versions)].join(', ') });
  return first;
}

/** The manifest of an import that is whole, or undefined. */
export function readManifest(folder: string): ImportManifest | undefined {
  const file = join(folder, 'import.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ImportManifest) : undefined;
}
