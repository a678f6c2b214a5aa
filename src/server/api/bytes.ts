/** The web API's bytes: streams, pictures and downloads, for a session's cookie. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { FonotecaError } from '#base/errors.ts';
import { attachment } from '#playback/index.ts';
import {
  type ByteCall,
  type PictureOf,
  sendFile,
  sendPicture,
  sendStream,
  sendZip,
  type Served,
} from '../bytes.ts';
import { ServerError } from '../errors.ts';
import { sessionOf } from '../sessions.ts';
import type { ApiContext } from './context.ts';

const streamQuery = z.object({
  format: z.enum(['original', 'opus', 'mp3', 'aac', 'flac']).default('original'),
  bitrate: z.coerce.number().int().min(0).max(10_000).optional(),
  startMs: z.coerce.number().int().min(0).optional(),
});
const downloadQuery = z.object({ format: z.enum(['m3u8', 'xspf']).optional() });
const artworkQuery = z.object({ size: z.coerce.number().int().min(16).max(1600).default(400) });

export function addByteRoutes(app: FastifyInstance, context: ApiContext): void {
  const config = { access: 'member' } as const;

  // Sound is asked for range by range: it carries the one header of all those of a page that says something about it.
  app.get('/api/stream/:id', { config: { ...config, pageHeaders: false } }, async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    const { format, bitrate, startMs } = streamQuery.parse(request.query);
    const wanted = {
      ...(format === 'original' ? { format: 'raw' } : { format }),
      ...(bitrate && { bitrateKbpsMax: bitrate }),
      ...(startMs && { startMs }),
    };
    return finish(
      reply,
      await sendStream(await callOf(context, request, reply), context.row('track', idOf(request)), wanted),
    );
  });
  app.get('/api/artwork/:id', { config }, async (request, reply) => {
    const { size } = artworkQuery.parse(request.query);
    return finish(
      reply,
      await sendPicture(await callOf(context, request, reply), pictureOf(context, idOf(request)), {
        sizePx: size,
        format: 'webp',
      }),
    );
  });
  app.get('/api/download/:id', { config }, async (request, reply) => {
    const found = context.ids.decodeAny(idOf(request));
    const call = await callOf(context, request, reply);
    const { format } = downloadQuery.parse(request.query);
    if (found?.kind === 'playlist' && format) return sendList(call, found.row, format);
    if (found?.kind === 'track') return finish(reply, await sendFile(call, found.row));
    if (found?.kind === 'album' || found?.kind === 'playlist' || found?.kind === 'artist')
      return finish(reply, await sendZip(call, { kind: found.kind, id: found.row }));
    throw new ServerError('SERVER_NOT_FOUND');
  });
}

/** A playlist as a file: the names of its tracks, no bytes of them. */
async function sendList(call: ByteCall, playlistId: number, format: 'm3u8' | 'xspf'): Promise<FastifyReply> {
  const list = await call.fonoteca.library.playlists.exportText(call.viewer, playlistId, format);
  if (!list.found) throw new ServerError('SERVER_NOT_FOUND');
  const mime = format === 'm3u8' ? 'application/vnd.apple.mpegurl' : 'application/xspf+xml';
  return call.reply
    .header('content-type', `${mime}; charset=utf-8`)
    .header('content-disposition', attachment(`${list.name}.${format}`))
    .send(list.text);
}

async function callOf(fonoteca: ApiContext, request: FastifyRequest, reply: FastifyReply): Promise<ByteCall> {
  const { account } = sessionOf(request);
  return { fonoteca, account, viewer: await fonoteca.viewer(account), request, reply };
}

function idOf(request: FastifyRequest): string {
  return (request.params as { id: string }).id;
}

function pictureOf(context: ApiContext, id: string): PictureOf {
  const found = context.ids.decodeAny(id);
  if (found && /^(artwork|track|album|artist|playlist|folder)$/.test(found.kind))
    return { kind: found.kind as PictureOf['kind'], id: found.row };
  throw new ServerError('SERVER_NOT_FOUND');
}

function finish(reply: FastifyReply, served: Served): FastifyReply {
  if (served.kind === 'sent') return reply;
  const { status, message, retryAfterSeconds } = served;
  throw new FonotecaError('SERVER_NO_BYTES', { message, status }, { retryAfterSeconds });
}
