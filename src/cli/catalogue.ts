/** `fonoteca catalogue …`: the world's recorded music, from open data to something that answers. */
import { Argument, type Command } from 'commander';
import { importSource } from './catalogue/import.ts';

export function addCatalogueCommand(program: Command): void {
  const catalogue = program
    .command('catalogue')
    .description('the catalogue of recorded music: import open data, build, search');
  catalogue
    .command('import')
    .addArgument(new Argument('<source>', 'where the data comes from').choices(['discogs']))
    .argument('<files...>', 'the files of one dump')
    .option('--json', 'print one JSON object')
    .description('bring the files of one dump to rows; `catalogue build` makes a snapshot of them')
    .addHelpText(
      'after',
      `
Sources:
  discogs   discogs_YYYYMMDD_{artists,labels,masters,releases}.xml.gz of https://data.discogs.com

Compressed files are read as they are (gzip, zstd, bzip2, xz). Records that cannot be read are counted and set aside in
rejects.ndjson beside the rows; a damaged file is an error, and what was imported before stays. An import that was broken
off goes on where it was when the same command is given again.

Exit codes: 0 done, 2 no such file or none of this source, 3 a file is damaged, 130 broken off with Ctrl-C`,
    )
    .action(importSource);
}
