/**
 * How text is made comparable for search: `Dvořák` = `dvorak`, `Straße` = `strasse`, `ＡＢＣ` = `abc`.
 *
 * Used for both what is indexed and what is asked, so both sides fold alike. Han, Kana and Hangul runs, which have no
 * spaces, are cut into overlapping pairs (bigrams), as neither engine's tokenizer does that.
 */

// Letters that Unicode does not decompose, though people type them without their stroke or ligature.
const letters: Record<string, string> = {
  ß: 'ss',
  ẞ: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ς: 'σ',
  ŋ: 'n',
  ŧ: 't',
  ĸ: 'k',
  ə: 'e',
  ʼ: '',
  '’': '',
  "'": '',
  '‘': '',
  '`': '',
};
const letterPattern = new RegExp(`[${Object.keys(letters).join('')}]`, 'g');
const bigramRun = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー々〆]+/gu;
// All of Latin, Greek and Cyrillic lies before the first of them.
const noBigrams = /^[\0-\u10ff]*$/;
const ascii = /^[\x20-\x26\x28-\x5f\x61-\x7f]*$/;

/** True for most titles: ASCII whose folding is its lower case, letter for letter. */
export const isPlain = (text: string): boolean => ascii.test(text);

/** Lower case, without marks, width and ligatures; words stay apart by what separated them. */
export function fold(text: string): string {
  // NFKD costs more than all the rest.
  if (isPlain(text)) return text.toLowerCase();
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const folded = foldAnew(text);
  if (remembered.size === rememberedMax) remembered.clear();
  if (text.length <= 200) remembered.set(text, folded);
  return folded;
}

// A song's title is folded to be sorted, to be matched and to be found, one after the other.
const remembered = new Map<string, string>();
const rememberedMax = 1000;

function foldAnew(text: string): string {
  const bare = text
    .normalize('NFKD')
    .replace(
      /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}])\p{M}+/gu,
      '',
    )
    .toLowerCase()
    .replace(letterPattern, (letter) => letters[letter]!);
  return bare.normalize('NFC');
}

/** The words to index or to look for, folded; runs of Han, Kana and Hangul as bigrams (a single one stays single). */
export function foldedWords(text: string): string[] {
  const words: string[] = [];
  for (const word of fold(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []) pushWord(words, word);
  return words;
}

/** Letters and digits alone, folded: equal for titles that differ in punctuation and spacing only. */
export function foldedKey(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}\p{M}]+/gu, '') || text.trim();
}

function pushWord(words: string[], word: string): void {
  if (noBigrams.test(word)) {
    words.push(word);
    return;
  }
  let end = 0;
  for (const match of word.matchAll(bigramRun)) {
    if (match.index > end) words.push(word.slice(end, match.index));
    pushBigrams(words, [...match[0]]);
    end = match.index + match[0].length;
  }
  if (end < word.length) words.push(word.slice(end));
}

function pushBigrams(words: string[], letters: readonly string[]): void {
  if (letters.length === 1) words.push(letters[0]!);
  for (let at = 0; at + 1 < letters.length; at++) words.push(letters[at]! + letters[at + 1]!);
}
