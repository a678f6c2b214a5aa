/** What the albums' address says: sorting and filters, so that a link shows the same list. */
import type { AlbumSort } from '../../api/contract.ts';

export interface AlbumsSearch {
  sort?: AlbumSort | undefined;
  genre?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
}

export const ALBUM_SORTS: Record<AlbumSort, string> = {
  title: 'Title',
  artist: 'Artist',
  added: 'Recently added',
  year: 'Year',
  played: 'Recently played',
  'most-played': 'Most played',
  rating: 'Rating',
  starred: 'Favourites',
  random: 'By chance',
};

export function albumsSearch({ sort, genre, from, to }: Record<string, unknown>): AlbumsSearch {
  return {
    ...(typeof sort === 'string' && sort in ALBUM_SORTS ? { sort: sort as AlbumSort } : {}),
    ...(genre === undefined || genre === '' ? {} : { genre: String(genre) }),
    ...yearOf('from', from),
    ...yearOf('to', to),
  };
}

function yearOf(name: 'from' | 'to', value: unknown): AlbumsSearch {
  const year = Number(value);
  return Number.isInteger(year) && year > 0 && year < 3000 ? { [name]: year } : {};
}
