/** A title as ranking compares it: one word, and its words. Hundreds are needed for every search, so it has to be quick. */
import { foldedWords, isPlain } from '#base/fold.ts';
import { exactKey, shortened } from './index-rows.ts';

export interface TitleShape {
  /** See exactKey. */
  readonly key: string;
  /** See foldedWords. */
  readonly words: readonly string[];
}

export function titleShape(title: string): TitleShape {
  // Most titles need no folding but lower case, and their words give the key.
  const words = isPlain(title) ? title.toLowerCase().match(/[a-z0-9]+/g) : null;
  return words
    ? { key: shortened(words.join('')), words }
    : { key: exactKey(title), words: foldedWords(title) };
}
