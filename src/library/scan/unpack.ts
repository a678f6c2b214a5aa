/** Folder listings as they travel and wait (packed), and as the phases look at them. */
import { fileKind } from './file-kinds.ts';
import type { FolderListing, WalkedFile } from './types.ts';

/** The files of a listing. */
export function filesOf(listing: FolderListing): WalkedFile[] {
  if (listing.names === '') return [];
  return listing.names.split('/').map((name, index) => ({
    name,
    kind: fileKind(name)!,
    sizeBytes: listing.numbers[index * 2]!,
    mtimeMs: listing.numbers[index * 2 + 1]!,
  }));
}

/** One folder, or a part of one that holds very many files; `last` when it is the folder's last part. */
export interface FolderPart {
  readonly listing: FolderListing;
  readonly path: string;
  /** The songs of this part. */
  readonly songs: readonly WalkedFile[];
  /** Everything else in the folder: pictures, lyrics, cue sheets, playlists. */
  readonly others: readonly WalkedFile[];
  readonly first: boolean;
  readonly last: boolean;
}

const songsInPartMax = 2000;

/** Cuts the changed folders into batches of about `songCount` songs; a folder stays whole unless it is huge. */
export async function* batchesOf(
  listings: Iterable<FolderListing> | AsyncIterable<FolderListing>,
  songCount: number,
): AsyncGenerator<FolderPart[]> {
  let batch: FolderPart[] = [];
  let count = 0;
  for await (const listing of listings) {
    for (const part of partsOf(listing)) {
      batch.push(part);
      count += part.songs.length + 1;
      if (count < songCount) continue;
      yield batch;
      batch = [];
      count = 0;
    }
  }
  if (batch.length > 0) yield batch;
}

function* partsOf(listing: FolderListing): Generator<FolderPart> {
  const files = filesOf(listing);
  const songs = files.filter((file) => file.kind === 'audio');
  const others = files.length === songs.length ? [] : files.filter((file) => file.kind !== 'audio');
  const { path } = listing;
  for (let from = 0; from === 0 || from < songs.length; from += songsInPartMax) {
    const to = from + songsInPartMax;
    yield {
      listing,
      path,
      songs: songs.length > songsInPartMax ? songs.slice(from, to) : songs,
      others,
      first: from === 0,
      last: to >= songs.length,
    };
  }
}
