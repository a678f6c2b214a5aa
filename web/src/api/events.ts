/**
 * What the server tells by itself: scans and jobs land in the cache as they come; when the library or this account
 * changed elsewhere, the lists concerned are asked for again, at most once in a while, since a scan changes it often.
 */
import type { QueryClient } from '@tanstack/react-query';
import { learnMarks } from '../parts/marks.ts';
import type { Route } from './client.ts';
import type { Events } from './contract.ts';
import { isEcho } from './echoes.ts';

const LIBRARY_PAUSE_MS = 4_000;
const LIBRARY_ROUTES: readonly Route[] = [
  'GET /api/home',
  'GET /api/albums',
  'GET /api/albums/letters',
  'GET /api/albums/:id',
  'GET /api/artists',
  'GET /api/artists/letters',
  'GET /api/artists/:id',
  'GET /api/genres',
  'GET /api/tracks',
  'GET /api/search',
  'GET /api/admin/libraries',
  'GET /api/admin/issues',
  'GET /api/admin/missing',
];
const ACCOUNT_ROUTES: Record<Events['account']['what'], readonly Route[]> = {
  queue: [],
  playlists: ['GET /api/playlists', 'GET /api/playlists/:id'],
  marks: [
    'GET /api/home',
    'GET /api/albums',
    'GET /api/albums/:id',
    'GET /api/artists/:id',
    'GET /api/tracks',
    'GET /api/tracks/:id',
    'GET /api/search',
    'GET /api/playlists/:id',
  ],
};
const ACCOUNT_PARTS = Object.keys(ACCOUNT_ROUTES) as Events['account']['what'][];

export interface ServerListener {
  /** Something of this account was changed on another page or device, or may have been while this one was away. */
  onElsewhere: (what: Events['account']['what']) => void;
}

/** Listens until the returned function is called. */
export function listenToServer(client: QueryClient, { onElsewhere }: ServerListener): () => void {
  const source = new EventSource('api/events', { withCredentials: true });
  const stale = (routes: readonly Route[]): Promise<unknown> =>
    Promise.all(routes.map((route) => client.invalidateQueries({ queryKey: [route] })));
  const libraryChanged = atMostEvery(LIBRARY_PAUSE_MS, () => void stale(LIBRARY_ROUTES));
  const changedElsewhere = (what: Events['account']['what']): void => {
    void stale(ACCOUNT_ROUTES[what]).then(() => {
      if (what === 'marks') learnMarks(client.getQueriesData({ type: 'active' }).map(([, data]) => data));
    });
    onElsewhere(what);
  };

  on(source, 'scan', (status) => client.setQueryData(['GET /api/scan', {}], status));
  on(source, 'jobs', (jobs) => client.setQueryData(['GET /api/jobs', {}], jobs));
  on(source, 'library', libraryChanged);
  on(source, 'account', ({ what }) => {
    if (!isEcho(what)) changedElsewhere(what);
  });
  // A laptop that slept was told nothing meanwhile.
  let opened = false;
  source.addEventListener('open', () => {
    if (opened) for (const what of ACCOUNT_PARTS) changedElsewhere(what);
    if (opened) libraryChanged();
    opened = true;
  });
  return () => source.close();
}

function on<Name extends keyof Events>(
  source: EventSource,
  name: Name,
  act: (data: Events[Name]) => void,
): void {
  source.addEventListener(name, (event: MessageEvent<string>) => act(JSON.parse(event.data) as Events[Name]));
}

/** Runs at once, then at most once a pause, and always once more after the last call. */
function atMostEvery(pauseMs: number, run: () => void): () => void {
  let waiting = false;
  let again = false;
  const fire = (): void => {
    run();
    waiting = true;
    setTimeout(() => {
      waiting = false;
      if (!again) return;
      again = false;
      fire();
    }, pauseMs);
  };
  return () => {
    if (waiting) again = true;
    else fire();
  };
}
