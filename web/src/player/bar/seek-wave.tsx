/** Seeking in the drawn sound: click, drag or arrow keys. While dragging the hand leads, not the player. */
import { useCallback, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Playable } from '../../api/contract.ts';
import { Outline, useWavePosition } from '../../parts/wave.tsx';
import { clock, spokenTime } from '../../text/format.ts';
import { outlineOf } from '../outline.ts';
import { engine } from '../player.ts';
import { usePosition } from '../use-player.ts';

const STEP_MS = 5_000;
const PAGE_MS = 30_000;

export function SeekWave({ track, columns }: { track: Playable; columns: number }) {
  const ref = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<number | null>(null);
  const drag = useDrag(ref);
  const durationMs = engine.snapshot().durationMs;
  const path = outlineOf(track.peaks, columns);
  return (
    <div
      ref={ref}
      className="wave"
      data-live=""
      data-hover={hover === null ? undefined : ''}
      {...useSliderProps(durationMs)}
      {...drag.props}
      onPointerMove={(event) => {
        drag.move(event);
        if (event.pointerType === 'mouse') setHover(placeOf(event));
      }}
      onPointerLeave={() => setHover(null)}
      onKeyDown={onKeyDown}
    >
      <Outline path={path} />
      <Outline path={path} />
      {hover !== null && <Tip at={hover} durationMs={durationMs} />}
    </div>
  );
}

function Tip({ at, durationMs }: { at: number; durationMs: number }) {
  const place = useCallback(
    (tip: HTMLSpanElement | null) => tip?.parentElement?.style.setProperty('--hover', `${at * 100}%`),
    [at],
  );
  return (
    <span ref={place} className="tip" aria-hidden="true">
      {clock(at * durationMs)}
    </span>
  );
}

function useSliderProps(durationMs: number) {
  const seconds = usePosition((positionMs) => Math.floor(positionMs / 1000));
  return {
    role: 'slider',
    tabIndex: 0,
    'aria-label': 'Seek',
    'aria-valuemin': 0,
    'aria-valuemax': Math.floor(durationMs / 1000),
    'aria-valuenow': seconds,
    'aria-valuetext': `${spokenTime(seconds * 1000)} of ${spokenTime(durationMs)}`,
  };
}

function useDrag(ref: { readonly current: HTMLElement | null }) {
  const [held, setHeld] = useState(false);
  useWavePosition(ref, !held);
  const show = (event: PointerEvent<HTMLElement>): void => {
    ref.current?.style.setProperty('--at', `${placeOf(event) * 100}%`);
  };
  return {
    move: (event: PointerEvent<HTMLElement>): void => {
      if (held) show(event);
    },
    props: {
      onPointerDown: (event: PointerEvent<HTMLElement>): void => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setHeld(true);
        show(event);
      },
      onPointerUp: (event: PointerEvent<HTMLElement>): void => {
        if (held) engine.seek(placeOf(event) * engine.snapshot().durationMs);
        setHeld(false);
      },
      onPointerCancel: (): void => setHeld(false),
    },
  };
}

function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
  const { durationMs } = engine.snapshot();
  const positionMs = engine.positionMs();
  const targets: Record<string, number> = {
    ArrowRight: positionMs + STEP_MS,
    ArrowUp: positionMs + STEP_MS,
    ArrowLeft: positionMs - STEP_MS,
    ArrowDown: positionMs - STEP_MS,
    PageUp: positionMs + PAGE_MS,
    PageDown: positionMs - PAGE_MS,
    Home: 0,
    End: durationMs - 1_000,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  engine.seek(Math.max(0, Math.min(durationMs, target)));
}

/** Where on the element the pointer is, 0 to 1 from its left edge. */
function placeOf(event: PointerEvent<HTMLElement>): number {
  const box = event.currentTarget.getBoundingClientRect();
  return Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
}
