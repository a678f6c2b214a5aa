/**
 * Favourites and ratings as this page knows them. A mark set here shows at once everywhere the thing is seen,
 * before the server has said yes; when it says no, the mark goes back and the reason is told.
 */
import { useSyncExternalStore } from 'react';
import { call } from '../api/client.ts';
import { expectEcho } from '../api/echoes.ts';
import type { Mark } from '../api/contract.ts';
import { messageOf } from '../api/problem.ts';
import { notify } from '../frame/notices.ts';

type Change = { starred?: boolean; rating?: number | null };

const marks = new Map<string, Mark>();
const listeners = new Set<() => void>();

/** The mark of a thing: the one set on this page, else the one that came with it. */
export function useMark(id: string, mark: Mark): Mark {
  return useSyncExternalStore(subscribe, () => marks.get(id) ?? mark);
}

export async function setMark(id: string, mark: Mark, change: Change): Promise<void> {
  const before = marks.get(id) ?? mark;
  put(id, changed(before, change));
  expectEcho('marks');
  try {
    put(id, await call('PUT /api/marks/:id', { params: { id }, body: change }));
  } catch (error) {
    put(id, before);
    notify({ text: messageOf(error), tone: 'bad' });
  }
}

/** Marks were changed elsewhere: where newer answers tell of things that were marked here, those count. */
export function learnMarks(answers: readonly unknown[]): void {
  for (const answer of answers) learnFrom(answer);
  tell();
}

function learnFrom(answer: unknown): void {
  if (typeof answer !== 'object' || answer === null) return;
  const { id, mark } = answer as { id?: string; mark?: Mark };
  if (id !== undefined && mark !== undefined && marks.has(id)) marks.set(id, mark);
  for (const part of Object.values(answer)) learnFrom(part);
}

/** What the server says of one thing now. */
export function learnMark(id: string, mark: Mark): void {
  put(id, mark);
}

function changed(mark: Mark, { starred, rating }: Change): Mark {
  return {
    ...mark,
    ...(starred === undefined ? {} : { starredAt: starred ? new Date().toISOString() : null }),
    ...(rating === undefined ? {} : { rating }),
  };
}

function put(id: string, mark: Mark): void {
  marks.set(id, mark);
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
