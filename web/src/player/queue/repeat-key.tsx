/** Repeat: off, the whole queue, or the one track; each press goes on to the next. */
import { Icon } from '../../parts/icon.tsx';
import type { Repeat } from '../engine/index.ts';
import { engine } from '../player.ts';
import { usePlayer } from '../use-player.ts';

const NEXT: Record<Repeat, Repeat> = { off: 'all', all: 'one', one: 'off' };
const SAID: Record<Repeat, string> = {
  off: 'Repeat: off',
  all: 'Repeat: the queue',
  one: 'Repeat: this track',
};

export function RepeatKey() {
  const repeat = usePlayer((player) => player.repeat);
  return (
    <button
      type="button"
      className="icon"
      aria-pressed={repeat !== 'off'}
      aria-label={SAID[repeat]}
      title={SAID[repeat]}
      onClick={() => engine.setRepeat(NEXT[repeat])}
    >
      <Icon name={repeat === 'one' ? 'once' : 'repeat'} />
    </button>
  );
}
