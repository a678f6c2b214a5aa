/**
 * Pictures that lie beside the music: those that are gone go, and artist.jpg in a folder becomes the picture of the
 * artist whose albums lie there.
 */
import { existsSync } from 'node:fs';
import { foldedKey } from '#base/fold.ts';
import type { ScanContext } from './context.ts';
import { write } from './fenced-write.ts';
import { chunksOf } from './chunks.ts';
import { songPath } from './song-path.ts';

/** Drops the rows of pictures that lie there no more; whatever showed them is shown with another, or none. */
export async function dropPictures(
  context: ScanContext,
  isLookedAt: (path: string) => boolean,
): Promise<void> {
  if (context.fresh) return;
  const { database, library, touched } = context;
  const ofArtists = await database.read
    .selectFrom('artwork')
    .select(['id', 'path'])
    .where('library_id', '=', library.id)
    .where('source', '=', 'artist')
    .execute();
  for (const { id, path } of ofArtists)
    if (isLookedAt(path) && !existsSync(songPath(library.root, '', path))) touched.pictures.add(id);
  for (const ids of chunksOf([...touched.pictures], 500)) {
    const albums = await database.read
      .selectFrom('album')
      .select('id')
      .where('artwork_id', 'in', ids)
      .execute();
    for (const album of albums) touched.albums.add(album.id);
    // One pass over each table for all of them: neither has an index by picture.
    const list = ids.map(() => '?').join(', ');
    const forget = (table: string) => `UPDATE ${table} SET artwork_id = NULL WHERE artwork_id IN (${list})`;
    await write(context, [
      context.numbers.keep(),
      { kind: 'each', sql: forget('folder'), rows: [ids] },
      { kind: 'each', sql: forget('artist'), rows: [ids] },
      { kind: 'delete', table: 'artwork', keys: ['id'], rows: ids.map((id) => [id]) },
    ]);
  }
}

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
