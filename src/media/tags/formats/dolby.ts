/** Raw AC-3 and E-AC-3 frames (ETSI TS 102 366). */
import type { Frame, FramedFormat } from './framed.ts';

const rates = [48_000, 44_100, 32_000];
const bitratesKbps = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640];
/** By audio coding mode, without the bass. */
const channelCounts = [2, 1, 2, 3, 3, 4, 4, 5];
const blockCounts = [1, 2, 3, 6];
const samplesPerBlock = 256;

export const dolby: FramedFormat = {
  container: 'ac3',
  head: '',
  headerBytes: 8,
  sync: 0x0b,
  parse: (buf, p) => {
    if (p + 8 > buf.length || buf[p] !== 0x0b || buf[p + 1] !== 0x77) return undefined;
    // The identification stands at the same place in both and tells them apart.
    const version = buf[p + 5]! >> 3;
    if (version <= 10) return parseAc3(buf, p);
    return version <= 16 ? parseEac3(buf, p) : undefined;
  },
};

/** Annex E of the older standard, §4.3: rate and size in one byte, then mode and levels. */
function parseAc3(buf: Buffer, p: number): Frame | undefined {
  const rateCode = buf[p + 4]! >> 6;
  const sizeCode = buf[p + 4]! & 63;
  const sampleRateHz = rates[rateCode];
  const bitrateKbps = bitratesKbps[sizeCode >> 1];
  if (sampleRateHz === undefined || bitrateKbps === undefined) return undefined;
  const words = Math.floor((bitrateKbps * 96_000) / sampleRateHz) + (rateCode === 1 ? sizeCode & 1 : 0);
  const mode = buf[p + 6]! >> 5;
  const levels = (mode !== 1 && (mode & 1) !== 0 ? 2 : 0) + ((mode & 4) !== 0 ? 2 : 0) + (mode === 2 ? 2 : 0);
  const bass = (buf.readUInt16BE(p + 6) >> (12 - levels)) & 1;
  return {
    codec: 'ac3',
    sampleRateHz,
    channels: channelCounts[mode]! + bass,
    lengthBytes: words * 2,
    samples: 6 * samplesPerBlock,
  };
}

/** §E.1.2: dependent streams follow the frame that they widen, further programmes the one they stand beside. */
function parseEac3(buf: Buffer, p: number): Frame | undefined {
  const [kind, stream] = [buf[p + 2]! >> 6, (buf[p + 2]! >> 3) & 7];
  const lengthBytes = ((((buf[p + 2]! & 7) << 8) | buf[p + 3]!) + 1) * 2;
  const rateCode = buf[p + 4]! >> 6;
  const half = rates[(buf[p + 4]! >> 4) & 3];
  const sampleRateHz = rateCode === 3 ? (half === undefined ? undefined : half / 2) : rates[rateCode];
  if (sampleRateHz === undefined || kind === 3 || lengthBytes < 8) return undefined;
  const blocks = rateCode === 3 ? 6 : blockCounts[(buf[p + 4]! >> 4) & 3]!;
  return {
    codec: 'eac3',
    sampleRateHz,
    channels: channelCounts[(buf[p + 4]! >> 1) & 7]! + (buf[p + 4]! & 1),
    lengthBytes,
    samples: kind === 1 || stream > 0 ? 0 : blocks * samplesPerBlock,
  };
}
