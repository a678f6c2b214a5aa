/**
 * The part of a long list that is on screen, fetched by pages. While one scrolls fast nothing is asked for; what
 * was fetched before is shown at once; what is no longer wanted is cancelled.
 */
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { Page } from '../api/contract.ts';

const SETTLE_MS = 80;

/** Makes the query of the page that begins at `offset`. Must not change between draws. */
export type PageQueryOf<T> = (offset: number) => {
  queryKey: readonly unknown[];
  queryFn: (context: { signal: AbortSignal }) => Promise<Page<T>>;
};

export interface Pages<T> {
  /** Undefined until the first page has come. */
  total: number | undefined;
  /** The item at a place of the whole list, if it is here. */
  at: (index: number) => T | undefined;
  error: Error | null;
  retry: () => void;
}

export function usePages<T>(pageOf: PageQueryOf<T>, pageSize: number, first: number, last: number): Pages<T> {
  const client = useQueryClient();
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.floor(Math.max(0, last) / pageSize);
  const wanted = useSettled(`${from}-${to}`);
  const offsets = useMemo(() => offsetsOf(wanted, pageSize), [wanted, pageSize]);
  const answers = useQueries({
    queries: offsets.map((offset) => ({ ...pageOf(offset), gcTime: 60_000 })),
  });
  const here = new Map(offsets.map((offset, index) => [offset, answers[index]?.data]));
  /** What was fetched before is looked up once a draw, not once a row. */
  const pageAt = (offset: number): Page<T> | undefined => {
    if (here.get(offset) === undefined)
      here.set(offset, client.getQueryData<Page<T>>(pageOf(offset).queryKey));
    return here.get(offset);
  };
  const known = answers.find((answer) => answer.data !== undefined)?.data;
  const failed = answers.find((answer) => answer.isError);

  return {
    total: known?.total ?? client.getQueryData<Page<T>>(pageOf(0).queryKey)?.total,
    at: (index) => {
      const offset = Math.floor(index / pageSize) * pageSize;
      return pageAt(offset)?.items[index - offset];
    },
    error: failed?.error ?? null,
    retry: () => {
      for (const answer of answers) if (answer.isError) void answer.refetch();
    },
  };
}

function offsetsOf(wanted: string, pageSize: number): number[] {
  const [from = 0, to = 0] = wanted.split('-').map(Number);
  return Array.from({ length: to - from + 1 }, (_, at) => (from + at) * pageSize);
}

/** The value once it has stayed the same for a moment; the first one at once. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (value === settled) return;
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value, settled]);
  return settled;
}
