/** The letters of a sorted list: what a scrubber shows, and what indexes of artists are grouped by. */
import type { Letter } from '../rows.ts';

/**
 * The heading that a sort key stands under: 'A' … 'Z', '#' for digits and signs, one for each letter of the small
 * alphabets, and '…' for all other scripts, whose letters would be too many.
 */
export function letterOf(sortKey: string): string {
  const first = sortKey.charAt(0);
  if (first >= 'a' && first <= 'z') return first.toUpperCase();
  if (/^[\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}]/u.test(sortKey))
    return first.toUpperCase();
  return /^\p{L}/u.test(sortKey) ? '…' : '#';
}

/** `counts`: how many keys begin with each character, in the order of the list. Neighbours under one letter are joined. */
export function lettersOf(counts: readonly { first: string; count: number }[]): Letter[] {
  const letters: Letter[] = [];
  let index = 0;
  for (const { first, count } of counts) {
    const letter = letterOf(first);
    // Signs may stand behind the letters too (a key may begin with any character): each heading comes once.
    if (!letters.some((known) => known.letter === letter)) letters.push({ letter, index });
    index += count;
  }
  return letters;
}
