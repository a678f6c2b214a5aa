/** Rows as an import leaves them: Parquet that a build takes, with a manifest that says whose rows they are: nobody's. */
import { join } from 'node:path';
import { openStaging } from '../../src/catalogue/import/staging.ts';
import { artistsIn, labelsIn, numbersOf, type Range, releasesIn, rowsOf, type Source } from './source.ts';
import type { World } from './world.ts';

export interface Written {
  readonly folder: string;
  readonly rows: Readonly<Record<string, number>>;
}

/** Writes one range of a source into a folder of its own in `root`, which is the folder of all imports. */
export async function writeRows(root: string, world: World, source: Source, range: Range): Promise<Written> {
  const version = `generated-${world.seed}-${range.from}-${range.to}`;
  const folder = join(root, `${source.name}-${version}`);
  const staging = await openStaging(folder, folder);
  if (staging.mark.parts > 0) {
    staging.close();
    throw new Error(`${folder}.partial is of a run that was broken off: delete it.`);
  }
  const releases = releasesIn(world, range);
  for (const number of numbersOf(artistsIn(world, releases))) {
    staging.put('artist', source.artist(number));
    await staging.passed(0, 0);
  }
  for (const number of numbersOf(labelsIn(world, releases))) staging.put('label', source.label(number));
  for (const { release, tracks } of rowsOf(world, source, range)) {
    staging.put('release', release);
    for (const track of tracks) staging.put('track', track);
    await staging.passed(0, 0);
  }
  let rows: Written['rows'] = {};
  await staging.finish(0, (mark) => {
    rows = mark.rows;
    return {
      source: source.name,
      version,
      declaration: {
        publisher: 'the generator of Fonoteca',
        licence: 'CC0 1.0',
        licenceUri: 'https://creativecommons.org/publicdomain/zero/1.0/',
        terms: 'Made by bench/generate-catalogue.ts: no row of it tells of anything in the world.',
      },
      files: [],
      rows,
      rejected: 0,
      finishedAt: new Date().toISOString(),
    };
  });
  return { folder, rows };
}
