/** Everybody who made an album here; or, asked for, everybody who plays on one. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo, useRef } from 'react';
import { ask, askPage } from '../../api/ask.ts';
import type { ArtistRow } from '../../api/contract.ts';
import { LetterScrubber } from '../../lists/letter-scrubber.tsx';
import { LongList, type LongListHandle } from '../../lists/long-list.tsx';
import { columnsIn, useWidth } from '../../lists/use-columns.ts';
import type { PageQueryOf } from '../../lists/use-pages.ts';
import { RowSkeletons } from '../../parts/skeletons.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { plural } from '../../text/format.ts';
import { ArtistLine } from './artist-line.tsx';
import './artists.css';

const route = getRouteApi('/app/artists');
const PAGE_SIZE = 120;
const LINE_PX = 64;
type ArtistRole = 'album' | 'all';

export function ArtistsScreen() {
  const { role = 'album' } = route.useSearch();
  const page = useMemo<PageQueryOf<ArtistRow>>(
    () => (offset) => askPage('GET /api/artists', { query: { offset, limit: PAGE_SIZE, role } }),
    [role],
  );
  const first = useQuery({ ...page(0), placeholderData: (before) => before });
  return (
    <div>
      <title>Artists · Fonoteca</title>
      <header className="list-head">
        <h1>Artists</h1>
        {first.data !== undefined && <span className="note num">{plural(first.data.total, 'artist')}</span>}
      </header>
      <RoleChips role={role} />
      <Loaded query={first} skeleton={<RowSkeletons count={12} />}>
        {({ total }) =>
          total === 0 ? (
            <Empty>There are no artists yet.</Empty>
          ) : (
            <ArtistGrid key={role} page={page} total={total} role={role} />
          )
        }
      </Loaded>
    </div>
  );
}

function RoleChips({ role }: { role: ArtistRole }) {
  const navigate = useNavigate();
  const chip = (value: ArtistRole, name: string) => (
    <button
      type="button"
      className="chip"
      aria-pressed={role === value}
      onClick={() =>
        void navigate({ to: '/artists', search: value === 'album' ? {} : { role: value }, replace: true })
      }
    >
      {name}
    </button>
  );
  return (
    <div className="chips list-filters" role="group" aria-label="Which artists">
      {chip('album', 'With albums')}
      {chip('all', 'All who take part')}
    </div>
  );
}

interface ArtistGridProps {
  page: PageQueryOf<ArtistRow>;
  total: number;
  role: ArtistRole;
}

function ArtistGrid({ page, total, role }: ArtistGridProps) {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<LongListHandle>(null);
  const widthPx = useWidth(box);
  const letters = useQuery(ask('GET /api/artists/letters', { query: { role } }));
  const columns = widthPx === null ? 1 : columnsIn(widthPx, 300, 40, 1).columns;
  return (
    <div ref={box}>
      {widthPx !== null && (
        <LongList
          handle={list}
          page={page}
          pageSize={PAGE_SIZE}
          total={total}
          columns={columns}
          linePx={LINE_PX}
          linesPerBlock={3}
          className={`artist-lines columns-${columns}`}
          label="Artists"
        >
          {(artist, index, tabStop) => (
            <li
              key={index}
              role="listitem"
              className="artist-line"
              data-item={index}
              aria-posinset={index + 1}
              aria-setsize={total}
            >
              {artist === undefined ? (
                <span className="skeleton line-skeleton" style={{ width: '50%' }} />
              ) : (
                <ArtistLine artist={artist} tabStop={tabStop} />
              )}
            </li>
          )}
        </LongList>
      )}
      {letters.data !== undefined && (
        <LetterScrubber letters={letters.data} onPick={(index) => list.current?.show(index)} />
      )}
    </div>
  );
}
