/** Search, answered while one types: the best hit, then artists, tracks, albums and playlists. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { askOn } from '../../api/ask.ts';
import { Empty, Failure, Later } from '../../parts/states.tsx';
import { nothingFound } from './hits.ts';
import { SearchResults } from './search-results.tsx';
import { SearchSkeleton } from './search-skeleton.tsx';
import { SearchTiming } from './search-timing.tsx';
import { Spelling } from './spelling.tsx';
import { useTyped } from './use-typed.ts';
import './search.css';

const route = getRouteApi('/app/search');
const SHOWN = 6;
const SHOWN_OF_ONE = 200;

export function SearchScreen() {
  const { q = '', exact, only } = route.useSearch();
  const words = useTyped(q.trim());
  const limit = only === undefined ? SHOWN : SHOWN_OF_ONE;
  const query = { q: words, limit, ...(exact === true ? { exact } : {}) };
  const answer = useQuery({ ...askOn('GET /api/search', { query }), enabled: words !== '' });
  if (q.trim() === '') return <SearchStart />;
  return (
    <div className="search" aria-busy={answer.isFetching}>
      <title>{`${q} · Fonoteca`}</title>
      <h1 className="sr">Search: {q}</h1>
      {answer.data === undefined ? (
        answer.isError ? (
          <Failure error={answer.error} retry={() => void answer.refetch()} />
        ) : (
          <Later>
            <SearchSkeleton />
          </Later>
        )
      ) : (
        <>
          <SearchTiming answer={answer.data} />
          <Spelling answer={answer.data} exact={exact === true} />
          {nothingFound(answer.data) ? (
            <NothingFound q={q} />
          ) : (
            <SearchResults answer={answer.data} only={only} />
          )}
        </>
      )}
    </div>
  );
}

function SearchStart() {
  return (
    <>
      <title>Search · Fonoteca</title>
      <h1 className="sr">Search</h1>
      <Empty>Type a name, a title or a few words of both. Spelling and accents are forgiven.</Empty>
    </>
  );
}

function NothingFound({ q }: { q: string }) {
  return (
    <Empty
      action={
        <Link className="btn words" to="/albums">
          Look through the albums
        </Link>
      }
    >
      Nothing here is called “{q}”.
    </Empty>
  );
}
