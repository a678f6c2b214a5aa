/** The mark of the track that is heard, asked for anew: it stands in the player bar and in no answer that is kept. */
import { call } from '../api/client.ts';
import { learnMark } from '../parts/marks.ts';
import { engine } from './player.ts';

export async function learnMarkOfCurrent(): Promise<void> {
  const id = engine.snapshot().track?.id;
  if (id === undefined) return;
  const track = await call('GET /api/tracks/:id', { params: { id } }).catch(() => null);
  if (track !== null) learnMark(id, track.mark);
}
