/**
 * Putting a list in another order, by hand or by key. A handle is dragged with mouse or finger; Alt with an arrow
 * moves the row that has the focus, Delete takes it out. What happened is said aloud.
 */
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';

interface ReorderOptions {
  count: number;
  /** One row's height: rows of a list that can be ordered are all alike. */
  rowPx: number;
  nameOf: (at: number) => string;
  onMove: (from: number, to: number) => void;
  onRemove?: ((at: number) => void) | undefined;
  /** Gives a row the focus, once it is drawn in its new place. */
  onFocus: (at: number) => void;
}

interface Drag {
  from: number;
  to: number;
  offsetPx: number;
}

export function useReorder({ count, rowPx, nameOf, onMove, onRemove, onFocus }: ReorderOptions) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const [said, setSaid] = useState('');
  const startY = useRef(0);

  const moveBy = (at: number, step: number): void => {
    const to = at + step;
    if (to < 0 || to >= count) return;
    onMove(at, to);
    setSaid(`${nameOf(at)}, now ${to + 1} of ${count}`);
    requestAnimationFrame(() => onFocus(to));
  };
  const remove = (at: number): void => {
    if (onRemove === undefined) return;
    setSaid(`${nameOf(at)} taken out`);
    onRemove(at);
    requestAnimationFrame(() => onFocus(Math.max(0, Math.min(at, count - 2))));
  };
  const end = (): void => {
    if (drag !== null && drag.from !== drag.to) onMove(drag.from, drag.to);
    setDrag(null);
  };

  return {
    said,
    dragging: drag !== null,
    /** How far a row stands from its place while another is dragged past it. */
    offsetOf: (at: number): number => (drag === null ? 0 : offsetFor(at, drag, rowPx)),
    isDragged: (at: number): boolean => drag?.from === at,
    rowProps: (at: number) => ({
      onKeyDown: (event: KeyboardEvent<HTMLElement>): void => {
        if (keyAction(event, at, { moveBy, remove })) event.preventDefault();
      },
    }),
    handleProps: (at: number) => ({
      onPointerDown: (event: PointerEvent<HTMLElement>): void => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        startY.current = event.clientY;
        setDrag({ from: at, to: at, offsetPx: 0 });
      },
      onPointerMove: (event: PointerEvent<HTMLElement>): void => {
        if (drag === null) return;
        const offsetPx = event.clientY - startY.current;
        const to = Math.max(0, Math.min(count - 1, drag.from + Math.round(offsetPx / rowPx)));
        setDrag({ ...drag, offsetPx, to });
      },
      onPointerUp: end,
      onPointerCancel: () => setDrag(null),
    }),
  };
}

/** Exported for its test: a dragged row follows the hand, those it passes give way by one row. */
export function offsetFor(at: number, { from, to, offsetPx }: Drag, rowPx: number): number {
  if (at === from) return offsetPx;
  if (at > from && at <= to) return -rowPx;
  if (at < from && at >= to) return rowPx;
  return 0;
}

interface KeyActions {
  moveBy: (at: number, step: number) => void;
  remove: (at: number) => void;
}

/** Arrows alone walk the list, which is its own business. */
function keyAction({ key, altKey }: KeyboardEvent, at: number, { moveBy, remove }: KeyActions): boolean {
  if (altKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
    moveBy(at, key === 'ArrowUp' ? -1 : 1);
    return true;
  }
  if (key !== 'Delete' && key !== 'Backspace') return false;
  remove(at);
  return true;
}
