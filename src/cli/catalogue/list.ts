/** `fonoteca catalogue list` and `use`: the snapshots that are there, and which of them answers. */
import { join } from 'node:path';
import { readConfig } from '#base/config.ts';
import { say, table } from '../session.ts';

const root = (): string => join(readConfig(process.env).dataFolder, 'catalogue');

export async function listCatalogue(options: { json?: boolean }): Promise<void> {
  const { currentSnapshot, listSnapshots } = await import('#catalogue/index.ts');
  const all = listSnapshots(root());
  const current = all.length === 0 ? undefined : currentSnapshot(root()).manifest.name;
  const shown = all.map(({ manifest: { name, createdAt, rows, imports } }) => ({
    name,
    createdAt,
    recordings: rows.recording,
    sources: imports.map(({ source, version }) => `${source} ${version}`),
    inUse: name === current,
  }));
  say(options.json, shown, () =>
    shown.length === 0
      ? 'There is no snapshot yet. Make one with `fonoteca catalogue build`.'
      : table(
          shown.map((one) => [
            one.inUse ? '*' : ' ',
            one.name,
            `${one.recordings.toLocaleString('en')} recordings`,
            one.sources.join(', '),
          ]),
        ),
  );
}

export async function useCatalogue(name: string): Promise<void> {
  const { switchTo } = await import('#catalogue/index.ts');
  switchTo(root(), name);
  console.log(`Snapshot ${name} is in use now.`);
}
