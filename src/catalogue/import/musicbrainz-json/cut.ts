/**
 * Takes the lists out of a document that are not read, before it is parsed: most of a release is what is related to its
 * recordings, and how others called their artists. Stepping over bytes costs less than making objects of
 * them, and what is not CC0 is gone before anything has seen it.
 */

/** The fields whose lists are emptied. */
export type Cut = ReadonlySet<string>;

const discogs = Buffer.from('discogs.com');

/**
 * The line with these lists empty; those in which Discogs is named stay, since links are looked for in them. Only lists
 * of objects that are written without spaces, as the dumps are, are found, and others left as they are.
 */
export function withoutLists(line: Buffer, cut: Cut): Buffer {
  const pieces: Buffer[] = [];
  let kept = 0;
  // Brackets are rare, so that a search for them skips most bytes at once.
  for (let open = line.indexOf(0x5b); open >= 0; open = line.indexOf(0x5b, open + 1)) {
    if (!cut.has(nameOfList(line, open))) continue;
    const end = endOfList(line, open + 1);
    if (end < 0) return line;
    if (!line.subarray(open, end).includes(discogs)) {
      pieces.push(line.subarray(kept, open + 1));
      kept = end;
    }
    open = end;
  }
  if (kept === 0) return line;
  pieces.push(line.subarray(kept));
  return Buffer.concat(pieces);
}

/**
 * The field whose list of objects opens here, or ''. A quote inside a text has a backslash before it, so that what is
 * followed by `":[{` is a field's name.
 */
function nameOfList(line: Buffer, open: number): string {
  if (line[open + 1] !== 0x7b || line[open - 1] !== 0x3a || line[open - 2] !== 0x22) return '';
  let start = open - 3;
  while (start > 0 && line[start] !== 0x22) start--;
  return line.toString('latin1', start + 1, open - 2);
}

/** Where the list ends whose first item begins at `from`, or -1. */
function endOfList(line: Uint8Array, from: number): number {
  let depth = 1;
  for (let at = from; at < line.length; at++) {
    const meaning = meanings[line[at]!]!;
    if (meaning === 0) continue;
    if (meaning === quote) at = endOfText(line, at + 1);
    else if (meaning === opening) depth++;
    else if (meaning === closing && --depth === 0) return at;
  }
  return -1;
}

/**
 * How many fields stand in the object itself: JSON.parse takes the last of two that have one name, and says nothing.
 * The text is known to be JSON.
 */
export function countFields(json: Uint8Array): number {
  let depth = 0;
  let count = 0;
  for (let at = 0; at < json.length; at++) {
    const meaning = meanings[json[at]!];
    if (meaning === 0) continue;
    if (meaning === quote) at = endOfText(json, at + 1);
    else if (meaning === opening) depth++;
    else if (meaning === closing) depth--;
    else if (depth === 1) count++;
  }
  return count;
}

/** Where the quote is that ends a text, or behind everything. */
function endOfText(json: Uint8Array, from: number): number {
  let at = from;
  for (let byte = json[at]; byte !== 0x22 && byte !== undefined; byte = json[at]) at += byte === 0x5c ? 2 : 1;
  return at;
}

const [quote, opening, closing, colon] = [1, 2, 3, 4];
const meanings = new Uint8Array(256);
for (const [characters, meaning] of [
  ['"', quote],
  ['{[', opening],
  ['}]', closing],
  [':', colon],
] as const)
  for (const character of characters) meanings[character.charCodeAt(0)] = meaning;
