/** Speaks to the system's media keys, lock screen and headphones: what plays, where it is, and what may be pressed. */
import type { Artwork, Playable } from '../../../../src/server/api/contract.ts';
import { Silence } from './silence.ts';
import type { Engine } from './types.ts';

const STEP_SECONDS = 10;
const COVER_PX = [96, 256, 512];

/** Keeps the system informed of `engine`; returns how to stop it. Does nothing where the browser has no such thing. */
export function attachMediaSession(
  engine: Engine,
  artworkUrlFor?: (artwork: Artwork, sizePx: number) => string,
): () => void {
  const session = (navigator as Partial<Navigator>).mediaSession;
  if (session === undefined) return () => {};
  const silence = new Silence();
  const tellPosition = positionTeller(session, engine);
  let told: Playable | null = null;
  playThroughMuteSwitch();
  const off = [
    engine.on('change', ({ track, state }) => {
      session.playbackState = state === 'idle' ? 'none' : state === 'paused' ? 'paused' : 'playing';
      if (state === 'playing') silence.play();
      else if (state !== 'loading') silence.pause();
      if (track !== told) session.metadata = track && new MediaMetadata(metadataOf(track, artworkUrlFor));
      told = track;
      tellPosition();
    }),
    engine.on('position', tellPosition),
  ];
  for (const [action, handler] of handlersOf(engine)) setHandler(session, action, handler);
  return () => {
    for (const stop of off) stop();
    for (const [action] of handlersOf(engine)) setHandler(session, action, null);
    session.metadata = null;
    session.playbackState = 'none';
    silence.dispose();
  };
}

function handlersOf(engine: Engine): [MediaSessionAction, MediaSessionActionHandler][] {
  const step = (seconds: number) => engine.seek(engine.positionMs() + seconds * 1000);
  return [
    ['play', () => engine.play()],
    ['pause', () => engine.pause()],
    ['stop', () => engine.pause()],
    ['nexttrack', () => engine.next()],
    ['previoustrack', () => engine.previous()],
    ['seekbackward', ({ seekOffset }) => step(-(seekOffset ?? STEP_SECONDS))],
    ['seekforward', ({ seekOffset }) => step(seekOffset ?? STEP_SECONDS)],
    ['seekto', ({ seekTime }) => seekTime !== undefined && engine.seek(seekTime * 1000)],
  ];
}

/** Browsers throw at actions that they do not know. */
function setHandler(
  session: MediaSession,
  action: MediaSessionAction,
  handler: MediaSessionActionHandler | null,
) {
  try {
    session.setActionHandler(action, handler);
  } catch {
    return;
  }
}

function metadataOf(
  track: Playable,
  artworkUrlFor?: (artwork: Artwork, px: number) => string,
): MediaMetadataInit {
  const { artwork } = track;
  const covers = artwork === null || artworkUrlFor === undefined ? [] : COVER_PX;
  return {
    title: track.title,
    artist: track.artists.map(({ name }) => name).join(', '),
    album: track.album?.title ?? '',
    artwork: covers.map((px) => ({
      src: new URL(artworkUrlFor!(artwork!, px), document.baseURI).href,
      sizes: `${px}x${px}`,
    })),
  };
}

/** The system counts on by itself, so it is told only what it could not know: a seek, a pause, another track. */
function positionTeller(session: MediaSession, engine: Engine): () => void {
  let last = { duration: -1, position: 0, playbackRate: 0, at: 0 };
  return () => {
    const { durationMs, state } = engine.snapshot();
    const duration = durationMs / 1000;
    if (state === 'idle' || !(duration > 0)) return session.setPositionState?.();
    const position = Math.min(duration, Math.max(0, engine.positionMs() / 1000));
    const at = performance.now() / 1000;
    const playing = state === 'playing';
    const expected = last.position + (at - last.at) * last.playbackRate;
    const known = last.duration === duration && last.playbackRate === Number(playing);
    if (known && Math.abs(expected - position) < 0.5) return;
    last = { duration, position, playbackRate: Number(playing), at };
    session.setPositionState?.({ duration, position, playbackRate: 1 });
  };
}

/** iOS silences Web Audio with the ring switch unless a page says that it plays music. */
function playThroughMuteSwitch() {
  const audioSession = (navigator as { audioSession?: { type: string } }).audioSession;
  if (audioSession !== undefined) audioSession.type = 'playback';
}
