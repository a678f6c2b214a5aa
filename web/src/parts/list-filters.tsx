/** Above a list of albums or tracks: its order and one genre, as chips; a screen may add filters of its own. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ask } from '../api/ask.ts';
import type { GenreRow } from '../api/contract.ts';
import { count } from '../text/format.ts';
import { Choice } from './choice.tsx';

interface ListFiltersProps<Sort extends string> {
  /** Every order and its name; the first is how a list stands when nothing was chosen. */
  sorts: Record<Sort, string>;
  sort: Sort | undefined;
  genre: string | undefined;
  /** How much of a genre there is, of what the list shows. */
  countOf: (genre: GenreRow) => number;
  onChoose: (change: { sort?: Sort | undefined; genre?: string | undefined }) => void;
  children?: ReactNode;
}

export function ListFilters<Sort extends string>(props: ListFiltersProps<Sort>) {
  const { sorts, sort, genre = '', countOf, onChoose, children } = props;
  const genres = useQuery(ask('GET /api/genres', {})).data ?? [];
  const names = Object.keys(sorts) as Sort[];
  const [usual] = names;
  return (
    <div className="chips list-filters scroll-x" role="group" aria-label="Order and filters">
      <Choice
        label="Order"
        value={sort ?? usual ?? ''}
        options={names.map((value) => ({ value, name: sorts[value] }))}
        onChoose={(chosen) => onChoose({ sort: chosen === usual ? undefined : (chosen as Sort) })}
      />
      <i />
      <Choice
        label="Genre"
        value={genre}
        options={[
          { value: '', name: 'Any genre' },
          ...genres.map((row) => ({ value: row.name, name: row.name, note: count(countOf(row)) })),
        ]}
        onChoose={(chosen) => onChoose({ genre: chosen === '' ? undefined : chosen })}
      />
      {children}
    </div>
  );
}
