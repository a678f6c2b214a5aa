/**
 * The drawn sound: from the server's 8-bit peaks to the outline of an SVG path, 400 by 40, mirrored about its
 * middle. Paths are kept, since the same track is drawn in the player, in its row and on its way past in a list.
 */

export const OUTLINE_WIDTH = 400;
export const OUTLINE_HEIGHT = 40;
const KEPT_MAX = 600;
const kept = new Map<string, string>();

/** The path of `peaks` in at most `columns` steps; a calm line while there are none. */
export function outlineOf(peaks: string | null, columns: number): string {
  if (peaks === null || peaks === '') return calmLine();
  const key = `${columns}:${peaks}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const path = pathOf(columnsOf(decode(peaks), columns));
  if (kept.size >= KEPT_MAX) kept.delete(kept.keys().next().value ?? '');
  kept.set(key, path);
  return path;
}

/** The loudest value of each column, so that no beat disappears when a long track is drawn small. */
export function columnsOf(peaks: Uint8Array, columns: number): number[] {
  const wanted = Math.min(columns, peaks.length);
  return Array.from({ length: wanted }, (_, column) => {
    const from = Math.floor((column * peaks.length) / wanted);
    const to = Math.max(from + 1, Math.floor(((column + 1) * peaks.length) / wanted));
    let loudest = 0;
    for (let at = from; at < to; at += 1) loudest = Math.max(loudest, peaks[at] ?? 0);
    return loudest;
  });
}

function pathOf(heights: readonly number[]): string {
  const middle = OUTLINE_HEIGHT / 2;
  const step = OUTLINE_WIDTH / Math.max(1, heights.length - 1);
  const upper: string[] = [];
  const lower: string[] = [];
  heights.forEach((height, column) => {
    // Silence keeps a hair's breadth, so that the line of time never breaks.
    const reach = Math.max(0.5, (height / 255) * (middle - 0.5));
    const x = round(column * step);
    upper.push(`${x} ${round(middle - reach)}`);
    lower.unshift(`${x} ${round(middle + reach)}`);
  });
  return `M${upper.join('L')}L${lower.join('L')}z`;
}

function calmLine(): string {
  return `M0 19H${OUTLINE_WIDTH}V21H0z`;
}

function decode(base64: string): Uint8Array {
  const text = atob(base64);
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
