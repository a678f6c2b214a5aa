/** The parts of an answer: all of them a little, or one of them whole. */
import { Link } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import type { SearchAnswer } from '../../api/contract.ts';
import { Cover } from '../../parts/cover.tsx';
import { Marked } from '../../parts/marked.tsx';
import { count } from '../../text/format.ts';
import { ArtistWords } from './artist-words.tsx';
import { ArtistHits } from './artist-hits.tsx';
import { BestHit } from './best-hit.tsx';
import { hitsOf, keyOf, SECTIONS, type Section, withoutBest } from './hits.ts';
import { PlaylistHits } from './playlist-hits.tsx';
import { TrackHits } from './track-hits.tsx';
import { useSelection } from './use-selection.ts';

export function SearchResults({ answer: whole, only }: { answer: SearchAnswer; only?: Section | undefined }) {
  const answer = useMemo(() => (only === undefined ? withoutBest(whole) : whole), [whole, only]);
  const hits = useMemo(() => hitsOf(answer, only), [answer, only]);
  const selected = useSelection(
    hits,
    only === undefined && answer.best !== null,
    `${answer.query} ${only ?? ''}`,
  );
  const selectedHit = hits.find(
    (hit, at) => keyOf(hit, only === undefined && at === 0 && answer.best !== null) === selected,
  );
  const words = answer.corrected ?? answer.query;
  const part = (section: Section): boolean =>
    answer[section].hits.length > 0 && (only === undefined || only === section);
  const all = (section: Section): ReactNode => <AllOf section={section} answer={answer} only={only} />;
  return (
    <>
      <p className="sr" role="status">
        {selectedHit !== undefined && `${nameOf(selectedHit)}, ${selectedHit.kind}`}
      </p>
      <div className={only === undefined ? 'hits' : 'hits one'}>
        <div>
          {only === undefined && answer.best !== null && (
            <BestHit best={answer.best} words={words} selected={selected === 'best'} />
          )}
          {part('artists') && <ArtistHits part={answer.artists} all={all('artists')} selected={selected} />}
          {part('playlists') && (
            <PlaylistHits part={answer.playlists} all={all('playlists')} selected={selected} />
          )}
        </div>
        <div>
          {part('tracks') && (
            <TrackHits part={answer.tracks} all={all('tracks')} selected={selected} words={words} />
          )}
        </div>
      </div>
      {part('albums') && (
        <section>
          <h2>Albums {all('albums')}</h2>
          <ul className={only === undefined ? 'covers small scroll-x' : 'artist-albums'}>
            {answer.albums.hits.map(({ item, matches }) => (
              <li key={item.id} data-selected={selected === `album:${item.id}` ? '' : undefined}>
                <Cover
                  album={item}
                  title={<Marked name={item.title} ranges={matches.name} />}
                  by={<ArtistWords artists={item.artists} words={words} />}
                  note={item.year ?? undefined}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** “All 214”, or back from there; said, too, when the list was cut. */
function AllOf({
  section,
  answer,
  only,
}: {
  section: Section;
  answer: SearchAnswer;
  only: Section | undefined;
}) {
  const { total, cut, hits } = answer[section];
  if (only === section) {
    return (
      <>
        <span className="note num">
          {hits.length < total ? `the first ${hits.length} of ${count(total)}` : count(total)}
        </span>
        <Link className="all" to="/search" search={{ q: answer.query }}>
          All results
        </Link>
      </>
    );
  }
  const { best } = answer;
  const shown = hits.length + (best !== null && `${best.kind}s` === section ? 1 : 0);
  if (total <= shown && !cut) return null;
  return (
    <Link
      className="all num"
      to="/search"
      search={{ q: answer.query, only: section }}
      aria-label={`All ${SECTIONS[section]}`}
    >
      All {count(total)}
      {cut && '+'}
    </Link>
  );
}

function nameOf({ item }: ReturnType<typeof hitsOf>[number]): string {
  return 'title' in item ? item.title : item.name;
}
