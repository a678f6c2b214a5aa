/** The accent belongs to the cover that is playing; without one the house accent of tokens.css stands. */
import { useEffect } from 'react';
import { usePlayer } from '../player/use-player.ts';

const NAMES = ['--accent', '--accent-light', '--accent-dark', '--cover'] as const;

export function useAccent(): void {
  const artwork = usePlayer((player) => player.track?.artwork ?? null);
  useEffect(() => {
    const { style } = document.documentElement;
    if (artwork === null) {
      for (const name of NAMES) style.removeProperty(name);
      return;
    }
    const { accentLight, accentDark, color } = artwork;
    const values = [`light-dark(${accentLight}, ${accentDark})`, accentLight, accentDark, color];
    NAMES.forEach((name, at) => style.setProperty(name, values[at] ?? ''));
  }, [artwork]);
}
