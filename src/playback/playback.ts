/**
 * Opens the room: the transcode and artwork caches, which ffmpeg, who sends files. What the server works with.
 */
import { join } from 'node:path';
import type { FfmpegInfo } from '#media/index.ts';
import { encodableCodecs, findFfmpeg, setFfmpegSlots, useFfmpeg } from '#media/index.ts';
import type { TranscodeCodec } from '#media/index.ts';
import type { Accelerator } from './accelerate.ts';
import type { ArtworkCache } from './artwork-cache.ts';
import { openArtworkCache } from './artwork-cache.ts';
import type { ByteSource } from './byte-source.ts';
import type { Allowed } from './decide.ts';
import { closeIdleFiles } from './open-files.ts';
import type { SourceFormat } from './plan.ts';
import { serveRange } from './serve-range.ts';
import type { ServeOutcome } from './serve-range.ts';
import type { Exchange, Served, StreamParts, StreamWanted } from './stream.ts';
import { sendOriginal, stream } from './stream.ts';
import { TranscodeCache } from './transcode-cache.ts';

export interface PlaybackOptions {
  /** Transcodes and resized pictures go into folders below it. */
  readonly cacheFolder: string;
  readonly media: {
    /** Name or path of the ffmpeg to use. */
    readonly ffmpeg: string;
    readonly transcodesMax: number;
    readonly transcodeCacheMb: number;
    readonly artworkCacheMb: number;
  };
  /** Folder on disk → internal location of the nginx in front; empty to send everything from here. */
  readonly accel: Readonly<Record<string, string>>;
}

export interface Playback {
  /** Undefined when ffmpeg is not installed. */
  readonly ffmpeg: FfmpegInfo | undefined;
  /** What can be transcoded to; empty without ffmpeg. */
  readonly encodes: ReadonlySet<TranscodeCodec>;
  readonly artworkCache: ArtworkCache;
  /** Streams the item that was decided on, as it is or transcoded. Refusals come before `respond` is called. */
  stream(allowed: Allowed, source: SourceFormat, wanted: StreamWanted, exchange: Exchange): Promise<Served>;
  /** Sends the item that was decided on, untouched. */
  sendOriginal(allowed: Allowed, exchange: Exchange): Promise<Served>;
  /** Sends any opened source (a picture), and closes it. */
  send(source: ByteSource, exchange: Exchange): Promise<ServeOutcome>;
  close(): Promise<void>;
}

/** Opens playback: makes its cache folders, looks for ffmpeg. Throws when the cache folder cannot be used. */
export async function openPlayback(options: PlaybackOptions): Promise<Playback> {
  const { cacheFolder, media, accel } = options;
  useFfmpeg(media.ffmpeg);
  setFfmpegSlots({ interactive: media.transcodesMax });
  const cache = TranscodeCache.open(join(cacheFolder, 'transcodes'), media.transcodeCacheMb * 1_000_000);
  const artworkCache = openArtworkCache(join(cacheFolder, 'artwork'), media.artworkCacheMb * 1_000_000);
  const ffmpeg = await findFfmpeg();
  const parts: StreamParts = { cache, ffmpeg, accelerator: acceleratorOf(accel) };
  return {
    ffmpeg,
    encodes: encodableCodecs(ffmpeg),
    artworkCache,
    stream: (allowed, source, wanted, exchange) => stream(parts, allowed, source, wanted, exchange),
    sendOriginal: (allowed, exchange) => sendOriginal(parts, allowed, exchange),
    send: (source, { request, respond, headers = {} }) => serveRange(request, respond(), source, { headers }),
    close: async () => {
      await cache.close();
      closeIdleFiles();
    },
  };
}

function acceleratorOf(accel: PlaybackOptions['accel']): Accelerator | undefined {
  const locations = Object.entries(accel).map(([root, location]) => ({ root, location }));
  return locations.length === 0 ? undefined : { header: 'X-Accel-Redirect', locations };
}
