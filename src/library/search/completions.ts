/**
 * An unfinished word as all the words that it may become, from the vocabulary of the library. FTS5 keeps lists for
 * beginnings of up to three letters; for a longer one it reads the rows of every word that begins so before it gives
 * the first, which takes milliseconds where one of them is common. Of words that are named it reads what is wanted.
 */
import type { Reader } from '#base/database/index.ts';
import { afterAll } from './match.ts';
import type { Word } from './words.ts';

// The lists of the index: prefix='1 2 3'.
const listedLengthMax = 3;
// Longer words are not in the vocabulary (isTerm).
const termLengthMax = 32;
// Beginnings of more words are those of rare ones, which cost less together than looked up one by one.
const completionCountMax = 64;

/** The same words, the unfinished ones with their completions where these help. */
export async function completed(reader: Reader, words: readonly Word[]): Promise<Word[]> {
  if (reader.kind === 'postgres') return [...words];
  return Promise.all(
    words.map(async (word) => {
      if (!isCompletable(word)) return word;
      const terms = await termsFrom(reader, word.text);
      return terms.length > completionCountMax ? word : { ...word, completions: terms };
    }),
  );
}

function isCompletable({ text, prefix }: Word): boolean {
  // Numbers are not in the vocabulary either.
  return prefix && text.length > listedLengthMax && text.length < termLengthMax && /^\P{N}+$/u.test(text);
}

async function termsFrom(reader: Reader, text: string): Promise<string[]> {
  const sql = 'SELECT term FROM search_term WHERE term >= ? AND term < ? LIMIT ?';
  const rows = await reader.rows(sql, [text, afterAll(text), completionCountMax + 1]);
  return rows.map((row) => row[0] as string);
}
