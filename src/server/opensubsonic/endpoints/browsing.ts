/** Browsing: by tags (artists, albums, songs, genres) and by folders as they lie on the disk. */
import { displayPath } from '#base/paths.ts';
import {
  type AlbumDetail,
  type ArtistDetail,
  type ArtistRow,
  type ArtistSummary,
  type MarkFacts,
  ignoredArticles,
} from '#library/index.ts';
import { type Call, decode, decodeAny, type Endpoint, found, idOf } from '../call.ts';
import { notFound } from '../errors.ts';
import { prepareList } from '../prepared.ts';

const getMusicFolders: Endpoint = async ({ fonoteca, viewer }) => {
  const libraries = await fonoteca.library.access.libraries(viewer);
  return { musicFolders: { musicFolder: libraries.map(({ id, name }) => ({ id, name })) } };
};

const getArtists: Endpoint = async (call) => {
  const { shapes } = call;
  return artistList(call, 'artists', {}, (artist, mark) => shapes.artistSummary(artist, mark));
};

/** The older form of getArtists; apps that browse by folder start here too. */
const getIndexes: Endpoint = async (call) => {
  const { fonoteca, viewer, shapes } = call;
  const roots = await fonoteca.library.folders.roots(viewer);
  const attributes = { lastModified: roots.changedAt };
  const since = call.parameters.number('ifModifiedSince');
  if (since !== undefined && since >= roots.changedAt)
    return { indexes: { ...attributes, ignoredArticles: ignoredArticles.join(' '), index: [], child: [] } };
  const child = roots.tracks.map(shapes.song);
  return artistList(call, 'indexes', { ...attributes, child }, (artist, mark) =>
    shapes.artistFolder(artist, mark),
  );
};

/** Everybody under their letters; only those whom this account marked are said anew. */
async function artistList(
  call: Call,
  name: string,
  attributes: object,
  shape: (artist: ArtistSummary, mark: MarkFacts | undefined) => object,
) {
  const { artists, marks } = call.fonoteca.library;
  const [index, given] = await Promise.all([
    artists.index(call.viewer, 'album'),
    marks.given(call.viewer, 'artist'),
  ]);
  const { libraryIds } = call.viewer;
  return prepareList(
    {
      owner: artists,
      key: libraryIds === 'all' ? 'all' : libraryIds.join(' '),
      form: call.parameters.format().kind === 'xml' ? 'xml' : 'json',
      neverOld: 'lastModified' in attributes,
    },
    index,
    {
      name,
      attributes: { ...attributes, ignoredArticles: ignoredArticles.join(' ') },
      groups: index.letters.map((group) => ({ name: group.letter, items: group.artists })),
      shape,
    },
    given,
  );
}

/** A folder, an artist (whose children are albums) or an album (whose children are songs): apps walk down through all. */
const getMusicDirectory: Endpoint = async (call) => {
  const { kind, row } = decodeAny(call, call.parameters.need('id'));
  if (kind === 'artist') return { directory: artistDirectory(call, await artistOf(call, row)) };
  if (kind === 'album') return { directory: albumDirectory(call, await albumOf(call, row)) };
  if (kind !== 'folder') throw notFound('The directory');
  const { folder } = found(await call.fonoteca.library.folders.get(call.viewer, row), 'The directory');
  const { ids } = call.fonoteca;
  return {
    directory: {
      id: ids.encode('folder', folder.id),
      name: displayPath(folder.name),
      ...(folder.parentId !== null && { parent: ids.encode('folder', folder.parentId) }),
      child: [...folder.folders.map(call.shapes.folder), ...folder.tracks.map(call.shapes.song)],
    },
  };
};

function artistDirectory({ shapes }: Call, artist: ArtistDetail) {
  return {
    ...shapes.artistFolder(artist, artist.mark),
    child: [...artist.albums, ...artist.appearsOn].map(shapes.albumFolder),
  };
}

function albumDirectory({ shapes }: Call, album: AlbumDetail) {
  const { id, title, parent, starred, userRating, playCount } = shapes.albumFolder(album);
  const marks = Object.fromEntries(
    Object.entries({ parent, starred, userRating, playCount }).filter(([, value]) => value !== undefined),
  );
  return { id, name: title, ...marks, child: shapes.albumWithSongs(album).song };
}

const getGenres: Endpoint = async ({ fonoteca, viewer }) => {
  const genres = await fonoteca.library.genres.list(viewer);
  return {
    genres: {
      genre: genres.map(({ name, trackCount, albumCount }) => ({
        value: name,
        songCount: trackCount,
        albumCount,
      })),
    },
  };
};

