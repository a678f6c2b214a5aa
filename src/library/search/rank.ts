/**
 * Which candidate was meant: its exact title before one that starts like it, before one with all words in the title,
 * before one whose words are spread over title, artist and album; among equals what the listener plays more.
 */
import { foldedWords } from '#base/fold.ts';
import { exactKey } from './index-rows.ts';
import type { LightRow } from './light-rows.ts';
import { isMatch, type Wanted } from './words.ts';

export interface Ranked {
  readonly id: number;
  readonly score: number;
}

const exactScore = 1000;
const startScore = 750;
const titleScore = 550;
const spreadScore = 300;

/** Best first; equal ones in the order of their rows, so that the same query gives the same list. */
export function ranked(rows: readonly LightRow[], wanted: Wanted): Ranked[] {
  return rows
    .map((row) => ({ id: row.id, score: scoreOf(row, wanted) }))
    .toSorted((a, b) => b.score - a.score || a.id - b.id);
}

function scoreOf(row: LightRow, wanted: Wanted): number {
  return kindOfMatch(row, wanted) + liking(row);
}

function kindOfMatch(row: LightRow, { words, key }: Wanted): number {
  const title = exactKey(row.title);
  if (title === key) return exactScore;
  const titleWords = foldedWords(row.title);
  const inTitle = words.filter((word) => titleWords.some((found) => isMatch(word, found))).length;
  const whole = words.filter((word) => titleWords.includes(word.text)).length;
  // How much of the title was asked for: 'Yesterday' before 'Yesterday Once More'.
  const covered = titleWords.length === 0 ? 0 : Math.min(1, inTitle / titleWords.length);
  const closeness = (inTitle / Math.max(1, words.length)) * 100 + whole * 40 + covered * 60;
  if (title.startsWith(key) && key !== '') return startScore + closeness;
  if (inTitle === words.length) return titleScore + closeness;
  return spreadScore + closeness;
}

/** At most about 150: enough to order what matches alike, never enough to bury an exact title. */
function liking(row: LightRow): number {
  return (
    Math.min(80, Math.log2(1 + (row.plays ?? 0)) * 12) +
    (row.starred_at === null ? 0 : 30) +
    Math.min(40, Math.log2(1 + row.size) * 4)
  );
}
