/** artist.jpg in a folder becomes the picture of the artist whose albums lie there. */
import { foldedKey } from '#base/fold.ts';
import type { ScanContext } from './context.ts';
import { write } from './fenced-write.ts';

export async function settleArtistPictures(context: ScanContext): Promise<void> {
  const { read } = context.database;
  const pictures = await read
    .selectFrom('artwork')
    .select(['id', 'path'])
    .where('library_id', '=', context.library.id)
    .where('source', '=', 'artist')
    .execute();
  if (pictures.length === 0) return;
  const used = await read
    .selectFrom('artist')
    .select('artwork_id')
    .where('artwork_id', 'is not', null)
    .execute();
  const done = new Set(used.map((row) => row.artwork_id));
  const rows: unknown[][] = [];
  for (const picture of pictures.filter((one) => !done.has(one.id))) {
    const artistId = await artistOf(
      context,
      picture.path.includes('/') ? picture.path.slice(0, picture.path.lastIndexOf('/')) : '',
    );
    if (artistId !== undefined) rows.push([picture.id, artistId]);
  }
  await write(context, [{ kind: 'each', sql: 'UPDATE artist SET artwork_id = ? WHERE id = ?', rows }]);
}

/** The album artist of what lies in the folder or right below: the one of its name, else the only one. */
async function artistOf(context: ScanContext, path: string): Promise<number | undefined> {
  const folder = context.folders.get(path);
  if (!folder) return undefined;
  const artists = await context.database.read
    .selectFrom('folder')
    .innerJoin('track', 'track.folder_id', 'folder.id')
    .innerJoin('album_credit', 'album_credit.album_id', 'track.album_id')
    .innerJoin('artist', 'artist.id', 'album_credit.artist_id')
    .select(['artist.id', 'artist.name'])
    .distinct()
    .where(({ or, eb }) => or([eb('folder.id', '=', folder.id), eb('folder.parent_id', '=', folder.id)]))
    .execute();
  const name = foldedKey(path.slice(path.lastIndexOf('/') + 1));
  const named = artists.find((artist) => foldedKey(artist.name) === name);
  return named?.id ?? (artists.length === 1 ? artists[0]!.id : undefined);
}
