/** Titles and names, word by word, and the other ways in which people write the same title. */
import type { Language } from './languages.ts';
import { heavyRank, weighted } from './laws.ts';
import type { Draws } from './random.ts';
import { capital, drawWord, wordAt } from './words.ts';

const wordCounts = weighted([
  [0.165, 1],
  [0.225, 2],
  [0.31, 3],
  [0.165, 4],
  [0.075, 5],
  [0.033, 6],
  [0.012, 7],
  [0.006, 8],
  [0.004, 9],
  [0.003, 10],
  [0.002, 12],
]);

/** What stands behind a title when a recording is one of several. */
const versions = [
  '(live)',
  '(remix)',
  '(instrumental)',
  '(radio edit)',
  '(extended mix)',
  '(original mix)',
  '(acoustic)',
  '(demo)',
  '(Pt. 2)',
];
const reissueMarks = ['(Remastered)', '- Remastered 2011', '(Album Version)', '(Single Version)', '[Mono]'];
const romans = ['I', 'II', 'III', 'IV', 'V', 'VI'];
const keys = ['C', 'D', 'E♭', 'F', 'G', 'A', 'B♭'];

/** The title of a recording or a release. */
export function drawTitle(language: Language, draws: Draws): string {
  const count = wordCounts.pick(draws.next());
  let title = '';
  for (let at = 0; at < count; at++) {
    const chance = draws.next();
    const word = chance < 0.02 ? numberWord(draws) : drawWord(language, draws);
    const isCapital = language.capitals === 'each' || (language.capitals === 'first' && at === 0);
    title +=
      (at === 0 ? '' : chance > 0.99 ? between(language) : language.space) +
      (isCapital ? capital(word) : word);
  }
  return draws.next() < 0.06 ? `${title} ${draws.pick(versions)}` : title;
}

function numberWord(draws: Draws): string {
  const chance = draws.next();
  return String(chance < 0.7 ? 1 + draws.below(12) : 1900 + draws.below(126));
}

function between({ space }: Language): string {
  return space === '' ? '・' : ' & ';
}

/** A work of several movements. */
export function drawWork(language: Language, draws: Draws): string {
  const name = `${capital(drawWord(language, draws))}${language.space}${drawWord(language, draws)}`;
  return `${name} No. ${1 + draws.below(9)} in ${draws.pick(keys)} Major, Op. ${1 + draws.below(140)}`;
}

/** A movement of a work. */
export function drawMovement(language: Language, number: number, draws: Draws): string {
  const words = Array.from({ length: 2 + draws.below(2) }, () => drawWord(language, draws));
  const tempo = capital(words.join(language.space));
  return `${romans[number % romans.length]}. ${tempo}`;
}

/** The name of a person or a group. Names come from further down the vocabulary than titles' words do. */
export function drawName(language: Language, draws: Draws): string {
  const word = (): string => capital(wordAt(language, 60 + heavyRank(draws.next(), 4_000_000, 400)));
  const chance = draws.next();
  if (chance < 0.62) return `${word()}${language.space}${word()}`;
  if (chance < 0.82) return word();
  if (chance < 0.92) return `${word()}${language.space}${word()}${language.space}${word()}`;
  return `${capital(drawWord(language, draws))} ${word()} & ${word()}`;
}

/** The same title as somebody else typed it. */
export function respell(title: string, draws: Draws): string {
  const chance = draws.next();
  if (chance < 0.35) return `${title} ${draws.pick(reissueMarks)}`;
  if (chance < 0.5)
    return title
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '')
      .normalize('NFC');
  if (chance < 0.65) return title.charAt(0) + title.slice(1).toLowerCase();
  if (chance < 0.75) return title.replace(/\s*[([][^)\]]*[)\]]$/, '') || title;
  if (chance < 0.82) return title.toUpperCase();
  if (chance < 0.9) return title.includes(' & ') ? title.replace(' & ', ' and ') : title.replace(' ', '-');
  return misspell(title, draws);
}

/** Two neighbouring letters in the other order. */
function misspell(title: string, draws: Draws): string {
  const letters = [...title];
  if (letters.length < 4) return title;
  const at = 1 + draws.below(letters.length - 2);
  [letters[at], letters[at - 1]] = [letters[at - 1]!, letters[at]!];
  return letters.join('').trim();
}
