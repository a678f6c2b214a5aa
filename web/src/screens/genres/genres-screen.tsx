/** Genres by size: the largest first, each with a bar that says how much of the music it is. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CSSProperties } from 'react';
import { ask } from '../../api/ask.ts';
import { RowSkeletons } from '../../parts/skeletons.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { count, plural } from '../../text/format.ts';
import './genres.css';

export function GenresScreen() {
  const genres = useQuery(ask('GET /api/genres', {}));
  return (
    <>
      <title>Genres · Fonoteca</title>
      <header className="list-head">
        <h1>Genres</h1>
        {genres.data !== undefined && <span className="note num">{plural(genres.data.length, 'genre')}</span>}
      </header>
      <Loaded query={genres} skeleton={<RowSkeletons count={10} />}>
        {(data) => {
          if (data.length === 0)
            return <Empty>No file names a genre. Add the tag “genre” to your files and scan again.</Empty>;
          const most = Math.max(...data.map((genre) => genre.trackCount));
          return (
            <ul className="genres">
              {data
                .toSorted((a, b) => b.trackCount - a.trackCount)
                .map((genre) => (
                  <li key={genre.name}>
                    <Link to="/albums" search={{ genre: genre.name }}>
                      <b className="one-line" dir="auto">
                        {genre.name}
                      </b>
                      <span
                        className="genre-bar"
                        style={{ '--w': `${(genre.trackCount / most) * 100}%` } as CSSProperties}
                      />
                      <span className="note num">{plural(genre.albumCount, 'album')}</span>
                      <span className="num">{count(genre.trackCount)}</span>
                    </Link>
                  </li>
                ))}
            </ul>
          );
        }}
      </Loaded>
    </>
  );
}
