/** The queue and the list of keys open beside the page; the queue has an address, so that “back” closes it. */
import type { AnyRouter } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';

declare module '@tanstack/history' {
  interface HistoryState {
    /** True on the entry that was made by opening a sheet. */
    sheetOpened?: boolean;
  }
}

let helpShown = false;
let factsOf: string | null = null;
const listeners = new Set<() => void>();

export function showHelp(shown = !helpShown): void {
  helpShown = shown;
  tell();
}

export function useHelpShown(): boolean {
  return useSyncExternalStore(subscribe, () => helpShown);
}

/** Opens what is known of a track; null closes it. */
export function showFacts(trackId: string | null): void {
  factsOf = trackId;
  tell();
}

export function useFactsOf(): string | null {
  return useSyncExternalStore(subscribe, () => factsOf);
}

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function toggleQueue(router: AnyRouter): void {
  const open = (router.state.location.search as { sheet?: string }).sheet === 'queue';
  if (open) closeQueue(router);
  else void go(router, 'queue');
}

/** Goes back where opening it made an entry, so that no dead one is left; elsewhere only the address changes. */
export function closeQueue(router: AnyRouter): void {
  if (router.state.location.state.sheetOpened === true) router.history.back();
  else void go(router, undefined);
}

function go(router: AnyRouter, sheet: 'queue' | undefined): Promise<void> {
  return router.navigate({
    to: '.',
    search: (before: object) => ({ ...before, sheet }),
    state: { sheetOpened: sheet !== undefined },
    replace: sheet === undefined,
    resetScroll: false,
  });
}
