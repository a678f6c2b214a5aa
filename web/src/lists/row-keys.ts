/** Where a key leads in a list of one or more columns; null for keys that lists leave alone. */

export interface ListShape {
  count: number;
  columns: number;
  /** How many lines a screen shows. */
  pageLines: number;
}

export function placeAfterKey(
  key: string,
  at: number,
  { count, columns, pageLines }: ListShape,
): number | null {
  const last = count - 1;
  const steps: Record<string, number | undefined> = {
    ArrowUp: -columns,
    ArrowDown: columns,
    ArrowLeft: columns > 1 ? -1 : undefined,
    ArrowRight: columns > 1 ? 1 : undefined,
    PageUp: -columns * pageLines,
    PageDown: columns * pageLines,
    Home: -at,
    End: last - at,
  };
  const step = steps[key];
  if (step === undefined || count === 0) return null;
  const to = at + step;
  // A step up or down from the first or last line stays where it is; a page goes as far as there is.
  if (key === 'ArrowUp' && to < 0) return at;
  if (key === 'ArrowDown' && to > last) return lineOf(at, columns) === lineOf(last, columns) ? at : last;
  return Math.max(0, Math.min(last, to));
}

function lineOf(at: number, columns: number): number {
  return Math.floor(at / columns);
}
