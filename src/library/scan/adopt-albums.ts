/**
 * Albums whose group key changed as a whole: a folder renamed, a title corrected. When all tracks of an album come to
 * a key that no album has, the album's row takes that key, so its stars and its place in people's lists stay.
 */
import type { ScanContext } from './context.ts';
import { chunksOf } from './chunks.ts';
import type { Draft } from './draft.ts';
import type { KnownTrack } from './known-tracks.ts';

/** `ofAlbum`: the batch's songs by group key; `tracks`: the rows that they are. */
export async function adoptAlbums(
  context: ScanContext,
  ofAlbum: ReadonlyMap<string, readonly Draft[]>,
  tracks: ReadonlyMap<Draft, KnownTrack>,
): Promise<void> {
  if (tracks.size === 0) return;
  const keysOf = new Map<number, Set<string>>();
  const countOf = new Map<number, number>();
  for (const [draft, row] of tracks) {
    if (row.albumId === null || row.libraryId !== context.library.id) continue;
    const keys = keysOf.get(row.albumId) ?? new Set();
    keysOf.set(row.albumId, keys.add(draft.grouping!.key));
    countOf.set(row.albumId, (countOf.get(row.albumId) ?? 0) + 1);
  }
  const wanted = new Map<number, string>();
  for (const [id, keys] of keysOf) {
    const [key] = keys;
    if (keys.size === 1 && !context.albums.has(key!) && isFromOne(ofAlbum.get(key!)!, tracks))
      wanted.set(id, key!);
  }
  for (const ids of chunksOf([...wanted.keys()], 500)) {
    const rows = await context.database.read
      .selectFrom('album')
      .innerJoin('track', 'track.album_id', 'album.id')
      .select(({ fn }) => ['album.id', 'album.disc_titles', fn.countAll<number>().as('count')])
      .where('album.id', 'in', ids)
      .groupBy(['album.id', 'album.disc_titles'])
      .execute();
    for (const row of rows) {
      if (row.count === countOf.get(row.id))
        context.albums.adopt(
          wanted.get(row.id)!,
          row.id,
          JSON.parse(row.disc_titles) as Record<string, string>,
        );
    }
  }
}

/** True when the songs that are known already all come from one album. */
function isFromOne(drafts: readonly Draft[], tracks: ReadonlyMap<Draft, KnownTrack>): boolean {
  return new Set(drafts.flatMap((draft) => tracks.get(draft)?.albumId ?? [])).size === 1;
}
