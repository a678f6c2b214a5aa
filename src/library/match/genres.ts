/** Genres as the library keeps them: lists in one value are taken apart, spellings that fold alike are one genre. */
import { keyOf } from './keys.ts';

export interface GenreName {
  readonly name: string;
  /** Equal for 'Hip-Hop', 'hip hop' and 'HipHop'. */
  readonly key: string;
}

const lengthMax = 100;
// Names that hold a comma: Discogs' and MusicBrainz' own.
const whole = new Set(['folkworldcountry', 'stagescreen', 'stageandscreen']);

/** Distinct genres of a file, in their order. The tag reader has split at ';' and ' / ' already. */
export function genresOf(values: readonly string[]): GenreName[] {
  if (values.length === 1 && !/[,|]/.test(values[0]!)) return [genre(values[0]!)];
  const found = new Map<string, GenreName>();
  for (const value of values) {
    const parts = whole.has(keyOf(value.replaceAll('&', ''))) ? [value] : value.split(/[,|]/);
    for (const part of parts) {
      const name = genre(part.trim());
      if (name.key !== '' && !found.has(name.key)) found.set(name.key, name);
    }
  }
  return [...found.values()];
}

function genre(name: string): GenreName {
  const short = name.slice(0, lengthMax).toWellFormed();
  return { name: short, key: keyOf(short) };
}
