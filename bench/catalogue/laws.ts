/** The distributions that recorded music has, each as a function from a number between 0 and 1. */

export type Law = (share: number) => number;

/**
 * Zipf–Mandelbrot for the first `bend` ranks and a steeper tail without end behind them, as vocabularies are found to
 * have: what was never drawn before keeps coming, fewer of it the more was drawn (Heaps).
 */
export function twoPartZipf({
  offset,
  bend,
  tail,
}: {
  readonly offset: number;
  readonly bend: number;
  readonly tail: number;
}): Law {
  const head = Math.log((bend + offset) / offset);
  const total = head + 1 / (tail - 1);
  const power = -1 / (tail - 1);
  return (share) => {
    const mass = share * total;
    if (mass < head) return Math.floor(offset * (Math.exp(mass) - 1));
    return Math.floor((bend + offset) * ((total - mass) * (tail - 1)) ** power - offset);
  };
}

/** A rank below `count`, the first ones by far the most often: 1/(rank + offset). */
export function heavyRank(share: number, count: number, offset: number): number {
  return Math.min(count - 1, Math.floor(offset * (((count + offset) / offset) ** share - 1)));
}

/** Through the given quantiles, each a share and its value, straight between them in the logarithm of the value. */
export function throughQuantiles(points: readonly (readonly [share: number, value: number])[]): Law {
  return (share) => {
    let at = 1;
    while (at < points.length - 1 && share >= points[at]![0]) at++;
    const [from, low] = points[at - 1]!;
    const [to, high] = points[at]!;
    return low * (high / low) ** ((share - from) / (to - from));
  };
}

export interface Weighted<T> {
  readonly pick: (share: number) => T;
}

/** One of the values, by its weight. */
export function weighted<T>(values: readonly (readonly [weight: number, value: T])[]): Weighted<T> {
  const total = values.reduce((sum, [weight]) => sum + weight, 0);
  // A table of 4,096 places: the exact boundary does not matter, the speed does.
  const table: T[] = [];
  let sum = 0;
  for (const [weight, value] of values) {
    sum += weight;
    while (table.length < Math.round((sum / total) * tableSize)) table.push(value);
  }
  return { pick: (share) => table[Math.floor(share * tableSize)]! };
}

const tableSize = 4096;

/** Seconds, of a track. */
export const durationSeconds = throughQuantiles([
  [0, 15],
  [0.01, 45],
  [0.05, 118],
  [0.25, 170],
  [0.5, 222],
  [0.75, 294],
  [0.95, 502],
  [0.99, 900],
  [1, 3600],
]);

/**
 * Plays of a recording in a year: how many ISRCs of 202 million had how many streams in 2024 (Luminate, Year-End Music
 * Report): up to 10, 100, 1,000, 100,000, 1 million, 10 million, 100 million, more.
 */
export const playsShares: readonly (readonly [isrcs: number, most: number])[] = [
  [93e6, 10],
  [48e6, 100],
  [35e6, 1e3],
  [24e6, 1e5],
  [2.1e6, 1e6],
  [428e3, 1e7],
  [60e3, 1e8],
  [4.8e3, 3e9],
];

const playsPoints = [[0, 1] as const, ...cumulative()];

function cumulative(): (readonly [number, number])[] {
  const total = playsShares.reduce((sum, [isrcs]) => sum + isrcs, 0);
  let sum = 0;
  return playsShares.map(([isrcs, most]) => [(sum += isrcs) / total, most + 1] as const);
}

const playsLaw = throughQuantiles(playsPoints);

/** From 0; `share` is the share of recordings that are played less. */
export function playsAt(share: number): number {
  return Math.floor(playsLaw(share)) - 1;
}

/** The year in which a release came out. */
export const releaseYear = throughQuantiles([
  [0, 1901],
  [0.015, 1950],
  [0.07, 1965],
  [0.19, 1978],
  [0.34, 1990],
  [0.55, 2001],
  [0.75, 2010],
  [0.93, 2019],
  [1, 2026],
]);
