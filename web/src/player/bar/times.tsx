/** Time heard and time left, in tabular figures; both count the same second. */
import { clock, clockLeft } from '../../text/format.ts';
import { usePosition } from '../use-player.ts';

export function TimeElapsed() {
  return <time className="at">{usePosition(clock)}</time>;
}

export function TimeLeft() {
  return <time className="left">{usePosition(clockLeft)}</time>;
}
