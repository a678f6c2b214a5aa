/** What is said in passing, with an Undo where something was taken away. A store of its own: anything may notify. */
import { useSyncExternalStore } from 'react';

export interface Notice {
  text: string;
  tone?: 'plain' | 'bad';
  /** The one thing that can still be done about it. */
  action?: { label: string; run: () => void };
}
export type ShownNotice = Notice & { id: number };

const SHOWN_MAX = 3;
let shown: readonly ShownNotice[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Shows a notice; the same words twice in a row replace each other. */
export function notify(notice: Notice): void {
  lastId += 1;
  const others = shown.filter((one) => one.text !== notice.text);
  update([...others, { ...notice, id: lastId }].slice(-SHOWN_MAX));
}

export function dismiss(id: number): void {
  update(shown.filter((one) => one.id !== id));
}

export function useNotices(): readonly ShownNotice[] {
  return useSyncExternalStore(subscribe, () => shown);
}

function update(next: readonly ShownNotice[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
