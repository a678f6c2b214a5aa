/**
 * Phase 4: one batch becomes rows, in one short transaction: all of it or nothing. The folder's fingerprint goes in
 * with its songs, so a scan that is killed goes on where it was.
 */
import type { BulkOperation } from '#base/database/index.ts';
import { artworkColumns, artworkValues, pathIn } from './artwork-rows.ts';
import { write } from './fenced-write.ts';
import type { ScanContext } from './context.ts';
import type { MatchedFolder } from './folders.ts';
import { playlistFileOperations } from './playlist-files.ts';
import { lyricsRows, lyricsColumns } from './lyrics-rows.ts';
import type { MatchedBatch, MatchedSong } from './phase-3-match.ts';
import { creditRows, trackColumns, trackSearchFacts, trackValues } from './track-rows.ts';

/** Writes a batch. Throws when the lease was lost or the disk is full; nothing of the batch is written then. */
export async function writeBatch(context: ScanContext, batch: MatchedBatch): Promise<void> {
  const operations: BulkOperation[] = [];
  try {
    // All of these at once would hold the thread for longer than somebody who waits for an answer likes.
    for (const make of [rowsOf, searchRowsOf]) {
      operations.push(...make(context, batch));
    }
    await write(context, operations);
  } catch (error) {
    context.indexer.forget();
    throw error;
  }
}

/** The batch as operations, in an order in which every row finds what it refers to. */
function rowsOf(context: ScanContext, batch: MatchedBatch): BulkOperation[] {
  const now = context.clock.now();
  const { songs } = batch;
  return [
    ...folderOperations(context, batch.folders),
    ...context.artists.drain(context.indexer),
    ...context.genres.drain(),
    ...artworkOperations(context, batch),
    ...context.albums.drain(now, context.indexer),
    ...missingOperations(batch, now),
    ...trackOperations(context, songs, now),
    ...belongings(songs),
    ...playlistFileOperations(context, batch.folders),
    ...context.issues.drain(),
  ];
}

function folderOperations(
  { library, scanId }: ScanContext,
  folders: readonly MatchedFolder[],
): BulkOperation[] {
  const created = folders.flatMap((folder) => folder.created);
  const name = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  return [
    {
      kind: 'upsert',
      table: 'folder',
      columns: ['id', 'library_id', 'parent_id', 'path', 'name', 'fingerprint'],
      rows: created.map((folder) => [
        folder.id,
        library.id,
        folder.parentId,
        folder.path,
        name(folder.path),
        folder.fingerprint,
      ]),
    },
    {
      kind: 'each',
      sql: 'UPDATE folder SET fingerprint = ?, seen_scan_id = ?, artwork_id = ? WHERE id = ?',
      rows: folders.map((folder) => [folder.fingerprint, scanId, folder.artworkId, folder.folderId]),
    },
  ];
}

/** Pictures are written anew where their file was read anew; what was said about the old one goes. */
function artworkOperations(
  { library, fresh }: ScanContext,
  { folders, songs }: MatchedBatch,
): BulkOperation[] {
  const rows = new Map<number, unknown[]>();
  for (const folder of folders)
    for (const picture of folder.pictures) rows.set(picture.id, artworkValues(picture, library.id));
  for (const { artwork } of songs) if (artwork) rows.set(artwork.id, artworkValues(artwork, library.id));
  const insert: BulkOperation = {
    kind: 'upsert',
    table: 'artwork',
    columns: artworkColumns,
    rows: [...rows.values()],
  };
  if (fresh) return [insert];
  const paths = [
    ...new Set([
      ...songs.map(({ draft }) => pathIn(draft.folderPath, draft.file.name)),
      ...[...rows.values()].map((row) => row[3] as string),
    ]),
  ];
  const old = [
    ...rows.keys(),
    ...songs.flatMap(({ row }) => (row?.artworkId != null ? [row.artworkId] : [])),
  ];
  return [
    {
      kind: 'delete',
      table: 'artwork',
      keys: ['library_id', 'path'],
      rows: paths.map((path) => [library.id, path]),
    },
    { kind: 'delete', table: 'artwork', keys: ['id'], rows: [...new Set(old)].map((id) => [id]) },
    insert,
  ];
}

