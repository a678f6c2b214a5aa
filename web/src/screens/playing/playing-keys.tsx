/** Words, back, play, on, queue: under the thumb. */
import { Icon } from '../../parts/icon.tsx';
import { Keys } from '../../player/bar/keys.tsx';
import { QueueKey } from '../../player/bar/side-keys.tsx';
import type { Words } from './use-words.ts';

export function PlayingKeys({ words }: { words: Words }) {
  const said = words.any ? 'Words' : 'No words came with this track';
  return (
    <div className="np-keys">
      <button
        type="button"
        className="icon"
        aria-label={said}
        title={said}
        aria-pressed={words.open}
        disabled={!words.any}
        onClick={words.toggle}
      >
        <Icon name="lyrics" />
      </button>
      <Keys />
      <QueueKey />
    </div>
  );
}
