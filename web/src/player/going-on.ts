/**
 * When the queue ends, music like its last track may go on. Nobody is played to who did not ask: it is off until
 * it is switched on, in this browser. What is added stands in the queue before the last track ends, so that the seam
 * is like any other, and can be taken back.
 */
import { ask } from '../api/ask.ts';
import type { Playable } from '../api/contract.ts';
import { queryClient } from '../api/query-client.ts';
import { notify } from '../frame/notices.ts';
import { isGoingOn, onGoingOnChange } from './going-on-setting.ts';
import { addAfterEnd, engine, removeAddedAfterEnd } from './player.ts';
import { newTo } from './queue.ts';

const ADDED_MAX = 20;
/** More is asked for than is added, since some of it was just heard. */
const ASKED = 50;

/** Watches the queue until the returned function is called. */
export function goOnWithSimilar(): () => void {
  let asking = false;
  const look = (): void => {
    const { queue, index, repeat, state } = engine.snapshot();
    const last = queue[index];
    const due = isGoingOn() && state === 'playing' && repeat === 'off' && index === queue.length - 1;
    if (!due || asking || last === undefined) return;
    asking = true;
    void addLike(last).finally(() => (asking = false));
  };
  const stop = [engine.on('track', look), engine.on('state', look), onGoingOnChange(look)];
  return () => {
    for (const end of stop) end();
  };
}

async function addLike(last: Playable): Promise<void> {
  const query = { limit: ASKED };
  const similar = await queryClient
    .fetchQuery(ask('GET /api/tracks/:id/similar', { params: { id: last.id }, query }))
    .catch(() => []);
  const there = similar.filter(({ missing }) => !missing);
  const added = newTo(engine.snapshot().queue, there).slice(0, ADDED_MAX);
  if (added.length === 0 || engine.snapshot().track?.id !== last.id) return;
  addAfterEnd(added);
  notify({
    text: `Music like “${last.title}” goes on after it.`,
    action: { label: 'Undo', run: () => removeAddedAfterEnd(added) },
  });
}
