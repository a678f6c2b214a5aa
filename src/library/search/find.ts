/**
 * Search over the library: what a query finds is looked up where the rows are (look-up.ts), and those that are shown
 * are read whole. An empty query lists everything in the order of its numbers, which is how apps copy a whole library
 * page by page.
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
import { type Hits, lookUp, type LookUpAnswer, type Span } from './look-up.ts';
import { matchedRanges } from './ranges.ts';
import { albumsOf, artistsOf, createShownStatements, tracksOf } from './shown.ts';
import { spelledOut } from './spelled.ts';
import { wantedOf, type Word } from './words.ts';

// A title of this score or better is worth the top of the page.
const bestScoreMin = 550;

export function createSearch(reading: Reading): Search {
  const shownStatements = createShownStatements(reading);
  return {
    find: async (viewer, query) => {
      const wanted = wantedOf(query.query);
      if (wanted.words.length === 0 && wanted.key === '') return listAll(reading, viewer, query);
      const found = await reading.database.run(lookUp, {
        viewer,
        shown: shownStatements(viewer, query.peaks ?? false),
        wanted,
        exact: query.exact ?? false,
        artists: spanOf(query.artists),
        albums: spanOf(query.albums),
        tracks: spanOf(query.tracks),
        playlists: spanOf(query.playlists),
      });
      return answerOf(reading, viewer, query, found);
    },
  };
}

const readingThreadCount = 3;

/** A search in each reading thread at once, as the first one there loads what searches need. */
export async function warmSearch(reading: Reading, viewer: Viewer): Promise<void> {
  const { find } = createSearch(reading);
  const any = () => find(viewer, { query: 'a', tracks: { limit: 1 } });
  await Promise.all(Array.from({ length: readingThreadCount }, any));
}

const spanOf = (asked: WindowQuery | undefined): Span | undefined => asked && boundsOf(asked);

async function answerOf(
  reading: Reading,
  viewer: Viewer,
  query: SearchQuery,
  found: LookUpAnswer,
): Promise<SearchAnswer> {
  const { words } = found;
  const artists = partOf(found.artists, artistsOf(found.artists.rows), words, nameOf);
  const albums = partOf(found.albums, albumsOf(found.albums.rows), words, titleOf);
  const tracks = partOf(found.tracks, await tracksOf(reading, found.tracks.rows), words, titleOf);
  const lists = await playlistsOf(reading, viewer, found.playlists.ids);
  const playlists = partOf(found.playlists, lists, words, nameOf);
  const names = () => [
    ...artists.hits.map((hit) => hit.item.name),
    ...albums.hits.flatMap((hit) => [hit.item.title, hit.item.artistName]),
    ...tracks.hits.flatMap((hit) => [hit.item.title, hit.item.artistName, hit.item.album?.title ?? '']),
  ];
  return {
    query: query.query,
    corrected: found.mended ? spelledOut(words, names()) : null,
    best: bestOf(found, artists.hits[0]?.item, albums.hits[0]?.item, tracks.hits[0]?.item),
    artists,
    albums,
    tracks,
    playlists,
  };
}

async function playlistsOf(reading: Reading, viewer: Viewer, ids: readonly number[]) {
  if (ids.length === 0) return [];
  const list = idList(reading.database.kind, ids);
  return readPlaylists(reading, viewer, sql`p.id IN ${list}`);
}

const nameOf = (item: { name: string }): string => item.name;
const titleOf = (item: { title: string }): string => item.title;

/** The window that was asked for of one kind, with what matched in each name. */
function partOf<T extends { id: number }>(
  { ids, total, cut }: Hits,
  rows: readonly T[],
  words: readonly Word[],
  nameIn: (item: T) => string,
): FoundPart<T> {
  const hits = inOrder(ids, rows).map((item): Found<T> => ({
    item,
    matches: { name: matchedRanges(nameIn(item), words) },
  }));
  return { total, cut, hits };
}

/** An artist before an album before a track where they match alike, as long as they are on this page. */
function bestOf(
  { artists, albums, tracks }: LookUpAnswer,
  artist: ArtistRow | undefined,
  album: AlbumRow | undefined,
  track: TrackRow | undefined,
): SearchAnswer['best'] {
  const candidates = [
    { kind: 'artist' as const, gain: 40, first: artists.first, item: artist },
    { kind: 'album' as const, gain: 20, first: albums.first, item: album },
    { kind: 'track' as const, gain: 0, first: tracks.first, item: track },
  ];
  const shown = candidates
    .filter(({ first, item }) => first !== undefined && first.id === item?.id)
    .map(({ kind, gain, first, item }) => ({ kind, item, score: first!.score + gain }))
    .filter(({ score }) => score >= bestScoreMin);
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
