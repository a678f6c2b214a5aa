/**
 * Albums and artists that a re-tag gave a new name. Their tracks stand under a new row by now; where the old row is
 * left without any, it takes the new one's name and tracks, so that stars, ratings and public ids stay.
 */
import type { BulkOperation } from '#base/database/index.ts';
import type { ScanContext } from './context.ts';
import { write } from './fenced-write.ts';

interface Pair {
  readonly oldId: number;
  readonly newId: number;
}

export async function settleRenames(context: ScanContext): Promise<void> {
  if (context.fresh) return;
  await settleAlbumRenames(context);
  await settleArtistRenames(context);
}

async function settleAlbumRenames(context: ScanContext): Promise<void> {
  const { read } = context.database;
  const rows = await read
    .selectFrom('album')
    .select(['id', 'came_from'])
    .where('came_from', 'is not', null)
    .where('library_id', '=', context.library.id)
    .execute();
  const taken = new Set<number>();
  for (const row of rows) {
    const pair = { oldId: row.came_from!, newId: row.id };
    const old = await read.selectFrom('album').select('id').where('id', '=', pair.oldId).executeTakeFirst();
    const left = await read
      .selectFrom('track')
      .select('id')
      .where('album_id', '=', pair.oldId)
      .limit(1)
      .executeTakeFirst();
    const operations = old && !left && !taken.has(pair.oldId) ? await takeAlbumOver(context, pair) : [];
    if (operations.length > 0) taken.add(pair.oldId);
    await write(context, [
      ...operations,
      { kind: 'each', sql: 'UPDATE album SET came_from = NULL WHERE id = ?', rows: [[row.id]] },
    ]);
  }
  for (const [oldId, newId] of context.touched.movedAlbums)
    if (!taken.has(oldId)) await moveMarks(context, { oldId, newId });
}

/** The old album's row becomes what the new one is. */
async function takeAlbumOver(context: ScanContext, { oldId, newId }: Pair): Promise<BulkOperation[]> {
  const found = await context.database.read
    .selectFrom('album')
    .selectAll()
    .where('id', '=', newId)
    .executeTakeFirst();
  if (!found) return [];
  const { id: _, added_at: __, came_from: ___, ...values } = found;
  const columns = Object.keys(values);
  context.touched.albums.add(oldId);
  context.touched.albums.delete(newId);
  const swap = [[oldId, newId]];
  return [
    context.numbers.keep(),
    {
      kind: 'each',
      sql: 'UPDATE album SET group_key = ? WHERE id = ?',
      rows: [[`replaced ${newId}`, newId]],
    },
    {
      kind: 'each',
      sql: `UPDATE album SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`,
      rows: [[...Object.values(values), oldId]],
    },
    { kind: 'each', sql: 'UPDATE track SET album_id = ? WHERE album_id = ?', rows: swap },
    { kind: 'delete', table: 'album_credit', keys: ['album_id'], rows: [[oldId]] },
    { kind: 'each', sql: 'UPDATE album_credit SET album_id = ? WHERE album_id = ?', rows: swap },
    ...markOperations('album', { oldId: newId, newId: oldId }),
    ...context.indexer.remove('album', [newId]),
    ...context.indexer.put('album', [{ id: oldId, title: found.title, others: [found.artist_name] }]),
    { kind: 'delete', table: 'album', keys: ['id'], rows: [[newId]] },
  ];
}

/** Two albums became one: what was given to the one that is empty now goes to the other. */
async function moveMarks(context: ScanContext, pair: Pair): Promise<void> {
  const left = await context.database.read
    .selectFrom('track')
    .select('id')
    .where('album_id', '=', pair.oldId)
    .limit(1)
    .executeTakeFirst();
  if (!left) await write(context, markOperations('album', pair));
}

/** Marks of one item to another; where the other has one already, the stars and plays of both count. */
function markOperations(kind: 'album' | 'artist', { oldId, newId }: Pair): BulkOperation[] {
  return [
    {
      kind: 'each',
      sql: `INSERT INTO mark (account_id, kind, item_id, starred_at, rating, play_count, played_at)
        SELECT account_id, kind, CAST(? AS BIGINT), starred_at, rating, play_count, played_at FROM mark WHERE kind = '${kind}' AND item_id = ?
        ON CONFLICT (account_id, kind, item_id) DO UPDATE SET starred_at = COALESCE(mark.starred_at, excluded.starred_at),
          rating = COALESCE(mark.rating, excluded.rating), play_count = mark.play_count + excluded.play_count, played_at = COALESCE(mark.played_at, excluded.played_at)`,
      rows: [[newId, oldId]],
    },
    { kind: 'each', sql: `DELETE FROM mark WHERE kind = '${kind}' AND item_id = ?`, rows: [[oldId]] },
  ];
}

async function settleArtistRenames(context: ScanContext): Promise<void> {
  const { read } = context.database;
  const rows = await read.selectFrom('artist').selectAll().where('came_from', 'is not', null).execute();
  const taken = new Set<number>();
  for (const row of rows) {
    const oldId = row.came_from!;
    const isLeft = !taken.has(oldId) && (await isNowhere(context, oldId));
    if (isLeft) taken.add(oldId);
    await write(
      context,
      isLeft
        ? takeArtistOver(context, row, oldId)
        : [{ kind: 'each', sql: 'UPDATE artist SET came_from = NULL WHERE id = ?', rows: [[row.id]] }],
    );
  }
}

async function isNowhere(context: ScanContext, artistId: number): Promise<boolean> {
  const { read } = context.database;
  const row = await read.selectFrom('artist').select('id').where('id', '=', artistId).executeTakeFirst();
  const credit = await read
    .selectFrom('credit')
    .select('track_id')
    .where('artist_id', '=', artistId)
    .limit(1)
    .executeTakeFirst();
  const album = await read
    .selectFrom('album_credit')
    .innerJoin('track', 'track.album_id', 'album_credit.album_id')
    .select('track.id')
    .where('artist_id', '=', artistId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined && !credit && !album;
}

interface ArtistRow {
  readonly id: number;
  readonly name: string;
  readonly sort_name: string;
  readonly sort_key: string;
  readonly match_key: string;
  readonly mbid: string | null;
}

function takeArtistOver(context: ScanContext, row: ArtistRow, oldId: number): BulkOperation[] {
  context.touched.artists.add(oldId);
  context.touched.artists.delete(row.id);
  return [
    context.numbers.keep(),
    {
      kind: 'each',
      sql: 'UPDATE artist SET match_key = ? WHERE id = ?',
      rows: [[`replaced ${row.id}`, row.id]],
    },
    {
      kind: 'each',
      sql: 'UPDATE artist SET name = ?, sort_name = ?, sort_key = ?, match_key = ?, mbid = ? WHERE id = ?',
      rows: [[row.name, row.sort_name, row.sort_key, row.match_key, row.mbid, oldId]],
    },
    { kind: 'each', sql: 'UPDATE credit SET artist_id = ? WHERE artist_id = ?', rows: [[oldId, row.id]] },
    { kind: 'delete', table: 'album_credit', keys: ['artist_id'], rows: [[oldId]] },
    {
      kind: 'each',
      sql: 'UPDATE album_credit SET artist_id = ? WHERE artist_id = ?',
      rows: [[oldId, row.id]],
    },
    ...markOperations('artist', { oldId: row.id, newId: oldId }),
    ...context.indexer.remove('artist', [row.id]),
    ...context.indexer.put('artist', [{ id: oldId, title: row.name, others: [row.sort_name] }]),
    { kind: 'delete', table: 'artist', keys: ['id'], rows: [[row.id]] },
  ];
}