function missingOperations({ displaced, lost, returned }: MatchedBatch, now: number): BulkOperation[] {
  return [
    {
      kind: 'each',
      sql: 'UPDATE track SET segment = -id, missing_since = COALESCE(missing_since, ?) WHERE id = ?',
      rows: displaced.map((row) => [now, row.id]),
    },
    {
      kind: 'each',
      sql: 'UPDATE track SET missing_since = ? WHERE id = ?',
      rows: lost.map((row) => [now, row.id]),
    },
    {
      kind: 'each',
      sql: 'UPDATE track SET missing_since = NULL WHERE id = ?',
      rows: returned.map((row) => [row.id]),
    },
  ];
}

function trackOperations(context: ScanContext, songs: readonly MatchedSong[], now: number): BulkOperation[] {
  const created = songs.filter((song) => !song.row);
  const known = songs.filter((song) => song.row);
  // Two rows may change places: each leaves its place (a negative segment is nobody's) before one takes the other's.
  const movers = known.filter(
    ({ row, draft, folderId }) =>
      row!.folderId !== folderId || row!.fileName !== draft.file.name || row!.segment !== draft.segment,
  );
  return [
    {
      kind: 'upsert',
      table: 'track',
      columns: trackColumns,
      rows: created.map((song) => trackValues(context, song, now)),
    },
    {
      kind: 'each',
      sql: 'UPDATE track SET segment = -id WHERE id = ?',
      rows: movers.map((song) => [song.id]),
    },
    {
      kind: 'upsert',
      table: 'track',
      columns: trackColumns,
      rows: known.map((song) => trackValues(context, song, now)),
      keys: ['id'],
      update: trackColumns.filter((column) => column !== 'id' && column !== 'added_at'),
    },
    // What was measured belongs to the old bytes.
    {
      kind: 'each',
      sql: 'UPDATE track SET loudness_lufs = NULL, peak = NULL, analysed_at = NULL WHERE id = ?',
      rows: known.filter(hasOtherSound).map((song) => [song.id]),
    },
    // What could not be decoded may be whole now, though it claims the sound that it claimed.
    {
      kind: 'each',
      sql: 'UPDATE track SET analysed_at = NULL WHERE id = ? AND peak IS NULL',
      rows: known.filter(hasOtherBytes).map((song) => [song.id]),
    },
  ];
}

function hasOtherSound(song: MatchedSong): boolean {
  const { row, draft } = song;
  if (row!.essence !== null && row!.essence === draft.essence) return false;
  return hasOtherBytes(song);
}

function hasOtherBytes({ row, draft }: MatchedSong): boolean {
  return row!.sizeBytes !== draft.file.sizeBytes || row!.mtimeMs !== draft.file.mtimeMs;
}

function belongings(songs: readonly MatchedSong[]): BulkOperation[] {
  const known = songs.filter((song) => song.row).map((song) => [song.id]);
  const remove = (table: string): BulkOperation => ({
    kind: 'delete',
    table,
    keys: ['track_id'],
    rows: known,
  });
  return [
    remove('credit'),
    remove('track_genre'),
    remove('lyrics'),
    {
      kind: 'upsert',
      table: 'credit',
      columns: ['track_id', 'role', 'position', 'artist_id', 'name', 'detail'],
      rows: songs.flatMap(creditRows),
    },
    {
      kind: 'upsert',
      table: 'track_genre',
      columns: ['track_id', 'genre_id'],
      rows: songs.flatMap((song) => [...new Set(song.genreIds)].map((genre) => [song.id, genre])),
    },
    { kind: 'upsert', table: 'lyrics', columns: lyricsColumns, rows: songs.flatMap(lyricsRows) },
  ];
}

function searchRowsOf({ indexer }: ScanContext, { songs }: MatchedBatch): BulkOperation[] {
  const created = songs.filter((song) => !song.row).map(trackSearchFacts);
  const known = songs.filter((song) => song.row).map(trackSearchFacts);
  return [
    ...indexer.put('track', created).filter((operation) => operation.kind !== 'delete'),
    ...(known.length > 0 ? indexer.put('track', known) : []),
  ];
}
