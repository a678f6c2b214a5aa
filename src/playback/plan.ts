/**
 * Original or transcode: what a listener gets of a track they may hear.
 *
 * A pure function of what the file is, what was asked for, what the client can play and whether ffmpeg is there. Kept
 * apart from `decide`, which is about permission: this is only about formats.
 */
export type TranscodeCodec = 'opus' | 'mp3' | 'aac' | 'flac';

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
      readonly why: string;
    }
  | {
      readonly kind: 'refused';
      readonly reason: 'needs-ffmpeg' | 'unknown-format';
      readonly status: 400 | 501;
      readonly message: string;
    };
