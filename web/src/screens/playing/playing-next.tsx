/** What comes next, in one line. */
import { usePlayer } from '../../player/use-player.ts';
import { clock } from '../../text/format.ts';

export function PlayingNext() {
  const next = usePlayer((player) => player.nextTrack);
  return (
    <p className="np-next">
      <span className="note">{next === null ? 'Then silence' : 'Next'}</span>
      {next !== null && (
        <>
          <b className="one-line" dir="auto">
            {next.title}
          </b>
          <time className="note num">{clock(next.durationMs)}</time>
        </>
      )}
    </p>
  );
}
