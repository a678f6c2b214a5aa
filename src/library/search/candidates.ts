/**
 * The items that a query may mean, before they are ranked: all of them when they are few; else the best kinds of
 * match first, each up to a bound, and `cut` says that there are more.
 */
import type { Reading } from '../reading.ts';
import type { Viewer } from '../rows.ts';
import type { SearchKind } from './index-rows.ts';
import { type LightRow, readLight } from './light-rows.ts';
import { matchExact, matchSortKey, matchStart, matchWords } from './match.ts';
import { finished, type Wanted, type Word } from './words.ts';

export interface Candidates {
  readonly rows: LightRow[];
  readonly cut: boolean;
}

const anywhereMax = 300;
const shareOf = { exact: 0.2, start: 0.3, title: 0.4, rest: 0.3 } as const;
// Beginnings up to here are in the index by themselves; a longer one gathers every word that begins with it.
const indexedPrefixLength = 3;
// So few hits that titles typed without their spaces are looked for too.
const few = 20;
const typedTogetherMax = 50;
// A viewer who sees little of a large library: look further, but not for ever.
const roundCountMax = 5;
const enough = 50;

/** `wantedCount`: how many hits will be shown at most; bounds grow with it, to 2,000. */
export async function findCandidates(
  reading: Reading,
  viewer: Viewer,
  kind: SearchKind,
  wanted: Wanted,
  wantedCount: number,
): Promise<Candidates> {
  const { database } = reading;
  const limit = Math.min(2_000, Math.max(anywhereMax, wantedCount * 2));
  const anywhere = await matchAnywhere(reading, kind, wanted.words, limit + 1);
  if (anywhere.length <= limit) {
    const together =
      anywhere.length < few ? await matchStart(database, kind, wanted.key, typedTogetherMax) : [];
    return { rows: await readLight(reading, viewer, kind, distinct(anywhere, together)), cut: false };
  }
  const upTo = (share: number) => Math.ceil(limit * share);
  const [exact, start, title] = await Promise.all([
    matchExact(database, kind, wanted.key, upTo(shareOf.exact)),
    matchSortKey(database, kind, wanted.sortKey, upTo(shareOf.start)),
    matchWords(database, kind, finished(wanted.words), { limit: upTo(shareOf.title), titleOnly: true }),
  ]);
  const best = distinct(exact, start, title);
  const rest = anywhere.slice(0, Math.max(upTo(shareOf.rest), limit - best.length));
  const rows = await readLight(reading, viewer, kind, distinct(best, rest));
  if (viewer.libraryIds !== 'all') await lookFurther(reading, viewer, kind, wanted, rows, anywhere.at(-1)!);
  return { rows, cut: true };
}

/** Where the words as they stand give enough, nobody needs to know what longer words begin with the last. */
async function matchAnywhere(
  { database }: Reading,
  kind: SearchKind,
  words: readonly Word[],
  limit: number,
): Promise<number[]> {
  if (words.some((word) => word.prefix && word.text.length > indexedPrefixLength)) {
    const whole = await matchWords(database, kind, finished(words), { limit });
    if (whole.length === limit) return whole;
  }
  return matchWords(database, kind, words, { limit });
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
