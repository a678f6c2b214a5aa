/** A track's drawn sound. Where the track is the one heard, the played part takes the accent. */
import { useCallback, useRef, type CSSProperties } from 'react';
import { OUTLINE_HEIGHT, OUTLINE_WIDTH, outlineOf } from '../player/outline.ts';
import { useDrawPosition } from '../player/use-player.ts';

interface WaveProps {
  peaks: string | null;
  columns?: number;
  /** The width as a part of the room there is: the track's length against the longest beside it. */
  length?: number;
}

export function Wave({ peaks, columns = 120, length = 1 }: WaveProps) {
  return (
    <span className="wave" style={{ '--len': length } as CSSProperties} aria-hidden="true">
      <Outline path={outlineOf(peaks, columns)} />
    </span>
  );
}

/** The same with a place in it that never moves: where one stopped listening. */
export function WaveAt({ peaks, columns = 200, at }: WaveProps & { at: number }) {
  const path = outlineOf(peaks, columns);
  return (
    <span
      className="wave"
      data-live=""
      style={{ '--at': `${at * 100}%` } as CSSProperties}
      aria-hidden="true"
    >
      <Outline path={path} />
      <Outline path={path} />
    </span>
  );
}

/** The same, following the player. */
export function LiveWave({ peaks, columns = 120, length = 1 }: WaveProps) {
  const ref = useRef<HTMLSpanElement>(null);
  useWavePosition(ref);
  const path = outlineOf(peaks, columns);
  return (
    <span
      ref={ref}
      className="wave"
      data-live=""
      style={{ '--len': length } as CSSProperties}
      aria-hidden="true"
    >
      <Outline path={path} />
      <Outline path={path} />
    </span>
  );
}

/** Writes the player's place into `--at` of an element, past React: it changes four times a second. */
export function useWavePosition(ref: { readonly current: HTMLElement | null }, live = true): void {
  const draw = useCallback(
    (positionMs: number, durationMs: number) => {
      const at = durationMs > 0 ? Math.min(1, positionMs / durationMs) : 0;
      ref.current?.style.setProperty('--at', `${(at * 100).toFixed(2)}%`);
    },
    [ref],
  );
  useDrawPosition(draw, live);
}

export function Outline({ path }: { path: string }) {
  return (
    <svg viewBox={`0 0 ${OUTLINE_WIDTH} ${OUTLINE_HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
