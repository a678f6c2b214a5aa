/** Where a track's file lies, and the size and time that a result is true for. */
import { stat } from 'node:fs/promises';
import type { RoomDatabase } from '#base/database/index.ts';
import type { LibrarySchema } from '../schema.ts';

export function fileOfTrack(database: RoomDatabase<LibrarySchema>, id: number) {
  return database.read
    .selectFrom('track')
    .innerJoin('folder', 'folder.id', 'track.folder_id')
    .innerJoin('library', 'library.id', 'track.library_id')
    .select([
      'library.root',
      'track.library_id as libraryId',
      'folder.path as folder',
      'track.file_name as name',
      'track.segment',
      'track.size_bytes as sizeBytes',
      'track.mtime_ms as mtimeMs',
      'track.codec',
      'track.folder_id as folderId',
    ])
    .where('track.id', '=', id)
    .executeTakeFirst();
}

/**
 * Whether a file can be found at all. If not, its disk may just be unplugged: that says nothing of the file, so it
 * gets no mark, which would stay when the disk is back; what is really gone is the next scan's business.
 */
export async function isThere(path: string | Buffer): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
