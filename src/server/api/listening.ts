/** What a person does while listening: search, stars and ratings, plays, the queue that follows them to another device. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { MarkItems } from '#library/index.ts';
import { ServerError } from '../errors.ts';
import type { ApiContext } from './context.ts';
import { addRoute } from './route.ts';

const client = 'Fonoteca';
const trackIds = z.array(z.string()).max(20_000);
const positionMs = z.number().int().min(0);

export function addListeningRoutes(app: FastifyInstance, context: ApiContext): void {
  const { library, shapes } = context;
  const searchQuery = z.object({
    q: z.string().max(500),
    limit: z.coerce.number().int().min(1).max(100).default(8),
    exact: z.stringbool().optional(),
  });

  addRoute(app, 'GET /api/search', { access: 'member', query: searchQuery }, async ({ account, query }) => {
    const started = performance.now();
    const part = { limit: query.limit };
    const found = await library.search.find(await context.viewer(account), {
      query: query.q,
      exact: query.exact,
      artists: part,
      albums: part,
      tracks: part,
      playlists: part,
      peaks: true,
    });
    const owners = await ownerNames(context);
    return {
      query: found.query,
      corrected: found.corrected,
      best: found.best && bestShape(context, found.best),
      artists: shapes.foundPart(found.artists, shapes.artist),
      albums: shapes.foundPart(found.albums, shapes.album),
      tracks: shapes.foundPart(found.tracks, shapes.playable),
      playlists: shapes.foundPart(found.playlists, (row) => shapes.playlist(row, owners(row.ownerId))),
      tookMs: Math.round((performance.now() - started) * 10) / 10,
    };
  });

  const markBody = z.object({
    starred: z.boolean().optional(),
    rating: z.number().int().min(1).max(5).nullable().optional(),
  });
  addRoute(
    app,
    'PUT /api/marks/:id',
    { access: 'member', body: markBody },
    async ({ account, params, body }) => {
      const viewer = await context.viewer(account);
      const { kind, row } = markable(context, params['id']!);
      const items: MarkItems = { [`${kind}s`]: [row] };
      const done = [
        ...(body.starred === undefined ? [] : [await library.marks.star(viewer, items, body.starred)]),
        ...(body.rating === undefined ? [] : [await library.marks.rate(viewer, items, body.rating)]),
      ];
      if (done.some(({ marked }) => marked === 0)) throw new ServerError('SERVER_NOT_FOUND');
      context.events.tellAccount(account.id, 'marks');
      return shapes.mark(await library.marks.of(viewer, kind, row));
    },
  );

  addPlayRoutes(app, context);
}

function addPlayRoutes(app: FastifyInstance, context: ApiContext): void {
  const { library, shapes } = context;
  const playBody = z.object({
    trackId: z.string(),
    finished: z.boolean(),
    positionMs,
    playedAt: z.iso.datetime().optional(),
  });

  addRoute(app, 'POST /api/plays', { access: 'member', body: playBody }, async ({ account, body }) => {
    const viewer = await context.viewer(account);
    const trackId = context.row('track', body.trackId);
    if (body.finished)
      await library.plays.add(viewer, [
        { trackId, client, ...(body.playedAt && { playedAt: Date.parse(body.playedAt) }) },
      ]);
    else
      await library.plays.report(viewer, { trackId, client, positionMs: body.positionMs, state: 'playing' });
    return null;
  });

  addRoute(app, 'GET /api/queue', { access: 'member' }, async ({ account }) => {
    const queue = await library.queue.load(await context.viewer(account));
    return queue && shapes.queue(queue);
  });
  addRoute(
    app,
    'PUT /api/queue',
    { access: 'member', body: z.object({ trackIds, index: z.number().int().min(0), positionMs }) },
    async ({ account, body }) => {
      const rows = body.trackIds.map((id) => context.row('track', id));
      await library.queue.save(await context.viewer(account), {
        trackIds: rows,
        index: body.index,
        positionMs: body.positionMs,
        client,
      });
      context.events.tellAccount(account.id, 'queue');
      return null;
    },
  );
}

function bestShape(
  { shapes }: ApiContext,
  best: NonNullable<Awaited<ReturnType<ApiContext['library']['search']['find']>>['best']>,
) {
  if (best.kind === 'artist') return { kind: 'artist' as const, item: shapes.artist(best.item) };
  if (best.kind === 'album') return { kind: 'album' as const, item: shapes.album(best.item) };
  return { kind: 'track' as const, item: shapes.playable(best.item) };
}

function markable(context: ApiContext, id: string): { kind: 'track' | 'album' | 'artist'; row: number } {
  const found = context.ids.decodeAny(id);
  if (found?.kind === 'track' || found?.kind === 'album' || found?.kind === 'artist')
    return { kind: found.kind, row: found.row };
  throw new ServerError('SERVER_NOT_FOUND');
}

/** Account numbers as names; the library knows numbers only. */
export async function ownerNames(context: ApiContext): Promise<(accountId: number) => string> {
  const accounts = await context.guard.accounts.list();
  const names = new Map(accounts.map((account) => [account.id, account.name]));
  return (accountId) => names.get(accountId) ?? '';
}
