/**
 * Every screen and its address. Home and the albums come with the first load; every other screen is a chunk of its
 * own, fetched when a link to it is about to be pressed. Who is not signed in is led to the sign-in and back.
 */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { call, whenSignedOut } from './api/client.ts';
import { ApiError } from './api/problem.ts';
import { forgetHere, rememberHere, wasHere } from './api/here.ts';
import { queryClient } from './api/query-client.ts';
import './api/setup-token.ts';
import { RouteFailure, NotFound } from './frame/route-states.tsx';
import { Shell } from './frame/shell.tsx';
import { apply, meQuery } from './frame/use-settings.ts';
import { albumsSearch } from './screens/albums/albums-search.ts';
import { AlbumsScreen } from './screens/albums/albums-screen.tsx';
import { HomeScreen } from './screens/home/home-screen.tsx';
import { searchSearch } from './screens/search/search-search.ts';
import { tracksSearch } from './screens/tracks/tracks-search.ts';

interface RootSearch {
  /** What is open beside the page. */
  sheet?: 'queue' | undefined;
}

const root = createRootRoute({
  component: Outlet,
  validateSearch: ({ sheet }: Record<string, unknown>): RootSearch => (sheet === 'queue' ? { sheet } : {}),
  search: { middlewares: [retainSearchParams<RootSearch>(['sheet'])] },
});

const start = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./screens/start/setup-screen.tsx'), 'SetupScreen'),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next }: Record<string, unknown>): { next?: string } =>
    typeof next === 'string' ? { next } : {},
  component: lazyRouteComponent(() => import('./screens/start/sign-in-screen.tsx'), 'SignInScreen'),
});

const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Shell,
  beforeLoad: ({ location }) => beSignedIn(location.href),
  errorComponent: RouteFailure,
});

/** Lets pass who is signed in; leads others to where they can be. */
async function beSignedIn(next: string): Promise<void> {
  if (queryClient.getQueryData(meQuery.queryKey) !== undefined) return;
  try {
    if (!wasHere()) await comeIn(next);
    const me = await queryClient.fetchQuery({ ...meQuery, staleTime: Infinity });
    rememberHere(me.csrf);
    apply(me.settings);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    await comeIn(next);
  }
}

/** Where somebody without a session goes: to the first run or to the sign-in; nowhere else, if there is one after all. */
async function comeIn(next: string): Promise<void> {
  const { needsSetup, signedIn } = await call('GET /api/hello', {});
  if (needsSetup) throw redirect({ to: '/setup', replace: true });
  if (!signedIn) throw redirect({ to: '/sign-in', search: { next }, replace: true });
}

const home = createRoute({ getParentRoute: () => app, path: '/', component: HomeScreen });
const albums = createRoute({
  getParentRoute: () => app,
  path: '/albums',
  component: AlbumsScreen,
  validateSearch: albumsSearch,
});
const album = createRoute({
  getParentRoute: () => app,
  path: '/albums/$id',
  component: lazyRouteComponent(() => import('./screens/album/album-screen.tsx'), 'AlbumScreen'),
});
const artists = createRoute({
  getParentRoute: () => app,
  path: '/artists',
  validateSearch: ({ role }: Record<string, unknown>): { role?: 'all' } => (role === 'all' ? { role } : {}),
  component: lazyRouteComponent(() => import('./screens/artists/artists-screen.tsx'), 'ArtistsScreen'),
});
const artist = createRoute({
  getParentRoute: () => app,
  path: '/artists/$id',
  component: lazyRouteComponent(() => import('./screens/artist/artist-screen.tsx'), 'ArtistScreen'),
});
const genres = createRoute({
  getParentRoute: () => app,
  path: '/genres',
  component: lazyRouteComponent(() => import('./screens/genres/genres-screen.tsx'), 'GenresScreen'),
});
const tracks = createRoute({
  getParentRoute: () => app,
  path: '/tracks',
  validateSearch: tracksSearch,
  component: lazyRouteComponent(() => import('./screens/tracks/tracks-screen.tsx'), 'TracksScreen'),
});
const search = createRoute({
  getParentRoute: () => app,
  path: '/search',
  validateSearch: searchSearch,
  component: lazyRouteComponent(() => import('./screens/search/search-screen.tsx'), 'SearchScreen'),
});
const playlists = createRoute({
  getParentRoute: () => app,
  path: '/playlists',
  component: lazyRouteComponent(() => import('./screens/playlists/playlists-screen.tsx'), 'PlaylistsScreen'),
});
const playlist = createRoute({
  getParentRoute: () => app,
  path: '/playlists/$id',
  component: lazyRouteComponent(() => import('./screens/playlist/playlist-screen.tsx'), 'PlaylistScreen'),
});
const playing = createRoute({
  getParentRoute: () => app,
  path: '/playing',
  component: lazyRouteComponent(() => import('./screens/playing/playing-screen.tsx'), 'PlayingScreen'),
});
const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  component: lazyRouteComponent(() => import('./screens/settings/settings-screen.tsx'), 'SettingsScreen'),
});
const admin = createRoute({
  getParentRoute: () => app,
  path: '/admin/$page',
  component: lazyRouteComponent(() => import('./screens/admin/admin-screen.tsx'), 'AdminScreen'),
});
const more = createRoute({
  getParentRoute: () => app,
  path: '/more',
  component: lazyRouteComponent(() => import('./screens/more/more-screen.tsx'), 'MoreScreen'),
});

const screens = [
  home,
  albums,
  album,
  artists,
  artist,
  genres,
  tracks,
  search,
  playlists,
  playlist,
  playing,
  settings,
  admin,
  more,
];

export const router = createRouter({
  routeTree: root.addChildren([start, signIn, app.addChildren(screens)]),
  basepath: new URL(document.baseURI).pathname,
  defaultPreload: 'intent',
  defaultPendingMs: 400,
  scrollRestoration: true,
  defaultErrorComponent: RouteFailure,
  defaultNotFoundComponent: NotFound,
});

// A session can end while the page is open: then the way leads to the sign-in, and back to here.
whenSignedOut(() => {
  if (queryClient.getQueryData(meQuery.queryKey) === undefined) return;
  forgetHere();
  queryClient.removeQueries({ queryKey: meQuery.queryKey });
  void router.invalidate();
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
