/** What plays next, always in sight on a desk. */
import { usePlayer } from '../use-player.ts';

export function NextUp() {
  const next = usePlayer((player) => player.nextTrack);
  return (
    <div className="next">
      <span className="note">{next === null ? 'Then silence' : 'Next'}</span>
      {next !== null && (
        <b className="one-line" dir="auto" title={next.title}>
          {next.title}
        </b>
      )}
    </div>
  );
}
