/**
 * Playlist files become playlists, and stay in step: a file that changed replaces its playlist's lines, one that did
 * not leaves what people did in the app alone. Lines that match no song keep their text and are tried again.
 */
import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { messageOf } from '#base/errors.ts';
import { parsePlaylist, type Playlist, type PlaylistFormat } from '#media/index.ts';
import { baseName } from './file-kinds.ts';
import { chunksOf } from './chunks.ts';
import type { ScanContext } from './context.ts';
import { write } from './fenced-write.ts';
import { openSongFinder, type SongFinder } from './song-finder.ts';
import { songPath } from './song-path.ts';

const bytesMax = 64 * 1024 * 1024;
const retriedMax = 50_000;

export async function settlePlaylists(context: ScanContext): Promise<void> {
  const { database, library } = context;
  const waiting = await database.read
    .selectFrom('playlist_file')
    .selectAll()
    .where('library_id', '=', library.id)
    .where(({ or, eb }) => or([eb('digest', 'is', null), eb('playlist_id', 'is', null)]))
    .orderBy('path')
    .execute();
  const owner = waiting.length === 0 ? null : await context.playlistOwner();
  const finder = openSongFinder(context);
  for (const file of owner === null ? [] : waiting) {
    context.signal.throwIfAborted();
    await importFile(context, finder, owner!, file.path);
  }
  if (context.tally.added + context.tally.moved > 0 || waiting.length > 0) await retryLines(context, finder);
}

async function importFile(
  context: ScanContext,
  finder: SongFinder,
  owner: number,
  path: string,
): Promise<void> {
  const read = await readPlaylist(context, path);
  if (!read) return;
  const { playlist, digest } = read;
  const id = await openPlaylist(
    context,
    owner,
    path,
    digest,
    playlist.title ?? baseName(path.slice(path.lastIndexOf('/') + 1)),
  );
  if (id.isNew || id.isChanged) await writeLines(context, finder, id.id, path, playlist, digest);
  await write(context, [
    {
      kind: 'each',
      sql: 'UPDATE playlist_file SET playlist_id = ?, digest = ? WHERE library_id = ? AND path = ?',
      rows: [[id.id, digest, context.library.id, path]],
    },
  ]);
}

async function readPlaylist(
  context: ScanContext,
  path: string,
): Promise<{ playlist: Playlist; digest: string } | undefined> {
  try {
    const bytes = await readFile(songPath(context.library.root, '', path));
    if (bytes.length > bytesMax) throw new Error('it is larger than 64 MB');
    const format = path.slice(path.lastIndexOf('.') + 1).toLowerCase() as PlaylistFormat;
    return { playlist: parsePlaylist(bytes, format), digest: hash('sha256', bytes, 'hex') };
  } catch (error) {
    context.issues.add({
      path,
      reason: 'playlist',
      severity: 'warning',
      message: `This playlist was not imported: ${messageOf(error).replace(/\.$/, '')}. Save it anew with the program that made it.`,
    });
    return undefined;
  }
}

interface OpenPlaylist {
  readonly id: number;
  readonly isNew: boolean;
  readonly isChanged: boolean;
}

/** The playlist of the file: its own, one whose file was moved, or a new one. */
async function openPlaylist(
  context: ScanContext,
  owner: number,
  path: string,
  digest: string,
  name: string,
): Promise<OpenPlaylist> {
  const { database, library } = context;
  const own = await database.read
    .selectFrom('playlist')
    .select(['id', 'source_digest', 'deleted_at'])
    .where('source_library_id', '=', library.id)
    .where('source_path', '=', path)
    .executeTakeFirst();
  // Somebody removed it in the app: that stands until the file changes.
  if (own) return { id: own.id, isNew: false, isChanged: own.source_digest !== digest };
  const moved = await database.read
    .selectFrom('playlist')
    .select('id')
    .where('source_path', 'is', null)
    .where('source_digest', '=', digest)
    .executeTakeFirst();
  if (moved) {
    await write(context, [
      {
        kind: 'each',
        sql: 'UPDATE playlist SET source_library_id = ?, source_path = ? WHERE id = ?',
        rows: [[library.id, path, moved.id]],
      },
    ]);
    return { id: moved.id, isNew: false, isChanged: false };
  }
  const now = context.clock.now();
  const row = await database.write
    .insertInto('playlist')
    .values({
      account_id: owner,
      name,
      public: true,
      created_at: now,
      changed_at: now,
      deleted_at: null,
      source_library_id: library.id,
      source_path: path,
      source_digest: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id: row.id, isNew: true, isChanged: true };
}

async function writeLines(
  context: ScanContext,
  finder: SongFinder,
  id: number,
  path: string,
  playlist: Playlist,
  digest: string,
): Promise<void> {
  const tracks = await finder.find(
    playlist.entries,
    path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '',
  );
  const rows = playlist.entries.map((entry, position) => [
    id,
    position,
    tracks[position] ?? null,
    entry.location,
  ]);
  await write(context, [
    { kind: 'delete', table: 'playlist_item', keys: ['playlist_id'], rows: [[id]] },
    {
      kind: 'upsert',
      table: 'playlist_item',
      columns: ['playlist_id', 'position', 'track_id', 'entry'],
      rows,
    },
    {
      kind: 'each',
      sql: 'UPDATE playlist SET source_digest = ?, changed_at = ?, deleted_at = NULL WHERE id = ?',
      rows: [[digest, context.clock.now(), id]],
    },
  ]);
}

/** Lines that found no song so far: it may have come. */
async function retryLines(context: ScanContext, finder: SongFinder): Promise<void> {
  const { database, library } = context;
  const lines = await database.read
    .selectFrom('playlist_item')
    .innerJoin('playlist', 'playlist.id', 'playlist_item.playlist_id')
    .select([
      'playlist_item.playlist_id',
      'playlist_item.position',
      'playlist_item.entry',
      'playlist.source_path',
    ])
    .where('playlist_item.track_id', 'is', null)
    .where('playlist_item.entry', 'is not', null)
    .where(({ or, eb }) =>
      or([eb('playlist.source_library_id', '=', library.id), eb('playlist.source_library_id', 'is', null)]),
    )
    .limit(retriedMax)
    .execute();
  const byFolder = Map.groupBy(lines, (line) =>
    line.source_path?.includes('/') ? line.source_path.slice(0, line.source_path.lastIndexOf('/')) : '',
  );
  for (const [folder, some] of byFolder) {
    const tracks = await finder.find(
      some.map((line) => ({ location: line.entry! })),
      folder,
    );
    const rows = some.flatMap((line, index) =>
      tracks[index] === undefined ? [] : [[tracks[index], line.playlist_id, line.position]],
    );
    for (const chunk of chunksOf(rows, 1000)) {
      await write(context, [
        {
          kind: 'each',
          sql: 'UPDATE playlist_item SET track_id = ? WHERE playlist_id = ? AND position = ? AND track_id IS NULL',
          rows: chunk,
        },
      ]);
    }
  }
}
