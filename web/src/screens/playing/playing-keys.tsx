/** Words, back, play, on, queue: under the thumb. */
import { Icon } from '../../parts/icon.tsx';
import { Keys } from '../../player/bar/keys.tsx';
import { QueueKey } from '../../player/bar/side-keys.tsx';

export function PlayingKeys({
  wordsShown,
  onToggleWords,
}: {
  wordsShown: boolean;
  onToggleWords: () => void;
}) {
  return (
    <div className="np-keys">
      <button
        type="button"
        className="icon"
        aria-label="Words"
        title="Words"
        aria-pressed={wordsShown}
        onClick={onToggleWords}
      >
        <Icon name="lyrics" />
      </button>
      <Keys />
      <QueueKey />
    </div>
  );
}
