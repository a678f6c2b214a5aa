/** Folded keys with a short memory: the artist and the album of a song are those of its neighbours. */
import { foldedKey } from '#base/fold.ts';

const rememberedMax = 4000;
const remembered = new Map<string, string>();

/** The same as `foldedKey`. */
export function keyOf(text: string): string {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const key = foldedKey(text);
  if (remembered.size === rememberedMax) remembered.clear();
  remembered.set(text, key);
  return key;
}
