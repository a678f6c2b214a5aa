/**
 * Words of the vocabulary that are one typo from a word which is not in it: a letter left out, put in or changed, or two
 * that changed places. One typo leaves the first half of a word as it was, or the second: so only the words that begin
 * or end with a half are compared, and no list of misspellings need be kept.
 */
import type { DatabaseSync } from 'node:sqlite';

const answerCountMax = 8;
const lengthMin = 3;
/** Words with one half that are looked at, at most; short halves begin many. */
const comparedMax = 30_000;

interface Term {
  readonly word: string;
  readonly rows: number;
}

/** The likeliest words, the commonest first; none for a word too short to tell. */
export function misspellingsOf(word: string, database: DatabaseSync): string[] {
  const letters = [...word];
  if (letters.length < lengthMin) return [];
  const middle = Math.floor(letters.length / 2);
  const byBeginning = database.prepare('SELECT word, rows FROM term WHERE word >= ? AND word < ? LIMIT ?');
  const byEnd = database.prepare(
    'SELECT word, rows FROM term_end WHERE reversed >= ? AND reversed < ? LIMIT ?',
  );
  const found = new Map<string, number>();
  const compare = (terms: Iterable<unknown>): void => {
    for (const { word: other, rows } of terms as Iterable<Term>)
      if (isOneTypoAway(letters, [...other])) found.set(other, rows);
  };
  // A swap across the middle touches both halves.
  for (const at of [middle, middle - 1]) {
    const head = letters.slice(0, at).join('');
    if (head !== '') compare(byBeginning.iterate(head, after(head), comparedMax));
    const tail = letters
      .slice(at + 1)
      .reverse()
      .join('');
    if (tail !== '') compare(byEnd.iterate(tail, after(tail), comparedMax));
  }
  return [...found]
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, answerCountMax)
    .map(([one]) => one);
}

const after = (text: string): string => `${text}\u{10ffff}`;

/** The order of letters turned round, for the list by ends. */
export function reversed(word: string): string {
  return [...word].reverse().join('');
}

function isOneTypoAway(one: readonly string[], other: readonly string[]): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let head = 0;
  while (head < one.length && one[head] === other[head]) head++;
  let tail = 0;
  const tailMax = Math.min(one.length, other.length) - head;
  while (tail < tailMax && one.at(-1 - tail) === other.at(-1 - tail)) tail++;
  const [a, b] = [one.slice(head, one.length - tail), other.slice(head, other.length - tail)];
  const isSwap = a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0];
  return isSwap || Math.max(a.length, b.length) <= 1;
}
