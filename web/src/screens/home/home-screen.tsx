/** Home: what was begun, what is new, what was forgotten; on an empty library, the one thing to do. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../../api/ask.ts';
import type { Home } from '../../api/contract.ts';
import { Loaded } from '../../parts/states.tsx';
import { day } from '../../text/format.ts';
import { ContinueListening } from './continue-listening.tsx';
import { CoverRow } from './cover-row.tsx';
import { EmptyHome } from './empty-home.tsx';
import { HomeSkeleton } from './home-skeleton.tsx';
import { Shelf } from './shelf.tsx';
import './home.css';

export function HomeScreen() {
  const home = useQuery(ask('GET /api/home', {}));
  return (
    <div className="home">
      <title>Fonoteca</title>
      <h1 className="sr">Home</h1>
      <Loaded query={home} skeleton={<HomeSkeleton />}>
        {(data) => (data.counts.tracks === 0 ? <EmptyHome /> : <HomeParts home={data} />)}
      </Loaded>
    </div>
  );
}

function HomeParts({ home }: { home: Home }) {
  const { addedThisMonth, counts } = home;
  const allNew =
    addedThisMonth > 0 && addedThisMonth < counts.albums ? `All ${addedThisMonth} this month` : 'All albums';
  return (
    <>
      {home.continue.length > 0 && <ContinueListening items={home.continue} />}
      <CoverRow
        title="Recently added"
        albums={home.recentlyAdded}
        note={(album) => day(album.addedAt)}
        all={
          <Link className="all" to="/albums" search={{ sort: 'added' }}>
            {allNew}
          </Link>
        }
      />
      {home.rediscover.length > 0 && <Shelf albums={home.rediscover} />}
      <CoverRow
        title="Recently played"
        albums={home.recentlyPlayed}
        note={(album) => (album.mark.playedAt === null ? undefined : day(album.mark.playedAt))}
        all={
          <Link className="all" to="/albums" search={{ sort: 'played' }}>
            All
          </Link>
        }
      />
      <CoverRow
        title="Favourites"
        albums={home.favourites}
        all={
          <Link className="all" to="/albums" search={{ sort: 'starred' }}>
            All
          </Link>
        }
      />
      <CoverRow
        title="Most played"
        albums={home.mostPlayed}
        all={
          <Link className="all" to="/albums" search={{ sort: 'most-played' }}>
            All
          </Link>
        }
      />
      <CoverRow title="By chance" albums={home.random} aside="drawn anew each time" />
    </>
  );
}
