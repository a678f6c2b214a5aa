/**
 * Which release the track with a given number is on: releases lie in blocks of one size, in each of which the same
 * numbers of tracks stand in another order, so that a place is found without counting from the beginning.
 */
import { Draws } from './random.ts';

/** Tracks of a release, and how many releases of a block have so many: singles, albums, a box. 8.5 on average. */
const releasesBySize: readonly (readonly [tracks: number, releases: number])[] = [
  [1, 40],
  [2, 22],
  [3, 14],
  [4, 16],
  [5, 14],
  [6, 12],
  [7, 9],
  [8, 11],
  [9, 12],
  [10, 24],
  [11, 19],
  [12, 21],
  [13, 11],
  [14, 9],
  [15, 5],
  [16, 5],
  [18, 3],
  [20, 3],
  [24, 1],
  [25, 1],
  [30, 1],
  [40, 1],
  [77, 1],
  [150, 1],
];

const sizes = releasesBySize.flatMap(([tracks, releases]) => Array.from({ length: releases }, () => tracks));
const releasesInBlock = sizes.length;
const tracksInBlock = sizes.reduce((sum, tracks) => sum + tracks, 0);
const blocksKept = 512;

export interface Layout {
  /** The release of a track. */
  releaseOf(track: number): number;
  firstTrackOf(release: number): number;
  sizeOf(release: number): number;
}

export function openLayout(seed: number): Layout {
  const draws = new Draws(seed, 'layout');
  const kept: { block: number; starts: Uint16Array }[] = [];
  /** Where each release of the block begins, and the block's end. */
  const startsOf = (block: number): Uint16Array => {
    const slot = kept[block % blocksKept];
    if (slot?.block === block) return slot.starts;
    const order = Uint16Array.from(sizes);
    draws.start(block);
    for (let at = releasesInBlock - 1; at > 0; at--) {
      const other = draws.below(at + 1);
      [order[at], order[other]] = [order[other]!, order[at]!];
    }
    const starts = new Uint16Array(releasesInBlock + 1);
    for (let at = 0; at < releasesInBlock; at++) starts[at + 1] = starts[at]! + order[at]!;
    kept[block % blocksKept] = { block, starts };
    return starts;
  };
  const blockOf = (release: number): number => Math.floor(release / releasesInBlock);
  return {
    releaseOf: (track) => {
      const block = Math.floor(track / tracksInBlock);
      const starts = startsOf(block);
      const within = track - block * tracksInBlock;
      let [low, high] = [0, releasesInBlock];
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (starts[middle]! <= within) low = middle;
        else high = middle;
      }
      return block * releasesInBlock + low;
    },
    firstTrackOf: (release) => {
      const block = blockOf(release);
      return block * tracksInBlock + startsOf(block)[release - block * releasesInBlock]!;
    },
    sizeOf: (release) => {
      const block = blockOf(release);
      const starts = startsOf(block);
      const at = release - block * releasesInBlock;
      return starts[at + 1]! - starts[at]!;
    },
  };
}
