/** What was typed, as words to look for; the same folding as in the index, so that nothing needs to be spelled right. */
import { foldedWords } from '#base/fold.ts';
import { titleSortKey } from '../match/names.ts';
import { exactKey, shortened } from './index-rows.ts';

export interface Word {
  readonly text: string;
  /** May be the beginning of a longer word. */
  readonly prefix: boolean;
  /** The words of the library that are meant by it, where they are known; none where no item has it (completions.ts). */
  readonly completions?: readonly string[];
}

export interface Wanted {
  readonly words: readonly Word[];
  /** The whole query as one word, as titles stand in the index; '' when there is nothing to look for. */
  readonly key: string;
  /** The query as titles are sorted. */
  readonly sortKey: string;
}

const wordCountMax = 12;
const queryLengthMax = 500;
// What apps send when they want everything.
const everything = /^["'*\s]*$/;

/** The last word may still be being typed. */
export function wantedOf(query: string): Wanted {
  const text = query.slice(0, queryLengthMax).toWellFormed().replaceAll('\0', ' ');
  const words = [...new Set(foldedWords(text))].slice(0, wordCountMax).map(shortened);
  return {
    words: words.map((word, index) => ({ text: word, prefix: index === words.length - 1 })),
    key: everything.test(text) ? '' : exactKey(text.trim()),
    sortKey: everything.test(text) ? '' : titleSortKey(text.trim()),
  };
}

/** Every word may be the beginning of a longer one. */
export function loosened(wanted: Wanted): Wanted {
  return { ...wanted, words: wanted.words.map(({ text }) => ({ text, prefix: true })) };
}

/** The same without an unfinished word at the end. */
export function finished(words: readonly Word[]): Word[] {
  return words.map(({ text }) => ({ text, prefix: false }));
}

/** True when a word of a title is what was looked for. */
export function isMatch(word: Word, found: string): boolean {
  return word.prefix ? found.startsWith(word.text) : found === word.text;
}
