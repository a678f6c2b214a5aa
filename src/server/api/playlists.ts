/** The web API's playlists: a person's own, and those that others made public. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { PlaylistChange, PlaylistRow, Viewer } from '#library/index.ts';
import { ServerError } from '../errors.ts';
import { type ApiContext, need } from './context.ts';
import type { PlaylistDetail } from './contract.ts';
import { ownerNames } from './listening.ts';
import { addRoute } from './route.ts';

const name = z.string().trim().min(1).max(200);
const trackIds = z.array(z.string()).max(50_000);

export function addPlaylistRoutes(app: FastifyInstance, context: ApiContext): void {
  const { library, shapes } = context;
  const rowsOf = (ids: readonly string[]) => ids.map((id) => context.row('track', id));

  addRoute(app, 'GET /api/playlists', { access: 'member' }, async ({ account }) => {
    const owners = await ownerNames(context);
    const rows = await library.playlists.list(await context.viewer(account));
    return rows.map((row) => shapes.playlist(row, owners(row.ownerId)));
  });
  addRoute(
    app,
    'POST /api/playlists',
    { access: 'member', body: z.object({ name, trackIds: trackIds.default([]) }) },
    async ({ account, body }) => {
      const viewer = await context.viewer(account);
      const made = await library.playlists.create(viewer, {
        name: body.name,
        trackIds: rowsOf(body.trackIds),
      });
      context.events.tellAccount(account.id, 'playlists');
      return detail(context, viewer, made);
    },
  );
  addRoute(app, 'GET /api/playlists/:id', { access: 'member' }, async ({ account, params }) => {
    const viewer = await context.viewer(account);
    const { playlist } = need(await library.playlists.get(viewer, context.row('playlist', params['id']!)));
    return detail(context, viewer, playlist);
  });

  const change = z.object({
    name: name.optional(),
    comment: z.string().max(2000).optional(),
    public: z.boolean().optional(),
    trackIds: trackIds.optional(),
  });
  addRoute(app, 'PATCH /api/playlists/:id', { access: 'member', body: change }, ({ account, params, body }) =>
    changed(context, account, params, (viewer, id) =>
      library.playlists.change(viewer, id, { ...body, trackIds: body.trackIds && rowsOf(body.trackIds) }),
    ),
  );
  addRoute(
    app,
    'POST /api/playlists/:id/tracks',
    { access: 'member', body: z.object({ trackIds }) },
    ({ account, params, body }) =>
      changed(context, account, params, (viewer, id) =>
        library.playlists.change(viewer, id, { addTrackIds: rowsOf(body.trackIds) }),
      ),
  );
  addRoute(app, 'DELETE /api/playlists/:id', { access: 'member' }, async ({ account, params }) => {
    allow(
      await library.playlists.remove(await context.viewer(account), context.row('playlist', params['id']!)),
    );
    context.events.tellAccount(account.id, 'playlists');
    return null;
  });
  addRoute(app, 'POST /api/playlists/:id/restore', { access: 'member' }, ({ account, params }) =>
    changed(context, account, params, (viewer, id) => library.playlists.restore(viewer, id)),
  );
}

async function changed(
  context: ApiContext,
  account: Parameters<ApiContext['viewer']>[0],
  params: Readonly<Record<string, string>>,
  change: (viewer: Viewer, playlistId: number) => Promise<PlaylistChange>,
): Promise<PlaylistDetail> {
  const viewer = await context.viewer(account);
  const playlist = allow(await change(viewer, context.row('playlist', params['id']!)));
  context.events.tellAccount(account.id, 'playlists');
  return detail(context, viewer, playlist);
}

function allow(change: PlaylistChange): PlaylistRow {
  if (change.kind === 'changed') return change.playlist;
  throw new ServerError(change.reason === 'not-yours' ? 'SERVER_NOT_YOURS' : 'SERVER_NOT_FOUND');
}

async function detail(context: ApiContext, viewer: Viewer, playlist: PlaylistRow): Promise<PlaylistDetail> {
  const { library, shapes } = context;
  const owners = await ownerNames(context);
  const entries = await library.playlists.entries(
    viewer,
    playlist.id,
    { all: true },
    { peaks: playlist.trackCount <= 500 },
  );
  return {
    ...shapes.playlist(playlist, owners(playlist.ownerId)),
    items: entries.items.map(shapes.playlistEntry),
  };
}
