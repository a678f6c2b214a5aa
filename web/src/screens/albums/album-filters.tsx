/** Order, genre and years of the albums, as chips; each choice is in the address. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ask } from '../../api/ask.ts';
import type { AlbumSort } from '../../api/contract.ts';
import { Choice } from '../../parts/choice.tsx';
import { count } from '../../text/format.ts';
import { ALBUM_SORTS, type AlbumsSearch } from './albums-search.ts';
import { YearChoice } from './year-choice.tsx';

export function AlbumFilters({ search }: { search: AlbumsSearch }) {
  const navigate = useNavigate();
  const choose = (change: AlbumsSearch): void => {
    void navigate({ to: '/albums', search: { ...search, ...change }, replace: true });
  };
  const genres = useQuery(ask('GET /api/genres', {})).data ?? [];
  return (
    <div className="chips scroll-x" role="group" aria-label="Order and filters">
      <Choice
        label="Order"
        value={search.sort ?? 'title'}
        options={Object.entries(ALBUM_SORTS).map(([value, name]) => ({ value, name }))}
        onChoose={(sort) => choose({ sort: sort === 'title' ? undefined : (sort as AlbumSort) })}
      />
      <i />
      <Choice
        label="Genre"
        value={search.genre ?? ''}
        options={[
          { value: '', name: 'Any genre' },
          ...genres.map((genre) => ({ value: genre.name, name: genre.name, note: count(genre.albumCount) })),
        ]}
        onChoose={(genre) => choose({ genre: genre === '' ? undefined : genre })}
      />
      <YearChoice from={search.from} to={search.to} onChoose={choose} />
    </div>
  );
}
