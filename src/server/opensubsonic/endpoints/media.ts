/** Media retrieval: sound, pictures and words. */
import {
  type ByteCall,
  type PictureOf,
  sendFile,
  sendPicture,
  sendStream,
  sendZip,
  type Served,
} from '../../bytes.ts';
import { type Call, decodeAny, type Endpoint, found, idOf, sent } from '../call.ts';
import { notFound, SubsonicError } from '../errors.ts';

const stream: Endpoint = async (call) => {
  const { parameters } = call;
  const offset = parameters.number('timeOffset', { min: 0 });
  const wanted = {
    ...(parameters.text('format') && { format: parameters.text('format')! }),
    ...(parameters.number('maxBitRate', { min: 0 }) && {
      bitrateKbpsMax: parameters.number('maxBitRate', { min: 0 })!,
    }),
    ...(offset && { startMs: offset * 1000 }),
    estimateLength: parameters.flag('estimateContentLength') ?? false,
  };
  return finish(await sendStream(byteCall(call), idOf(call, 'id', 'track'), wanted));
};

/** A song's untouched file; an album, artist or playlist as a ZIP of theirs. */
const download: Endpoint = async (call) => {
  const { kind, row } = decodeAny(call, call.parameters.need('id'));
  if (kind === 'track') return finish(await sendFile(byteCall(call), row));
  if (kind === 'album' || kind === 'artist' || kind === 'playlist')
    return finish(await sendZip(byteCall(call), { kind, id: row }));
  throw notFound('The item');
};

const getCoverArt: Endpoint = async (call) => {
  const { kind, row } = decodeAny(call, call.parameters.need('id'));
  if (!/^(artwork|track|album|artist|playlist|folder)$/.test(kind)) throw notFound('The picture');
  const sizePx = call.parameters.number('size', { min: 16, max: 1600 }) ?? 1000;
  // JPEG is what every app can show.
  return finish(
    await sendPicture(
      byteCall(call),
      { kind: kind as PictureOf['kind'], id: row },
      { sizePx, format: 'jpeg' },
    ),
  );
};

const getLyrics: Endpoint = async (call) => {
  const { parameters, fonoteca, viewer } = call;
  const [artist, title] = [parameters.text('artist') ?? '', parameters.text('title') ?? ''];
  const lookup = await fonoteca.library.lyrics.byName(viewer, artist, title);
  if (!lookup.found) return { lyrics: { value: '' } };
  const { track, lyrics } = lookup;
  return {
    lyrics: {
      artist: track.artistName,
      title: track.title,
      value: lyrics.lines.map((line) => line.text).join('\n'),
    },
  };
};

const getLyricsBySongId: Endpoint = async (call) => {
  const { library } = call.fonoteca;
  const id = idOf(call, 'id', 'track');
  const { track } = found(await library.tracks.get(call.viewer, id), 'The song');
  const rows = await library.lyrics.ofTrack(call.viewer, id);
  const enhanced = call.parameters.flag('enhanced') ?? false;
  const shape = (row: (typeof rows)[number]) => ({
    ...call.shapes.structuredLyrics(row, track),
    ...(enhanced && { kind: 'main' }),
  });
  return { lyricsList: { structuredLyrics: rows.map(shape) } };
};

function byteCall({ fonoteca, account, viewer, request, reply }: Call): ByteCall {
  return { fonoteca, account, viewer, request, reply };
}

function finish(served: Served): typeof sent {
  if (served.kind === 'sent') return sent;
  if (served.status === 404) throw new SubsonicError('not-found', served.message);
  if (served.status === 403) throw new SubsonicError('not-authorized', served.message);
  throw new SubsonicError(
    'generic',
    served.message,
    served.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: served.retryAfterSeconds },
  );
}

export const mediaEndpoints = { stream, download, getCoverArt, getLyrics, getLyricsBySongId };
