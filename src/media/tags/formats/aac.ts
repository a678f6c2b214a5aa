/** Raw AAC in ADTS frames. */
import type { Frame, FramedFormat } from './framed.ts';

const rates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
];

export const adts: FramedFormat = {
  container: 'aac',
  head: '',
  headerBytes: 7,
  sync: 0xff,
  parse: parseAdts,
};

/** The ADTS header at `p` (ISO/IEC 13818-7 §6.2), or undefined. */
function parseAdts(buf: Buffer, p: number): Frame | undefined {
  if (p + 7 > buf.length || buf[p] !== 0xff || (buf[p + 1]! & 0xf6) !== 0xf0) return undefined;
  const sampleRateHz = rates[(buf[p + 2]! >> 2) & 15];
  const lengthBytes = ((buf[p + 3]! & 3) << 11) | (buf[p + 4]! << 3) | (buf[p + 5]! >> 5);
  if (sampleRateHz === undefined || lengthBytes < 7) return undefined;
  const configuration = ((buf[p + 2]! & 1) << 2) | (buf[p + 3]! >> 6);
  const channels = configuration === 7 ? 8 : configuration || 2;
  // A frame holds up to four blocks; the count is stored less one.
  return { codec: 'aac', sampleRateHz, channels, lengthBytes, samples: ((buf[p + 6]! & 3) + 1) * 1024 };
}
