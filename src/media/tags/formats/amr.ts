/** AMR of telephones and voice recorders (RFC 4867 §5): a line, then frames of 20 ms whose mode gives their size. */
import type { FramedFormat } from './framed.ts';

const narrow = [12, 13, 15, 17, 19, 20, 26, 31, 5];
const wide = [17, 23, 32, 36, 40, 46, 50, 58, 60, 5];

export const amr = format('#!AMR\n', 'amr', 8000, narrow);
export const amrWide = format('#!AMR-WB\n', 'amr-wb', 16_000, wide);

function format(head: string, codec: string, sampleRateHz: number, sizes: readonly number[]): FramedFormat {
  return {
    head,
    container: 'amr',
    headerBytes: 1,
    sync: undefined,
    parse: (buf, p) => {
      // The first and the last two bits are always zero.
      if (p >= buf.length || (buf[p]! & 0x83) !== 0) return undefined;
      const mode = buf[p]! >> 3;
      const size = mode >= 14 ? 0 : sizes[mode];
      if (size === undefined) return undefined;
      return { codec, sampleRateHz, channels: 1, lengthBytes: size + 1, samples: sampleRateHz / 50 };
    },
  };
}
