/** One pass over a file's sound: loudness, true peak and waveform together, because decoding is what costs. */
import { messageOf, systemCodeOf, FonotecaError } from '#base/errors.ts';
import type { DecodeOptions } from './decode.ts';
import { decode } from './decode.ts';
import type { FilePath } from './ffmpeg.ts';
import { LoudnessMeter } from './loudness.ts';
import type { PcmFormat } from './pcm.ts';
import { PeakMeter } from './peaks.ts';
import { TruePeakMeter } from './true-peak.ts';

export interface Analysis {
  readonly kind: 'analysed';
  /** EBU R 128; null for silence and sound shorter than 400 ms. */
  readonly integratedLufs: number | null;
  /** True peak, linear, 1 = full scale; never below the greatest sample. */
  readonly peak: number;
  readonly durationMs: number;
  /** Waveform outline, 0 to 255, at most 400 values. */
  readonly peaks: Uint8Array;
  /** For the album's loudness: see `albumLufs`. */
  readonly histogram: Uint32Array;
}

/** Why a file could not be analysed; its row is marked and not tried again until it changes. */
export interface AnalysisFailure {
  readonly kind: 'failed';
  /** `unsupported`: ffmpeg would be needed; `unreadable`: the disk said no; `aborted`: nobody wants it any more. */
  readonly reason: 'damaged' | 'unsupported' | 'unreadable' | 'aborted';
  readonly message: string;
}

/** Decodes and measures a file in this thread. Never rejects. */
export async function measure(
  path: FilePath,
  options: DecodeOptions = {},
): Promise<Analysis | AnalysisFailure> {
  try {
    let meters: Meters | undefined;
    for await (const { format, samples } of decode(path, options)) {
      meters ??= new Meters(format);
      if (!meters.fits(format))
        return { kind: 'failed', reason: 'damaged', message: 'rate or channels change in the middle' };
      meters.add(samples);
    }
    return meters?.result() ?? { kind: 'failed', reason: 'damaged', message: 'there is no sound in it' };
  } catch (error) {
    return failureOf(error, options.signal);
  }
}

class Meters {
  readonly #format: PcmFormat;
  readonly #loudness: LoudnessMeter;
  readonly #truePeak: TruePeakMeter;
  readonly #outline: PeakMeter;

  constructor(format: PcmFormat) {
    this.#format = format;
    this.#loudness = new LoudnessMeter(format);
    this.#truePeak = new TruePeakMeter(format);
    this.#outline = new PeakMeter(format.channels);
  }

  fits({ channels, sampleRate }: PcmFormat): boolean {
    return channels === this.#format.channels && sampleRate === this.#format.sampleRate;
  }

  add(samples: Float32Array): void {
    this.#loudness.add(samples);
    this.#truePeak.add(samples);
    this.#outline.add(samples);
  }

  result(): Analysis {
    const { integratedLufs, samplePeak, durationMs, histogram } = this.#loudness.result();
    const peak = Math.max(samplePeak, this.#truePeak.peak);
    return { kind: 'analysed', integratedLufs, peak, durationMs, peaks: this.#outline.outline(), histogram };
  }
}

function failureOf(error: unknown, signal: AbortSignal | undefined): AnalysisFailure {
  const message = messageOf(error);
  if (signal?.aborted === true) return { kind: 'failed', reason: 'aborted', message };
  const code = error instanceof FonotecaError ? error.code : systemCodeOf(error);
  if (code === 'MEDIA_FFMPEG_MISSING' || code === 'MEDIA_DECODE_UNSUPPORTED') {
    return { kind: 'failed', reason: 'unsupported', message };
  }
  const isSystem = code !== undefined && /^E[A-Z]+$/.test(code);
  return { kind: 'failed', reason: isSystem ? 'unreadable' : 'damaged', message };
}
