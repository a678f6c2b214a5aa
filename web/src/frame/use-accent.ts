/** The accent belongs to the cover that is playing; without one the house accent of tokens.css stands. */
import { useEffect } from 'react';
import { usePlayer } from '../player/use-player.ts';

export function useAccent(): void {
  const artwork = usePlayer((player) => player.track?.artwork ?? null);
  useEffect(() => {
    const { style } = document.documentElement;
    if (artwork === null) {
      style.removeProperty('--accent');
      style.removeProperty('--cover');
      return;
    }
    style.setProperty('--accent', `light-dark(${artwork.accentLight}, ${artwork.accentDark})`);
    style.setProperty('--cover', artwork.color);
  }, [artwork]);
}
