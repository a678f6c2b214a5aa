/**
 * What a mistyped query may have meant. Words one edit away are looked up directly, all of them at once; two edits
 * away are found by the letters' triples. Of several ways to read the query the first that finds something is taken.
 */
import { distance } from '#base/distance.ts';
import type { Reader } from '#base/database/index.ts';
import { completed } from './completions.ts';
import { afterAll, isUnheardOf, matchesAnything, withWords } from './match.ts';
import type { Wanted, Word } from './words.ts';

interface Suggestion {
  readonly text: string;
  readonly cost: number;
}

const lengthMin = 3;
// No longer word is in the vocabulary.
const lengthMax = 32;
const lengthMinForTwo = 6;
const suggestionCountMax = 4;
const readingCountMax = 24;
// Of a query whose words all exist: it may be right, and what was asked for is not there.
const knownWordCountMax = 4;
const knownReadingCountMax = 12;
// To leave a word as it was typed, when it may be changed.
const itselfCost = 1.5;
const popularityMax = 200;
const likeliestCountMax = 30;
const alphabets = [
  'abcdefghijklmnopqrstuvwxyz',
  'абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ',
  'αβγδεζηθικλμνξοπρστυφχψως',
];

/** The query with its typos mended, when that finds something; else undefined. */
export async function corrected(reader: Reader, { words }: Wanted): Promise<Wanted | undefined> {
  const known = await Promise.all(words.map((word) => isKnown(reader, word)));
  const found = await tryReadings(reader, words, (index) => !known[index], readingCountMax);
  if (found || !known.some(Boolean) || words.length > knownWordCountMax) return found;
  // A word may exist and still be a typo: 'beetles yesterday'.
  return tryReadings(reader, words, () => true, knownReadingCountMax);
}

async function tryReadings(
  reader: Reader,
  words: readonly Word[],
  mayChange: (index: number) => boolean,
  countMax: number,
): Promise<Wanted | undefined> {
  if (!words.some((_, index) => mayChange(index))) return undefined;
  const choices = await Promise.all(
    words.map(async (word, index) => [
      ...(mayChange(index) ? await suggestionsFor(reader, word) : []),
      ...((await completed(reader, [word])).some(isUnheardOf) ? [] : [{ text: word.text, cost: itselfCost }]),
    ]),
  );
  for (const reading of readingsOf(choices, countMax)) {
    const wanted = wantedFrom(reading, words);
    if (await matchesAnything(reader, await completed(reader, wanted.words))) return wanted;
  }
  return undefined;
}

/** A changed word is a whole word of the vocabulary; unchanged ones stay as they were. */
function wantedFrom(texts: readonly string[], words: readonly Word[]): Wanted {
  const changed = words.map((word, index) =>
    texts[index] === word.text ? word : { text: texts[index]!, prefix: word.prefix },
  );
  return { words: changed, key: texts.join(''), sortKey: texts.join(' ') };
}

/** All combinations, the cheapest first; bounded. */
function readingsOf(choices: readonly (readonly Suggestion[])[], countMax: number): string[][] {
  let readings: { texts: string[]; cost: number }[] = [{ texts: [], cost: 0 }];
  for (const choice of choices) {
    readings = readings
      .flatMap((reading) =>
        choice.map((suggestion) => ({
          texts: [...reading.texts, suggestion.text],
          cost: reading.cost + suggestion.cost,
        })),
      )
      .toSorted((a, b) => a.cost - b.cost)
      .slice(0, countMax);
  }
  return readings.map((reading) => reading.texts);
}

async function isKnown(reader: Reader, { text, prefix }: Word): Promise<boolean> {
  const rows = prefix
    ? await reader.rows('SELECT id FROM search_term WHERE term >= ? AND term < ? LIMIT 1', [
        text,
        afterAll(text),
      ])
    : await reader.rows('SELECT id FROM search_term WHERE term = ? LIMIT 1', [text]);
  return rows.length > 0;
}

/** The likeliest words of the vocabulary, cheapest first: near, the same first letter, often used. */
async function suggestionsFor(reader: Reader, word: Word): Promise<Suggestion[]> {
  if (word.text.length < lengthMin || word.text.length > lengthMax) return [];
  const near = await oneEditAway(reader, word.text);
  const terms =
    near.length > 0 || word.text.length < lengthMinForTwo ? near : await twoEditsAway(reader, word.text);
  const suggestions = await Promise.all(
    likeliest(word.text, terms).map(async ({ text, cost }) => ({
      text,
      cost: cost - popularityGain(await popularity(reader, text)),
    })),
  );
  if (suggestions.length === 0 && word.prefix) return prefixesOneEditAway(reader, word.text);
  return suggestions.toSorted((a, b) => a.cost - b.cost).slice(0, suggestionCountMax);
}

