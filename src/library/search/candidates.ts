/**
 * The items that a query may mean, before they are ranked: all of them when they are few; else the best kinds of
 * match first, each up to a bound, and `cut` says that there are more.
 */
import type { Reader } from '#base/database/index.ts';
import type { Viewer } from '../rows.ts';
import type { SearchKind } from './index-rows.ts';
import { type LightRow, lightRows } from './light-rows.ts';
import { isUnheardOf, withBeginning, withSortKey, withTitle, withWords } from './match.ts';
import { finished, type Wanted, type Word } from './words.ts';

export interface Candidates {
  readonly rows: readonly LightRow[];
  readonly cut: boolean;
}

interface Picked {
  readonly ids: ReadonlySet<number>;
  readonly cut: boolean;
}

const bounds = [150, 300, 1_000, 2_000];
const shareOf = { title: 0.2, beginning: 0.3, titleWords: 0.5, anywhere: 0.3 } as const;
// Titles with three words and more are dear to find where the words are common and rarely meet.
const severalWords = 3;
const severalTitlesMin = 30;
// So few hits that titles typed without their spaces are looked for too.
const few = 20;
// A viewer who sees little of a large library: look further, but not for ever.
const enough = 50;
const furtherAtOnce = 500;
const furtherRoundCountMax = 3;

/** `wantedCount`: how many hits will be shown at most; bounds grow with it. */
export async function findCandidates(
  reader: Reader,
  viewer: Viewer,
  kind: SearchKind,
  wanted: Wanted,
  wantedCount: number,
): Promise<Candidates> {
  const limit = bounds.find((bound) => bound >= wantedCount * 2) ?? bounds.at(-1)!;
  const { ids, cut } = await pick(reader, kind, wanted, limit, wantedCount);
  const rows = await lightRows(
    reader,
    viewer,
    kind,
    [...ids].sort((a, b) => a - b),
  );
  if (!cut || viewer.libraryIds === 'all' || rows.length >= Math.min(enough, ids.size)) return { rows, cut };
  return { rows: [...rows, ...(await lookFurther(reader, viewer, kind, wanted.words, ids))], cut };
}

async function pick(
  reader: Reader,
  kind: SearchKind,
  wanted: Wanted,
  limit: number,
  wantedCount: number,
): Promise<Picked> {
  const { words, key } = wanted;
  if (words.some(isUnheardOf))
    return { ids: new Set(await withBeginning(reader, kind, key, few)), cut: false };
  // Of one word, as many titles as will do are quickly found; several that rarely meet are looked for once only.
  const plenty = Math.ceil(limit * shareOf.titleWords);
  const early = words.length === 1 ? await withTitleWords(reader, kind, words, plenty) : undefined;
  if (early?.length === plenty)
    return { ids: new Set([...(await bestTitles(reader, kind, wanted, limit)), ...early]), cut: true };
  const anywhere = await findAnywhere(reader, kind, words, limit);
  if (anywhere.length <= limit) {
    const unspaced = anywhere.length < few ? await withBeginning(reader, kind, key, few) : [];
    return { ids: new Set([...anywhere, ...unspaced]), cut: false };
  }
  const titles = await bestTitles(reader, kind, wanted, limit);
  const titleCount = words.length < severalWords ? plenty : Math.max(severalTitlesMin, wantedCount);
  const inTitle = early ?? (await withTitleWords(reader, kind, words, titleCount));
  const others = anywhere.slice(0, Math.ceil(limit * shareOf.anywhere));
  return { ids: new Set([...titles, ...inTitle, ...others]), cut: true };
}

/**
 * At most `limit`, or more where there are more. Of one word, the items with the very word stand first, as they are
 * cheap to find, and with plenty of these nobody needs to know which longer words begin with it.
 */
async function findAnywhere(
  reader: Reader,
  kind: SearchKind,
  words: readonly Word[],
  limit: number,
): Promise<number[]> {
  if (words.length > 1) return withWords(reader, kind, words, limit + 1);
  const whole = await withWords(reader, kind, finished(words), limit + 1);
  if (whole.length > limit) return whole;
  return [...new Set([...whole, ...(await withWords(reader, kind, words, limit + 1))])];
}

const withTitleWords = (reader: Reader, kind: SearchKind, words: readonly Word[], limit: number) =>
  withWords(reader, kind, finished(words), limit, { titleOnly: true });

/** Titles that are or begin like what was typed. */
async function bestTitles(
  reader: Reader,
  kind: SearchKind,
  { key, sortKey }: Wanted,
  limit: number,
): Promise<number[]> {
  return [
    ...(await withTitle(reader, kind, key, Math.ceil(limit * shareOf.title))),
    ...(await withSortKey(reader, kind, sortKey, Math.ceil(limit * shareOf.beginning))),
  ];
}

/** Through more hits, as those that were picked are not this viewer's: a library that came last stands at the end. */
async function lookFurther(
  reader: Reader,
  viewer: Viewer,
  kind: SearchKind,
  words: readonly Word[],
  known: ReadonlySet<number>,
): Promise<LightRow[]> {
  const seen = new Set(known);
  const look = async (more: readonly number[]): Promise<LightRow[]> => {
    const fresh = more.filter((id) => !seen.has(id));
    for (const id of fresh) seen.add(id);
    return lightRows(reader, viewer, kind, fresh);
  };
  const out = await look(await withWords(reader, kind, words, furtherAtOnce, { backwards: true }));
  for (let round = 1, after = 0; round < furtherRoundCountMax && out.length < enough; round++) {
    const more = await withWords(reader, kind, words, furtherAtOnce, { after });
    out.push(...(await look(more)));
    if (more.length < furtherAtOnce) break;
    after = more.at(-1)!;
  }
  return out;
}
