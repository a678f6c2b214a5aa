/** What every source of the catalogue is to the rest: how its files are known, whose they are, and how they become rows. */
import type { Input } from './input.ts';
import type { Staging } from './staging.ts';

/** Who publishes the data and under which terms; kept with the rows, and nothing without it is ever imported. */
export interface Declaration {
  readonly publisher: string;
  readonly licence: string;
  readonly licenceUri: string;
  readonly terms: string;
}

export interface Importer {
  /** As it is called on the command line, and what the import's folder is named by. */
  readonly name: string;
  readonly title: string;
  readonly declaration: Declaration;
  /** What it takes, for --help. */
  readonly takes: string;
  /**
   * The date or number of the dump that a file is of, as its name or its beginning tells; undefined when the name is
   * none of this source's. Files of one dump have one version.
   */
  versionOf(input: Input): string | undefined | Promise<string | undefined>;
  /**
   * Reads one file. Calls `record` after each record that it met, and skips the first `skip` of them, which were read
   * before. Throws a CatalogueError when the file is damaged; a record that is wrong goes to `staging.reject`.
   */
  read(input: Input, staging: Staging, skip: number, record: () => Promise<void>): Promise<void>;
}
