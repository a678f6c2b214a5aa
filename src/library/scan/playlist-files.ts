/** The playlist files that the walk met, as rows: they are imported at the end, when the tracks they name are there. */
import type { BulkOperation } from '#base/database/index.ts';
import { pathIn } from './artwork-rows.ts';
import type { ScanContext } from './context.ts';
import type { MatchedFolder } from './folders.ts';
import type { Walked } from './phase-1-walk.ts';
import { write } from './fenced-write.ts';

/** A file that changed loses its digest, which has it read again. */
const upsert = `INSERT INTO playlist_file (library_id, path, mtime_ms, size_bytes) VALUES (?, ?, ?, ?)
  ON CONFLICT (library_id, path) DO UPDATE SET
    digest = CASE WHEN playlist_file.mtime_ms = excluded.mtime_ms AND playlist_file.size_bytes = excluded.size_bytes THEN playlist_file.digest ELSE NULL END,
    mtime_ms = excluded.mtime_ms, size_bytes = excluded.size_bytes`;

export function playlistFileOperations(
  { library }: ScanContext,
  folders: readonly MatchedFolder[],
): BulkOperation[] {
  const rows: unknown[][] = [];
  for (const { part } of folders) {
    if (!part.first || part.others.length === 0) continue;
    for (const file of part.others)
      if (file.kind === 'playlist')
        rows.push([library.id, pathIn(part.path, file.name), file.mtimeMs, file.sizeBytes]);
  }
  return [{ kind: 'each', sql: upsert, rows }];
}

/** Files that are gone leave their playlists behind: nobody's playlist is lost because a file is. */
export async function forgetPlaylistFiles(
  context: ScanContext,
  walked: Walked,
  vanished: readonly string[],
): Promise<void> {
  const { database, library } = context;
  const known = await database.read
    .selectFrom('playlist_file')
    .select('path')
    .where('library_id', '=', library.id)
    .execute();
  if (known.length === 0) return;
  const listed = new Map(walked.changed.map((listing) => [listing.path, listing]));
  const away = new Set(vanished);
  const gone = known.filter(({ path }) => {
    const slash = path.lastIndexOf('/');
    const folder = slash < 0 ? '' : path.slice(0, slash);
    const listing = listed.get(folder);
    return (
      away.has(folder) || (listing !== undefined && !listing.names.split('/').includes(path.slice(slash + 1)))
    );
  });
  const rows = gone.map(({ path }) => [library.id, path]);
  await write(context, [
    {
      kind: 'each',
      sql: 'UPDATE playlist SET source_library_id = NULL, source_path = NULL WHERE source_library_id = ? AND source_path = ?',
      rows,
    },
    { kind: 'delete', table: 'playlist_file', keys: ['library_id', 'path'], rows },
  ]);
}
