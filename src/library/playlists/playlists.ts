/**
 * Playlists: made, read, edited and taken away by their owner, read by others when public. Who owns it stands in the
 * WHERE of every statement that changes one; what is not there or not theirs comes back as a value.
 */
import { sql, type Transaction } from 'kysely';
import type { PlaylistChange, PlaylistEdit, Playlists } from '../library.ts';
import { visibleIds } from '../marks.ts';
import { boundsOf, type Reading } from '../reading.ts';
import type { PlaylistRow, Viewer } from '../rows.ts';
import type { LibrarySchema } from '../schema.ts';
import { exportPlaylist } from './export.ts';
import { editedLines, type Line, movedLines, readLines, writeLines } from './lines.ts';
import { readEntries, readPlaylists } from './rows.ts';

export const undoMs = 3_600_000;
const nameLengthMax = 200;
const commentLengthMax = 2_000;

type Change = Partial<{ name: string; comment: string; public: boolean; deleted_at: number | null }>;
type Rewrite = (lines: readonly Line[]) => Line[];

export function createPlaylists(reading: Reading): Playlists {
  const { database, clock } = reading;
  const getOne = async (viewer: Viewer, id: number): Promise<PlaylistRow | undefined> =>
    (await readPlaylists(reading, viewer, sql`p.id = ${id}`))[0];
  const changeOne = (viewer: Viewer, id: number, change: Change, rewrite?: Rewrite) =>
    changePlaylist(reading, viewer, id, change, rewrite);
  return {
    list: (viewer, options) =>
      readPlaylists(
        reading,
        viewer,
        options?.ownerId === undefined ? sql`1 = 1` : sql`p.account_id = ${options.ownerId}`,
      ),
    get: async (viewer, id) => {
      const playlist = await getOne(viewer, id);
      return playlist ? { found: true, playlist } : { found: false };
    },
    entries: async (viewer, id, window = {}, options) => {
      const { offset, limit } = boundsOf(window);
      if (!(await getOne(viewer, id))) return { total: 0, offset, items: [] };
      return readEntries(reading, viewer, id, { offset, limit: window.all ? null : limit }, options);
    },
    create: async (viewer, { name, comment = '', public: isPublic = false, trackIds = [] }) => {
      const seen = new Set(await visibleIds(reading, viewer, 'track', trackIds));
      const now = clock.now();
      const id = await database.write.transaction().execute(async (trx) => {
        const row = {
          account_id: viewer.accountId,
          name: nameOf(name),
          comment: comment.slice(0, commentLengthMax),
          public: isPublic,
          created_at: now,
          changed_at: now,
        };
        const { id: made } = await trx
          .insertInto('playlist')
          .values(row)
          .returning('id')
          .executeTakeFirstOrThrow();
        await writeLines(trx, made, [], editedLines([], { trackIds }, seen));
        return made;
      });
      return (await getOne(viewer, id))!;
    },
    change: async (viewer, id, edit) => {
      const seen = await seenTracks(reading, viewer, id, edit);
      const { name, comment, public: isPublic } = edit;
      const change = {
        ...(name === undefined ? {} : { name: nameOf(name) }),
        ...(comment === undefined ? {} : { comment: comment.slice(0, commentLengthMax) }),
        ...(isPublic === undefined ? {} : { public: isPublic }),
      };
      return changeOne(
        viewer,
        id,
        change,
        changesLines(edit) ? (lines) => editedLines(lines, edit, seen) : undefined,
      );
    },
    move: (viewer, id, from, to) => changeOne(viewer, id, {}, (lines) => movedLines(lines, from, to)),
    remove: async (viewer, id) => {
      const playlist = await getOne(viewer, id);
      const answer = await changeOne(viewer, id, { deleted_at: clock.now() });
      return answer.kind === 'changed' ? { kind: 'changed', playlist: playlist ?? answer.playlist } : answer;
    },
    restore: async (viewer, id) => {
      const { numUpdatedRows } = await database.write
        .updateTable('playlist')
        .set({ deleted_at: null, changed_at: clock.now() })
        .where('id', '=', id)
        .where('account_id', '=', viewer.accountId)
        .where('deleted_at', '>', clock.now() - undoMs)
        .executeTakeFirstOrThrow();
      const playlist = numUpdatedRows > 0n ? await getOne(viewer, id) : undefined;
      return playlist ? { kind: 'changed', playlist } : { kind: 'refused', reason: 'not-found' };
    },
    exportText: async (viewer, id, format) => {
      const playlist = await getOne(viewer, id);
      if (!playlist) return { found: false };
      const { items } = await readEntries(reading, viewer, id, { offset: 0, limit: null }, undefined);
      return { found: true, name: playlist.name, text: exportPlaylist(playlist, items, format) };
    },
    purge: async () => {
      const { numDeletedRows } = await database.write
        .deleteFrom('playlist')
        .where('deleted_at', '<=', clock.now() - undoMs)
        .executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    },
  };
}

/** The playlist's own row is updated first: that is the lock, and it says whether it is theirs. */
async function changePlaylist(
  reading: Reading,
  viewer: Viewer,
  id: number,
  change: Change,
  rewrite: Rewrite | undefined,
): Promise<PlaylistChange> {
  const { database, clock } = reading;
  const done = await database.write.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('playlist')
      .set({ ...change, changed_at: clock.now() })
      .where('id', '=', id)
      .where('account_id', '=', viewer.accountId)
      .where('deleted_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return false;
    if (rewrite) await rewriteLines(trx, id, rewrite);
    return true;
  });
  const [playlist] = await readPlaylists(reading, viewer, sql`p.id = ${id}`);
  if (!done) return { kind: 'refused', reason: playlist ? 'not-yours' : 'not-found' };
  return { kind: 'changed', playlist: playlist ?? goneRow(viewer, id, clock.now()) };
}

async function rewriteLines(trx: Transaction<LibrarySchema>, id: number, rewrite: Rewrite): Promise<void> {
  const before = await readLines(trx, id);
  await writeLines(trx, id, before, rewrite(before));
}

/** Which of the tracks that an edit names, or counts over, the editor can see. */
async function seenTracks(
  reading: Reading,
  viewer: Viewer,
  id: number,
  edit: PlaylistEdit,
): Promise<Set<number>> {
  const named = [...(edit.trackIds ?? []), ...(edit.addTrackIds ?? [])];
  const counted = edit.removeTrackIndexes?.length
    ? (await readLines(reading.database.read, id)).flatMap((line) => line.trackId ?? [])
    : [];
  return new Set(await visibleIds(reading, viewer, 'track', [...named, ...counted]));
}

const changesLines = (edit: PlaylistEdit): boolean =>
  Boolean(
    edit.trackIds ||
    edit.removeIndexes?.length ||
    edit.removeTrackIndexes?.length ||
    edit.addTrackIds?.length,
  );
const nameOf = (name: string): string => name.trim().slice(0, nameLengthMax).toWellFormed() || 'Playlist';

/** What is left to say of a playlist that another request took away in the same moment. */
function goneRow(viewer: Viewer, id: number, now: number): PlaylistRow {
  return {
    id,
    ownerId: viewer.accountId,
    mine: true,
    name: '',
    comment: '',
    public: false,
    createdAt: now,
    changedAt: now,
    trackCount: 0,
    durationMs: 0,
    artworks: [],
  };
}
