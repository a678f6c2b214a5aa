/**
 * Where the words of a query stand in a name, for names of which the server does not say it: case and accents are
 * forgiven, as they are by the search.
 */

/** [start, end) ranges in UTF-16 units of the name; each word of the query at its first place. */
export function rangesOf(name: string, query: string): [number, number][] {
  const { folded, places } = fold(name);
  return query
    .split(/\s+/u)
    .map((word) => fold(word).folded)
    .filter((word) => word.length > 1)
    .flatMap((word): [number, number][] => {
      const at = folded.indexOf(word);
      if (at < 0) return [];
      return [[places[at] ?? 0, places[at + word.length] ?? name.length]];
    });
}

/** The name without case and accents, and for each of its letters where it stands in the name. */
function fold(name: string): { folded: string; places: number[] } {
  const places: number[] = [];
  let folded = '';
  let at = 0;
  for (const letter of name) {
    const plain = letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    for (let part = 0; part < plain.length; part += 1) places.push(at);
    folded += plain;
    at += letter.length;
  }
  places.push(at);
  return { folded, places };
}
