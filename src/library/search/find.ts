/**
 * Search over the library: as it was typed, then with every word as a beginning, then with typos mended; the first
 * reading that finds anything is the answer. An empty query lists everything in the order of its numbers, which is
 * how apps copy a whole library page by page.
 */
import { readAlbums } from '../collections/album-rows.ts';
import { readArtists } from '../collections/artist-rows.ts';
import { readTracks } from '../collections/track-rows.ts';
import type { Search, SearchQuery } from '../library.ts';
import { windowOf } from '../orders/id-sets.ts';
import { readPlaylists } from '../playlists/rows.ts';
import { boundsOf, idList, inOrder, type Reading } from '../reading.ts';
import type {
  AlbumRow,
  ArtistRow,
  Found,
  FoundPart,
  SearchAnswer,
  TrackRow,
  Viewer,
  WindowQuery,
} from '../rows.ts';
import { sql } from 'kysely';
import { findCandidates } from './candidates.ts';
import type { SearchKind } from './index-rows.ts';
import { findPlaylists } from './playlist-names.ts';
import { matchedRanges } from './ranges.ts';
import { ranked, type Ranked } from './rank.ts';
import { corrected } from './spelling.ts';
import { spelledOut } from './spelled.ts';
import { loosened, type Wanted, wantedOf, type Word } from './words.ts';

interface Hits {
  readonly ranked: readonly Ranked[];
  readonly cut: boolean;
}

interface AllHits {
  readonly wanted: Wanted;
  readonly artists: Hits;
  readonly albums: Hits;
  readonly tracks: Hits;
  readonly playlists: Hits;
}

const nothing: Hits = { ranked: [], cut: false };
// A title of this score or better is worth the top of the page.
const bestScoreMin = 550;

export function createSearch(reading: Reading): Search {
  return {
    find: async (viewer, query) => {
      const wanted = wantedOf(query.query);
      if (wanted.words.length === 0 && wanted.key === '') return listAll(reading, viewer, query);
      const { hits, mended } = await firstReading(reading, viewer, query, wanted);
      return answerOf(reading, viewer, query, hits, mended);
    },
  };
}

/** `mended`: the query had typos, and something else was looked for. */
async function firstReading(
  reading: Reading,
  viewer: Viewer,
  query: SearchQuery,
  wanted: Wanted,
): Promise<{ hits: AllHits; mended: boolean }> {
  const typed = await findAll(reading, viewer, query, wanted);
  if (isAny(typed) || query.exact || wanted.words.length === 0) return { hits: typed, mended: false };
  const loose = wanted.words.length > 1 ? await findAll(reading, viewer, query, loosened(wanted)) : typed;
  if (isAny(loose)) return { hits: loose, mended: false };
  const correction = await corrected(reading.database, wanted);
  const hits = correction && (await findAll(reading, viewer, query, correction));
  return hits && isAny(hits) ? { hits, mended: true } : { hits: typed, mended: false };
}

const isAny = (hits: AllHits): boolean =>
  [hits.artists, hits.albums, hits.tracks, hits.playlists].some((part) => part.ranked.length > 0);

async function findAll(
  reading: Reading,
  viewer: Viewer,
  query: SearchQuery,
  wanted: Wanted,
): Promise<AllHits> {
  const find = async (kind: SearchKind, asked: WindowQuery | undefined): Promise<Hits> => {
    if (!asked) return nothing;
    const { rows, cut } = await findCandidates(
      reading,
      viewer,
      kind,
      wanted,
      (asked.offset ?? 0) + (asked.limit ?? 0),
    );
    return { ranked: ranked(rows, wanted), cut };
  };
  const [artists, albums, tracks, playlists] = await Promise.all([
    find('artist', query.artists),
    find('album', query.albums),
    find('track', query.tracks),
    query.playlists ? findPlaylists(reading, viewer, wanted) : [],
  ]);
  return { wanted, artists, albums, tracks, playlists: { ranked: playlists, cut: false } };
}

