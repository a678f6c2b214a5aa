/** The player under every screen: the same height and the same columns, whatever plays. */
import { Link } from '@tanstack/react-router';
import type { Playable } from '../../api/contract.ts';
import { Art } from '../../parts/art.tsx';
import { ArtistNames } from '../../parts/artist-names.tsx';
import { usePlayer } from '../use-player.ts';
import { Keys } from './keys.tsx';
import { NextUp } from './next-up.tsx';
import { SeekWave } from './seek-wave.tsx';
import { SideKeys } from './side-keys.tsx';
import { TimeElapsed, TimeLeft } from './times.tsx';

export function PlayerBar() {
  const track = usePlayer((player) => player.track);
  if (track === null) return <EmptyPlayer />;
  return (
    <footer className="player" aria-label="Player">
      <Link
        to="/playing"
        className="cover-link"
        aria-label="Open what is playing"
        style={{ display: 'contents' }}
      >
        <Art artwork={track.artwork} name={track.album?.title ?? track.title} width={56} eager />
      </Link>
      <NowHere track={track} />
      <Keys />
      <TimeElapsed />
      <SeekWave track={track} columns={320} />
      <TimeLeft />
      <NextUp />
      <SideKeys />
    </footer>
  );
}

function NowHere({ track }: { track: Playable }) {
  return (
    <div className="now">
      <Link to="/playing" title={track.title} className="one-line">
        <b dir="auto">{track.title}</b>
      </Link>
      <span className="by one-line" dir="auto">
        <ArtistNames artists={track.artists} />
      </span>
    </div>
  );
}

function EmptyPlayer() {
  return (
    <footer className="player" data-empty="" aria-label="Player">
      <p>Nothing is playing. Choose something to hear, or press / to search.</p>
    </footer>
  );
}
