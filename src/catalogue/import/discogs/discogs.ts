/**
 * Discogs: the monthly dumps of artists, labels, masters and releases (https://data.discogs.com), CC0. A master only
 * groups releases, which name it themselves, so of masters nothing is kept but that they exist.
 */
import { messageOf } from '#base/errors.ts';
import { CatalogueError } from '../../errors.ts';
import type { Importer } from '../importer.ts';
import type { Staging } from '../staging.ts';
import { readArtist } from './artist.ts';
import { readLabel } from './label.ts';
import { type RecordName, recordsOf } from './records.ts';
import { readRelease } from './release.ts';

export const discogs: Importer = {
  name: 'discogs',
  title: 'Discogs',
  declaration: {
    publisher: 'Discogs',
    licence: 'CC0 1.0',
    licenceUri: 'https://creativecommons.org/publicdomain/zero/1.0/',
    terms: 'https://data.discogs.com says that the dumps are published under CC0, without rights reserved.',
  },
  takes: 'discogs_YYYYMMDD_{artists,labels,releases}.xml.gz',
  versionOf: ({ name }) => dumpName.exec(name)?.[1],
  read: async (input, staging, skip, record) => {
    const kind = dumpName.exec(input.name)?.[2]?.slice(0, -1) as RecordName | undefined;
    if (!kind)
      throw new CatalogueError('CATALOGUE_INPUT_UNKNOWN', {
        file: input.path,
        source: 'Discogs',
        reason: 'its name is not like discogs_20260101_releases.xml.gz',
      });
    let count = 0;
    for await (const { text, problem } of recordsOf(kind, input.chunks(), input.path)) {
      count++;
      if (count <= skip) continue;
      const reason = problem ?? take(kind, text, staging);
      if (reason !== undefined) staging.reject({ file: input.name, record: count, reason, text });
      await record();
    }
  },
};

const dumpName = /^discogs_(\d{8})_(artists|labels|masters|releases)\.xml(?:\.\w+)?$/;

/** Answers why a record cannot be taken. */
function take(kind: RecordName, text: string, staging: Staging): string | undefined {
  try {
    if (kind === 'artist') staging.put('artist', readArtist(text));
    else if (kind === 'label') staging.put('label', readLabel(text));
    else if (kind === 'release') {
      const { release, tracks } = readRelease(text);
      staging.put('release', release);
      for (const track of tracks) staging.put('track', track);
    }
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