async function answerOf(
  reading: Reading,
  viewer: Viewer,
  query: SearchQuery,
  hits: AllHits,
  mended: boolean,
): Promise<SearchAnswer> {
  const { words } = hits.wanted;
  const options = { peaks: query.peaks ?? false };
  const playlistsOf = async (ids: number[]) =>
    ids.length === 0
      ? []
      : inOrder(
          ids,
          await readPlaylists(reading, viewer, sql`p.id IN ${idList(reading.database.kind, ids)}`),
        );
  const [artists, albums, tracks, playlists] = await Promise.all([
    partOf(hits.artists, query.artists, words, (ids: number[]) => readArtists(reading, viewer, ids), nameOf),
    partOf(hits.albums, query.albums, words, (ids: number[]) => readAlbums(reading, viewer, ids), titleOf),
    partOf(
      hits.tracks,
      query.tracks,
      words,
      (ids: number[]) => readTracks(reading, viewer, ids, options),
      titleOf,
    ),
    partOf(hits.playlists, query.playlists, words, playlistsOf, nameOf),
  ]);
  const names = [
    ...artists.hits.map((hit) => hit.item.name),
    ...albums.hits.flatMap((hit) => [hit.item.title, hit.item.artistName]),
    ...tracks.hits.flatMap((hit) => [hit.item.title, hit.item.artistName, hit.item.album?.title ?? '']),
  ];
  const best = bestOf(hits, artists.hits, albums.hits, tracks.hits);
  return {
    query: query.query,
    corrected: mended ? spelledOut(words, names) : null,
    best,
    artists,
    albums,
    tracks,
    playlists,
  };
}

const nameOf = (item: { name: string }): string => item.name;
const titleOf = (item: { title: string }): string => item.title;

/** The window that was asked for of one kind, with what matched in each name. */
async function partOf<T extends { id: number }>(
  found: Hits,
  asked: WindowQuery | undefined,
  words: readonly Word[],
  read: (ids: number[]) => Promise<T[]>,
  nameIn: (item: T) => string,
): Promise<FoundPart<T>> {
  const { offset, limit } = boundsOf(asked ?? { limit: 0 });
  const items = await read(found.ranked.slice(offset, offset + limit).map((hit) => hit.id));
  const hits = items.map((item): Found<T> => ({
    item,
    matches: { name: matchedRanges(nameIn(item), words) },
  }));
  return { total: found.ranked.length, cut: found.cut, hits };
}

/** An artist before an album before a track where they match alike, as long as they are on this page. */
function bestOf(
  hits: AllHits,
  artists: Found<ArtistRow>[],
  albums: Found<AlbumRow>[],
  tracks: Found<TrackRow>[],
): SearchAnswer['best'] {
  const candidates = [
    {
      kind: 'artist' as const,
      score: (hits.artists.ranked[0]?.score ?? 0) + 40,
      item: artists[0]?.item,
      id: hits.artists.ranked[0]?.id,
    },
    {
      kind: 'album' as const,
      score: (hits.albums.ranked[0]?.score ?? 0) + 20,
      item: albums[0]?.item,
      id: hits.albums.ranked[0]?.id,
    },
    {
      kind: 'track' as const,
      score: hits.tracks.ranked[0]?.score ?? 0,
      item: tracks[0]?.item,
      id: hits.tracks.ranked[0]?.id,
    },
  ];
  const shown = candidates.filter(
    ({ item, id, score }) => item !== undefined && item.id === id && score >= bestScoreMin,
  );
  const best = shown.toSorted((a, b) => b.score - a.score)[0];
  return best ? ({ kind: best.kind, item: best.item } as SearchAnswer['best']) : null;
}

async function listAll(reading: Reading, viewer: Viewer, query: SearchQuery): Promise<SearchAnswer> {
  const { orders } = reading;
  const part = async <T>(
    asked: WindowQuery | undefined,
    ids: () => Promise<Int32Array<ArrayBuffer>>,
    read: (ids: number[]) => Promise<T[]>,
  ): Promise<FoundPart<T>> => {
    if (!asked) return { total: 0, cut: false, hits: [] };
    const { offset, limit } = boundsOf(asked);
    const all = await ids();
    const items = await read(windowOf(all, offset, limit));
    return { total: all.length, cut: false, hits: items.map((item) => ({ item, matches: { name: [] } })) };
  };
  const [artists, albums, tracks] = await Promise.all([
    part(
      query.artists,
      () => orders.artists(viewer, 'all'),
      (ids) => readArtists(reading, viewer, ids),
    ),
    part(
      query.albums,
      () => orders.albums(viewer, { sort: 'id' }),
      (ids) => readAlbums(reading, viewer, ids),
    ),
    part(
      query.tracks,
      () => orders.tracks(viewer, { sort: 'id' }),
      (ids) => readTracks(reading, viewer, ids, { peaks: query.peaks ?? false }),
    ),
  ]);
  return {
    query: query.query,
    corrected: null,
    best: null,
    artists,
    albums,
    tracks,
    playlists: { total: 0, cut: false, hits: [] },
  };
}
