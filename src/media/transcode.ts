/**
 * One file in, the same music in another format out, as a stream while it is being made.
 *
 * Formats are chosen for streaming: each can be played from its first bytes and needs nothing rewritten at the end.
 */
import type { Readable } from 'node:stream';
import type { FfmpegInfo } from './ffmpeg-find.ts';
import type { FfmpegEnd, FfmpegLimits, FilePath } from './ffmpeg.ts';
import { startFfmpeg } from './ffmpeg.ts';

export type TranscodeCodec = 'opus' | 'mp3' | 'aac' | 'flac';

export interface TranscodeRequest {
  readonly input: FilePath | Readable;
  readonly codec: TranscodeCodec;
  /** Ignored for flac. */
  readonly bitrateKbps: number;
  readonly startMs?: number;
  /** Stop after so much; to the end when absent. */
  readonly durationMs?: number;
  /** At most this many channels; 2 when absent, except flac, which keeps them all. */
  readonly channels?: 1 | 2;
  readonly sampleRate?: number;
  /** Gain written into the sound; the caller keeps it from clipping. */
  readonly replayGainDb?: number;
  readonly limits?: Partial<FfmpegLimits>;
  readonly background?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface Transcode {
  readonly stdout: Readable;
  readonly mime: string;
  readonly suffix: string;
  readonly ended: Promise<FfmpegEnd>;
  stop(): void;
}

interface CodecSpec {
  readonly mime: string;
  readonly suffix: string;
  readonly format: readonly string[];
  /** Encoders that make it, best first. ffmpeg's own `opus` is experimental and not used. */
  readonly encoders: readonly string[];
  readonly bitratesKbps: readonly [number, number];
}

export const transcodeCodecs: Readonly<Record<TranscodeCodec, CodecSpec>> = {
  opus: {
    mime: 'audio/ogg',
    suffix: 'opus',
    format: ['-f', 'ogg'],
    encoders: ['libopus'],
    bitratesKbps: [16, 320],
  },
  mp3: {
    mime: 'audio/mpeg',
    suffix: 'mp3',
    // The Xing frame is filled in at the end, which a stream cannot do; at a constant bit rate nothing misses it.
    format: ['-write_xing', '0', '-id3v2_version', '3', '-f', 'mp3'],
    encoders: ['libmp3lame', 'libshine'],
    bitratesKbps: [32, 320],
  },
  aac: {
    mime: 'audio/aac',
    suffix: 'aac',
    format: ['-f', 'adts'],
    encoders: ['libfdk_aac', 'aac'],
    bitratesKbps: [32, 320],
  },
  flac: {
    mime: 'audio/flac',
    suffix: 'flac',
    format: ['-f', 'flac'],
    encoders: ['flac'],
    bitratesKbps: [0, 0],
  },
};

/** The codecs that this ffmpeg can encode; none without ffmpeg. */
export function encodableCodecs(ffmpeg: FfmpegInfo | undefined): ReadonlySet<TranscodeCodec> {
  const codecs = Object.keys(transcodeCodecs) as TranscodeCodec[];
  return new Set(codecs.filter((codec) => encoderOf(ffmpeg, codec) !== undefined));
}

function encoderOf(ffmpeg: FfmpegInfo | undefined, codec: TranscodeCodec): string | undefined {
  return transcodeCodecs[codec].encoders.find((name) => ffmpeg?.encoders.has(name));
}

/** Starts a transcode. Undefined when ffmpeg is missing or cannot encode that codec; failures come by `ended`. */
export async function transcode(
  request: TranscodeRequest,
  ffmpeg: FfmpegInfo | undefined,
): Promise<Transcode | undefined> {
  const encoder = encoderOf(ffmpeg, request.codec);
  if (encoder === undefined) return undefined;
  const { startMs = 0, durationMs, input, limits = {}, background = false, signal } = request;
  const process = await startFfmpeg({
    input,
    inputArgs: [
      ...(startMs > 0 ? ['-ss', (startMs / 1000).toFixed(3)] : []),
      ...(durationMs === undefined ? [] : ['-t', (durationMs / 1000).toFixed(3)]),
    ],
    outputArgs: outputArgs(request, encoder),
    limits,
    background,
    signal,
  });
  if (process === undefined) return undefined;
  const { mime, suffix } = transcodeCodecs[request.codec];
  return { stdout: process.stdout, mime, suffix, ended: process.ended, stop: () => process.stop() };
}

function outputArgs(request: TranscodeRequest, encoder: string): string[] {
  const { codec, sampleRate, replayGainDb = 0 } = request;
  const filters: string[] = [];
  const layouts = layoutsOf(request);
  if (replayGainDb !== 0) filters.push(`volume=${replayGainDb.toFixed(2)}dB:precision=float`);
  // A list, so that mono stays mono; libopus refuses some surround layouts, so it never sees one.
  if (layouts !== undefined) filters.push(`aformat=channel_layouts=${layouts}`);
  return [
    '-map',
    '0:a:0',
    '-vn',
    '-sn',
    '-dn',
    '-map_chapters',
    '-1',
    ...(filters.length > 0 ? ['-af', filters.join(',')] : []),
    ...(sampleRate !== undefined && codec !== 'opus' ? ['-ar', String(sampleRate)] : []),
    '-c:a',
    encoder,
    ...(codec === 'flac' ? [] : ['-b:a', `${clampBitrateKbps(codec, request.bitrateKbps)}k`]),
    ...transcodeCodecs[codec].format,
  ];
}

function layoutsOf({ codec, channels }: TranscodeRequest): string | undefined {
  if (channels === 1) return 'mono';
  return codec === 'flac' && channels === undefined ? undefined : 'mono|stereo';
}

/** The nearest bit rate that the codec really has. */
export function clampBitrateKbps(codec: TranscodeCodec, bitrateKbps: number): number {
  const [least, most] = transcodeCodecs[codec].bitratesKbps;
  return Math.min(most, Math.max(least, Math.round(bitrateKbps)));
}

/**
 * How long the result will be, in bytes, estimated before it is made: exact within a frame for MP3, a little above for
 * the variable bit rates, a guess for FLAC (whose size is the music's own business).
 */
export function estimateTranscodeBytes(
  request: Pick<TranscodeRequest, 'codec' | 'bitrateKbps' | 'startMs'>,
  source: { readonly durationMs: number; readonly sampleRate?: number; readonly channels?: number },
): number {
  const seconds = Math.max(0, source.durationMs - (request.startMs ?? 0)) / 1000;
  if (request.codec === 'flac')
    return Math.ceil(seconds * (source.sampleRate ?? 44_100) * (source.channels ?? 2) * 2 * 0.7) + 8_192;
  const bytesPerSecond = (clampBitrateKbps(request.codec, request.bitrateKbps) * 1000) / 8;
  return Math.ceil(seconds * bytesPerSecond * overhead[request.codec]) + 4_096;
}

/** Container and variable-rate head room, measured on music. */
const overhead = { mp3: 1.002, opus: 1.1, aac: 1.06 } as const;
