/** Which libraries an account may see: admins all, members those open to everyone and those they were given. */
import { sql } from 'kysely';
import type { RoomDatabase } from '#base/database/index.ts';
import type { Access } from './library.ts';
import { mayBeSeen } from './reading.ts';
import type { LibraryFacts, Viewer } from './rows.ts';
import type { LibrarySchema } from './schema.ts';

export function createAccess(database: RoomDatabase<LibrarySchema>): Access {
  return {
    viewerOf: async ({ id, role }) => ({
      accountId: id,
      libraryIds: role === 'admin' ? 'all' : await memberLibraries(database, id),
    }),
    narrow: (viewer, libraryId) => {
      const allowed = viewer.libraryIds === 'all' || viewer.libraryIds.includes(libraryId);
      return { accountId: viewer.accountId, libraryIds: allowed ? [libraryId] : [] };
    },
    libraries: (viewer) => seenLibraries(database, viewer),
  };
}

/** All of them, as long as none is for members only: then the member shares the lists that are kept for everybody. */
async function memberLibraries(
  database: RoomDatabase<LibrarySchema>,
  accountId: number,
): Promise<Viewer['libraryIds']> {
  const libraries = await database.read
    .selectFrom('library')
    .select(['id', 'members_only'])
    .orderBy('id')
    .execute();
  const closed = libraries.filter((library) => library.members_only);
  if (closed.length === 0) return 'all';
  const given = await database.read
    .selectFrom('library_member')
    .select('library_id')
    .where('account_id', '=', accountId)
    .execute();
  const own = new Set(given.map((row) => row.library_id));
  return libraries
    .filter((library) => !library.members_only || own.has(library.id))
    .map((library) => library.id);
}

export async function seenLibraries(
  database: RoomDatabase<LibrarySchema>,
  viewer: Viewer,
): Promise<LibraryFacts[]> {
  const { rows } = await sql<LibraryFacts>`
    SELECT id, name, root, scanned_at AS "scannedAt" FROM library WHERE ${mayBeSeen(database.kind, viewer, 'id')} ORDER BY name, id`.execute(
    database.read,
  );
  return rows;
}
