/** The web API's reading routes: home, albums, artists, genres, tracks, lyrics. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { displayPath } from '#base/paths.ts';
import type { ApiContext } from './context.ts';
import { need } from './context.ts';
import { addRoute, pageQuery } from './route.ts';

const year = z.coerce.number().int().min(0).max(9999).optional();
const albumQuery = z.object({
  ...pageQuery,
  sort: z
    .enum(['title', 'artist', 'added', 'year', 'played', 'most-played', 'rating', 'starred', 'random'])
    .default('title'),
  genre: z.string().max(200).optional(),
  fromYear: year,
  toYear: year,
  seed: z.coerce.number().int().optional(),
});
const trackQuery = z.object({
  ...pageQuery,
  sort: z.enum(['title', 'artist', 'album', 'added', 'duration', 'rating', 'starred']).default('title'),
  genre: z.string().max(200).optional(),
});
const artistRole = z.enum(['album', 'all']).default('album');

export function addBrowseRoutes(app: FastifyInstance, context: ApiContext): void {
  const { library, shapes } = context;

  addRoute(app, 'GET /api/home', { access: 'member' }, async ({ account }) =>
    shapes.home(await library.home.get(await context.viewer(account))),
  );

  addRoute(app, 'GET /api/albums', { access: 'member', query: albumQuery }, async ({ account, query }) =>
    shapes.page(await library.albums.list(await context.viewer(account), query), shapes.album),
  );
  addRoute(
    app,
    'GET /api/albums/letters',
    { access: 'member', query: z.object({ sort: z.enum(['title', 'artist']).default('title') }) },
    async ({ account, query }) => library.albums.letters(await context.viewer(account), query.sort),
  );
  addRoute(app, 'GET /api/albums/:id', { access: 'member' }, async ({ account, params }) => {
    const { album } = need(
      await library.albums.get(await context.viewer(account), context.row('album', params['id']!), {
        peaks: true,
      }),
    );
    return shapes.albumDetail(album);
  });

  addRoute(
    app,
    'GET /api/artists',
    { access: 'member', query: z.object({ ...pageQuery, role: artistRole }) },
    async ({ account, query }) =>
      shapes.page(await library.artists.list(await context.viewer(account), query), shapes.artist),
  );
  addRoute(
    app,
    'GET /api/artists/letters',
    { access: 'member', query: z.object({ role: artistRole }) },
    async ({ account, query }) => library.artists.letters(await context.viewer(account), query.role),
  );
  addRoute(app, 'GET /api/artists/:id', { access: 'member' }, async ({ account, params }) => {
    const { artist } = need(
      await library.artists.get(await context.viewer(account), context.row('artist', params['id']!)),
    );
    return shapes.artistDetail(artist);
  });

  addRoute(app, 'GET /api/genres', { access: 'member' }, async ({ account }) => {
    const genres = await library.genres.list(await context.viewer(account));
    return genres.map(({ name, albumCount, trackCount }) => ({ name, albumCount, trackCount }));
  });
  addTrackRoutes(app, context);
}

function addTrackRoutes(app: FastifyInstance, context: ApiContext): void {
  const { library, shapes } = context;

  addRoute(app, 'GET /api/tracks', { access: 'member', query: trackQuery }, async ({ account, query }) =>
    shapes.page(await library.tracks.list(await context.viewer(account), query), shapes.playable),
  );
  addRoute(app, 'GET /api/tracks/:id', { access: 'member' }, async ({ account, params }) => {
    const { track, tags } = need(
      await library.tracks.get(await context.viewer(account), context.row('track', params['id']!)),
    );
    // Where a file lies on the server's disk is the operator's business.
    const path = account.role === 'admin' ? displayPath(track.path) : null;
    return { ...shapes.playable(track), path, credits: track.contributors.map(shapes.credit), tags };
  });
  addRoute(app, 'GET /api/tracks/:id/lyrics', { access: 'member' }, async ({ account, params }) =>
    library.lyrics.ofTrack(await context.viewer(account), context.row('track', params['id']!)),
  );
  addRoute(
    app,
    'GET /api/tracks/:id/similar',
    { access: 'member', query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }) },
    async ({ account, params, query }) => {
      const tracks = await library.tracks.similar(
        await context.viewer(account),
        { kind: 'track', id: context.row('track', params['id']!) },
        query.limit,
        { peaks: true },
      );
      return tracks.map(shapes.playable);
    },
  );
}
