/** On a desk, where a track has no words: what comes next takes their room. */
import type { Playable } from '../../api/contract.ts';
import { Art } from '../../parts/art.tsx';
import { Wave } from '../../parts/wave.tsx';
import { engine } from '../../player/player.ts';
import { keysOf } from '../../player/queue.ts';
import { usePlayer } from '../../player/use-player.ts';
import { clock } from '../../text/format.ts';
import { namesOf } from '../../text/names.ts';

const SHOWN_MAX = 9;

export function PlayingUpcoming() {
  const queue = usePlayer((player) => player.queue);
  const index = usePlayer((player) => player.index);
  const coming = queue.slice(index + 1, index + 1 + SHOWN_MAX);
  if (coming.length === 0) return <div className="upcoming" />;
  const keys = keysOf(coming);
  const longestMs = Math.max(1, ...coming.map((track) => track.durationMs));
  return (
    <section className="upcoming">
      <h2>Next</h2>
      <ol>
        {coming.map((track, at) => (
          <Coming
            key={keys[at]}
            track={track}
            longestMs={longestMs}
            onPlay={() => engine.jump(index + 1 + at)}
          />
        ))}
      </ol>
    </section>
  );
}

function Coming({ track, longestMs, onPlay }: { track: Playable; longestMs: number; onPlay: () => void }) {
  return (
    <li>
      <button type="button" aria-label={`Play ${track.title}`} onClick={onPlay}>
        <Art artwork={track.artwork} name={track.album?.title ?? track.title} width={40} />
        <span className="two">
          <b className="one-line" dir="auto">
            {track.title}
          </b>
          <span className="note one-line" dir="auto">
            {namesOf(track.artists)}
          </span>
        </span>
        <Wave peaks={track.peaks} length={track.durationMs / longestMs} />
        <time className="num">{clock(track.durationMs)}</time>
      </button>
    </li>
  );
}
