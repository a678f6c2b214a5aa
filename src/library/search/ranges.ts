/** Which letters of a shown name were matched, as UTF-16 ranges: `dvor` marks `Dvoř` in `Dvořák`. */
import { fold, isPlain } from '#base/fold.ts';
import { isMatch, type Word } from './words.ts';

type Range = [number, number];

interface FoldedName {
  readonly text: string;
  /** For each folded unit the range of the letter it came from; undefined where each came from its own place. */
  readonly from: readonly Range[] | undefined;
}

/** Ordered, without overlaps. */
export function matchedRanges(name: string, words: readonly Word[]): Range[] {
  const folded = foldedName(name);
  const found: Range[] = [];
  for (const match of folded.text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    for (const word of words)
      for (const [start, end] of placesIn(match[0], word))
        found.push([match.index + start, match.index + end]);
  }
  const { from } = folded;
  return joined(from ? found.map(([start, end]): Range => [from[start]![0], from[end - 1]![1]]) : found);
}

/** Where `word` stands in one word of the name. Pairs of Han, Kana and Hangul stand anywhere in a run. */
function placesIn(found: string, { text, prefix }: Word): Range[] {
  if (isMatch({ text, prefix }, found)) return [[0, text.length]];
  if (!/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text)) return [];
  const places: Range[] = [];
  for (let at = found.indexOf(text); at >= 0; at = found.indexOf(text, at + 1))
    places.push([at, at + text.length]);
  return places;
}

/** Letter by letter with the marks that belong to it, so that each folded unit knows where it came from. */
function foldedName(name: string): FoldedName {
  if (isPlain(name)) return { text: name.toLowerCase(), from: undefined };
  let text = '';
  const from: Range[] = [];
  for (const match of name.matchAll(/\p{M}*(?:\P{M}\p{M}*)?/gu)) {
    if (match[0] === '') continue;
    const part = fold(match[0]);
    text += part;
    for (let unit = 0; unit < part.length; unit++) from.push([match.index, match.index + match[0].length]);
  }
  return { text, from };
}

function joined(ranges: readonly Range[]): Range[] {
  const out: Range[] = [];
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = out.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else out.push([start, end]);
  }
  return out;
}
