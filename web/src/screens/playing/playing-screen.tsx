/** What is playing, and nothing else: the page takes a wash of the cover, words first. */
import { Link } from '@tanstack/react-router';
import { useLayoutEffect } from 'react';
import { Empty } from '../../parts/states.tsx';
import { usePlayer } from '../../player/use-player.ts';
import { PlayingKeys } from './playing-keys.tsx';
import { PlayingNext } from './playing-next.tsx';
import { PlayingSeek } from './playing-seek.tsx';
import { PlayingUpcoming } from './playing-upcoming.tsx';
import { PlayingTop } from './playing-top.tsx';
import { PlayingWhat } from './playing-what.tsx';
import { PlayingWords } from './playing-words.tsx';
import { useWords } from './use-words.ts';
import './playing.css';

export function PlayingScreen() {
  const track = usePlayer((player) => player.track);
  const words = useWords(track);
  usePaperOfCover(track !== null);
  if (track === null) {
    return (
      <>
        <title>Playing · Fonoteca</title>
        <Empty
          action={
            <Link className="btn words" to="/">
              Home
            </Link>
          }
        >
          Nothing is playing.
        </Empty>
      </>
    );
  }
  return (
    <article className="playing" data-words={words.open ? 'open' : 'shut'}>
      <title>{`${track.title} · Fonoteca`}</title>
      <PlayingTop track={track} />
      <PlayingWhat track={track} />
      {words.open ? <PlayingWords key={track.id} lyrics={words.lyrics} /> : <PlayingUpcoming />}
      <PlayingSeek track={track} />
      <PlayingKeys words={words} />
      <PlayingNext />
    </article>
  );
}

/** Tells the whole page to take the cover's wash (playing.css) for as long as this screen is there. */
function usePaperOfCover(wash: boolean): void {
  useLayoutEffect(() => {
    document.documentElement.toggleAttribute('data-playing', wash);
    return () => document.documentElement.removeAttribute('data-playing');
  }, [wash]);
}
