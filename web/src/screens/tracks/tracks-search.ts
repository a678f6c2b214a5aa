/** What the tracks' address says. */
import type { TrackSort } from '../../api/contract.ts';

export interface TracksSearch {
  sort?: TrackSort | undefined;
  genre?: string | undefined;
}

export const TRACK_SORTS: Record<TrackSort, string> = {
  title: 'Title',
  artist: 'Artist',
  album: 'Album',
  added: 'Recently added',
  duration: 'Length',
  rating: 'Rating',
  starred: 'Favourites',
};

export function tracksSearch({ sort, genre }: Record<string, unknown>): TracksSearch {
  return {
    ...(typeof sort === 'string' && sort in TRACK_SORTS ? { sort: sort as TrackSort } : {}),
    ...(genre === undefined || genre === '' ? {} : { genre: String(genre) }),
  };
}
