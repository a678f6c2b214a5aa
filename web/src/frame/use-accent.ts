/** The accent belongs to the cover that is playing; while nothing is, the house accent of tokens.css stands. */
import { useEffect } from 'react';
import { madeCoverOf } from '../parts/made-cover.ts';
import { usePlayer } from '../player/use-player.ts';

const NAMES = ['--accent', '--accent-light', '--accent-dark', '--cover'] as const;

export function useAccent(): void {
  const artwork = usePlayer((player) => player.track?.artwork ?? null);
  const name = usePlayer(({ track }) => (track === null ? null : (track.album?.title ?? track.title)));
  useEffect(() => {
    const { style } = document.documentElement;
    if (name === null) {
      for (const property of NAMES) style.removeProperty(property);
      return;
    }
    const { accentLight, accentDark, color } = artwork ?? madeCoverOf(name);
    const values = [`light-dark(${accentLight}, ${accentDark})`, accentLight, accentDark, color];
    NAMES.forEach((property, at) => style.setProperty(property, values[at] ?? ''));
  }, [artwork, name]);
}
