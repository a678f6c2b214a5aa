/**
 * MPEG audio frames: the four-byte header, and the Xing, Info and VBRI headers that a first frame may carry.
 */

export interface MpegFrame {
  /** 1, 2 or 2.5. */
  readonly version: 1 | 2 | 2.5;
  readonly layer: 1 | 2 | 3;
  readonly bitrateKbps: number;
  readonly sampleRateHz: number;
  readonly channels: 1 | 2;
  readonly samples: number;
  /** 0 for free format, whose length only the next frame tells. */
  readonly lengthBytes: number;
  readonly protectedByCrc: boolean;
}

const rates = [44_100, 48_000, 32_000];
const bitrates: Record<string, readonly number[]> = {
  '1-1': [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1-2': [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1-3': [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2-1': [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2-2': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};

/** Reads the header at `p` (ISO 11172-3 §2.4.1.3, 13818-3); undefined if it is none. */
export function parseMpegHeader(buf: Buffer, p: number): MpegFrame | undefined {
  if (p + 4 > buf.length || buf[p] !== 0xff || (buf[p + 1]! & 0xe0) !== 0xe0) return undefined;
  const versionBits = (buf[p + 1]! >> 3) & 3;
  const layerBits = (buf[p + 1]! >> 1) & 3;
  const rateIndex = (buf[p + 2]! >> 2) & 3;
  const bitrateIndex = buf[p + 2]! >> 4;
  if (versionBits === 1 || layerBits === 0 || rateIndex === 3 || bitrateIndex === 15) return undefined;
  const version = versionBits === 3 ? 1 : versionBits === 2 ? 2 : 2.5;
  const layer = (4 - layerBits) as 1 | 2 | 3;
  const table = version === 1 ? `1-${layer}` : layer === 1 ? '2-1' : '2-2';
  const bitrateKbps = bitrates[table]![bitrateIndex]!;
  const sampleRateHz = rates[rateIndex]! / (version === 1 ? 1 : version === 2 ? 2 : 4);
  const samples = layer === 1 ? 384 : layer === 3 && version !== 1 ? 576 : 1152;
  const padding = (buf[p + 2]! >> 1) & 1;
  const slot = layer === 1 ? 4 : 1;
  const lengthBytes =
    bitrateKbps === 0
      ? 0
      : (Math.floor(((samples / 8) * bitrateKbps * 1000) / sampleRateHz / slot) + padding) * slot;
  return {
    version,
    layer,
    bitrateKbps,
    sampleRateHz,
    channels: buf[p + 3]! >> 6 === 3 ? 1 : 2,
    samples,
    lengthBytes,
    protectedByCrc: (buf[p + 1]! & 1) === 0,
  };
}

/** Two frames of one stream: version, layer and sample rate never change within it. */
export function isSameStream(a: MpegFrame, b: MpegFrame): boolean {
  return a.version === b.version && a.layer === b.layer && a.sampleRateHz === b.sampleRateHz;
}

export interface VbrHeader {
  readonly kind: 'xing' | 'info' | 'vbri';
  readonly frames?: number;
  readonly bytes?: number;
  readonly delaySamples?: number;
  readonly paddingSamples?: number;
  readonly encoder?: string;
}

/** The Xing, Info or VBRI header inside the frame at `p`, or undefined. */
export function parseVbrHeader(buf: Buffer, p: number, frame: MpegFrame): VbrHeader | undefined {
  const side = frame.version === 1 ? (frame.channels === 1 ? 17 : 32) : frame.channels === 1 ? 9 : 17;
  // A CRC moves the side information by two bytes, but not every encoder thinks of it here.
  for (const at of frame.protectedByCrc ? [p + 4 + side, p + 6 + side] : [p + 4 + side]) {
    const magic = buf.toString('latin1', at, at + 4);
    if (magic === 'Xing' || magic === 'Info') return parseXing(buf, at, magic === 'Xing' ? 'xing' : 'info');
  }
  const vbri = p + 4 + 32;
  if (vbri + 18 <= buf.length && buf.toString('latin1', vbri, vbri + 4) === 'VBRI') {
    return { kind: 'vbri', bytes: buf.readUInt32BE(vbri + 10), frames: buf.readUInt32BE(vbri + 14) };
  }
  return undefined;
}

/** Flags, then frames, bytes, a table of contents, a quality, then LAME's extension with delay and padding. */
function parseXing(buf: Buffer, start: number, kind: 'xing' | 'info'): VbrHeader | undefined {
  if (start + 16 > buf.length) return undefined;
  const flags = buf.readUInt32BE(start + 4);
  let at = start + 8;
  const header: { -readonly [K in keyof VbrHeader]: VbrHeader[K] } = { kind };
  if ((flags & 1) !== 0) [header.frames, at] = [buf.readUInt32BE(at), at + 4];
  if ((flags & 2) !== 0) [header.bytes, at] = [buf.readUInt32BE(at), at + 4];
  if ((flags & 4) !== 0) at += 100;
  if ((flags & 8) !== 0) at += 4;
  if (at + 24 > buf.length) return header;
  const encoder = buf.toString('latin1', at, at + 9);
  if (!/^(?:LAME|Lav[fc]|GOGO|L3\.9)/.test(encoder)) return header;
  const delays = buf.readUIntBE(at + 21, 3);
  header.encoder = encoder.replace(/[^\x20-\x7e]+/g, '').trim();
  if (delays !== 0) [header.delaySamples, header.paddingSamples] = [delays >> 12, delays & 0xfff];
  return header;
}
