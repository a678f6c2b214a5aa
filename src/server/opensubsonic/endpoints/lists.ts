/** Lists and search: albums by many orders, songs by chance or genre, what is starred, what is playing. */
import type { AlbumQuery, AlbumSort, SearchQuery } from '#library/index.ts';
import { type Call, type Endpoint } from '../call.ts';
import { SubsonicError } from '../errors.ts';

const listTypes: Record<string, AlbumSort> = {
  random: 'random',
  newest: 'added',
  highest: 'rating',
  frequent: 'most-played',
  recent: 'played',
  alphabeticalByName: 'title',
  alphabeticalByArtist: 'artist',
  starred: 'starred',
  byYear: 'year',
  byGenre: 'title',
};

const getAlbumList: Endpoint = async (call) => ({
  albumList: { album: (await albums(call)).map(call.shapes.albumFolder) },
});
const getAlbumList2: Endpoint = async (call) => ({
  albumList2: { album: (await albums(call)).map(call.shapes.album) },
});

async function albums(call: Call) {
  const { parameters, fonoteca, viewer } = call;
  const type = parameters.need('type');
  const sort = listTypes[type];
  if (!sort) throw new SubsonicError('generic', `There is no list "${type.slice(0, 40)}".`);
  const query: AlbumQuery = {
    sort,
    limit: parameters.number('size', { min: 0, max: 500 }) ?? 10,
    offset: parameters.number('offset', { min: 0 }) ?? 0,
    ...(type === 'byGenre' && { genre: parameters.need('genre') }),
    ...(type === 'byYear' && { fromYear: year(call, 'fromYear'), toYear: year(call, 'toYear') }),
  };
  return (await fonoteca.library.albums.list(viewer, query)).items;
}

function year(call: Call, name: string): number {
  call.parameters.need(name);
  return call.parameters.number(name, years)!;
}

const years = { min: 0, max: 9999 };

const getRandomSongs: Endpoint = async (call) => {
  const { parameters, fonoteca, viewer } = call;
  const tracks = await fonoteca.library.tracks.random(viewer, {
    count: parameters.number('size', { min: 0, max: 500 }) ?? 10,
    genre: parameters.text('genre'),
    fromYear: parameters.number('fromYear', years),
    toYear: parameters.number('toYear', years),
  });
  return { randomSongs: { song: tracks.map(call.shapes.song) } };
};

const getSongsByGenre: Endpoint = async (call) => {
  const { parameters, fonoteca, viewer } = call;
  const query = {
    genre: parameters.need('genre'),
    limit: parameters.number('count', { min: 0, max: 500 }) ?? 10,
    offset: parameters.number('offset', { min: 0 }) ?? 0,
  };
  const { items } = await fonoteca.library.tracks.list(viewer, { ...query, sort: 'title' });
  return { songsByGenre: { song: items.map(call.shapes.song) } };
};

const getStarred2: Endpoint = async (call) => {
  const { artists, albums: starredAlbums, tracks } = await call.fonoteca.library.marks.starred(call.viewer);
  return {
    starred2: {
      artist: artists.map(call.shapes.artist),
      album: starredAlbums.map(call.shapes.album),
      song: tracks.map(call.shapes.song),
    },
  };
};

const getStarred: Endpoint = async (call) => {
  const { artists, albums: starredAlbums, tracks } = await call.fonoteca.library.marks.starred(call.viewer);
  const artist = artists.map((row) => call.shapes.artistFolder(row, row.mark));
  return {
    starred: {
      artist,
      album: starredAlbums.map(call.shapes.albumFolder),
      song: tracks.map(call.shapes.song),
    },
  };
};

const getNowPlaying: Endpoint = async (call) => {
  const { fonoteca, viewer, shapes } = call;
  const [rows, accounts] = await Promise.all([
    fonoteca.library.plays.nowPlaying(viewer),
    fonoteca.guard.accounts.list(),
  ]);
  const names = new Map(accounts.map((account) => [account.id, account.name]));
  const now = fonoteca.clock.now();
  const entry = rows.map((row, index) => ({
    ...shapes.song(row.track),
    username: names.get(row.accountId) ?? '',
    minutesAgo: Math.floor((now - row.startedAt) / 60_000),
    playerId: index + 1,
    playerName: row.client,
    state: row.state,
    positionMs: row.positionMs,
  }));
  return { nowPlaying: { entry } };
};

const search3: Endpoint = async (call) => {
  const answer = await find(call, call.parameters.present('query'));
  return {
    searchResult3: {
      artist: answer.artists.map(call.shapes.artist),
      album: answer.albums.map(call.shapes.album),
      song: answer.tracks.map(call.shapes.song),
    },
  };
};

const search2: Endpoint = async (call) => {
  const answer = await find(call, call.parameters.present('query'));
  const artist = answer.artists.map((row) => call.shapes.artistFolder(row, row.mark));
  return {
    searchResult2: {
      artist,
      album: answer.albums.map(call.shapes.albumFolder),
      song: answer.tracks.map(call.shapes.song),
    },
  };
};

/** The oldest search, by song; answered from the same index. */
const search: Endpoint = async (call) => {
  const { parameters } = call;
  const words = ['any', 'artist', 'album', 'title'].map((name) => parameters.text(name)).filter(Boolean);
  const offset = parameters.number('offset', { min: 0 }) ?? 0;
  const found = await call.fonoteca.library.search.find(call.viewer, {
    query: words.join(' '),
    tracks: { offset, limit: parameters.number('count', { min: 0, max: 500 }) ?? 20 },
  });
  return {
    searchResult: {
      offset,
      totalHits: found.tracks.total,
      match: found.tracks.hits.map(({ item }) => call.shapes.song(item)),
    },
  };
};

async function find(call: Call, query: string) {
  const { parameters } = call;
  const part = (name: string) => {
    const limit = parameters.number(`${name}Count`, { min: 0, max: 500 }) ?? 20;
    return limit === 0 ? undefined : { limit, offset: parameters.number(`${name}Offset`, { min: 0 }) ?? 0 };
  };
  // Apps send "" (two quotes) or nothing to page through everything.
  const wanted: SearchQuery = {
    query: query === '""' ? '' : query,
    artists: part('artist'),
    albums: part('album'),
    tracks: part('song'),
  };
  const found = await call.fonoteca.library.search.find(call.viewer, wanted);
  return {
    artists: found.artists.hits.map(({ item }) => item),
    albums: found.albums.hits.map(({ item }) => item),
    tracks: found.tracks.hits.map(({ item }) => item),
  };
}

export const listEndpoints = {
  getAlbumList,
  getAlbumList2,
  getRandomSongs,
  getSongsByGenre,
  getStarred,
  getStarred2,
  getNowPlaying,
  search,
  search2,
  search3,
};
