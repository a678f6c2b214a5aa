/** Beside the field: how many were found, and how long that took. */
import { createPortal } from 'react-dom';
import type { SearchAnswer } from '../../api/contract.ts';
import { TOP_NOTE_ID } from '../../frame/top-bar.tsx';
import { count } from '../../text/format.ts';

export function SearchTiming({ answer }: { answer: SearchAnswer }) {
  const place = document.getElementById(TOP_NOTE_ID);
  if (place === null) return null;
  const { artists, albums, tracks, playlists, tookMs } = answer;
  const found = artists.total + albums.total + tracks.total + playlists.total;
  const cut = artists.cut || albums.cut || tracks.cut;
  return createPortal(
    `${cut ? 'more than ' : ''}${count(found)} found · ${Math.max(1, Math.round(tookMs))} ms`,
    place,
  );
}
