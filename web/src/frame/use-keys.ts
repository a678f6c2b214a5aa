/** The keys that work everywhere, but never where somebody is writing or moving a slider. */
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { setMark } from '../parts/marks.ts';
import { engine } from '../player/player.ts';
import { keepVolume } from '../player/volume.ts';
import { SEARCH_FIELD_ID } from './search-field.tsx';
import { showHelp, toggleQueue } from './sheets.ts';

const STEP_MS = 5_000;
const LONG_STEP_MS = 30_000;

export function useKeys(): void {
  const navigate = useNavigate();
  const router = useRouter();
  useEffect(() => {
    const open = (to: string): void => void navigate({ to });
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
      if (isTaken(event.target, event.key)) return;
      if (!act(event, open, () => toggleQueue(router))) return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [navigate, router]);
}

function act({ key, shiftKey }: KeyboardEvent, open: (to: string) => void, queue: () => void): boolean {
  if (key === '/') return focusSearch(open);
  if (key === '?') return done(showHelp());
  if (key === 'q') return done(queue());
  if (key === 'n') return done(open('/playing'));
  if (engine.snapshot().track === null) return false;
  if (key === ' ') return done(engine.toggle());
  if (key === 'j') return done(engine.next());
  if (key === 'k') return done(engine.previous());
  if (key === 'm') return done(mute());
  if (key === 'l') return done(favour());
  if (key === 'ArrowRight') return done(seekBy(shiftKey ? LONG_STEP_MS : STEP_MS));
  if (key === 'ArrowLeft') return done(seekBy(shiftKey ? -LONG_STEP_MS : -STEP_MS));
  return false;
}

/** Fields, sliders and menus have their own use for keys; a button keeps the space bar and Enter. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target.matches('input:not([type="checkbox"], [type="range"]), textarea, select')
  )
    return true;
  if (
    target.closest('[role="menu"], [role="listbox"], [role="slider"], [role="dialog"][aria-modal="true"]') !==
    null
  ) {
    return key !== '/' && key !== '?';
  }
  return key === ' ' && target.closest('button, a, [role="button"], [role="switch"], summary') !== null;
}

function focusSearch(open: (to: string) => void): boolean {
  const field = document.getElementById(SEARCH_FIELD_ID);
  if (!(field instanceof HTMLInputElement) || field.offsetParent === null) open('/search');
  else field.select();
  return true;
}

function seekBy(ms: number): void {
  const { durationMs } = engine.snapshot();
  engine.seek(Math.max(0, Math.min(durationMs, engine.positionMs() + ms)));
}

function mute(): void {
  const { muted, volume } = engine.snapshot();
  engine.setMuted(!muted);
  keepVolume(volume, !muted);
}

function favour(): void {
  const { track } = engine.snapshot();
  if (track !== null) void setMark(track.id, track.mark, { starred: track.mark.starredAt === null });
}

function done(_result: unknown): true {
  return true;
}
