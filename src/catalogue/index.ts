/** The way into the catalogue: the world's recorded music as rows. */
import { discogs } from './import/discogs/discogs.ts';
import type { Importer } from './import/importer.ts';
import { musicbrainzJson } from './import/musicbrainz-json/musicbrainz-json.ts';

export { buildSnapshot } from './build/build-snapshot.ts';
export { runImport } from './import/run-import.ts';
export { type CatalogueHit, type CatalogueSearch, openCatalogueSearch } from './search/search.ts';
export { currentSnapshot, listSnapshots, switchTo } from './snapshots.ts';

/** Every source that can be imported. */
export const importers: readonly Importer[] = [discogs, musicbrainzJson];
