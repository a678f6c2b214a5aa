/** The cache of answers and its manners: what is asked again by itself, when, and what never is. */
import { MutationCache, QueryClient } from '@tanstack/react-query';
import { notify } from '../frame/notices.ts';
import { ApiError, isPassing, messageOf } from './problem.ts';

const RETRIES_MAX = 3;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 5 * 60_000,
      // Changes are told by the server's events; coming back to the tab asks for nothing.
      refetchOnWindowFocus: false,
      retry: (failures, error) => isPassing(error) && failures < RETRIES_MAX,
      retryDelay: delayMs,
    },
  },
  mutationCache: new MutationCache({
    onError: (error, _variables, _context, mutation) => {
      if (mutation.meta?.['quiet'] !== true) notify({ text: messageOf(error), tone: 'bad' });
    },
  }),
});

function delayMs(failures: number, error: Error): number {
  if (error instanceof ApiError && error.retryAfterMs !== null) return error.retryAfterMs;
  return Math.min(8_000, 400 * 2 ** failures);
}
