/**
 * Questions and actions for React: `ask` makes the query of a GET route, `useAction` the mutation of any other.
 * A query's key is the route and its input, so an answer is found again by what was asked.
 */
import {
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
  type UseMutationResult,
} from '@tanstack/react-query';
import { call, type Answer, type Input, type Route } from './client.ts';

type GetRoute = Extract<Route, `GET ${string}`>;
type ActRoute = Exclude<Route, GetRoute>;

export function ask<R extends GetRoute>(route: R, input: Input<R>) {
  return queryOptions({
    queryKey: [route, input] as const,
    queryFn: ({ signal }) => call(route, input, signal),
  });
}

/** A page of a long list, as `usePages` wants it: keys of one type, whatever the list. */
export function askPage<R extends GetRoute>(
  route: R,
  input: Input<R>,
): { queryKey: readonly unknown[]; queryFn: (context: { signal: AbortSignal }) => Promise<Answer<R>> } {
  return { queryKey: [route, input], queryFn: ({ signal }) => call(route, input, signal) };
}

/** Like `ask`, but the last answer stays on screen while the next is fetched: for what changes as one types. */
export function askOn<R extends GetRoute>(route: R, input: Input<R>) {
  return queryOptions({ ...ask(route, input), placeholderData: keepPreviousData });
}

interface ActionOptions<R extends ActRoute> {
  /** Routes whose answers are stale afterwards. */
  stale?: readonly GetRoute[];
  onDone?: (answer: Answer<R>, input: Input<R>) => void;
  /** True where the caller shows the error itself. */
  quiet?: boolean;
}

export function useAction<R extends ActRoute>(
  route: R,
  { stale = [], onDone, quiet = false }: ActionOptions<R> = {},
): UseMutationResult<Answer<R>, Error, Input<R>> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input<R>) => call(route, input),
    meta: { quiet },
    onSuccess: (answer, input) => {
      for (const key of stale) void client.invalidateQueries({ queryKey: [key] });
      onDone?.(answer, input);
    },
  });
}
