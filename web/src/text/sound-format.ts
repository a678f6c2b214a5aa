/** In what form a track is kept, in words: 'FLAC 96 kHz, 24 bit', 'MP3 320 kbit/s'. */
import type { Playable } from '../api/contract.ts';

/** Names that are not simply capitals. */
const NAMES: Record<string, string> = {
  opus: 'Opus',
  vorbis: 'Vorbis',
  wavpack: 'WavPack',
  musepack: 'Musepack',
  speex: 'Speex',
};

export function formatOf({ codec, lossless, bitrateKbps, sampleRateHz, bitDepth }: Playable): string {
  const name = NAMES[codec.toLowerCase()] ?? (codec === '' ? 'Sound' : codec.toUpperCase());
  if (!lossless) return bitrateKbps === null ? name : `${name} ${Math.round(bitrateKbps)} kbit/s`;
  const rate = sampleRateHz === null ? '' : ` ${Number((sampleRateHz / 1000).toFixed(1))} kHz`;
  return `${name}${rate}${bitDepth === null ? '' : `, ${bitDepth} bit`}`;
}
