/** Words without end: each rank of each language is a word, pronounceable, made from the rank alone and from no list. */
import { twoPartZipf } from './laws.ts';
import type { Language } from './languages.ts';
import type { Draws } from './random.ts';

/** How often words of titles occur, by rank: the commonest is one in thirty-five, and new ones keep coming. */
export const wordLaw = twoPartZipf({ offset: 3, bend: 20_000, tail: 2 });

/** Ranks beyond are taken again from 0: one word of two million. */
const rankMax = 2 ** 32;
/** Ranks that are kept once they were made: all but one word of thirty. */
const keptRanks = 1 << 16;
const kept = new Map<Language, string[]>();
/** Greater than every table of syllables, and prime: multiplying by it shuffles the words of one length. */
const shuffle = 1_000_003;

/** Frequent words are short: all words of one syllable come first, then all of two. */
export function wordAt(language: Language, rank: number): string {
  if (rank >= keptRanks) return spell(language, rank % rankMax);
  let words = kept.get(language);
  if (!words) kept.set(language, (words = Array.from({ length: keptRanks })));
  return (words[rank] ??= spell(language, rank));
}

/** One word as chance has it. */
export function drawWord(language: Language, draws: Draws): string {
  return wordAt(language, wordLaw(draws.fine()));
}

/** With a capital where the script has them. */
export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function spell({ onsets, vowels, codas }: Language, rank: number): string {
  const syllables = onsets.length * vowels.length;
  let [count, words, left] = [1, syllables * codas.length, rank];
  while (left >= words) {
    left -= words;
    words *= syllables;
    count++;
  }
  // Beyond 2³³ the product would no longer be exact; there the order does not matter, for hardly any word is so rare.
  let at = words < 2 ** 33 ? (left * shuffle + 7919) % words : left;
  const end = codas[at % codas.length]!;
  at = Math.floor(at / codas.length);
  let word = '';
  for (let syllable = 0; syllable < count; syllable++) {
    const sound = at % syllables;
    at = Math.floor(at / syllables);
    word += onsets[sound % onsets.length]! + vowels[Math.floor(sound / onsets.length)]!;
  }
  return word + end;
}
