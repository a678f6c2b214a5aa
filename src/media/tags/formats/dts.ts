/** Raw DTS core frames of 16-bit words, big-endian (ETSI TS 102 114 §5.3), as .dts files have them. */
import type { FramedFormat } from './framed.ts';

const rates = [
  0, 8000, 16_000, 32_000, 0, 0, 11_025, 22_050, 44_100, 0, 0, 12_000, 24_000, 48_000, 96_000, 192_000,
];
const channelCounts = [1, 2, 2, 2, 2, 3, 3, 4, 4, 5, 6, 6, 6, 7, 8, 8];

export const dts: FramedFormat = {
  container: 'dts',
  head: '',
  headerBytes: 14,
  sync: 0x7f,
  parse: (buf, p) => {
    if (p + 14 > buf.length || buf.readUInt32BE(p) !== 0x7ffe8001) return undefined;
    const bits = (at: number, count: number) =>
      (buf.readUIntBE(p + (at >> 3), 4) >>> (32 - count - (at & 7))) & ((1 << count) - 1);
    const sampleRateHz = rates[bits(66, 4)]!;
    const lengthBytes = bits(46, 14) + 1;
    if (sampleRateHz === 0 || lengthBytes < 96) return undefined;
    const mode = bits(60, 6);
    // LFF: 1 and 2 are bass at two resolutions.
    const bass = bits(85, 2) % 3 === 0 ? 0 : 1;
    return {
      codec: 'dts',
      sampleRateHz,
      channels: (channelCounts[mode] ?? 2) + bass,
      lengthBytes,
      samples: (bits(39, 7) + 1) * 32,
    };
  },
};
