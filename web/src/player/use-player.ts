/** The engine in React: parts of its snapshot, and the place in the track for those who draw it. */
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { EngineSnapshot } from './engine/index.ts';
import { engine } from './player.ts';

/** A part of the snapshot; the component draws again only when that part differs (give it no new objects). */
export function usePlayer<T>(select: (snapshot: EngineSnapshot) => T): T {
  return useSyncExternalStore(subscribeToEngine, () => select(engine.snapshot()));
}

/** Whether this track is the one that is heard, or would be. */
export function useIsCurrent(trackId: string): boolean {
  return usePlayer((player) => player.track?.id === trackId);
}

/** Calls `draw` with the place in the track: now, four times a second while it plays, and after each jump. */
export function useDrawPosition(draw: (positionMs: number, durationMs: number) => void, live = true): void {
  useEffect(() => {
    if (!live) return;
    const drawNow = (): void => draw(engine.positionMs(), engine.snapshot().durationMs);
    drawNow();
    const stop = [
      engine.on('position', ({ positionMs, durationMs }) => draw(positionMs, durationMs)),
      engine.on('track', drawNow),
    ];
    return () => {
      for (const end of stop) end();
    };
  }, [draw, live]);
}

/** A number or string made from the place in the track; draws again only when it differs. */
export function usePosition<T extends string | number>(
  select: (positionMs: number, durationMs: number) => T,
): T {
  const subscribe = useCallback((listener: () => void) => {
    const stop = [engine.on('position', listener), engine.on('track', listener)];
    return () => {
      for (const end of stop) end();
    };
  }, []);
  return useSyncExternalStore(subscribe, () => select(engine.positionMs(), engine.snapshot().durationMs));
}

function subscribeToEngine(listener: () => void): () => void {
  return engine.subscribe(listener);
}
