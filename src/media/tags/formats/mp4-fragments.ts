/**
 * Length of a fragmented MP4, whose movie box counts nothing: from mehd, sidx, or the runs of all fragments.
 */
import type { ByteSource } from '../byte-source.ts';
import { boxContent, boxes, findBox, readUInt64BE } from './mp4-boxes.ts';
import type { Box } from './mp4-boxes.ts';

interface Fragmented {
  readonly moov: Box | undefined;
  readonly fragments: readonly Box[];
  readonly others: readonly Box[];
}

/** Duration in ticks of `timescale`, or 0. */
export function fragmentedTicks(
  source: ByteSource,
  file: Fragmented,
  trackId: number,
  timescale: number,
): number {
  return (
    fromMovie(source, file, timescale) ||
    fromIndex(source, file, timescale) ||
    fromRuns(source, file, trackId)
  );
}

function fromMovie(source: ByteSource, file: Fragmented, timescale: number): number {
  const mvhd = findBox(source, file.moov!, 'mvhd');
  const head = mvhd === undefined ? undefined : boxContent(source, mvhd, 32);
  if (head === undefined || head.length < 24) return 0;
  const movieScale = head.readUInt32BE(head[0] === 1 ? 20 : 12);
  const mehd = findBox(source, file.moov!, 'mvex', 'mehd');
  const b = mehd === undefined ? undefined : boxContent(source, mehd, 12);
  if (b === undefined || b.length < 8 || movieScale === 0) return 0;
  const ticks = b[0] === 1 && b.length >= 12 ? readUInt64BE(b, 4) : b.readUInt32BE(4);
  return (ticks * timescale) / movieScale;
}

/** Segment index boxes: the durations of their references. */
function fromIndex(source: ByteSource, file: Fragmented, timescale: number): number {
  let seconds = 0;
  for (const box of file.others) {
    if (box.name !== 'sidx') continue;
    const b = boxContent(source, box);
    if (b.length < 24) continue;
    const at = b[0] === 1 ? 28 : 20;
    const scale = b.readUInt32BE(8);
    const count = at + 4 <= b.length ? b.readUInt16BE(at + 2) : 0;
    for (let i = 0; i < count && at + 4 + i * 12 + 12 <= b.length; i += 1) {
      if (scale > 0) seconds += b.readUInt32BE(at + 4 + i * 12 + 4) / scale;
    }
  }
  return seconds * timescale;
}

/** Adds up the sample durations of all fragments of the track. */
function fromRuns(source: ByteSource, file: Fragmented, trackId: number): number {
  const trex = findBox(source, file.moov!, 'mvex', 'trex');
  const defaults = trex === undefined ? undefined : boxContent(source, trex, 24);
  const sampleTicks = defaults === undefined || defaults.length < 16 ? 0 : defaults.readUInt32BE(12);
  let ticks = 0;
  for (const moof of file.fragments) {
    for (const traf of boxes(source, moof.start, Math.min(moof.end, source.sizeBytes))) {
      if (traf.name === 'traf') ticks += fragmentTicks(source, traf, trackId, sampleTicks);
    }
  }
  return ticks;
}

function fragmentTicks(source: ByteSource, traf: Box, trackId: number, sampleTicks: number): number {
  let each = sampleTicks;
  let ticks = 0;
  for (const box of boxes(source, traf.start, Math.min(traf.end, source.sizeBytes))) {
    const b = boxContent(source, box);
    if (box.name === 'tfhd' && b.length >= 8) {
      if (b.readUInt32BE(4) !== trackId && trackId !== 0) return 0;
      const flags = b.readUIntBE(1, 3);
      const at = 8 + ((flags & 1) !== 0 ? 8 : 0) + ((flags & 2) !== 0 ? 4 : 0);
      if ((flags & 8) !== 0 && at + 4 <= b.length) each = b.readUInt32BE(at);
    } else if (box.name === 'trun' && b.length >= 8) ticks += runTicks(b, each);
  }
  return ticks;
}

/** trun: a count, optional offset and first flags, then records whose first word may be a duration. */
function runTicks(b: Buffer, each: number): number {
  const flags = b.readUIntBE(1, 3);
  const count = b.readUInt32BE(4);
  if ((flags & 0x100) === 0) return count * each;
  const record = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => (flags & flag) !== 0).length;
  let at = 8 + ((flags & 1) !== 0 ? 4 : 0) + ((flags & 4) !== 0 ? 4 : 0);
  let ticks = 0;
  for (let i = 0; i < count && at + 4 <= b.length; i += 1, at += record) ticks += b.readUInt32BE(at);
  return ticks;
}
