/** TAK: 'tBaK', then metadata blocks, of which the first holds the stream's facts in bits, lowest first. */
import type { ByteSource } from '../byte-source.ts';
import type { HeaderFacts } from './tailed.ts';

const blocksMax = 64;

/** Reads the header at `at`. */
export function takHeader(source: ByteSource, at: number): HeaderFacts | undefined {
  let from = at + 4;
  for (let count = 0; count < blocksMax; count += 1) {
    const b = source.view(from, 4);
    if (b === undefined) return undefined;
    const [type, size] = [b[0]! & 127, b.readUIntLE(1, 3)];
    if (type === 0) return undefined;
    if (type === 1) return streamInfo(source.view(from + 4, size));
    from += 4 + size;
  }
  return undefined;
}

/** Codec 6 bits, profile 4, frame size 4, samples 35, type 3, rate 18, depth 5, channels 4. */
function streamInfo(b: Buffer | undefined): HeaderFacts | undefined {
  if (b === undefined || b.length < 10) return undefined;
  const bits = (at: number, count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i += 1) value += ((b[(at + i) >> 3]! >> ((at + i) & 7)) & 1) * 2 ** i;
    return value;
  };
  return {
    container: 'tak',
    codec: 'tak',
    samples: bits(14, 35),
    sampleRateHz: bits(52, 18) + 6000,
    bitDepth: bits(70, 5) + 8,
    channels: bits(75, 4) + 1,
    lossless: true,
  };
}
