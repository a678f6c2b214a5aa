/** Every track there is, be it a million: one list that scrolls like any other. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { askPage } from '../../api/ask.ts';
import type { Playable } from '../../api/contract.ts';
import type { PageQueryOf } from '../../lists/use-pages.ts';
import { ListFilters } from '../../parts/list-filters.tsx';
import { RowSkeletons } from '../../parts/skeletons.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { plural } from '../../text/format.ts';
import { TrackList } from './track-list.tsx';
import { TRACK_SORTS, type TracksSearch } from './tracks-search.ts';

const route = getRouteApi('/app/tracks');
const PAGE_SIZE = 100;

export function TracksScreen() {
  const search = route.useSearch();
  const page = useMemo(() => pageOf(search), [search]);
  const first = useQuery({ ...page(0), placeholderData: (before) => before });
  return (
    <div>
      <title>Tracks · Fonoteca</title>
      <header className="list-head">
        <h1>Tracks</h1>
        {first.data !== undefined && <span className="note num">{plural(first.data.total, 'track')}</span>}
      </header>
      <Filters search={search} />
      <Loaded query={first} skeleton={<RowSkeletons count={14} />}>
        {({ total }) =>
          total === 0 ? (
            <Empty>
              {search.genre === undefined ? 'There are no tracks yet.' : 'No track has this genre.'}
            </Empty>
          ) : (
            <TrackList key={JSON.stringify(search)} page={page} pageSize={PAGE_SIZE} total={total} />
          )
        }
      </Loaded>
    </div>
  );
}

function Filters({ search }: { search: TracksSearch }) {
  const navigate = useNavigate();
  return (
    <ListFilters
      sorts={TRACK_SORTS}
      sort={search.sort}
      genre={search.genre}
      countOf={(genre) => genre.trackCount}
      onChoose={(change) => void navigate({ to: '/tracks', search: { ...search, ...change }, replace: true })}
    />
  );
}

function pageOf({ sort = 'title', genre }: TracksSearch): PageQueryOf<Playable> {
  const filter = genre === undefined ? {} : { genre };
  return (offset) => askPage('GET /api/tracks', { query: { offset, limit: PAGE_SIZE, sort, ...filter } });
}
