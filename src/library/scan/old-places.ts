/**
 * Notes where the songs of a batch stood before: which albums and artists must be counted anew, and which new artist
 * is an old one by another name, so that stars given to the old one are not lost.
 */
import type { ScanContext } from './context.ts';
import { chunksOf } from './chunks.ts';
import type { KnownTrack } from './known-tracks.ts';
import type { MatchedSong } from './phase-3-match.ts';

/** `others`: rows that are lost, displaced, returned or have another picture now. */
export async function noteOldPlaces(
  context: ScanContext,
  songs: readonly MatchedSong[],
  others: readonly KnownTrack[],
): Promise<void> {
  const { touched } = context;
  for (const row of others) if (row.albumId !== null) touched.albums.add(row.albumId);
  if (context.fresh) return;
  for (const song of songs) for (const id of [...song.artistIds, ...song.roleIds]) touched.artists.add(id);
  const changed = songs.filter((song) => song.row !== undefined);
  await noteCredits(context, changed, others);
  await noteAlbumCredits(context, changed);
}

async function noteCredits(
  context: ScanContext,
  changed: readonly MatchedSong[],
  others: readonly KnownTrack[],
): Promise<void> {
  const now = new Map(changed.map((song) => [song.id, song]));
  for (const ids of chunksOf([...now.keys(), ...others.map((row) => row.id)], 500)) {
    const credits = await context.database.read
      .selectFrom('credit')
      .select(['track_id', 'role', 'position', 'artist_id'])
      .where('track_id', 'in', ids)
      .execute();
    for (const credit of credits) {
      context.touched.artists.add(credit.artist_id);
      const artist =
        credit.role === 'artist' ? now.get(credit.track_id)?.artistIds[credit.position] : undefined;
      if (artist !== undefined && artist !== credit.artist_id)
        context.artists.noteRename(credit.artist_id, artist);
    }
  }
}

/** An album's artist may play on none of its tracks. */
async function noteAlbumCredits(context: ScanContext, changed: readonly MatchedSong[]): Promise<void> {
  const moved = new Map(
    changed.flatMap((song) => (song.row!.albumId !== null ? [[song.row!.albumId, song]] : [])),
  );
  for (const ids of chunksOf([...moved.keys()], 500)) {
    const credits = await context.database.read
      .selectFrom('album_credit')
      .select(['album_id', 'position', 'artist_id'])
      .where('album_id', 'in', ids)
      .execute();
    for (const credit of credits) {
      context.touched.artists.add(credit.artist_id);
      const name = moved.get(credit.album_id)!.draft.albumArtists[credit.position];
      const artist = name && context.artists.get(name);
      if (artist !== undefined && artist !== credit.artist_id)
        context.artists.noteRename(credit.artist_id, artist);
    }
  }
}
