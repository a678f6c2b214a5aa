/**
 * What a mistyped query may have meant. Words one edit away are looked up directly, all of them at once; two edits
 * away are found by the letters' triples. Of several ways to read the query the first that finds something is taken.
 */
import { sql } from 'kysely';
import { distance } from '#base/distance.ts';
import type { RoomDatabase } from '#base/database/index.ts';
import type { LibrarySchema } from '../schema.ts';
import { matches, matchesAnything, withWords } from './match.ts';
import type { Wanted, Word } from './words.ts';

type Engine = RoomDatabase<LibrarySchema>;

interface Suggestion {
  readonly text: string;
  readonly cost: number;
}

const lengthMin = 3;
const lengthMinForTwo = 6;
const suggestionCountMax = 4;
const readingCountMax = 24;
const popularityMax = 200;
const alphabets = [
  'abcdefghijklmnopqrstuvwxyz',
  'абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ',
  'αβγδεζηθικλμνξοπρστυφχψως',
];

/** The query with its typos mended, when that finds something; else undefined. */
export async function corrected(database: Engine, { words }: Wanted): Promise<Wanted | undefined> {
  const known = await Promise.all(words.map((word) => isKnown(database, word)));
  const found = await tryReadings(database, words, (index) => !known[index]);
  // A word may exist and still be a typo: 'beetles yesterday'.
  return found ?? (known.some(Boolean) ? tryReadings(database, words, () => true) : undefined);
}

async function tryReadings(
  database: Engine,
  words: readonly Word[],
  mayChange: (index: number) => boolean,
): Promise<Wanted | undefined> {
  const choices = await Promise.all(
    words.map(async (word, index) =>
      mayChange(index)
        ? withItself(word, await suggestionsFor(database, word))
        : [{ text: word.text, cost: 0 }],
    ),
  );
  if (choices.every((choice) => choice.length === 1)) return undefined;
  for (const reading of readingsOf(choices)) {
    const wanted = wantedFrom(reading, words);
    if (await matchesAnything(database, wanted)) return wanted;
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

const withItself = (word: Word, suggestions: readonly Suggestion[]): Suggestion[] => [
  ...suggestions,
  { text: word.text, cost: 1.5 },
];

/** All combinations, the cheapest first, without the query itself; bounded. */
function readingsOf(choices: readonly (readonly Suggestion[])[]): string[][] {
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
      .slice(0, readingCountMax);
  }
  return readings.map((reading) => reading.texts);
}

async function isKnown({ read }: Engine, { text, prefix }: Word): Promise<boolean> {
  const row = await read
    .selectFrom('search_term')
    .select('id')
    .where((where) =>
      prefix
        ? where.and([where('term', '>=', text), where('term', '<', `${text}\u{10ffff}`)])
        : where('term', '=', text),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The likeliest words of the vocabulary, cheapest first: near, the same first letter, often used. */
async function suggestionsFor(database: Engine, word: Word): Promise<Suggestion[]> {
  if (word.text.length < lengthMin) return [];
  const near = await oneEditAway(database, word.text);
  const terms =
    near.length > 0 || word.text.length < lengthMinForTwo ? near : await twoEditsAway(database, word.text);
  const suggestions = await Promise.all(
    terms.slice(0, 30).map(async (term) => ({
      text: term,
      cost: costOf(word.text, term) - Math.log2(1 + (await popularity(database, term))) / 20,
    })),
  );
  if (suggestions.length === 0 && word.prefix) return prefixesOneEditAway(database, word.text);
  return suggestions.toSorted((a, b) => a.cost - b.cost).slice(0, suggestionCountMax);
}

function costOf(typed: string, term: string): number {
  return distance(typed, term) + (typed[0] === term[0] ? 0 : 0.5);
}

async function popularity(database: Engine, term: string): Promise<number> {
  const found = await matches(
    database,
    withWords(database.kind, 'track', [{ text: term, prefix: false }]),
    popularityMax,
  );
  return found.length;
}

async function oneEditAway({ read, kind }: Engine, word: string): Promise<string[]> {
  const { rows } = await sql<{
    term: string;
  }>`SELECT term FROM search_term WHERE term IN ${textList(kind, edits(word))}`.execute(read);
  return rows.map((row) => row.term);
}

/** For a word that is still being typed: beginnings that some word has. */
async function prefixesOneEditAway({ read, kind }: Engine, word: string): Promise<Suggestion[]> {
  if (word.length < lengthMin + 1) return [];
  const end = '\u{10ffff}';
  const beginnings =
    kind === 'sqlite'
      ? sql`(SELECT value FROM json_each(${JSON.stringify(edits(word))}))`
      : sql`(SELECT unnest(${edits(word)}::text[]) COLLATE "C" AS value)`;
  const { rows } = await sql<{ term: string }>`
    SELECT e.value AS term FROM ${beginnings} e WHERE EXISTS (SELECT 1 FROM search_term s WHERE s.term >= e.value AND s.term < e.value || ${end}) LIMIT 100`.execute(
    read,
  );
  return (
    rows
      // Of two beginnings the longer says more.
      .map((row) => ({ text: row.term, cost: costOf(word, row.term) - row.term.length / 100 }))
      .toSorted((a, b) => a.cost - b.cost)
      .slice(0, suggestionCountMax)
  );
}

async function twoEditsAway({ read, kind }: Engine, word: string): Promise<string[]> {
  const triples = Array.from({ length: word.length - 2 }, (_, at) => `"${word.slice(at, at + 3)}"`).join(
    ' OR ',
  );
  const { rows } =
    kind === 'sqlite'
      ? await sql<{
          term: string;
        }>`SELECT s.term FROM (SELECT rowid AS id FROM search_term_trigram WHERE search_term_trigram MATCH ${triples} ORDER BY rank LIMIT 200) x
          JOIN search_term s ON s.id = x.id`.execute(read)
      : await sql<{
          term: string;
        }>`SELECT term FROM search_term WHERE term % ${word} ORDER BY similarity(term, ${word}) DESC LIMIT 200`.execute(
          read,
        );
  return rows.map((row) => row.term).filter((term) => distance(word, term, 2) <= 2);
}

function textList(kind: Engine['kind'], texts: readonly string[]) {
  return kind === 'sqlite'
    ? sql`(SELECT value FROM json_each(${JSON.stringify(texts)}))`
    : sql`(SELECT unnest(${texts}::text[]))`;
}

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
