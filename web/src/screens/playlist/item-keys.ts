/** Names for the rows of a playlist that hold while they are moved: the same track may stand in it twice. */
import type { PlaylistDetail } from '../../api/contract.ts';
import { keysOf } from '../../player/queue.ts';

export function itemKeysOf(items: PlaylistDetail['items']): string[] {
  return keysOf(items.map(({ track, entry }) => ({ id: track?.id ?? `line ${entry ?? ''}` })));
}
