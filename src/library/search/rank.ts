/**
 * Which candidate was meant: its exact title before one that starts like it, before one with all words in the title,
 * before one whose words are spread over title, artist and album; among equals what the listener plays more.
 */
import type { LightRow } from './light-rows.ts';
import { type TitleShape, titleShape } from './title-shape.ts';
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
    .map((row) => ({ id: row.id, score: kindOfMatch(titleShape(row.title), wanted) + liking(row) }))
    .sort((a, b) => b.score - a.score || a.id - b.id);
}

function kindOfMatch(title: TitleShape, { words, key }: Wanted): number {
  if (title.key === key) return exactScore;
  let inTitle = 0;
  let whole = 0;
  for (const word of words) {
    if (title.words.includes(word.text)) {
      whole++;
      inTitle++;
    } else if (word.prefix && title.words.some((found) => isMatch(word, found))) inTitle++;
  }
  // How much of the title was asked for: 'Yesterday' before 'Yesterday Once More'.
  const covered = title.words.length === 0 ? 0 : Math.min(1, inTitle / title.words.length);
  const closeness = (inTitle / Math.max(1, words.length)) * 100 + whole * 40 + covered * 60;
  if (key !== '' && title.key.startsWith(key)) return startScore + closeness;
  if (inTitle === words.length) return titleScore + closeness;
  return spreadScore + closeness;
}

/** At most about 150: enough to order what matches alike, never enough to bury an exact title. */
function liking({ plays, starredAt, size }: LightRow): number {
  return (
    Math.min(80, Math.log2(1 + (plays ?? 0)) * 12) +
    (starredAt === null ? 0 : 30) +
    Math.min(40, Math.log2(1 + size) * 4)
  );
}
