/**
 * OpenSubsonic 1.16.1: every endpoint of the protocol on GET and POST, with and without ".view", for any app that
 * speaks it. Its shapes stay in this folder.
 */
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DatabaseError, isAway } from '#base/database/index.ts';
import { FonotecaError, messageOf } from '#base/errors.ts';
import { withoutSecrets } from '#base/log.ts';
import type { Fonoteca } from '#fonoteca';
import type { EventHub } from '../api/events.ts';
import { bodySizeMax } from '../http.ts';
import { visitorOf } from '../sessions.ts';
import { authenticateApp } from './authenticate.ts';
import { type Call, type Endpoint, sent } from './call.ts';
import { annotationEndpoints } from './endpoints/annotation.ts';
import { browsingEndpoints } from './endpoints/browsing.ts';
import { listEndpoints } from './endpoints/lists.ts';
import { mediaEndpoints } from './endpoints/media.ts';
import { playlistEndpoints } from './endpoints/playlists.ts';
import { openSubsonicExtensions, systemEndpoints } from './endpoints/system.ts';
import { unsupportedEndpoints } from './endpoints/unsupported.ts';
import { SubsonicError } from './errors.ts';
import { Parameters } from './parameters.ts';
import { Prepared, sendAnswer, sendError, sendPrepared } from './respond.ts';
import { createShapes, type Shapes } from './shapes.ts';

const endpoints: Record<string, Endpoint> = {
  ...systemEndpoints,
  ...browsingEndpoints,
  ...listEndpoints,
  ...playlistEndpoints,
  ...annotationEndpoints,
  ...mediaEndpoints,
  ...unsupportedEndpoints,
};

/** What an app changes of its account's: the account's pages hear of it. */
const changes: Record<string, 'marks' | 'playlists' | 'queue'> = {
  star: 'marks',
  unstar: 'marks',
  setRating: 'marks',
  createPlaylist: 'playlists',
  updatePlaylist: 'playlists',
  deletePlaylist: 'playlists',
  savePlayQueue: 'queue',
  savePlayQueueByIndex: 'queue',
};

type Ground = Fonoteca & { readonly events: EventHub };

/** Adds the protocol in a scope of its own: forms are understood here and nowhere else, so no other site's form reaches the web API. */
export async function addSubsonicRoutes(app: FastifyInstance, fonoteca: Ground): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(formbody, { bodyLimit: bodySizeMax });
    addEndpoints(scope, fonoteca);
    // What fails before an endpoint is asked (a body that is too long, say) has to be read by others' pages too.
    scope.setErrorHandler((error, request, reply) =>
      sendError(
        reply.headers(openToOrigins),
        new Parameters(request).format(),
        asSubsonicError(fonoteca, error, request),
      ),
    );
  });
}

function addEndpoints(app: FastifyInstance, fonoteca: Ground): void {
  const shapes = createShapes(fonoteca.ids);
  for (const [name, endpoint] of Object.entries(endpoints)) {
    const told = telling(fonoteca.events, name, endpoint);
    addRoute(app, name, 'app', (request, reply) => answer(fonoteca, shapes, told, request, reply));
  }
  addRoute(app, 'getOpenSubsonicExtensions', 'anyone', async (request, reply) =>
    sendAnswer(reply, new Parameters(request).format(), openSubsonicExtensions),
  );
  addRoute(app, '*', 'anyone', async (request, reply) =>
    sendError(
      reply,
      new Parameters(request).format(),
      new SubsonicError('not-found', 'There is no such endpoint.'),
    ),
  );
  app.options('/rest/*', { config: { access: 'anyone' } }, (_request, reply) =>
    reply.code(204).headers(openToAsking).send(),
  );
}

// Web apps of others call from their own origin; they bring credentials in the parameters, no cookie is involved.
const openToOrigins = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'content-length, content-range, accept-ranges, etag, retry-after',
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
};

/** What a browser asks before it sends; it reads these in the answer to OPTIONS and nowhere else. */
const openToAsking = {
  ...openToOrigins,
  'access-control-allow-methods': 'GET, HEAD, POST',
  'access-control-allow-headers':
    'content-type, range, if-range, if-none-match, accept, cache-control, pragma',
  'access-control-max-age': '86400',
};

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

function addRoute(app: FastifyInstance, name: string, access: 'app' | 'anyone', handler: Handler): void {
  const urls = name === '*' ? ['/rest/*'] : [`/rest/${name}`, `/rest/${name}.view`];
  const open: Handler = (request, reply) => handler(request, reply.headers(openToOrigins));
  // What protects a page says nothing to an app, and an app asks several times a second: one header instead of twelve.
  for (const url of urls)
    app.route({ method: ['GET', 'POST'], url, config: { access, pageHeaders: false }, handler: open });
}

function telling(events: EventHub, name: string, endpoint: Endpoint): Endpoint {
  const what = changes[name];
  if (what === undefined) return endpoint;
  return async (call) => {
    const result = await endpoint(call);
    events.tellAccount(call.account.id, what);
    return result;
  };
}

async function answer(
  fonoteca: Fonoteca,
  shapes: Shapes,
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const parameters = new Parameters(request);
  const format = parameters.format();
  try {
    const result = await endpoint(await callOf(fonoteca, shapes, parameters, request, reply));
    if (result === sent) return reply;
    return result instanceof Prepared
      ? sendPrepared(reply, format, result)
      : sendAnswer(reply, format, result);
  } catch (error) {
    return sendError(reply, format, asSubsonicError(fonoteca, error, request));
  }
}

async function callOf(
  fonoteca: Fonoteca,
  shapes: Shapes,
  parameters: Parameters,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Call> {
  const { account, credential } = await authenticateApp(fonoteca.guard, parameters, visitorOf(request));
  const all = await fonoteca.library.access.viewerOf(account);
  const folder = parameters.number('musicFolderId');
  const viewer = folder === undefined || folder < 0 ? all : fonoteca.library.access.narrow(all, folder);
  const client = (parameters.text('c') ?? credential.name).slice(0, 100);
  return { fonoteca, shapes, account, credential, viewer, parameters, client, request, reply };
}

function asSubsonicError({ log }: Fonoteca, thrown: unknown, request: FastifyRequest): SubsonicError {
  if (thrown instanceof SubsonicError) return thrown;
  const error = isAway(thrown) ? new DatabaseError('DATABASE_AWAY', {}, { cause: thrown }) : thrown;
  // 503 and 507 (busy, closing, disk full) are no secrets, and a person can do something about them.
  if (error instanceof FonotecaError && (error.status < 500 || error.status === 503 || error.status === 507))
    return new SubsonicError(error.status === 404 ? 'not-found' : 'generic', error.message);
  const { statusCode } = error as { statusCode?: number };
  if (statusCode !== undefined && statusCode < 500) return new SubsonicError('generic', messageOf(error));
  log.error({ err: error, url: withoutSecrets(request.url) }, 'a Subsonic request failed');
  return new SubsonicError('generic', 'Something went wrong inside Fonoteca. The log says what.');
}
