/**
 * Walking a list by keys. One item at a time can be reached by Tab, its main link or button (`data-main` within
 * `data-item`); arrows, Home, End and the page keys go from item to item, also to those that are not drawn yet; Enter
 * is the browser's own, and the menu key opens the item's menu.
 */
import {
  createContext,
  useCallback,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { placeAfterKey } from './row-keys.ts';

/** True within such a list: what else can be pressed in an item is in its menu too, and no stop of the Tab key. */
export const InKeyList = createContext(false);

interface RowKeysOptions {
  list: RefObject<HTMLElement | null>;
  count: number;
  columns?: number;
  linePx: number;
  /** Brings an item to the screen that may not be drawn. */
  reach?: (index: number) => void;
}

/** A thrown list takes some frames to draw what is asked for, and a page to fetch. */
const FRAMES_MAX = 240;

export function useRowKeys({ list, count, columns = 1, linePx, reach }: RowKeysOptions) {
  const [active, setActive] = useState(0);
  const [within, setWithin] = useState(false);
  const going = useRef(false);
  const go = useCallback(
    (index: number) => {
      setActive(index);
      if (land(list.current, index)) return;
      // The list holds the focus while its item is on the way, so that a key held down goes on.
      going.current = true;
      list.current?.focus({ preventScroll: true });
      going.current = false;
      reach?.(index);
      landLater(list.current, index);
    },
    [list, reach],
  );
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (event.defaultPrevented || altKey || ctrlKey || metaKey) return;
    if (event.target instanceof Element && event.target.closest('input, textarea, select') !== null) return;
    if (isMenuKey(key, shiftKey) && openMenu(event.target)) return event.preventDefault();
    if (shiftKey) return;
    const pageLines = Math.max(1, Math.floor((innerHeight * 0.75) / linePx));
    const to = placeAfterKey(key, itemOf(event.target) ?? active, { count, columns, pageLines });
    if (to === null) return;
    event.preventDefault();
    go(to);
  };
  const onFocus = ({ target }: FocusEvent<HTMLElement>): void => {
    setWithin(true);
    const at = itemOf(target);
    if (at !== null) setActive(at);
    else if (target === list.current && !going.current && target.matches(':focus-visible'))
      landOnScreen(target);
  };
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>): void => {
    if (!currentTarget.contains(relatedTarget)) setWithin(false);
  };
  const reached = Math.min(active, Math.max(0, count - 1));
  return {
    /** The item that Tab reaches. */
    active: reached,
    /** The item that has the focus, to be drawn wherever one scrolls. */
    held: within ? reached : null,
    go,
    keyProps: { onKeyDown, onFocus, onBlur },
  };
}

/** Whether the item could be given the focus now. */
function land(list: HTMLElement | null, index: number): boolean {
  const item = list?.querySelector<HTMLElement>(`[data-item="${index}"]`);
  const main = item?.querySelector<HTMLElement>('[data-main]');
  if (item == null || main == null) return false;
  main.focus({ preventScroll: true });
  item.scrollIntoView({ block: 'nearest' });
  return true;
}

function landLater(list: HTMLElement | null, index: number, framesLeft = FRAMES_MAX): void {
  requestAnimationFrame(() => {
    if (framesLeft === 0 || document.activeElement !== list || land(list, index)) return;
    landLater(list, index, framesLeft - 1);
  });
}

/** Where the list was scrolled away from its active item, Tab finds the first that is on the screen. */
function landOnScreen(list: HTMLElement): void {
  const shown = [...list.querySelectorAll<HTMLElement>('[data-item]')].find(
    (item) => item.getBoundingClientRect().top >= 0 && item.querySelector('[data-main]') !== null,
  );
  shown?.querySelector<HTMLElement>('[data-main]')?.focus({ preventScroll: true });
}

function itemOf(target: EventTarget): number | null {
  const item = target instanceof Element ? target.closest<HTMLElement>('[data-item]') : null;
  return item === null ? null : Number(item.dataset['item']);
}

/** Other systems tell of their menu key by themselves; on a Mac there is none, so its combination is made one. */
function isMenuKey(key: string, shiftKey: boolean): boolean {
  return key === 'F10' && shiftKey && navigator.userAgent.includes('Mac');
}

function openMenu(target: EventTarget): boolean {
  if (!(target instanceof Element)) return false;
  const { left, bottom } = target.getBoundingClientRect();
  const asked = new MouseEvent('contextmenu', {
    bubbles: true,
    cancelable: true,
    clientX: left,
    clientY: bottom,
  });
  return !target.dispatchEvent(asked);
}
