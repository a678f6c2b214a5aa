/**
 * Canonical JSON (RFC 8785, JCS): one value, one spelling, so that a digest of the bytes is a digest of what they say.
 *
 * ECMAScript's own JSON.stringify spells numbers and strings as RFC 8785 section 3.2.2 demands; what is left is the
 * order of members (by UTF-16 code units, section 3.2.3, which is how sort() compares) and refusing what JSON cannot say.
 */

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** The canonical text of `value`. Throws a TypeError for numbers and strings that JSON cannot carry. */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} is no JSON number`);
  if (typeof value === 'string') return canonicalString(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${canonicalString(name)}:${canonicalJson(value[name]!)}`).join(',')}}`;
}

/** The value of canonical bytes, or undefined when they are not the one canonical spelling of it. */
export function parseCanonicalJson(bytes: Uint8Array): JsonValue | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text) as JsonValue;
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 8785 section 3.2.2.2: a lone surrogate is an error, where JSON.stringify would escape it. */
function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('a string holds half of a surrogate pair');
  return JSON.stringify(text);
}

function isArray(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
