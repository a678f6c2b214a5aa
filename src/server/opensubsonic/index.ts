/**
 * OpenSubsonic 1.16.1: every endpoint of the protocol on GET and POST, with and without ".view", for any app that
 * speaks it. Its shapes stay in this folder.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FonotecaError } from '#base/errors.ts';
import { withoutSecrets } from '#base/log.ts';
import type { Fonoteca } from '#fonoteca';
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
import { sendAnswer, sendError } from './respond.ts';
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

export function addSubsonicRoutes(app: FastifyInstance, fonoteca: Fonoteca): void {
  const shapes = createShapes(fonoteca.ids);
  for (const [name, endpoint] of Object.entries(endpoints)) {
    addRoute(app, name, 'app', (request, reply) => answer(fonoteca, shapes, endpoint, request, reply));
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
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

function addRoute(app: FastifyInstance, name: string, access: 'app' | 'anyone', handler: Handler): void {
  const urls = name === '*' ? ['/rest/*'] : [`/rest/${name}`, `/rest/${name}.view`];
  // Web apps of others call from their own origin; they bring credentials in the parameters, no cookie is involved.
  const open: Handler = (request, reply) =>
    handler(
      request,
      reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin'),
    );
  for (const url of urls) app.route({ method: ['GET', 'POST'], url, config: { access }, handler: open });
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
    return result === sent ? reply : sendAnswer(reply, format, result);
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

function asSubsonicError({ log }: Fonoteca, error: unknown, request: FastifyRequest): SubsonicError {
  if (error instanceof SubsonicError) return error;
  if (error instanceof FonotecaError && error.status < 500)
    return new SubsonicError(error.status === 404 ? 'not-found' : 'generic', error.message);
  log.error({ err: error, url: withoutSecrets(request.url) }, 'a Subsonic request failed');
  return new SubsonicError('generic', 'Something went wrong inside Fonoteca. The log says what.');
}
