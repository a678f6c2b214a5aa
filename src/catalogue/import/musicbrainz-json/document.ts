/**
 * One line of a dump as a document, and careful ways into it: what a dump of a database says can be relied on far less
 * than its schema promises. A document that is not as it must be is refused whole, with a reason.
 */
import { isUtf8 } from 'node:buffer';
import { countFields, type Cut, withoutLists } from './cut.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** The document without the lists that are to be cut out. Throws with a reason when the line is none. */
export function parseDocument(line: Buffer, cut: Cut): Fields {
  if (line.length === 0) throw new Error('an empty line');
  if (line.includes(0)) throw new Error('a NUL byte');
  if (!isUtf8(line)) throw new Error('invalid UTF-8');
  const json = withoutLists(line, cut);
  const document = parseJson(json.toString('utf8'));
  if (!isFields(document)) throw new Error('no JSON object');
  if (countFields(json) !== Object.keys(document).length) throw new Error('a field stands in it twice');
  return document;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // What the engine says about it quotes the text.
    throw new Error('no JSON', { cause: error });
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object in a field, or one without fields where there is none. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** The objects in a field; none where it is absent. Throws when it holds anything else. */
export function listOf(value: unknown, name: string): readonly Fields[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every(isFields)) throw new Error(`${name} is no list of objects`);
  return value;
}

/** Text without what cannot be shown; null where there is none. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? shownText(value).trim() || null : null;
}

/** The same with the spaces around it, which count between names. Throws on NUL, which no database takes. */
export function shownText(text: string): string {
  if (text.includes('\0')) throw new Error('a NUL byte');
  // U+001F separates the items of a list in the staged tables.
  return text.replace(/\p{Cc}+/gu, ' ').toWellFormed();
}

/** The texts of a list. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textOf).filter((text) => text !== null) : [];
}

/** A whole number from 0 that a database's integer can hold, or null. */
export function wholeOf(value: unknown): number | null {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31
    ? (value as number)
    : null;
}

const mbidShape = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** A MusicBrainz id. Throws when it is anything else, naming what it should be the id of. */
export function mbidOf(value: unknown, what: string): string {
  if (typeof value === 'string' && mbidShape.test(value)) return value;
  throw new Error(`${what} without a MusicBrainz id`);
}

/** The same where it may be absent. */
export function optionalMbidOf(value: unknown, what: string): string | null {
  return value === undefined || value === null ? null : mbidOf(value, what);
}
