/**
 * What a finger can do with a row: swipe it aside to queue the track, or hold it for the menu. Moving up or down
 * first belongs to scrolling; a mouse does neither.
 */
import { useRef, type MouseEvent, type PointerEvent, type RefObject } from 'react';

const SWIPE_PX = 72;
const DECIDED_PX = 10;
const HOLD_MS = 500;

interface Gestures {
  onSwipe: () => void;
  onHold: (x: number, y: number) => void;
}

interface Touch {
  x: number;
  y: number;
  swiping: boolean;
  timer: ReturnType<typeof setTimeout>;
}

export function useRowGestures(row: RefObject<HTMLElement | null>, { onSwipe, onHold }: Gestures) {
  const touch = useRef<Touch | null>(null);
  /** The finger has already done something: the click that follows it is not meant. */
  const spent = useRef(false);
  const end = (): void => {
    if (touch.current !== null) clearTimeout(touch.current.timer);
    touch.current = null;
    slide(row.current, 0);
  };
  return {
    onPointerDown: (event: PointerEvent): void => {
      if (event.pointerType !== 'touch') return;
      const { clientX: x, clientY: y } = event;
      const timer = setTimeout(() => {
        end();
        spent.current = true;
        onHold(x, y);
      }, HOLD_MS);
      spent.current = false;
      touch.current = { x, y, swiping: false, timer };
    },
    onPointerMove: (event: PointerEvent): void => {
      const now = touch.current;
      if (now === null) return;
      const movedX = event.clientX - now.x;
      const movedY = event.clientY - now.y;
      if (Math.hypot(movedX, movedY) > DECIDED_PX) clearTimeout(now.timer);
      if (!now.swiping && Math.abs(movedY) > DECIDED_PX) end();
      else if (movedX > DECIDED_PX) {
        now.swiping = true;
        spent.current = true;
        slide(row.current, Math.min(SWIPE_PX + 24, movedX));
      }
    },
    onPointerUp: (event: PointerEvent): void => {
      const far = touch.current?.swiping === true && event.clientX - touch.current.x >= SWIPE_PX;
      end();
      if (far) onSwipe();
    },
    onPointerCancel: end,
    onClickCapture: (event: MouseEvent): void => {
      if (!spent.current) return;
      spent.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

function slide(row: HTMLElement | null, px: number): void {
  if (row === null) return;
  if (px === 0) row.removeAttribute('data-swiped');
  else row.setAttribute('data-swiped', px >= SWIPE_PX ? 'far' : 'near');
  row.style.setProperty('--slide', `${px}px`);
}
