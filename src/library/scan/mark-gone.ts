/**
 * Between the walk and the tags: tracks whose file the walk did not meet are marked as missing, so that a new file can
 * be recognised as one of them. Nothing is marked when the whole root may only be away for a while.
 */
import { readdirSync, statSync } from 'node:fs';
import { displayPath, systemPath } from '#base/paths.ts';
import type { BulkOperation } from '#base/database/index.ts';
import { LibraryError } from '../errors.ts';
import { isHidden } from './file-kinds.ts';
import { chunksOf } from './chunks.ts';
import type { ScanContext } from './context.ts';
import { tracksOfFolders } from './known-tracks.ts';
import { forgetPlaylistFiles } from './playlist-files.ts';
import { isWithin, realRoot, type Walked } from './phase-1-walk.ts';
import { write } from './fenced-write.ts';

/** Identifies the file system object that the root is, so that a disk that is taken away in mid-scan is noticed. */
export function rootMark(root: string): string {
  const stat = statSync(systemPath(realRoot(root)), { bigint: true });
  return `${stat.dev}/${stat.ino}`;
}

/** Throws when the root is not what it was when the scan began. */
export function assertRootStands(context: ScanContext, mark: string): void {
  if (rootMark(context.library.root) === mark) return;
  throw new LibraryError('LIBRARY_ROOT_MISSING', {
    root: displayPath(context.library.root),
    reason: 'it was taken away while it was scanned',
  });
}

/** Marks what is gone; returns the paths of the folders that are. */
export async function markGone(
  context: ScanContext,
  walked: Walked,
  scope: readonly string[],
  mark: string,
): Promise<string[]> {
  const vanished = vanishedFolders(context, walked, scope);
  if (vanished.length > 0 || walked.fileCount === 0) await refuseEmptyRoot(context);
  assertRootStands(context, mark);
  for (const paths of chunksOf(vanished, 300)) await markFolders(context, paths);
  await markFiles(context, walked);
  await forgetPlaylistFiles(context, walked, vanished);
  return vanished;
}

function vanishedFolders(context: ScanContext, walked: Walked, scope: readonly string[]): string[] {
  const unreadable = walked.unreadable.map((folder) => folder.path);
  const vanished: string[] = [];
  for (const path of context.folders.keys()) {
    if (walked.seen.has(path) || !scope.some((folder) => isWithin(path, folder))) continue;
    if (!unreadable.some((folder) => isWithin(path, folder)) && !isBelow(path, walked.skipped))
      vanished.push(path);
  }
  return vanished;
}

/** True when the path is one of the folders, or lies below one. */
function isBelow(path: string, folders: ReadonlySet<string>): boolean {
  if (folders.size === 0) return false;
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1))
    if (folders.has(path.slice(0, end))) return true;
  return false;
}

/** An empty root where music was known is a mount point without its disk, far more often than an empty library. */
async function refuseEmptyRoot(context: ScanContext): Promise<void> {
  const { root, id } = context.library;
  if (readdirSync(systemPath(root)).some((name) => !isHidden(name))) return;
  const { count } = await context.database.read
    .selectFrom('track')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('library_id', '=', id)
    .where('missing_since', 'is', null)
    .executeTakeFirstOrThrow();
  if (count > 0) throw new LibraryError('LIBRARY_ROOT_EMPTY', { root: displayPath(root), count });
}

async function markFolders(context: ScanContext, paths: readonly string[]): Promise<void> {
  const ids = paths.map((path) => context.folders.get(path)!.id);
  const tracks = await tracksOfFolders(context.database, ids);
  await touch(
    context,
    tracks.filter((track) => track.missingSince === null),
  );
  await write(context, [
    missing(
      context,
      'folder_id = ?',
      ids.map((id) => [id]),
    ),
    { kind: 'each', sql: 'UPDATE folder SET fingerprint = NULL WHERE id = ?', rows: ids.map((id) => [id]) },
  ]);
  for (const path of paths) {
    const folder = context.folders.get(path)!;
    folder.fingerprint = null;
    if (folder.artworkId !== null) context.touched.pictures.add(folder.artworkId);
  }
}

/** Files that are no longer in folders that changed. */
async function markFiles(context: ScanContext, walked: Walked): Promise<void> {
  if (context.fresh) return;
  for (const listings of chunksOf(walked.changed, 300)) {
    const names = new Map<number, Set<string>>();
    for (const listing of listings) {
      const folder = context.folders.get(listing.path);
      if (folder)
        names.set(
          folder.id,
          new Set([...listing.names.split('/'), ...listing.troubles.map((trouble) => trouble.name)]),
        );
    }
    if (names.size === 0) continue;
    const tracks = await tracksOfFolders(context.database, [...names.keys()]);
    const gone = tracks.filter(
      (track) => track.missingSince === null && !names.get(track.folderId)!.has(track.fileName),
    );
    await touch(context, gone);
    await write(context, [
      missing(
        context,
        'id = ?',
        gone.map((track) => [track.id]),
      ),
    ]);
  }
}

function missing(context: ScanContext, where: string, rows: unknown[][]): BulkOperation {
  const now = context.clock.now();
  return {
    kind: 'each',
    sql: `UPDATE track SET missing_since = ? WHERE ${where} AND missing_since IS NULL`,
    rows: rows.map((row) => [now, ...row]),
  };
}

async function touch(
  context: ScanContext,
  tracks: readonly { readonly id: number; readonly albumId: number | null }[],
): Promise<void> {
  context.tally.missing += tracks.length;
  for (const track of tracks) if (track.albumId !== null) context.touched.albums.add(track.albumId);
  for (const some of chunksOf(tracks, 500)) {
    const ids = some.map((track) => track.id);
    const credits = await context.database.read
      .selectFrom('credit')
      .select('artist_id')
      .distinct()
      .where('track_id', 'in', ids)
      .execute();
    const albums = some.flatMap((track) => track.albumId ?? []);
    const albumCredits =
      albums.length === 0
        ? []
        : await context.database.read
            .selectFrom('album_credit')
            .select('artist_id')
            .distinct()
            .where('album_id', 'in', albums)
            .execute();
    for (const row of [...credits, ...albumCredits]) context.touched.artists.add(row.artist_id);
  }
}
