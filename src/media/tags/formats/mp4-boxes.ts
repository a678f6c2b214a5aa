/**
 * ISO base media boxes (ISO/IEC 14496-12): size, name, children, walked without reading what is inside.
 */
import type { ByteSource } from '../byte-source.ts';

/** More boxes on one level than this are nonsense; a fragmented file of a day has about 50,000. */
const boxesMax = 200_000;

export interface Box {
  readonly name: string;
  /** Where the content begins and ends; `end` may lie behind the end of the file. */
  readonly start: number;
  readonly end: number;
}

/** The boxes between two offsets, in order; stops silently at what is no box. */
export function* boxes(source: ByteSource, from: number, to: number): Generator<Box> {
  let at = from;
  for (let count = 0; count < boxesMax && at + 8 <= to; count += 1) {
    const p = source.locate(at, 8);
    if (p < 0) return;
    const { buf } = source;
    let size = buf.readUInt32BE(p);
    const name = buf.toString('latin1', p + 4, p + 8);
    let header = 8;
    if (size === 1) {
      const q = source.locate(at + 8, 8);
      if (q < 0) return;
      size = source.buf.readUInt32BE(q) * 2 ** 32 + source.buf.readUInt32BE(q + 4);
      header = 16;
    } else if (size === 0) size = to - at;
    if (size < header) return;
    yield { name, start: at + header, end: at + size };
    at += size;
  }
}

/** The first box along a path of names, or undefined. */
export function findBox(
  source: ByteSource,
  parent: { start: number; end: number },
  ...path: string[]
): Box | undefined {
  let within = parent;
  let found: Box | undefined;
  for (const name of path) {
    found = undefined;
    for (const box of boxes(source, within.start, Math.min(within.end, source.sizeBytes))) {
      if (box.name !== name) continue;
      found = box;
      break;
    }
    if (found === undefined) return undefined;
    within = found;
  }
  return found;
}

/** The content of a box as far as `max` bytes. */
export function boxContent(source: ByteSource, box: Box, max = 1024 * 1024): Buffer {
  return source.viewUpTo(box.start, Math.min(box.end - box.start, max));
}

/** 64 bits, exact up to 2^53. */
export function readUInt64BE(buf: Buffer, p: number): number {
  return buf.readUInt32BE(p) * 2 ** 32 + buf.readUInt32BE(p + 4);
}
