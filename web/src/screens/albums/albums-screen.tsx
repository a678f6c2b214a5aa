/** All albums as covers, in any order, narrowed by genre and years. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { ask, askPage } from '../../api/ask.ts';
import type { AlbumRow } from '../../api/contract.ts';
import { LetterScrubber } from '../../lists/letter-scrubber.tsx';
import { LongList, type LongListHandle } from '../../lists/long-list.tsx';
import { columnsIn, useWidth } from '../../lists/use-columns.ts';
import type { PageQueryOf } from '../../lists/use-pages.ts';
import { Cover } from '../../parts/cover.tsx';
import { ListFilters } from '../../parts/list-filters.tsx';
import { CoverSkeleton } from '../../parts/skeletons.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { plural } from '../../text/format.ts';
import { ALBUM_SORTS, type AlbumsSearch } from './albums-search.ts';
import { YearChoice } from './year-choice.tsx';
import './albums.css';

const route = getRouteApi('/app/albums');
const PAGE_SIZE = 60;
/** Below a cover: two lines of title, one of names, one of facts. */
const WORDS_PX = 12 + 40 + 2 + 20 + 18;

export function AlbumsScreen() {
  const search = route.useSearch();
  const [seed] = useState(() => Math.floor(Math.random() * 1e9));
  const page = useMemo(() => pageOf(search, seed), [search, seed]);
  const first = useQuery({ ...page(0), placeholderData: (before) => before });
  return (
    <div>
      <title>Albums · Fonoteca</title>
      <header className="list-head">
        <h1>Albums</h1>
        {first.data !== undefined && <span className="note num">{plural(first.data.total, 'album')}</span>}
      </header>
      <Filters search={search} />
      <Loaded query={first} skeleton={<AlbumsSkeleton />}>
        {({ total }) =>
          total === 0 ? (
            <NoAlbums search={search} />
          ) : (
            <AlbumGrid key={JSON.stringify(search)} page={page} total={total} search={search} />
          )
        }
      </Loaded>
    </div>
  );
}

function Filters({ search }: { search: AlbumsSearch }) {
  const navigate = useNavigate();
  const choose = (change: AlbumsSearch): void => {
    void navigate({ to: '/albums', search: { ...search, ...change }, replace: true });
  };
  return (
    <ListFilters
      sorts={ALBUM_SORTS}
      sort={search.sort}
      genre={search.genre}
      countOf={(genre) => genre.albumCount}
      onChoose={choose}
    >
      <YearChoice from={search.from} to={search.to} onChoose={choose} />
    </ListFilters>
  );
}

function AlbumGrid({
  page,
  total,
  search,
}: {
  page: PageQueryOf<AlbumRow>;
  total: number;
  search: AlbumsSearch;
}) {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<LongListHandle>(null);
  const widthPx = useWidth(box);
  return (
    <div ref={box}>
      {widthPx !== null && <Grid widthPx={widthPx} page={page} total={total} list={list} />}
      <Letters search={search} onPick={(index) => list.current?.show(index)} />
    </div>
  );
}

interface GridProps {
  widthPx: number;
  page: PageQueryOf<AlbumRow>;
  total: number;
  list: React.RefObject<LongListHandle | null>;
}

function Grid({ widthPx, page, total, list }: GridProps) {
  const phone = widthPx < 660;
  const { columns, columnPx, gapPx } = columnsIn(widthPx, phone ? 140 : 150, phone ? 16 : 24, 2);
  return (
    <LongList
      handle={list}
      page={page}
      pageSize={PAGE_SIZE}
      total={total}
      columns={columns}
      linePx={Math.round(columnPx) + WORDS_PX + gapPx}
      className={`album-line columns-${columns}`}
      label="Albums"
    >
      {(album, index, tabStop) => (
        <li key={index} role="listitem" data-item={index} aria-posinset={index + 1} aria-setsize={total}>
          {album === undefined ? (
            <CoverSkeleton />
          ) : (
            <Cover album={album} width={columnPx} note={album.year ?? undefined} tabStop={tabStop} />
          )}
        </li>
      )}
    </LongList>
  );
}

function Letters({
  search: { sort = 'title', genre, from, to },
  onPick,
}: {
  search: AlbumsSearch;
  onPick: (index: number) => void;
}) {
  const lettered =
    (sort === 'title' || sort === 'artist') && genre === undefined && from === undefined && to === undefined;
  const query = { sort: sort === 'artist' ? sort : ('title' as const) };
  const letters = useQuery({ ...ask('GET /api/albums/letters', { query }), enabled: lettered });
  return lettered && letters.data !== undefined ? (
    <LetterScrubber letters={letters.data} onPick={onPick} />
  ) : null;
}

function NoAlbums({ search }: { search: AlbumsSearch }) {
  const filtered = search.genre !== undefined || search.from !== undefined || search.to !== undefined;
  return (
    <Empty
      action={
        <Link className="btn words" to={filtered ? '/albums' : '/'}>
          {filtered ? 'Show all albums' : 'Home'}
        </Link>
      }
    >
      {filtered ? 'No album fits this choice.' : 'There are no albums yet.'}
    </Empty>
  );
}

function AlbumsSkeleton() {
  return (
    <div className="album-line skeletons">
      {Array.from({ length: 18 }, (_, at) => (
        <CoverSkeleton key={at} />
      ))}
    </div>
  );
}

function pageOf({ sort = 'title', genre, from, to }: AlbumsSearch, seed: number): PageQueryOf<AlbumRow> {
  const random = sort === 'random' ? { seed } : {};
  const filter = {
    ...(genre === undefined ? {} : { genre }),
    ...(from === undefined ? {} : { fromYear: from }),
    ...(to === undefined ? {} : { toYear: to }),
  };
  return (offset) =>
    askPage('GET /api/albums', { query: { offset, limit: PAGE_SIZE, sort, ...filter, ...random } });
}
