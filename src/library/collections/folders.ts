/** Browsing by the folders on disk, for apps that show them (OpenSubsonic getIndexes and getMusicDirectory). */
import { sql } from 'kysely';
import type { Folders } from '../library.ts';
import { mayBeSeen, type Reading } from '../reading.ts';
import type { FolderRow, Viewer } from '../rows.ts';
import { seenLibraries } from '../access.ts';
import { readTracks } from './track-rows.ts';

export function createFolders(reading: Reading): Folders {
  return {
    roots: async (viewer) => {
      const libraries = await seenLibraries(reading.database, viewer);
      const roots = await readFolders(reading, viewer, sql`f.path = ''`);
      const [folders, tracks] = await Promise.all([
        readFolders(reading, viewer, sql`f.parent_id IN (SELECT id FROM folder WHERE path = '')`),
        Promise.all(roots.map((root) => tracksIn(reading, viewer, root.id))),
      ]);
      return {
        libraries,
        folders,
        tracks: tracks.flat(),
        changedAt: Math.max(0, ...libraries.map((library) => library.scannedAt ?? 0)),
      };
    },
    get: async (viewer, folderId) => {
      const [folder] = await readFolders(reading, viewer, sql`f.id = ${folderId}`);
      if (!folder) return { found: false };
      const [folders, tracks] = await Promise.all([
        readFolders(reading, viewer, sql`f.parent_id = ${folderId}`),
        tracksIn(reading, viewer, folderId),
      ]);
      return { found: true, folder: { ...folder, folders, tracks } };
    },
  };
}

/** A library's root goes by the library's name. */
async function readFolders(
  { database }: Reading,
  viewer: Viewer,
  where: ReturnType<typeof sql>,
): Promise<FolderRow[]> {
  const { rows } = await sql<FolderRow>`
    SELECT f.id, f.library_id AS "libraryId", f.parent_id AS "parentId", CASE WHEN f.path = '' THEN l.name ELSE f.name END AS name, f.path, f.artwork_id AS "artworkId"
    FROM folder f JOIN library l ON l.id = f.library_id
    WHERE ${where} AND ${mayBeSeen(database.kind, viewer, 'f.library_id')} ORDER BY f.name, f.id`.execute(
    database.read,
  );
  return rows;
}

async function tracksIn(reading: Reading, viewer: Viewer, folderId: number) {
  const { rows } = await sql<{ id: number }>`
    SELECT id FROM track WHERE folder_id = ${folderId} AND missing_since IS NULL ORDER BY file_name, segment`.execute(
    reading.database.read,
  );
  return readTracks(
    reading,
    viewer,
    rows.map((row) => row.id),
  );
}
