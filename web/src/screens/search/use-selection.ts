/** Which hit the arrow keys stand on, and what Enter does with it. The search field keeps the focus all the while. */
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { playTracks } from '../../player/player.ts';
import { keyOf, step, type Hit } from './hits.ts';
import { takeSearchKeys } from './search-keys.ts';

/** `of` names the question: with the next one the selection begins anew. */
export function useSelection(hits: readonly Hit[], hasBest: boolean, of: string): string | null {
  const router = useRouter();
  const [selected, setSelected] = useState({ of, at: -1 });
  const at = selected.of === of ? selected.at : -1;

  useEffect(
    () =>
      takeSearchKeys((key) => {
        if (key === 'ArrowDown' || key === 'ArrowUp') {
          setSelected({ of, at: step(at, key, hits.length) });
          return true;
        }
        const hit = hits[Math.max(0, at)];
        if (key !== 'Enter' || hit === undefined) return false;
        act(hit, (to, id) => void router.navigate({ to, params: { id } }));
        return true;
      }),
    [hits, at, of, router],
  );

  const hit = hits[at];
  const key = hit === undefined ? null : keyOf(hit, hasBest && at === 0);
  useEffect(() => {
    if (key !== null) document.querySelector('[data-selected]')?.scrollIntoView({ block: 'nearest' });
  }, [key]);
  return key;
}

type Open = (to: '/albums/$id' | '/artists/$id' | '/playlists/$id', id: string) => void;

/** A track is played; anything else is opened. */
function act({ kind, item }: Hit, open: Open): void {
  if (kind === 'track') playTracks([item]);
  else if (kind === 'album') open('/albums/$id', item.id);
  else if (kind === 'artist') open('/artists/$id', item.id);
  else open('/playlists/$id', item.id);
}