const getArtist: Endpoint = async (call) => {
  const artist = await artistOf(call, idOf(call, 'id', 'artist'));
  return {
    artist: {
      ...call.shapes.artist(artist),
      roles: artist.roles,
      album: [...artist.albums, ...artist.appearsOn].map(call.shapes.album),
    },
  };
};

const getAlbum: Endpoint = async (call) => ({
  album: call.shapes.albumWithSongs(await albumOf(call, idOf(call, 'id', 'album'))),
});

const getSong: Endpoint = async (call) => {
  const { track } = found(
    await call.fonoteca.library.tracks.get(call.viewer, idOf(call, 'id', 'track')),
    'The song',
  );
  return { song: call.shapes.song(track) };
};

/** What is known here about an artist: no outside service is asked. */
const getArtistInfo2: Endpoint = async (call) => ({
  artistInfo2: await artistInfo(call, (row) => call.shapes.artist(row)),
});
const getArtistInfo: Endpoint = async (call) => ({
  artistInfo: await artistInfo(call, (row) => call.shapes.artistFolder(row, row.mark)),
});

async function artistInfo(call: Call, shape: (row: ArtistRow) => object) {
  const artist = await artistOf(
    call,
    artistIdBehind(call, call.parameters.need('id'), await trackArtist(call)),
  );
  const similar = await call.fonoteca.library.artists.similar(
    call.viewer,
    artist.id,
    call.parameters.number('count', { min: 0, max: 100 }) ?? 20,
  );
  return {
    ...(artist.mbid && { musicBrainzId: artist.mbid }),
    similarArtist: similar.map((row) => shape(row)),
  };
}

/** getArtistInfo may be asked with the id of a song or album too. */
async function trackArtist(call: Call): Promise<number | undefined> {
  const { kind, row } = decodeAny(call, call.parameters.need('id'));
  if (kind === 'track')
    return (
      found(await call.fonoteca.library.tracks.get(call.viewer, row), 'The song').track.artists[0]?.id ??
      undefined
    );
  if (kind === 'album') return (await albumOf(call, row)).artists[0]?.id ?? undefined;
  return undefined;
}

function artistIdBehind(call: Call, id: string, other: number | undefined): number {
  return other ?? decode(call, id, 'artist');
}

const getAlbumInfo: Endpoint = async (call) => {
  const { kind, row } = decodeAny(call, call.parameters.need('id'));
  if (kind !== 'album') throw notFound('The album');
  const album = await albumOf(call, row);
  return { albumInfo: album.mbid ? { musicBrainzId: album.mbid } : {} };
};

const getSimilarSongs2: Endpoint = async (call) => ({ similarSongs2: { song: await similar(call) } });
const getSimilarSongs: Endpoint = async (call) => ({ similarSongs: { song: await similar(call) } });

async function similar(call: Call) {
  const { kind, row } = decodeAny(call, call.parameters.need('id'));
  if (kind !== 'track' && kind !== 'album' && kind !== 'artist') throw notFound('The item');
  const count = call.parameters.number('count', { min: 0, max: 500 }) ?? 50;
  return (await call.fonoteca.library.tracks.similar(call.viewer, { kind, id: row }, count)).map(
    call.shapes.song,
  );
}

const getTopSongs: Endpoint = async (call) => {
  const { library } = call.fonoteca;
  const count = call.parameters.number('count', { min: 0, max: 500 }) ?? 50;
  const id = call.parameters.text('id');
  const byName = async () => {
    const artist = await library.artists.byName(call.viewer, call.parameters.need('artist'));
    return artist.found ? artist.artist.id : undefined;
  };
  const artistId = id ? decode(call, id, 'artist') : await byName();
  const tracks = artistId === undefined ? [] : await library.artists.topTracks(call.viewer, artistId, count);
  return { topSongs: { song: tracks.map(call.shapes.song) } };
};

async function artistOf({ fonoteca, viewer }: Call, id: number): Promise<ArtistDetail> {
  return found(await fonoteca.library.artists.get(viewer, id), 'The artist').artist;
}

async function albumOf({ fonoteca, viewer }: Call, id: number): Promise<AlbumDetail> {
  return found(await fonoteca.library.albums.get(viewer, id), 'The album').album;
}

export const browsingEndpoints = {
  getMusicFolders,
  getArtists,
  getIndexes,
  getMusicDirectory,
  getGenres,
  getArtist,
  getAlbum,
  getSong,
  getArtistInfo,
  getArtistInfo2,
  getAlbumInfo,
  getAlbumInfo2: getAlbumInfo,
  getSimilarSongs,
  getSimilarSongs2,
  getTopSongs,
};
