/**
 * The queue lives on the server between visits: it is fetched once, shown without a sound, and saved when it or
 * the place in it changes. Nothing is saved before the old one was fetched, so that a reload never empties it. A
 * page that is silent follows the one that plays, on whatever device.
 */
import { call } from '../api/client.ts';
import { expectEcho } from '../api/echoes.ts';
import { notify } from '../frame/notices.ts';
import { engine } from './player.ts';

const PAUSE_MS = 1_500;
let timer: ReturnType<typeof setTimeout> | undefined;
let saved = '';

/** Fetches the queue, then saves every change; returns how to stop. */
export function keepQueue(): () => void {
  let stop: () => void = () => {};
  let stopped = false;
  void restore().then(() => {
    if (!stopped) stop = saveChanges();
  });
  return () => {
    stopped = true;
    stop();
  };
}

async function restore(): Promise<void> {
  try {
    const kept = await call('GET /api/queue', {});
    if (kept === null || kept.tracks.length === 0 || engine.snapshot().queue.length > 0) return;
    saved = signature(kept.tracks, kept.index);
    engine.load(kept.tracks, { index: kept.index, positionMs: kept.positionMs, play: false });
  } catch {
    // Without the old queue the player is simply empty; the next one is saved over it.
  }
}

/** The queue was changed on another device: taken over, unless this page is the one that plays. */
export async function followQueue(): Promise<void> {
  if (isPlaying()) return;
  const kept = await call('GET /api/queue', {}).catch(() => null);
  const { queue, index } = engine.snapshot();
  if (kept === null || isPlaying() || signature(kept.tracks, kept.index) === signature(queue, index)) return;
  const positionMs = engine.positionMs();
  const sameTracks = signature(kept.tracks, 0) === signature(queue, 0);
  clearTimeout(timer);
  saved = signature(kept.tracks, kept.index);
  engine.load(kept.tracks, { index: kept.index, positionMs: kept.positionMs, play: false });
  if (sameTracks || queue.length === 0) return;
  const undo = (): void => engine.load(queue, { index, positionMs, play: false });
  notify({ text: 'The queue follows another device.', action: { label: 'Undo', run: undo } });
}

function isPlaying(): boolean {
  const { state } = engine.snapshot();
  return state === 'playing' || state === 'loading';
}

function saveChanges(): () => void {
  const onChange = (): void => {
    const { queue, index } = engine.snapshot();
    if (signature(queue, index) === saved) return;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  };
  const onHide = (): void => {
    if (document.visibilityState === 'hidden') save();
  };
  const stop = engine.subscribe(onChange);
  const stopPause = engine.on('state', (state) => {
    if (state === 'paused') save();
  });
  document.addEventListener('visibilitychange', onHide);
  return () => {
    stop();
    stopPause();
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', onHide);
  };
}

function save(): void {
  const { queue, index } = engine.snapshot();
  saved = signature(queue, index);
  const body = {
    trackIds: queue.map((track) => track.id),
    index: Math.max(0, index),
    positionMs: Math.round(engine.positionMs()),
  };
  expectEcho('queue');
  void call('PUT /api/queue', { body }).catch(() => {
    // Tried again with the next change.
    saved = '';
  });
}

function signature(queue: readonly { id: string }[], index: number): string {
  return `${index}:${queue.map((track) => track.id).join(',')}`;
}
