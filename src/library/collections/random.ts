/** Random windows: the same seed gives the same order, so that a list can be scrolled; no seed, a new one each time. */
import { randomInt } from 'node:crypto';
import { type Ids, randomWindowOf } from '../orders/id-sets.ts';

export function randomOf(ids: Ids, seed: number | undefined, offset: number, limit: number): number[] {
  return randomWindowOf(ids, seed ?? randomInt(2 ** 31), offset, limit);
}
