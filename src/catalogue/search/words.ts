/** What the index holds of a recording, and what is looked for of a query: both sides are made here, so that they agree. */
import { fold, foldedKey, foldedWords } from '#base/fold.ts';

/** Begins the word that a whole title makes, so that what is called just so is found without reading all that has the words. */
export const wholeMark = '\u2261';

/** An unfinished word is looked for as the commonest words that it may become. */
export const completionCountMax = 32;
/** Beginnings of up to so many letters have their list made beforehand: they begin too many words to choose from. */
export const shortBeginningMax = 4;

const wordLengthMax = 64;
const indexedCountMax = 64;
const askedCountMax = 12;
const askedLengthMax = 1000;

/** The words of title, artists and release, each once, and the whole title as one. */
export function indexedWords(title: string, ...others: (string | null)[]): string[] {
  const words = new Set<string>([wholeWord(title)]);
  for (const text of [title, ...others])
    for (const word of text === null ? [] : foldedWords(text)) {
      if (words.size === indexedCountMax) return [...words];
      words.add(cut(word));
    }
  return [...words];
}

/** Quotes, operators and all else that is no letter or digit are left out: what is typed is data. */
export function askedWords(text: string): string[] {
  const words = foldedWords(text.slice(0, askedLengthMax).toWellFormed()).map(cut);
  return [...new Set(words)].slice(0, askedCountMax);
}

/** A whole title as one word. */
export function wholeWord(title: string): string {
  const letters = foldedKey(fold(title)).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return wholeMark + cut(letters.join(''));
}

/** A cut through a surrogate pair leaves no text. */
function cut(word: string): string {
  return word.length <= wordLengthMax ? word : word.slice(0, wordLengthMax).toWellFormed();
}
