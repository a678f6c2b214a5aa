/** The way into the catalogue: the world's recorded music as rows. */
import { discogs } from './import/discogs/discogs.ts';
import type { Importer } from './import/importer.ts';

export { runImport } from './import/run-import.ts';

/** Every source that can be imported. */
export const importers: readonly Importer[] = [discogs];
