/**
 * The items that a query may mean, before they are ranked: all of them when they are few; else the best kinds of
 * match first, each up to a bound, and `cut` says that there are more.
 */
import type { Viewer } from '../rows.ts';
import type { Reading } from '../reading.ts';
import type { SearchKind } from './index-rows.ts';
import { type LightRow, readLight } from './light-rows.ts';
import { matchExact, matchStart, matchWords } from './match.ts';
import type { Wanted } from './words.ts';

export interface Candidates {
  readonly rows: LightRow[];
  readonly cut: boolean;
}

const anywhereMax = 600;
const titleMax = 300;
const startMax = 200;
const exactMax = 100;
// A viewer who sees little of a large library: look further, but not for ever.
const roundCountMax = 5;
const enough = 50;

export async function findCandidates(
  reading: Reading,
  viewer: Viewer,
  kind: SearchKind,
  wanted: Wanted,
): Promise<Candidates> {
  const { database } = reading;
  const [anywhere, start] = await Promise.all([
    matchWords(database, kind, wanted.words, { limit: anywhereMax + 1 }),
    matchStart(database, kind, wanted.key, startMax),
  ]);
  const cut = anywhere.length > anywhereMax;
  if (!cut)
    return {
      rows: await readLight(reading, viewer, kind, distinct(anywhere, start)),
      cut: start.length === startMax,
    };
  const [exact, title] = await Promise.all([
    matchExact(database, kind, wanted.key, exactMax),
    matchWords(database, kind, wanted.words, { limit: titleMax, titleOnly: true }),
  ]);
  // Title hits make many of those anywhere superfluous.
  const rest = anywhere.slice(0, title.length === titleMax ? titleMax : anywhereMax);
  const rows = await readLight(reading, viewer, kind, distinct(exact, start, title, rest));
  if (viewer.libraryIds !== 'all') await lookFurther(reading, viewer, kind, wanted, rows, anywhere.at(-1)!);
  return { rows, cut };
}

async function lookFurther(
  reading: Reading,
  viewer: Viewer,
  kind: SearchKind,
  wanted: Wanted,
  rows: LightRow[],
  last: number,
): Promise<void> {
  for (let round = 0, after = last; round < roundCountMax && rows.length < enough; round++) {
    const more = await matchWords(reading.database, kind, wanted.words, { limit: anywhereMax, after });
    rows.push(...(await readLight(reading, viewer, kind, more)));
    if (more.length < anywhereMax) return;
    after = more.at(-1)!;
  }
}

function distinct(...lists: readonly (readonly number[])[]): number[] {
  return [...new Set(lists.flat())];
}
