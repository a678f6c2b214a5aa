/** Albums counted anew from their tracks that are there; those without any track left go, unless somebody marked them. */
import type { BulkOperation } from '#base/database/index.ts';
import { albumFolder } from '../match/albums.ts';
import { type AlbumSum, emptySum } from './album-sum.ts';
import { chunksOf } from './chunks.ts';
import type { ScanContext } from './context.ts';
import { write } from './fenced-write.ts';

const albumsAtOnce = 150;

export async function settleAlbums(context: ScanContext, all: boolean): Promise<void> {
  for await (const ids of all ? allAlbums(context) : chunksOf([...context.touched.albums], albumsAtOnce)) {
    context.signal.throwIfAborted();
    await write(context, await recount(context, ids));
  }
}

async function* allAlbums(context: ScanContext): AsyncGenerator<number[]> {
  for (let after = 0; ;) {
    const rows = await context.database.read
      .selectFrom('album')
      .select('id')
      .where('library_id', '=', context.library.id)
      .where('id', '>', after)
      .orderBy('id')
      .limit(albumsAtOnce)
      .execute();
    if (rows.length === 0) return;
    yield rows.map((row) => row.id);
    after = rows.at(-1)!.id;
  }
}

async function recount(context: ScanContext, ids: readonly number[]): Promise<BulkOperation[]> {
  const sums = await sumsOf(context, ids);
  const found = ids.filter((id) => sums.get(id)?.trackCount);
  const empty = ids.filter((id) => !sums.get(id)?.trackCount);
  const genres = found.flatMap((id) => [...sums.get(id)!.genres].map(([genre, count]) => [id, genre, count]));
  return [
    {
      kind: 'each',
      sql: 'UPDATE album SET format = ?, track_count = ?, disc_count = ?, duration_ms = ?, size_bytes = ?, artwork_id = ?, missing = FALSE WHERE id = ?',
      rows: found.map((id) => [...values(sums.get(id)!), id]),
    },
    { kind: 'delete', table: 'album_genre', keys: ['album_id'], rows: found.map((id) => [id]) },
    { kind: 'upsert', table: 'album_genre', columns: ['album_id', 'genre_id', 'track_count'], rows: genres },
    ...(await dropEmpty(context, empty)),
  ];
}

function values(sum: AlbumSum): unknown[] {
  return [sum.format(), sum.trackCount, sum.discCount(), sum.durationMs, sum.sizeBytes, sum.artworkId()];
}

async function sumsOf(context: ScanContext, ids: readonly number[]): Promise<Map<number, AlbumSum>> {
  const { read } = context.database;
  const tracks = await read
    .selectFrom('track')
    .innerJoin('folder', 'folder.id', 'track.folder_id')
    .select([
      'track.id',
      'track.album_id',
      'track.disc',
      'track.number',
      'track.duration_ms',
      'track.size_bytes',
      'track.codec',
      'track.lossless',
      'track.sample_rate_hz',
      'track.bit_depth',
      'track.bitrate_kbps',
      'track.segment',
      'track.artwork_id',
      'folder.artwork_id as folder_artwork_id',
      'folder.path',
    ])
    .where('track.album_id', 'in', ids)
    .where('track.missing_since', 'is', null)
    .execute();
  const genres = await read
    .selectFrom('track_genre')
    .innerJoin('track', 'track.id', 'track_genre.track_id')
    .select(['track_id', 'genre_id'])
    .where('track.album_id', 'in', ids)
    .execute();
  const genresOf = Map.groupBy(genres, (row) => row.track_id);
  const sums = new Map<number, AlbumSum>();
  for (const track of tracks) {
    const sum = sums.get(track.album_id!) ?? emptySum();
    sums.set(track.album_id!, sum);
    const above = albumFolder(track.path);
    sum.add({
      disc: track.disc,
      number: track.number,
      durationMs: track.duration_ms,
      sizeBytes: track.size_bytes,
      codec: track.codec,
      lossless: track.lossless,
      sampleRateHz: track.sample_rate_hz,
      bitDepth: track.bit_depth,
      bitrateKbps: track.bitrate_kbps,
      segment: track.segment,
      artworkId: track.artwork_id,
      genreIds: (genresOf.get(track.id) ?? []).map((row) => row.genre_id),
      folderArtworkId:
        track.folder_artwork_id ??
        (above === track.path ? null : (context.folders.get(above)?.artworkId ?? null)),
    });
  }
  return sums;
}

/** Albums with missing tracks stay and say so; those with none at all go, unless somebody starred or rated them. */
async function dropEmpty(context: ScanContext, ids: readonly number[]): Promise<BulkOperation[]> {
  if (ids.length === 0) return [];
  const { read } = context.database;
  const withTracks = await read
    .selectFrom('track')
    .select('album_id')
    .distinct()
    .where('album_id', 'in', ids)
    .execute();
  const marked = await read
    .selectFrom('mark')
    .select('item_id')
    .where('kind', '=', 'album')
    .where('item_id', 'in', ids)
    .execute();
  const kept = new Set([...withTracks.map((row) => row.album_id!), ...marked.map((row) => row.item_id)]);
  const gone = ids.filter((id) => !kept.has(id));
  return [
    { kind: 'each', sql: 'UPDATE album SET missing = TRUE WHERE id = ?', rows: [...kept].map((id) => [id]) },
    ...(gone.length > 0 ? [context.numbers.keep(), ...context.indexer.remove('album', gone)] : []),
    { kind: 'delete', table: 'album', keys: ['id'], rows: gone.map((id) => [id]) },
  ];
}
