/** `fonoteca catalogue search`: what the snapshot in use has. */
import { join } from 'node:path';
import type { CatalogueHit } from '#catalogue/index.ts';
import { readConfig } from '#base/config.ts';
import { CliError } from '../errors.ts';
import { say, table } from '../session.ts';

export async function searchCatalogue(
  words: readonly string[],
  options: { json?: boolean; limit: string },
): Promise<void> {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > 200)
    throw new CliError('CLI_LIMIT', { limit: options.limit });
  const { currentSnapshot, openCatalogueSearch } = await import('#catalogue/index.ts');
  const { folder, manifest } = currentSnapshot(join(readConfig(process.env).dataFolder, 'catalogue'));
  const search = openCatalogueSearch(folder);
  try {
    const startedAt = performance.now();
    const { hits, corrected } = search.search(words.join(' '), limit);
    const ms = performance.now() - startedAt;
    say(options.json, { snapshot: manifest.name, ms, corrected, hits }, () =>
      [
        ...corrected.map(({ from, to }) => `Nothing has “${from}”; looked for “${to}”.`),
        hits.length === 0 ? 'Nothing was found.' : table(hits.map(rowOf)),
      ].join('\n'),
    );
  } finally {
    search.close();
  }
}

function rowOf({ title, credit, release, year, durationMs, releases }: CatalogueHit): string[] {
  const seconds = Math.round((durationMs ?? 0) / 1000);
  const length =
    durationMs === null ? '' : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return [
    title,
    credit ?? '',
    release ?? '',
    year === null ? '' : String(year),
    length,
    releases > 1 ? `on ${releases} releases` : '',
  ];
}
