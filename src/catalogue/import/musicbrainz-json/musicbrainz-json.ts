/**
 * MusicBrainz: the JSON dumps (https://data.metabrainz.org/pub/musicbrainz/data/json-dumps/), one archive a kind, in it
 * one document a line. Recordings stand inside the releases that they are on; recording.tar.xz holds the others only.
 * Most of a document is CC0. Annotations, ratings, tags and genres are CC BY-NC-SA: nothing here reads them.
 */
import { messageOf } from '#base/errors.ts';
import { CatalogueError } from '../../errors.ts';
import type { Importer } from '../importer.ts';
import type { Input } from '../input.ts';
import type { Staging } from '../staging.ts';
import { membersOf, type TarMember } from '../tar.ts';
import { readArtist } from './artist.ts';
import type { Cut } from './cut.ts';
import { type Fields, parseDocument } from './document.ts';
import { type Line, lineBytesMax, linesOf } from './lines.ts';
import { readRecording } from './recording.ts';
import { readRelease } from './release.ts';

export const musicbrainzJson: Importer = {
  name: 'musicbrainz-json',
  title: 'MusicBrainz',
  declaration: {
    publisher: 'MetaBrainz Foundation',
    licence: 'CC0 1.0',
    licenceUri: 'https://creativecommons.org/publicdomain/zero/1.0/',
    terms:
      'https://musicbrainz.org/doc/About/Data_License says that the core data are CC0; annotations, ratings, tags and genres are not, and are left out.',
  },
  takes: '{release,artist,recording}.tar.xz of one folder of json-dumps',
  versionOf,
  read: async (input, staging, skip, record) => {
    let schema: string | undefined;
    let isFound = false;
    for await (const member of membersOf(input.chunks(), input.path)) {
      if (member.name === 'JSON_DUMPS_SCHEMA_NUMBER') schema = await readShort(member);
      const kind = kindOf(member, input);
      if (kind === undefined) continue;
      isFound = true;
      await readDocuments(member, kind, { input, staging, skip, record });
    }
    if (!isFound)
      throw unknown(input, `nothing named mbdump/${Object.keys(kinds).join(' or mbdump/')} is in it`);
    // It stands behind the documents.
    if (schema !== knownSchema)
      throw unknown(input, `it has schema number ${schema ?? 'none'}, and ${knownSchema} is known`);
  },
};

const knownSchema = '1';
const folder = 'mbdump/';

interface Kind {
  /** The lists in its documents that nothing is read of. */
  readonly cut: Cut;
  /** Puts the rows of a document, or throws why it has none before putting any. */
  put(document: Fields, staging: Staging): void;
}

const opinions = ['tags', 'genres', 'user-tags', 'user-genres'] as const;
const kinds: Readonly<Record<string, Kind>> = {
  release: {
    cut: new Set(['relations', 'aliases', ...opinions]),
    put: (document, staging) => {
      const { release, tracks, labels } = readRelease(document);
      staging.put('release', release);
      for (const track of tracks) staging.put('track', track);
      for (const label of labels) staging.put('label', label);
    },
  },
  artist: {
    cut: new Set(['relations', ...opinions]),
    put: (document, staging) => staging.put('artist', readArtist(document)),
  },
  recording: {
    cut: new Set(['relations', 'aliases', ...opinions]),
    put: (document, staging) => staging.put('track', readRecording(document)),
  },
};

/** The kind of documents in a member, or undefined when it tells about the dump. */
function kindOf(member: TarMember, input: Input): string | undefined {
  if (!member.name.startsWith(folder)) return undefined;
  const kind = member.name.slice(folder.length);
  if (Object.hasOwn(kinds, kind)) return kind;
  throw unknown(input, `it holds ${member.name}, of which nothing is taken`);
}

/**
 * What all archives of one dump share is how far the database was replicated: each has a time of its own in TIMESTAMP.
 * Both stand before the documents, so that no more than the beginning of the archive is read.
 */
async function versionOf(input: Input): Promise<string | undefined> {
  let [sequence, day] = ['', ''];
  for await (const member of membersOf(input.chunks(), input.path)) {
    if (member.name === 'REPLICATION_SEQUENCE') sequence = await readShort(member);
    else if (member.name === 'TIMESTAMP') day = (await readShort(member)).slice(0, 10).replaceAll('-', '');
    else if (kindOf(member, input) !== undefined) break;
  }
  const version = [sequence, day].find((text) => /^\d+$/.test(text));
  if (version === undefined) throw unknown(input, 'nothing in it tells of which dump it is');
  return version;
}

async function readShort(member: TarMember): Promise<string> {
  const pieces = member.sizeBytes < 1000 ? await Array.fromAsync(member.chunks) : [];
  return Buffer.concat(pieces).toString('utf8').trim();
}

type Reading = { readonly input: Input } & {
  readonly staging: Staging;
  readonly skip: number;
  readonly record: () => Promise<void>;
};

async function readDocuments(member: TarMember, kind: string, reading: Reading): Promise<void> {
  const { input, staging, skip, record } = reading;
  let count = 0;
  for await (const line of linesOf(member.chunks)) {
    count++;
    if (count <= skip) continue;
    const reason = take(kind, line, staging);
    if (reason !== undefined)
      staging.reject({ file: input.name, record: count, reason, text: beginningOf(line) });
    await record();
  }
}

/** Answers why a document cannot be taken. */
function take(kind: string, { bytes, isCut }: Line, staging: Staging): string | undefined {
  if (isCut) return `longer than ${lineBytesMax} bytes`;
  try {
    const { cut, put } = kinds[kind]!;
    put(parseDocument(bytes, cut), staging);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** How a line begins, without what is not CC0. */
function beginningOf({ bytes }: Line): string {
  const text = bytes.toString('utf8', 0, 300);
  return text.slice(0, text.search(/"(?:user-)?(?:annotation|rating|tags|genres)"|$/));
}

function unknown(input: Input, reason: string): Error {
  return new CatalogueError('CATALOGUE_INPUT_UNKNOWN', { file: input.path, source: 'MusicBrainz', reason });
}
