/** One file in, sound out: by ffmpeg where it is installed, else by the built-in decoders. */
import { decodeByFfmpeg } from './decode-ffmpeg.ts';
import { decodeByWasm } from './decode-wasm.ts';
import { findFfmpeg } from './ffmpeg-find.ts';
import type { FilePath } from './ffmpeg.ts';
import type { PcmChunk } from './pcm.ts';

export interface DecodeOptions {
  readonly signal?: AbortSignal | undefined;
  /** Lowest CPU priority for ffmpeg. */
  readonly background?: boolean;
  /** `wasm` to do without ffmpeg even where it is installed. */
  readonly by?: 'ffmpeg' | 'wasm';
}

/**
 * Decodes a file to interleaved 32-bit float chunks at its own rate and channels, in flat memory. A chunk is valid until
 * the next is asked for. Throws MEDIA_DECODE_FAILED for what is damaged, MEDIA_DECODE_UNSUPPORTED for what needs ffmpeg
 * where there is none.
 */
export async function* decode(path: FilePath, options: DecodeOptions = {}): AsyncGenerator<PcmChunk> {
  const { signal, background = false, by } = options;
  const useFfmpeg = by === undefined ? (await findFfmpeg()) !== undefined : by === 'ffmpeg';
  if (useFfmpeg) yield* decodeByFfmpeg(path, { signal, background });
  else yield* decodeByWasm(path, signal);
}
