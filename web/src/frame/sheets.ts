/** The queue and the list of keys open beside the page; the queue has an address, so that “back” closes it. */
import type { AnyRouter } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';

let helpShown = false;
const listeners = new Set<() => void>();

export function showHelp(shown = !helpShown): void {
  helpShown = shown;
  for (const listener of listeners) listener();
}

export function useHelpShown(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => helpShown,
  );
}

export function toggleQueue(router: AnyRouter): void {
  const open = (router.state.location.search as { sheet?: string }).sheet === 'queue';
  if (open) closeQueue(router);
  else
    void router.navigate({
      to: '.',
      search: (before: object) => ({ ...before, sheet: 'queue' as const }),
      resetScroll: false,
    });
}

/** Back when the sheet was opened from here, so that no dead entry is left; else only the address changes. */
export function closeQueue(router: AnyRouter): void {
  void router.navigate({
    to: '.',
    search: (before: object) => ({ ...before, sheet: undefined }),
    replace: true,
    resetScroll: false,
  });
}
