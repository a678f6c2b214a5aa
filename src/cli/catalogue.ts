/** `fonoteca catalogue …`: the world's recorded music, from open data to something that answers. */
import { Argument, type Command } from 'commander';
import { buildCatalogue } from './catalogue/build.ts';
import { importSource } from './catalogue/import.ts';
import { listCatalogue, useCatalogue } from './catalogue/list.ts';
import { searchCatalogue } from './catalogue/search.ts';

export function addCatalogueCommand(program: Command): void {
  const catalogue = program
    .command('catalogue')
    .description('the catalogue of recorded music: import open data, build, search');
  catalogue
    .command('import')
    .addArgument(
      new Argument('<source>', 'where the data comes from').choices(['discogs', 'musicbrainz-json']),
    )
    .argument('<files...>', 'the files of one dump')
    .option('--json', 'print one JSON object')
    .description('bring the files of one dump to rows; `catalogue build` makes a snapshot of them')
    .addHelpText(
      'after',
      `
Sources:
  discogs   discogs_YYYYMMDD_{artists,labels,masters,releases}.xml.gz of https://data.discogs.com
  musicbrainz-json
            {release,artist,recording}.tar.xz of one folder of
            https://data.metabrainz.org/pub/musicbrainz/data/json-dumps/

Compressed files are read as they are (gzip, zstd, bzip2, xz). Records that cannot be read are counted and set aside in
rejects.ndjson beside the rows; a damaged file is an error, and what was imported before stays. An import that was broken
off goes on where it was when the same command is given again.

Exit codes: 0 done, 2 no such file or none of this source, 3 a file is damaged, 130 broken off with Ctrl-C`,
    )
    .action(importSource);
  catalogue
    .command('build')
    .option('--memory <megabytes>', 'what the joins may take', '4096')
    .option('--json', 'print one JSON object')
    .description('make a snapshot of everything that was imported, and use it')
    .addHelpText(
      'after',
      '\nOf each source the newest import counts. Until it is whole, the snapshot that was in use stays in use.\nExit codes: 0 done, 2 nothing was imported, 130 broken off with Ctrl-C',
    )
    .action(buildCatalogue);
  catalogue
    .command('search')
    .argument('<words...>', 'words of title, artist and release; the last one may be unfinished')
    .option('--limit <count>', 'how many, 1 to 200', '20')
    .option('--json', 'print one JSON object')
    .description('look for recordings in the snapshot in use')
    .addHelpText('after', '\nExit codes: 0 done, also when nothing was found, 2 there is no snapshot')
    .action(searchCatalogue);
  catalogue
    .command('list')
    .option('--json', 'print one JSON array')
    .description('the snapshots that are there; * is in use')
    .addHelpText('after', '\nExit codes: 0 done')
    .action(listCatalogue);
  catalogue
    .command('use')
    .argument('<snapshot>', 'its name')
    .description('let another snapshot answer from now on')
    .addHelpText('after', '\nExit codes: 0 done, 2 no such snapshot')
    .action(useCatalogue);
}
