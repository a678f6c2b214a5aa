/** The results as one line of things to step through, in the order in which the eye meets them. */
import type { AlbumRow, ArtistRow, Playable, PlaylistRow, SearchAnswer } from '../../api/contract.ts';

export type Hit =
  | { kind: 'artist'; item: ArtistRow }
  | { kind: 'album'; item: AlbumRow }
  | { kind: 'track'; item: Playable }
  | { kind: 'playlist'; item: PlaylistRow };

export type Section = 'artists' | 'albums' | 'tracks' | 'playlists';
export const SECTIONS: Record<Section, string> = {
  artists: 'Artists',
  tracks: 'Tracks',
  albums: 'Albums',
  playlists: 'Playlists',
};

/** The answer without the best hit's second place further down: nothing stands twice on one screen. */
export function withoutBest(answer: SearchAnswer): SearchAnswer {
  const { best, artists, albums } = answer;
  if (best === null) return answer;
  const others = <T extends { hits: { item: { id: string } }[] }>(part: T): T => ({
    ...part,
    hits: part.hits.filter(({ item }) => item.id !== best.item.id),
  });
  return { ...answer, artists: others(artists), albums: others(albums) };
}

/** Best hit first, then tracks, artists, albums, playlists; with `only`, that part alone. */
export function hitsOf({ best, tracks, artists, albums, playlists }: SearchAnswer, only?: Section): Hit[] {
  const parts: Record<Section, Hit[]> = {
    tracks: tracks.hits.map(({ item }) => ({ kind: 'track', item })),
    artists: artists.hits.map(({ item }) => ({ kind: 'artist', item })),
    albums: albums.hits.map(({ item }) => ({ kind: 'album', item })),
    playlists: playlists.hits.map(({ item }) => ({ kind: 'playlist', item })),
  };
  if (only !== undefined) return parts[only];
  return [
    ...(best === null ? [] : [best]),
    ...parts.tracks,
    ...parts.artists,
    ...parts.albums,
    ...parts.playlists,
  ];
}

/** Names a hit on the page: the best one may stand a second time further down. */
export function keyOf(hit: Hit, best: boolean): string {
  return best ? 'best' : `${hit.kind}:${hit.item.id}`;
}

/** One step through the hits, stopping at both ends; -1 is “none yet”, which Enter takes as the best. */
export function step(selected: number, key: string, count: number): number {
  if (count === 0) return -1;
  if (key === 'ArrowDown') return Math.min(count - 1, selected + 1);
  return Math.max(-1, selected - 1);
}

export function nothingFound({ artists, albums, tracks, playlists, best }: SearchAnswer): boolean {
  return best === null && artists.total + albums.total + tracks.total + playlists.total === 0;
}
