/**
 * Decoded sound on its way through: interleaved 32-bit floats with what their channels mean.
 */

/** Where a channel's loudspeaker stands; the loudness of surround depends on it. */
export type Speaker = 'FL' | 'FR' | 'FC' | 'LFE' | 'BL' | 'BR' | 'FLC' | 'FRC' | 'BC' | 'SL' | 'SR' | 'other';

export interface PcmFormat {
  readonly sampleRate: number;
  readonly channels: number;
  /** One for each channel. */
  readonly speakers: readonly Speaker[];
}

export interface PcmChunk {
  readonly format: PcmFormat;
  /** Interleaved, full scale ±1, whole frames. Valid until the next chunk is asked for. */
  readonly samples: Float32Array;
}

/** Bits of a WAVE channel mask, in order. */
const maskSpeakers: readonly Speaker[] = [
  'FL',
  'FR',
  'FC',
  'LFE',
  'BL',
  'BR',
  'FLC',
  'FRC',
  'BC',
  'SL',
  'SR',
];

/** Speakers of a WAVE channel mask; without one (0), the usual order of that many channels. */
export function speakersOfMask(mask: number, channels: number): Speaker[] {
  if (mask === 0) return usualSpeakers(channels);
  const named = maskSpeakers.filter((_, bit) => (mask & (1 << bit)) !== 0);
  return Array.from({ length: channels }, (_, at) => named[at] ?? 'other');
}

/** The order of FLAC and WAVE (RFC 9639 section 9.1.3). */
export function usualSpeakers(channels: number): Speaker[] {
  const orders: Readonly<Record<number, readonly Speaker[]>> = {
    1: ['FC'],
    2: ['FL', 'FR'],
    3: ['FL', 'FR', 'FC'],
    4: ['FL', 'FR', 'BL', 'BR'],
    5: ['FL', 'FR', 'FC', 'BL', 'BR'],
    6: ['FL', 'FR', 'FC', 'LFE', 'BL', 'BR'],
    7: ['FL', 'FR', 'FC', 'LFE', 'BC', 'SL', 'SR'],
    8: ['FL', 'FR', 'FC', 'LFE', 'BL', 'BR', 'SL', 'SR'],
  };
  return [...(orders[channels] ?? Array.from({ length: channels }, (): Speaker => 'other'))];
}

/** The order of Vorbis and Opus (Vorbis I specification section 4.3.9). */
export function vorbisSpeakers(channels: number): Speaker[] {
  const orders: Readonly<Record<number, readonly Speaker[]>> = {
    3: ['FL', 'FC', 'FR'],
    5: ['FL', 'FC', 'FR', 'BL', 'BR'],
    6: ['FL', 'FC', 'FR', 'BL', 'BR', 'LFE'],
    7: ['FL', 'FC', 'FR', 'SL', 'SR', 'BC', 'LFE'],
    8: ['FL', 'FC', 'FR', 'SL', 'SR', 'BL', 'BR', 'LFE'],
  };
  return [...(orders[channels] ?? usualSpeakers(channels))];
}
