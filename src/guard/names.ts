/**
 * Account names: what is kept, and what two names are compared by. `Dvořák` and `dvorak` are one name, so nobody can
 * pass for somebody else by an accent, and nobody is refused at sign-in for leaving one out.
 */
import { fold } from '#base/fold.ts';

const lengthMax = 64;

export interface CleanName {
  /** As shown: trimmed, single spaces, NFC. */
  readonly name: string;
  /** As compared. */
  readonly key: string;
}

/** The name as it is kept, or undefined when it is empty, too long, or holds what cannot be seen. */
export function cleanName(text: string): CleanName | undefined {
  const name = tidy(text);
  const length = [...name].length;
  if (length === 0 || length > lengthMax || /\p{C}/u.test(name)) return undefined;
  const key = nameKey(name);
  return /[\p{L}\p{N}]/u.test(key) ? { name, key } : undefined;
}

/** What a typed name is looked up by; equal for all spellings of a name. */
export function nameKey(text: string): string {
  // Nothing that long is a name, and folding it would cost more than it is worth.
  return tidy(fold(tidy(text.slice(0, lengthMax * 4))));
}

function tidy(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}
