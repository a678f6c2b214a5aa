/**
 * Opens playback for a server: its caches, its accelerator, and the ways in which bytes go out. Every one of them wants
 * the proof of a decision.
 */
import { join } from 'node:path';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Config } from '#base/config.ts';
import type { ArtworkFile } from '#library/index.ts';
import type { ArtworkFormat, FfmpegInfo, TranscodeCodec } from '#media/index.ts';
import { encodableCodecs, ffmpegSlots, findFfmpeg, setFfmpegSlots, useFfmpeg } from '#media/index.ts';
import type { Accelerator } from './accelerate.ts';
import { openArtwork, openPlaceholder } from './artwork.ts';
import { openArtworkCache } from './artwork-cache.ts';
import { openBytes, type OpenResult } from './byte-source.ts';
import type { Allowed } from './decide.ts';
import { closeIdleFiles } from './open-files.ts';
import type { SourceFormat } from './plan.ts';
import { serveRange, type ServeOutcome } from './serve-range.ts';
import { type Exchange, type Served, stream, type StreamParts, type StreamWanted } from './stream.ts';
import { TranscodeCache } from './transcode-cache.ts';

export type OriginalOutcome = ServeOutcome | Extract<OpenResult, { kind: 'unavailable' }>;

export interface Playback {
  /** Undefined when ffmpeg is not installed. */
  readonly ffmpeg: FfmpegInfo | undefined;
  /** What can be transcoded to; empty without ffmpeg. */
  readonly encodes: ReadonlySet<TranscodeCodec>;
  /**
   * Streams what was decided on, as it is or transcoded. A refusal (no ffmpeg, no free slot, no such format, a file
   * that cannot be read) comes as a value before `exchange.respond` is called.
   */
  stream(allowed: Allowed, source: SourceFormat, wanted: StreamWanted, exchange: Exchange): Promise<Served>;
  /** Sends the untouched bytes of what was decided on, with ranges; nothing is written when they are not there. */
  sendOriginal(
    allowed: Allowed,
    request: IncomingMessage,
    response: () => ServerResponse,
    headers?: OutgoingHttpHeaders,
  ): Promise<OriginalOutcome>;
  /** Opens a picture at a size. Throws the media room's errors for pictures that cannot be rendered. */
  artwork(allowed: Allowed, file: ArtworkFile, sizePx: number, format: ArtworkFormat): Promise<OpenResult>;
  /** A drawn cover for what has no picture. */
  placeholder(
    allowed: Allowed,
    seed: string,
    title: string,
    sizePx: number,
    format: ArtworkFormat,
  ): Promise<OpenResult>;
  /** Answers under way, and ffmpeg processes that somebody waits for. */
  activity(): { streams: number; transcodes: number };
  /** Stops what is being transcoded and closes files. */
  close(): Promise<void>;
}

/** Opens playback over the caches in the data folder. Throws when they cannot be used. */
export async function openPlayback(
  config: Pick<Config, 'dataFolder' | 'media' | 'accel'>,
): Promise<Playback> {
  const { media } = config;
  const cacheFolder = join(config.dataFolder, 'cache');
  useFfmpeg(media.ffmpeg);
  setFfmpegSlots({ interactive: media.transcodesMax });
  const artwork = openArtworkCache(join(cacheFolder, 'artwork'), media.artworkCacheMb * 1_000_000);
  const cache = TranscodeCache.open(join(cacheFolder, 'transcodes'), media.transcodeCacheMb * 1_000_000);
  const ffmpeg = await findFfmpeg();
  const accelerator = acceleratorOf(config.accel);
  const encodes = encodableCodecs(ffmpeg);
  const parts: StreamParts = { cache, ffmpeg, encodes, accelerator };
  let streams = 0;
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    streams += 1;
    try {
      return await work;
    } finally {
      streams -= 1;
    }
  };
  return {
    ffmpeg,
    encodes,
    stream: (allowed, source, wanted, exchange) => counted(stream(parts, allowed, source, wanted, exchange)),
    sendOriginal: async (allowed, request, response, headers = {}) => {
      const opened = await openBytes(allowed);
      if (opened.kind === 'unavailable') return opened;
      return counted(serveRange(request, response(), opened.source, { headers, accelerator }));
    },
    artwork: (allowed, file, sizePx, format) => openArtwork(allowed, artwork, file, sizePx, format),
    placeholder: (allowed, seed, title, sizePx, format) =>
      openPlaceholder(allowed, artwork, seed, title, sizePx, format),
    activity: () => ({ streams, transcodes: ffmpegSlots('interactive').running }),
    close: async () => {
      await cache.close();
      closeIdleFiles();
    },
  };
}

function acceleratorOf(accel: Readonly<Record<string, string>>): Accelerator | undefined {
  const locations = Object.entries(accel).map(([root, location]) => ({ root, location }));
  return locations.length > 0 ? { header: 'X-Accel-Redirect', locations } : undefined;
}
