/**
 * Which place of the queue comes next. Pure, because repeat, skipping of what cannot be played and the end of the
 * queue meet here, and each is easier to get right without sound. Shuffling is the page's: it hands in the order.
 */
import type { Repeat } from './types.ts';

/**
 * The place that follows `index` by itself when its track ends (`byHand` false), or when a person presses next.
 * Places for which `playable` is false are passed over. Null: the queue ends here.
 */
export function placeAfter(
  index: number,
  length: number,
  repeat: Repeat,
  byHand: boolean,
  playable: (index: number) => boolean = () => true,
): number | null {
  if (length === 0) return null;
  if (repeat === 'one' && !byHand && playable(index)) return index;
  // Repeat one holds a track until a person presses next; then the queue goes round.
  const steps = repeat === 'off' ? length - 1 - index : length;
  for (let step = 1; step <= steps; step++) {
    const place = (index + step) % length;
    if (playable(place)) return place;
  }
  return null;
}

/** The place before `index` for a person who presses previous; the first place has none before it but when repeating. */
export function placeBefore(index: number, length: number, repeat: Repeat): number {
  if (index > 0) return index - 1;
  return repeat === 'off' || length === 0 ? Math.max(0, index) : length - 1;
}
