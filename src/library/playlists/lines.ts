/**
 * The lines of a playlist as a list in memory: read under the playlist's lock, edited, and written back from the
 * first line that changed. Positions are always 0, 1, 2 … without gaps, whoever else edits at the same time.
 */
import type { Kysely, Transaction } from 'kysely';
import type { PlaylistEdit } from '../library.ts';
import type { LibrarySchema } from '../schema.ts';

export interface Line {
  /** Null where an imported line matched no file. */
  readonly trackId: number | null;
  readonly entry: string | null;
}

const rowCountAtOnce = 500;

export async function readLines(database: Kysely<LibrarySchema>, playlistId: number): Promise<Line[]> {
  const rows = await database
    .selectFrom('playlist_item')
    .select(['track_id', 'entry'])
    .where('playlist_id', '=', playlistId)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({ trackId: row.track_id, entry: row.entry }));
}

/** Writes `after` where `before` stands, touching only what comes after their common beginning. */
export async function writeLines(
  trx: Transaction<LibrarySchema>,
  playlistId: number,
  before: readonly Line[],
  after: readonly Line[],
): Promise<void> {
  let same = 0;
  while (same < before.length && same < after.length && before[same] === after[same]) same++;
  if (same < before.length)
    await trx
      .deleteFrom('playlist_item')
      .where('playlist_id', '=', playlistId)
      .where('position', '>=', same)
      .execute();
  for (let at = same; at < after.length; at += rowCountAtOnce) {
    const rows = after.slice(at, at + rowCountAtOnce).map((line, offset) => ({
      playlist_id: playlistId,
      position: at + offset,
      track_id: line.trackId,
      entry: line.entry,
    }));
    await trx.insertInto('playlist_item').values(rows).execute();
  }
}

/** The lines after an edit. `seen` tells which tracks the editor can see: only these can be added, or are counted. */
export function editedLines(lines: readonly Line[], edit: PlaylistEdit, seen: ReadonlySet<number>): Line[] {
  const added = (ids: readonly number[]): Line[] =>
    ids.filter((id) => seen.has(id)).map((trackId) => ({ trackId, entry: null }));
  // Lines without a track cannot be named by an id, so replacing the tracks does not lose them.
  if (edit.trackIds) return [...added(edit.trackIds), ...lines.filter((line) => line.trackId === null)];
  const removed = new Set([
    ...(edit.removeIndexes ?? []),
    ...linesOfTracks(lines, edit.removeTrackIndexes ?? [], seen),
  ]);
  return [...lines.filter((_, index) => !removed.has(index)), ...added(edit.addTrackIds ?? [])];
}

/** The line at `from` taken out and put back so that it stands at `to`. */
export function movedLines(lines: readonly Line[], from: number, to: number): Line[] {
  const line = lines[from];
  if (!line) return [...lines];
  const others = lines.filter((_, index) => index !== from);
  return others.toSpliced(Math.max(0, Math.min(to, others.length)), 0, line);
}

/** Indexes among the lines with a track that is seen → indexes among all lines. */
function linesOfTracks(
  lines: readonly Line[],
  indexes: readonly number[],
  seen: ReadonlySet<number>,
): number[] {
  const withTrack = lines.flatMap((line, index) =>
    line.trackId !== null && seen.has(line.trackId) ? [index] : [],
  );
  return indexes.flatMap((index) => withTrack[index] ?? []);
}
