/**
 * Original or transcode: what a listener gets of a track they may hear.
 *
 * A pure function of what the file is, what was asked for, what the client can play and whether ffmpeg is there. Kept
 * apart from `decide`, which is about permission: this is only about formats.
 */
import type { TranscodeCodec } from '#media/index.ts';

/** The file as it lies there. */
export interface SourceFormat {
  /** Lower case, without version numbers: `flac`, `mp3`, `aac`, `alac`, `vorbis`, `opus`, `wavpack` … */
  readonly codec: string;
  /** File name ending without the dot, lower case. */
  readonly suffix: string;
  readonly mime: string;
  readonly bitrateKbps?: number;
  readonly durationMs?: number;
  readonly sizeBytes?: number;
  readonly channels?: number;
  readonly sampleRate?: number;
  /** Set when the song is a part of the file (a cue sheet says so): then it is always cut out. */
  readonly part?: { readonly startMs: number; readonly durationMs: number };
}

/** What the request says. */
export interface WantedFormat {
  /** `raw` for the file untouched, a codec or file ending, or undefined for whatever is best. */
  readonly format?: string;
  /** kbit/s; 0 or undefined for no limit. */
  readonly bitrateKbpsMax?: number;
  readonly startMs?: number;
}

/** What is known of the player. */
export interface ClientCaps {
  /** Codecs it decodes; undefined when unknown (then nothing is assumed to be unplayable). */
  readonly codecs?: ReadonlySet<string>;
  /** Codec to transcode to when the request names none. */
  readonly preferred?: TranscodeCodec;
  /** A cap set for this player, kbit/s. */
  readonly bitrateKbpsMax?: number;
}

export interface PlanFacts {
  readonly source: SourceFormat;
  readonly wanted: WantedFormat;
  readonly client?: ClientCaps;
  /** Codecs that ffmpeg here can encode; undefined or empty without ffmpeg. */
  readonly encodes?: ReadonlySet<TranscodeCodec>;
  /** The account's own cap, kbit/s (from the decision). */
  readonly accountBitrateKbpsMax?: number;
}

export type Plan =
  | { readonly kind: 'original'; readonly why: string }
  | {
      readonly kind: 'transcode';
      readonly codec: TranscodeCodec;
      readonly bitrateKbps: number;
      readonly startMs: number;
      /** How much of the file is played from there; undefined: to its end. */
      readonly durationMs?: number;
      readonly why: string;
    }
  | {
      readonly kind: 'refused';
      readonly reason: 'needs-ffmpeg' | 'unknown-format';
      readonly status: 400 | 501;
      readonly message: string;
    };

/** Bit rates when nobody asked for one: transparent or nearly so. */
const usualBitrateKbps: Record<TranscodeCodec, number> = { opus: 128, mp3: 192, aac: 192, flac: 0 };

const lossless = new Set([
  'flac',
  'alac',
  'pcm',
  'wav',
  'aiff',
  'wavpack',
  'ape',
  'dsd',
  'tta',
  'tak',
  'mlp',
]);

/**
 * Chooses what goes out. The original whenever it satisfies the request: it costs nothing and loses nothing. Without
 * ffmpeg the original too, as long as nobody said that the client cannot play it.
 */
export function choosePlan(facts: PlanFacts): Plan {
  const { source, wanted, client } = facts;
  const format = wanted.format?.toLowerCase();
  if (format === 'raw' && !source.part) return chooseRaw(facts);

  const limitKbps = smallest(wanted.bitrateKbpsMax, client?.bitrateKbpsMax, facts.accountBitrateKbpsMax);
  const isPlayable =
    client?.codecs === undefined || client.codecs.has(source.codec) || client.codecs.has(source.suffix);
  const isFormat =
    format === undefined || format === 'raw' || format === source.suffix || codecOf(format) === source.codec;
  const fits = limitKbps === undefined || (source.bitrateKbps ?? Infinity) <= limitKbps;
  const startMs = Math.max(0, wanted.startMs ?? 0);
  const isOriginal = isFormat && isPlayable && fits;
  if (isOriginal && startMs === 0 && !source.part)
    return { kind: 'original', why: 'it is what was asked for' };

  const encodes = facts.encodes ?? none;
  if (encodes.size === 0) return withoutFfmpeg(isPlayable && !source.part);
  // Whoever asks for a place in the song does not know that they would get the original, and takes what comes for its
  // beginning: so it is cut there, in its own format and bit rate where that can be made.
  const isCut = isOriginal && isEncodable(source.codec, encodes);
  const wantedFormat = format === 'raw' ? rawFormat(source) : format;
  const codec = isCut ? source.codec : targetOf(wantedFormat, facts, encodes);
  if (codec === undefined) {
    const message = `There is no transcoding to “${format}” here. Ask for ${[...encodes].join(', ')}, or raw.`;
    return { kind: 'refused', reason: 'unknown-format', status: 400, message };
  }
  const bitrateKbps = bitrateFor(codec, source, isCut ? (limitKbps ?? source.bitrateKbps) : limitKbps);
  return {
    kind: 'transcode',
    codec,
    bitrateKbps,
    startMs: startMs + (source.part?.startMs ?? 0),
    ...(source.part && { durationMs: Math.max(0, source.part.durationMs - startMs) }),
    why: whyTranscode(isOriginal, isFormat, isPlayable),
  };
}