const popularityGain = (count: number): number => Math.log2(1 + count) / 20;

/** Without those that no popularity would bring among the first: each is looked up, which costs more than all of this. */
function likeliest(typed: string, terms: readonly string[]): Suggestion[] {
  const all = terms
    .map((text) => ({ text, cost: costOf(typed, text) }))
    .toSorted((a, b) => a.cost - b.cost)
    .slice(0, likeliestCountMax);
  const last = all[suggestionCountMax - 1]?.cost ?? Infinity;
  return all.filter(({ cost }) => cost <= last + popularityGain(popularityMax));
}

function costOf(typed: string, term: string): number {
  return distance(typed, term) + (typed[0] === term[0] ? 0 : 0.5);
}

async function popularity(reader: Reader, term: string): Promise<number> {
  return (await withWords(reader, 'track', [{ text: term, prefix: false }], popularityMax)).length;
}

async function oneEditAway(reader: Reader, word: string): Promise<string[]> {
  const sql =
    reader.kind === 'sqlite'
      ? 'SELECT term FROM search_term WHERE term IN (SELECT value FROM json_each(?))'
      : 'SELECT term FROM search_term WHERE term IN (SELECT unnest(?::text[]))';
  return texts(await reader.rows(sql, [listed(reader, edits(word))]));
}

/** For a word that is still being typed: beginnings that some word has. */
async function prefixesOneEditAway(reader: Reader, word: string): Promise<Suggestion[]> {
  if (word.length < lengthMin + 1) return [];
  const beginnings =
    reader.kind === 'sqlite'
      ? '(SELECT value FROM json_each(?))'
      : '(SELECT unnest(?::text[]) COLLATE "C" AS value)';
  const rows = await reader.rows(
    `SELECT e.value FROM ${beginnings} e WHERE EXISTS (SELECT 1 FROM search_term s WHERE s.term >= e.value AND s.term < e.value || ?) LIMIT 100`,
    [listed(reader, edits(word)), afterAll('')],
  );
  return (
    texts(rows)
      // Of two beginnings the longer says more.
      .map((text) => ({ text, cost: costOf(word, text) - text.length / 100 }))
      .toSorted((a, b) => a.cost - b.cost)
      .slice(0, suggestionCountMax)
  );
}

async function twoEditsAway(reader: Reader, word: string): Promise<string[]> {
  const rows =
    reader.kind === 'sqlite'
      ? await reader.rows(
          `SELECT s.term FROM (SELECT rowid AS id FROM search_term_trigram WHERE search_term_trigram MATCH ? ORDER BY rank LIMIT 200) x
            JOIN search_term s ON s.id = x.id`,
          [triplesOf(word)],
        )
      : await reader.rows(
          'SELECT term FROM search_term WHERE term % ? ORDER BY similarity(term, ?) DESC LIMIT 200',
          [word, word],
        );
  return texts(rows).filter((term) => distance(word, term, 2) <= 2);
}

const triplesOf = (word: string): string =>
  Array.from({ length: word.length - 2 }, (_, at) => `"${word.slice(at, at + 3)}"`).join(' OR ');

const texts = (rows: readonly unknown[][]): string[] => rows.map((row) => row[0] as string);

const listed = (reader: Reader, all: readonly string[]): unknown =>
  reader.kind === 'sqlite' ? JSON.stringify(all) : all;

/** Every word that is one insertion, deletion, substitution or swap of neighbours away, in the word's own alphabet. */
function edits(word: string): string[] {
  const letters =
    alphabets.find((alphabet) => [...word].some((letter) => alphabet.includes(letter))) ?? alphabets[0]!;
  const out = new Set<string>();
  for (let at = 0; at <= word.length; at++) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    if (tail !== '') out.add(head + tail.slice(1));
    if (tail.length > 1) out.add(head + tail[1]! + tail[0]! + tail.slice(2));
    for (const letter of letters) {
      out.add(head + letter + tail);
      if (tail !== '') out.add(head + letter + tail.slice(1));
    }
  }
  out.delete(word);
  return [...out].filter((text) => text.length >= lengthMin - 1 && text.isWellFormed());
}
