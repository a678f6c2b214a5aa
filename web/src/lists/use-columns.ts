/** How many columns fit, and how wide each is: a grid that knows its lines' height before anything has loaded. */
import { useLayoutEffect, useState, type RefObject } from 'react';

export interface Columns {
  columns: number;
  columnPx: number;
  gapPx: number;
}

/** As many columns of at least `minPx` as fit, never fewer than `least`. */
export function columnsIn(widthPx: number, minPx: number, gapPx: number, least: number): Columns {
  const columns = Math.max(least, Math.floor((widthPx + gapPx) / (minPx + gapPx)));
  return { columns, columnPx: (widthPx - gapPx * (columns - 1)) / columns, gapPx };
}

/** Follows the width of an element; null until it was measured. */
export function useWidth(ref: RefObject<HTMLElement | null>): number | null {
  const [widthPx, setWidth] = useState<number | null>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = (): void => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return widthPx;
}
