/** Folded words as people write them: `dvorak` → `dvořák`, from the names that were found with them. */
import { fold } from '#base/fold.ts';
import type { Word } from './words.ts';

/** What to show for a query that was mended: each word as the first name that holds it spells it, in lower case. */
export function spelledOut(words: readonly Word[], names: readonly string[]): string {
  const shown = new Map<string, string>();
  for (const name of names) {
    for (const [word] of name.matchAll(/[\p{L}\p{N}\p{M}'’]+/gu)) {
      const folded = fold(word);
      if (!shown.has(folded)) shown.set(folded, word.toLowerCase());
    }
  }
  const begun = ({ text, prefix }: Word) =>
    prefix ? [...shown].find(([folded]) => folded.startsWith(text))?.[1] : undefined;
  return words.map((word) => shown.get(word.text) ?? begun(word) ?? word.text).join(' ');
}
