/** Work on packed arrays of ids: sets as bitmaps, filters that keep the order, a random order without a shuffle. */

export type Ids = Int32Array<ArrayBuffer>;

/** One byte an id. Ids beyond it are not in the set. */
export type IdSet = Uint8Array;

export function setOf(ids: Ids): IdSet {
  let max = -1;
  for (const id of ids) if (id > max) max = id;
  const set = new Uint8Array(max + 1);
  for (const id of ids) set[id] = 1;
  return set;
}

/** Those of `ids` that are in `set` (or are not, with `wanted` 0), in their order. The array itself when all are. */
export function filtered(ids: Ids, set: IdSet, wanted: 0 | 1): Ids {
  const out = new Int32Array(ids.length);
  let count = 0;
  for (const id of ids) if ((set[id] ?? 0) === wanted) out[count++] = id;
  return count === ids.length ? ids : out.slice(0, count);
}

export function joined(first: Ids, second: Ids): Ids {
  if (second.length === 0) return first;
  const out = new Int32Array(first.length + second.length);
  out.set(first);
  out.set(second, first.length);
  return out;
}

/** `ids` from `offset` on, at most `limit`. */
export function windowOf(ids: Ids, offset: number, limit: number): number[] {
  return [...ids.subarray(offset, offset + limit)];
}

/**
 * Part of a random order that `seed` decides: position → position by a Feistel network over the next power of four,
 * walked on while it falls outside. Any window costs only its own length, and no id comes twice.
 */
export function randomWindowOf(ids: Ids, seed: number, offset: number, limit: number): number[] {
  const out: number[] = [];
  const end = Math.min(ids.length, offset + limit);
  for (let at = offset; at < end; at++) out.push(ids[shuffledPosition(at, ids.length, seed)]!);
  return out;
}

function shuffledPosition(position: number, length: number, seed: number): number {
  const halfBits = Math.max(1, Math.ceil(Math.log2(length) / 2));
  let at = position;
  do at = feistel(at, halfBits, seed);
  while (at >= length);
  return at;
}

function feistel(value: number, halfBits: number, seed: number): number {
  const mask = 2 ** halfBits - 1;
  let left = Math.floor(value / 2 ** halfBits);
  let right = value & mask;
  for (let round = 0; round < 4; round++)
    [left, right] = [right, left ^ (mixed(right, seed + round * 0x9e3779b9) & mask)];
  return left * 2 ** halfBits + right;
}

/** The finalizer of MurmurHash3: every bit of the input reaches every bit of the output. */
function mixed(value: number, seed: number): number {
  let hash = (value ^ seed) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
