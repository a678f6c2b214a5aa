/** Whether similar music goes on when the queue ends: a choice of this browser, off at first. */
import { useSyncExternalStore } from 'react';

const KEY = 'fonoteca.going-on';
const listeners = new Set<() => void>();

let goingOn = kept();

export function isGoingOn(): boolean {
  return goingOn;
}

export function setGoingOn(on: boolean): void {
  goingOn = on;
  for (const listener of listeners) listener();
  try {
    if (on) localStorage.setItem(KEY, 'on');
    else localStorage.removeItem(KEY);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

export function onGoingOnChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useGoingOn(): boolean {
  return useSyncExternalStore(onGoingOnChange, isGoingOn);
}

function kept(): boolean {
  try {
    return localStorage.getItem(KEY) === 'on';
  } catch {
    return false;
  }
}