/** A part of a lossless file stays lossless; ffmpeg writes FLAC for all of them. */
function rawFormat(source: SourceFormat): string | undefined {
  return lossless.has(source.codec) ? 'flac' : undefined;
}

function whyTranscode(isOriginal: boolean, isFormat: boolean, isPlayable: boolean): string {
  if (isOriginal) return 'it begins later';
  if (!isFormat) return 'another format was asked for';
  return isPlayable ? 'its bit rate is above the limit' : 'the client cannot play it';
}

/** `raw` lifts the request's and the player's limits, not the one that an admin set for the account. */
function chooseRaw(facts: PlanFacts): Plan {
  const limitKbps = smallest(facts.accountBitrateKbpsMax);
  if (limitKbps === undefined || (facts.source.bitrateKbps ?? 0) <= limitKbps) {
    return { kind: 'original', why: 'the original was asked for' };
  }
  const startMs = facts.wanted.startMs ?? 0;
  return choosePlan({ ...facts, wanted: { bitrateKbpsMax: limitKbps, startMs } });
}

const none: ReadonlySet<TranscodeCodec> = new Set();

function withoutFfmpeg(isPlayable: boolean): Plan {
  if (isPlayable)
    return { kind: 'original', why: 'ffmpeg is not installed, and the client may well play it' };
  const message =
    'This cannot be played as it lies in its file, and transcoding or cutting needs ffmpeg (apt-get install ffmpeg).';
  return { kind: 'refused', reason: 'needs-ffmpeg', status: 501, message };
}

function targetOf(
  format: string | undefined,
  { client, source }: PlanFacts,
  encodes: ReadonlySet<TranscodeCodec>,
): TranscodeCodec | undefined {
  if (format !== undefined) {
    const codec = codecOf(format);
    return isEncodable(codec, encodes) ? codec : undefined;
  }
  const order = [
    client?.preferred,
    isEncodable(source.codec, encodes) && !lossless.has(source.codec) ? source.codec : undefined,
  ];
  const candidates = [...order, 'opus', 'mp3', 'aac', 'flac'] as (TranscodeCodec | undefined)[];
  const plays = (codec: TranscodeCodec) => client?.codecs === undefined || client.codecs.has(codec);
  const able = candidates.filter(
    (codec): codec is TranscodeCodec => codec !== undefined && encodes.has(codec),
  );
  return able.find((codec) => plays(codec)) ?? able[0];
}

function isEncodable(codec: string, encodes: ReadonlySet<TranscodeCodec>): codec is TranscodeCodec {
  return encodes.has(codec as TranscodeCodec);
}

/** What a `format` parameter means: people and apps write endings, containers and codecs. */
function codecOf(format: string): string {
  const names: Readonly<Record<string, string>> = { ogg: 'opus', oga: 'opus', m4a: 'aac', mp4: 'aac' };
  return names[format] ?? format;
}

/** Never above the limit, and never above a lossy source: bits cannot bring back what is gone. */
function bitrateFor(codec: TranscodeCodec, source: SourceFormat, limitKbps: number | undefined): number {
  if (codec === 'flac') return 0;
  const lossyKbps = lossless.has(source.codec) ? undefined : source.bitrateKbps;
  const sensible = smallest(limitKbps ?? usualBitrateKbps[codec], lossyKbps);
  return Math.max(32, sensible ?? usualBitrateKbps[codec]);
}

/** The smallest of those that are set; 0 means no limit. */
function smallest(...values: readonly (number | undefined)[]): number | undefined {
  const set = values.filter((value): value is number => value !== undefined && value > 0);
  return set.length === 0 ? undefined : Math.min(...set);
}
