/**
 * What the vocabulary of the library knows of the words that are looked for: one that it does not have is in no item,
 * and an unfinished one is looked for as all the words that it may become. FTS5 keeps lists for beginnings of up to
 * three letters; for a longer one it reads the rows of every word that begins so before it gives the first, which
 * takes milliseconds where one of them is common. Of words that are named it reads what is wanted.
 */
import type { Reader } from '#base/database/index.ts';
import { afterAll } from './match.ts';
import type { Word } from './words.ts';

// The lists of the index: prefix='1 2 3'.
const listedLengthMax = 3;
// The vocabulary has words of these lengths (isTerm in index-rows.ts).
const termLengthMin = 3;
const termLengthMax = 32;
// Beginnings of more words are read faster as such than word by word.
const completionCountMax = 150;

/** The same words, with their completions where these help: the word itself, those it may become, or none. */
export async function completed(reader: Reader, words: readonly Word[]): Promise<Word[]> {
  if (reader.kind === 'postgres') return [...words];
  return Promise.all(
    words.map(async (word) => {
      if (!isInVocabulary(word)) return word;
      const terms = await (word.prefix ? termsFrom(reader, word.text) : termsOf(reader, word.text));
      const isShort = word.prefix && word.text.length <= listedLengthMax;
      const isUseless = isShort ? terms.length > 0 : terms.length > completionCountMax;
      return isUseless ? word : { ...word, completions: terms };
    }),
  );
}

/** True when an item with this word put it, or a longer one, into the vocabulary: numbers are not there, nor pairs of Han. */
function isInVocabulary({ text }: Word): boolean {
  return text.length >= termLengthMin && text.length < termLengthMax && /^\P{N}+$/u.test(text);
}

async function termsOf(reader: Reader, text: string): Promise<string[]> {
  const rows = await reader.rows('SELECT term FROM search_term WHERE term = ?', [text]);
  return rows.map((row) => row[0] as string);
}

async function termsFrom(reader: Reader, text: string): Promise<string[]> {
  const sql = 'SELECT term FROM search_term WHERE term >= ? AND term < ? LIMIT ?';
  const rows = await reader.rows(sql, [text, afterAll(text), completionCountMax + 1]);
  return rows.map((row) => row[0] as string);
}
