/** What each artist has in each library, counted anew; names corrected; those that nothing names any more go. */
import { sql } from 'kysely';
import type { BulkOperation } from '#base/database/index.ts';
import { sortKeyOf, sortNameOf } from '../match/names.ts';
import { chunksOf } from './chunks.ts';
import type { ScanContext } from './context.ts';
import { write } from './fenced-write.ts';

const artistsAtOnce = 500;
const idsInRange = 3000;
/** Above so many it is cheaper to count all. */
const touchedCountMax = 20_000;

export async function settleArtists(context: ScanContext, all: boolean): Promise<void> {
  const { touched } = context;
  if (!context.fresh) await touchAlbumArtists(context);
  if (all || context.fresh || touched.artists.size > touchedCountMax) await countAll(context);
  else
    for (const ids of chunksOf([...touched.artists], artistsAtOnce))
      await write(context, count(ids.map((id) => [id, id])));
  if (context.fresh) return;
  for (const ids of chunksOf([...touched.artists], artistsAtOnce)) {
    context.signal.throwIfAborted();
    await write(context, [...(await dropUnnamed(context, ids)), ...(await correctNames(context, ids))]);
  }
}

/** An album that came back or went is counted for its artists, who need play on none of its tracks. */
async function touchAlbumArtists({ database, touched }: ScanContext): Promise<void> {
  for (const ids of chunksOf([...touched.albums], artistsAtOnce)) {
    const rows = await database.read
      .selectFrom('album_credit')
      .select('artist_id')
      .distinct()
      .where('album_id', 'in', ids)
      .execute();
    for (const row of rows) touched.artists.add(row.artist_id);
  }
}

async function countAll(context: ScanContext): Promise<void> {
  const { rows } = await sql<{ last: number | null }>`SELECT max(id) AS last FROM artist`.execute(
    context.database.read,
  );
  for (let from = 1; from <= (rows[0]?.last ?? 0); from += idsInRange) {
    context.signal.throwIfAborted();
    await write(context, count([[from, from + idsInRange - 1]]));
  }
}

/** Counts for ranges of artists' numbers; an album or track that is missing is not counted. */
function count(ranges: readonly (readonly [number, number])[]): BulkOperation[] {
  const rows = ranges.map(([from, to]) => [from, to]);
  return [
    { kind: 'each', sql: 'DELETE FROM artist_count WHERE artist_id BETWEEN ? AND ?', rows },
    { kind: 'each', sql: countSql, rows: rows.map(([from, to]) => [from, to, from, to, from, to]) },
  ];
}

const countSql = `
  INSERT INTO artist_count (artist_id, library_id, album_count, track_count, appears_count)
  SELECT artist_id, library_id, SUM(albums), SUM(tracks), SUM(appears) FROM (
    SELECT album_credit.artist_id, album.library_id, COUNT(DISTINCT album.id) AS albums, 0 AS tracks, 0 AS appears
      FROM album_credit JOIN album ON album.id = album_credit.album_id
      WHERE album_credit.artist_id BETWEEN ? AND ? AND NOT album.missing GROUP BY 1, 2
    UNION ALL
    SELECT credit.artist_id, track.library_id, 0, COUNT(DISTINCT track.id), 0
      FROM credit JOIN track ON track.id = credit.track_id
      WHERE credit.artist_id BETWEEN ? AND ? AND credit.role = 'artist' AND track.missing_since IS NULL GROUP BY 1, 2
    UNION ALL
    SELECT credit.artist_id, track.library_id, 0, 0, COUNT(DISTINCT track.album_id)
      FROM credit JOIN track ON track.id = credit.track_id
      WHERE credit.artist_id BETWEEN ? AND ? AND track.missing_since IS NULL AND NOT EXISTS (
        SELECT 1 FROM album_credit WHERE album_credit.album_id = track.album_id AND album_credit.artist_id = credit.artist_id) GROUP BY 1, 2
  ) counted GROUP BY artist_id, library_id`;

async function dropUnnamed(context: ScanContext, ids: readonly number[]): Promise<BulkOperation[]> {
  const { read } = context.database;
  const unnamed = await read
    .selectFrom('artist')
    .select('id')
    .where('id', 'in', ids)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(selectFrom('credit').select('credit.track_id').whereRef('credit.artist_id', '=', 'artist.id')),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('album_credit')
            .select('album_credit.album_id')
            .whereRef('album_credit.artist_id', '=', 'artist.id'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('mark')
            .select('mark.item_id')
            .where('mark.kind', '=', 'artist')
            .whereRef('mark.item_id', '=', 'artist.id'),
        ),
      ),
    )
    .execute();
  const gone = unnamed.map((row) => row.id);
  if (gone.length === 0) return [];
  return [
    context.numbers.keep(),
    ...context.indexer.remove('artist', gone),
    { kind: 'delete', table: 'artist', keys: ['id'], rows: gone.map((id) => [id]) },
  ];
}

/** An artist that no file calls by the name in the row takes the name that most do: a corrected spelling. */
async function correctNames(context: ScanContext, ids: readonly number[]): Promise<BulkOperation[]> {
  const { rows } = await sql<{ id: number; old: string; name: string; count: number }>`
    SELECT artist.id, artist.name AS old, credit.name AS name, COUNT(*) AS count FROM artist JOIN credit ON credit.artist_id = artist.id
    WHERE artist.id IN (${sql.join(ids)}) GROUP BY artist.id, artist.name, credit.name`.execute(
    context.database.read,
  );
  const corrected: { id: number; name: string }[] = [];
  for (const [id, names] of Map.groupBy(rows, (row) => row.id)) {
    if (names.some((row) => row.name === row.old)) continue;
    const best = names.reduce((most, row) => (row.count > most.count ? row : most));
    corrected.push({ id, name: best.name });
  }
  return [
    {
      kind: 'each',
      sql: 'UPDATE artist SET name = ?, sort_name = ?, sort_key = ? WHERE id = ?',
      rows: corrected.map(({ id, name }) => [name, sortNameOf(name), sortKeyOf(sortNameOf(name)), id]),
    },
    ...(corrected.length > 0
      ? context.indexer.put(
          'artist',
          corrected.map(({ id, name }) => ({ id, title: name, others: [sortNameOf(name)] })),
        )
      : []),
  ];
}
