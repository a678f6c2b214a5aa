/**
 * The way of every byte: what is it, may this account have it (one decision), open it, send it. The web API and
 * OpenSubsonic both go through here and differ only in how they say no.
 */
import { basename, extname, join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { messageOf } from '#base/errors.ts';
import { displayPath, systemPath } from '#base/paths.ts';
import type { Fonoteca } from '#fonoteca';
import type { Account } from '#guard/index.ts';
import type { ArtworkFile, TrackFile, TrackRow, Viewer } from '#library/index.ts';
import type { ArtworkFormat } from '#media/index.ts';
import {
  type Allowed,
  attachment,
  decide,
  type DecisionViewer,
  type OpenResult,
  type PlayableItem,
  type Purpose,
  type Refused,
  sendZip as sendEntries,
  serveRange,
  type SourceFormat,
  type StreamWanted,
  type ZipEntry,
} from '#playback/index.ts';

/** Why there are no bytes, in a sentence, with the HTTP status. */
export interface NoBytes {
  readonly kind: 'refused';
  readonly status: number;
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

/** `sent`: the answer was written (or the client left). */
export type Served = { readonly kind: 'sent' } | NoBytes;

/** Who asks, and for which answer. */
export interface ByteCall {
  readonly fonoteca: Fonoteca;
  readonly account: Account;
  readonly viewer: Viewer;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

const sent: Served = { kind: 'sent' };
const nothingHere: NoBytes = { kind: 'refused', status: 404, message: 'There is nothing here by that name.' };

/** Sends a track's untouched file to keep. */
export async function sendFile(call: ByteCall, trackId: number): Promise<Served> {
  const lookup = await call.fonoteca.library.artwork.fileOfTrack(call.viewer, trackId);
  if (!lookup.found) return nothingHere;
  const decision = ask(call, 'download', trackItem(call, lookup.file));
  if (decision.kind === 'refused') return decision;
  const name = displayPath(basename(lookup.file.path));
  const { request, respond, headers } = exchangeOf(call, { 'content-disposition': attachment(name) });
  const outcome = await call.fonoteca.playback.sendOriginal(decision, request, respond, headers);
  return 'kind' in outcome
    ? { kind: 'refused', status: 404, message: `The file cannot be read: ${outcome.reason}` }
    : sent;
}

/** Streams a track: the original, or a transcode where the request, the account or the format asks for one. */
export async function sendStream(call: ByteCall, trackId: number, wanted: StreamWanted): Promise<Served> {
  const lookup = await call.fonoteca.library.artwork.fileOfTrack(call.viewer, trackId);
  if (!lookup.found) return nothingHere;
  const decision = ask(call, 'stream', trackItem(call, lookup.file));
  if (decision.kind === 'refused') return decision;
  return call.fonoteca.playback.stream(decision, formatOf(lookup.file), wanted, exchangeOf(call));
}

/** What follows from a file alone is worked out once for all ranges that are asked of it. */
const formats = new WeakMap<TrackFile, SourceFormat>();
const items = new WeakMap<TrackFile, PlayableItem>();

function formatOf(file: TrackFile): SourceFormat {
  const known = formats.get(file);
  if (known) return known;
  const format = makeFormat(file);
  formats.set(file, format);
  return format;
}

function makeFormat(file: TrackFile): SourceFormat {
  const { codec, mime, durationMs, sizeBytes, bitrateKbps, channels, sampleRateHz } = file;
  return {
    codec,
    suffix: extname(file.path).slice(1).toLowerCase(),
    mime,
    durationMs,
    sizeBytes,
    ...(bitrateKbps !== null && { bitrateKbps }),
    ...(channels !== null && { channels }),
    ...(file.segment > 0 && { part: { startMs: file.startMs, durationMs } }),
    ...(sampleRateHz !== null && { sampleRate: sampleRateHz }),
  };
}

/** The raw exchange; the headers that the server's hooks have set go out with the bytes too. */
function exchangeOf({ request, reply }: ByteCall, headers: Record<string, string> = {}) {
  return {
    request: request.raw,
    respond: () => reply.hijack().raw,
    headers: Object.assign(heldHeaders(reply), headers),
  };
}

/** Sends an album, an artist's albums or a playlist as one ZIP; tracks that may not be kept are not in it. */
export async function sendZip(
  call: ByteCall,
  of: { kind: 'album' | 'artist' | 'playlist'; id: number },
): Promise<Served> {
  const { library } = call.fonoteca;
  const tracks = await library.tracks.byIds(call.viewer, await trackIdsOf(call, of));
  const entries: ZipEntry[] = [];
  let refused: Refused | undefined;
  for (const [index, track] of tracks.entries()) {
    const lookup = await library.artwork.fileOfTrack(call.viewer, track.id);
    if (!lookup.found) continue;
    const decision = ask(call, 'download', trackItem(call, lookup.file));
    if (decision.kind === 'allow')
      entries.push({ allowed: decision, name: nameInZip(track, index, of.kind) });
    else refused ??= decision;
  }
  if (entries.length === 0) return refused ?? nothingHere;
  const response = call.reply.hijack().raw;
  const name =
    of.kind === 'album'
      ? `${tracks[0]!.artistName} - ${tracks[0]!.album?.title ?? tracks[0]!.title}`
      : of.kind === 'artist'
        ? tracks[0]!.albumArtistName || tracks[0]!.artistName
        : 'Playlist';
  response.writeHead(200, {
    ...heldHeaders(call.reply),
    'content-type': 'application/zip',
    'content-disposition': attachment(`${safeName(name)}.zip`),
  });
  if (call.request.method === 'HEAD') response.end();
  else await sendEntries(response, entries);
  return sent;
}

async function trackIdsOf(
  { fonoteca, viewer }: ByteCall,
  of: { kind: 'album' | 'artist' | 'playlist'; id: number },
): Promise<number[]> {
  if (of.kind !== 'playlist') return fonoteca.library.tracks.idsOf(viewer, { kind: of.kind, id: of.id });
  const entries = await fonoteca.library.playlists.entries(viewer, of.id, { all: true });
  return entries.items.flatMap(({ track }) => (track ? [track.id] : []));
}

/** Albums keep their file names by disc; a playlist is numbered, because the same name may come twice. */
function nameInZip(track: TrackRow, index: number, kind: 'album' | 'artist' | 'playlist'): string {
  const file = safeName(displayPath(track.fileName));
  if (kind === 'playlist') return `${String(index + 1).padStart(4, '0')} ${file}`;
  const disc = track.disc !== null && track.disc > 1 ? `Disc ${track.disc}/` : '';
  return kind === 'artist' ? `${safeName(track.album?.title ?? 'Other')}/${disc}${file}` : `${disc}${file}`;
}

// oxlint-disable-next-line no-control-regex
const awkward = /[\u0000-\u001f<>:"/\\|?*]/g;

/** A name that every file system takes, and that leads nowhere else. */
function safeName(name: string): string {
  return name.replace(awkward, '_').replace(/^\.+/, '_').slice(0, 180) || '_';
}

export type PictureOf = Parameters<Fonoteca['library']['artwork']['of']>[1];

/** Sends an item's picture at a size; what has none gets a drawn cover. */
export async function sendPicture(
  call: ByteCall,
  item: PictureOf,
  size: { sizePx: number; format: ArtworkFormat },
): Promise<Served> {
  const { fonoteca, viewer } = call;
  const lookup = await fonoteca.library.artwork.of(viewer, item);
  const seed = `${item.kind} ${item.id}`;
  if (!lookup.found) return item.kind === 'artwork' ? nothingHere : sendDrawn(call, seed, size);
  const decision = ask(call, 'artwork', artworkItem(call, lookup.artwork));
  if (decision.kind === 'refused') return decision;
  try {
    return await sendOpened(
      call,
      await fonoteca.playback.artwork(decision, lookup.artwork, size.sizePx, size.format),
    );
  } catch (error) {
    // A picture that cannot be rendered is listed on the Issues page; here a drawn one takes its place.
    fonoteca.log.debug(
      { artwork: lookup.artwork.artworkId, reason: messageOf(error) },
      'a picture could not be rendered',
    );
    return sendDrawn(call, seed, size);
  }
}

/** A drawn cover shows nothing of the library, so it needs no more than somebody who is signed in. */
async function sendDrawn(
  call: ByteCall,
  seed: string,
  size: { sizePx: number; format: ArtworkFormat },
): Promise<Served> {
  const item: PlayableItem = {
    id: seed,
    libraryIds: [],
    location: { kind: 'memory', bytes: new Uint8Array(), mime: 'image/svg+xml', etag: '""' },
  };
  const decision = decide({
    account: { accountId: String(call.account.id), libraries: 'all' },
    purpose: 'artwork',
    item,
  });
  if (decision.kind === 'refused') return decision;
  return sendOpened(
    call,
    await call.fonoteca.playback.placeholder(decision, seed, '', size.sizePx, size.format),
  );
}

async function sendOpened(call: ByteCall, opened: OpenResult): Promise<Served> {
  if (opened.kind === 'unavailable') return { kind: 'refused', status: 404, message: opened.reason };
  // Ids of pictures change with their bytes, so a browser may keep what it has for a month.
  const { request, respond, headers } = exchangeOf(call, { 'Cache-Control': 'private, max-age=2592000' });
  await serveRange(request, respond(), opened.source, { headers });
  return sent;
}

/** The one decision, asked for this caller. */
export function ask(call: ByteCall, purpose: Purpose, item: PlayableItem): Allowed | Refused {
  return decide({ account: decisionViewer(call), purpose, item, nowMs: call.fonoteca.clock.now() });
}

function decisionViewer({ account, viewer }: ByteCall): DecisionViewer {
  return {
    accountId: String(account.id),
    libraries: viewer.libraryIds === 'all' ? 'all' : new Set(viewer.libraryIds),
    ...(account.settings.maxBitrateKbps > 0 && { bitrateKbpsMax: account.settings.maxBitrateKbps }),
  };
}

export function trackItem({ fonoteca }: ByteCall, file: TrackFile): PlayableItem {
  const known = items.get(file);
  if (known) return known;
  const item: PlayableItem = {
    id: fonoteca.ids.encode('track', file.trackId),
    libraryIds: [file.libraryId],
    state: file.missing ? 'missing' : 'present',
    location: { kind: 'file', path: systemPath(join(file.root, file.path)), mime: file.mime },
  };
  items.set(file, item);
  return item;
}

function artworkItem({ fonoteca }: ByteCall, file: ArtworkFile): PlayableItem {
  return {
    id: fonoteca.ids.encode('artwork', file.artworkId),
    libraryIds: [file.libraryId],
    location: {
      kind: 'file',
      path: systemPath(join(file.root, file.path)),
      mime: file.mime ?? 'application/octet-stream',
    },
  };
}

/** The headers that the server's hooks have set so far: they must go out with bytes too. */
function heldHeaders(reply: FastifyReply): Record<string, string | number | string[]> {
  const headers = reply.getHeaders();
  for (const name in headers) if (headers[name] === undefined) delete headers[name];
  return headers as Record<string, string | number | string[]>;
}
