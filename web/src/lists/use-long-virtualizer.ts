/**
 * TanStack Virtual for lists of any length in the page's own scroll: it works in logical pixels, and this hook
 * stands between it and the window, whose scroll bar is physical (scale.ts).
 */
import {
  defaultRangeExtractor,
  useWindowVirtualizer,
  type Range,
  type Virtualizer,
} from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useReducer, useRef, useState, type RefObject } from 'react';
import { PHYSICAL_MAX_PX, follow, isStuck, scaleOf, toPhysical, type Place } from './scale.ts';

const REST_MS = 150;

interface Options {
  count: number;
  sizePx: number;
  overscan: number;
  list: RefObject<HTMLElement | null>;
  /** An item that is drawn wherever one scrolls: it has the focus. */
  held: number | null;
}

export function useLongVirtualizer({ count, sizePx, overscan, list, held }: Options) {
  const topPx = useTopOf(list, count);
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const place = useRef<Place>({ logical: 0, physical: 0 });
  const totalPx = count * sizePx;
  const facts = useRef({ topPx, totalPx });
  facts.current = { topPx, totalPx };

  const scale = useCallback(() => scaleOf(facts.current.totalPx, innerHeight), []);
  /** Puts the bar where it belongs; the rows stay where they are on the screen. */
  const settle = useCallback(() => {
    const physical = toPhysical(scale(), place.current.logical);
    if (Math.abs(physical - place.current.physical) < 0.5) return;
    place.current = { ...place.current, physical };
    scrollTo({ top: physical + facts.current.topPx, behavior: 'instant' });
    redraw();
  }, [scale]);

  /** Goes to a place in the whole list; the virtualiser itself would stop where the bar ends. */
  const goTo = useCallback(
    (logical: number) => {
      const wanted = Math.max(-facts.current.topPx, Math.min(scale().logicalMax, logical));
      const physical = toPhysical(scale(), wanted);
      place.current = { logical: wanted, physical };
      scrollTo({ top: physical + facts.current.topPx, behavior: 'instant' });
      redraw();
    },
    [scale],
  );

  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => sizePx,
    overscan,
    scrollMargin: topPx,
    observeElementOffset: (_instance, report) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const tell = (moving: boolean): void => report(place.current.logical + facts.current.topPx, moving);
      const onScroll = (): void => {
        place.current = follow(scale(), place.current, scrollY - facts.current.topPx);
        if (isStuck(scale(), place.current)) settle();
        tell(true);
        clearTimeout(timer);
        timer = setTimeout(() => {
          settle();
          tell(false);
        }, REST_MS);
      };
      place.current = follow(scale(), place.current, scrollY - facts.current.topPx);
      tell(false);
      addEventListener('scroll', onScroll, { passive: true });
      return () => {
        clearTimeout(timer);
        removeEventListener('scroll', onScroll);
      };
    },
    scrollToFn: (offset, { adjustments = 0 }) => {
      goTo(offset + adjustments - facts.current.topPx);
    },
    rangeExtractor: useCallback((range: Range) => withHeld(defaultRangeExtractor(range), held), [held]),
  });

  useLayoutEffect(() => virtualizer.measure(), [virtualizer, sizePx]);
  return {
    virtualizer: virtualizer as Virtualizer<Window, Element>,
    stagePx: Math.min(totalPx, PHYSICAL_MAX_PX),
    /** Brings an item to the top or the middle of the screen. */
    show: useCallback(
      (index: number, where: 'top' | 'middle') =>
        goTo(index * sizePx - (where === 'top' ? 0 : (innerHeight - sizePx) / 2)),
      [goTo, sizePx],
    ),
    /** Where an item starts on the stage. */
    startOf: (start: number): number => start - topPx - (place.current.logical - place.current.physical),
  };
}

/** How far down the page a list begins; measured again when the page is resized or what is above it changes. */
function useTopOf(list: RefObject<HTMLElement | null>, count: number): number {
  const [topPx, setTop] = useState(0);
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    const measure = (): void => setTop(Math.round(element.getBoundingClientRect().top + scrollY));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [list, count]);
  return topPx;
}

function withHeld(drawn: number[], held: number | null): number[] {
  return held === null || drawn.includes(held) ? drawn : [...drawn, held].sort((a, b) => a - b);
}
