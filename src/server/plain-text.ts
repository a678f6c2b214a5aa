/**
 * Text as it comes from outside, without the one character that no text holds: PostgreSQL refuses U+0000 wherever it
 * stands, SQLite cuts there, and nobody means it.
 */

/** The value with U+0000 taken out of every string in it; keys stay as they are. */
export function withoutNulls<T>(value: T): T {
  if (typeof value === 'string') return (value.includes('\0') ? value.replaceAll('\0', '') : value) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => withoutNulls(one)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutNulls(inner)])) as T;
}
