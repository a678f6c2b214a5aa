/** Which line is sung at a moment. */

/** The last line that has begun; -1 before the first. Lines without a time are passed over. */
export function lineAt(lines: readonly { timeMs: number | null }[], positionMs: number): number {
  let found = -1;
  for (const [line, { timeMs }] of lines.entries()) {
    if (timeMs === null) continue;
    if (timeMs > positionMs) break;
    found = line;
  }
  return found;
}
