/** Back, play or pause, on. The same three keys in the bar and on the full screen. */
import { Icon } from '../../parts/icon.tsx';
import { engine } from '../player.ts';
import { usePlayer } from '../use-player.ts';

export function Keys() {
  return (
    <div className="keys">
      <button
        type="button"
        className="icon back"
        aria-label="Previous"
        title="Previous (k)"
        onClick={() => engine.previous()}
      >
        <Icon name="prev" />
      </button>
      <PlayKey />
      <NextKey />
    </div>
  );
}

export function PlayKey() {
  const sounds = usePlayer((player) => player.state === 'playing' || player.state === 'loading');
  return (
    <button
      type="button"
      className="icon play"
      aria-label={sounds ? 'Pause' : 'Play'}
      title={sounds ? 'Pause (space)' : 'Play (space)'}
      onClick={() => engine.toggle()}
    >
      <Icon name={sounds ? 'pause' : 'play'} />
    </button>
  );
}

export function NextKey() {
  const next = usePlayer((player) => player.nextTrack);
  return (
    <button
      type="button"
      className="icon"
      aria-label="Next"
      title={next === null ? 'Nothing comes next' : `Next: ${next.title} (j)`}
      disabled={next === null}
      onClick={() => engine.next()}
    >
      <Icon name="next" />
    </button>
  );
}
