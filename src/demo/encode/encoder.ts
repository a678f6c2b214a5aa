/** Feeds a WebAssembly encoder second by second and gathers what it gives. */

import type { Stereo } from '../synth/stereo.ts';
import { sampleRate } from '../synth/timing.ts';

/** The part of wasm-media-encoders that is used here. */
interface Encoder {
  configure(options: { channels: 2; sampleRate: number; vbrQuality: number }): void;
  encode(samples: readonly Float32Array[]): Uint8Array;
  finalize(): Uint8Array;
}

export function encodeWith(
  encoder: Encoder,
  options: { readonly vbrQuality: number },
  audio: Stereo,
): Uint8Array {
  encoder.configure({ channels: 2, sampleRate, ...options });
  const parts: Uint8Array[] = [];
  for (let from = 0; from < audio.left.length; from += sampleRate) {
    const channels = [
      audio.left.subarray(from, from + sampleRate),
      audio.right.subarray(from, from + sampleRate),
    ];
    // The encoder owns what it returns and writes over it next time.
    parts.push(encoder.encode(channels).slice());
  }
  parts.push(encoder.finalize().slice());
  return Buffer.concat(parts);
}
