/**
 * What the page sees of the audio engine: its options, what can be asked of it, what it tells. The page codes
 * against this file alone, so that how the sound is made (decoded buffers, media elements) may change beneath it.
 */
import type { Artwork, Playable } from '../../../../src/server/api/contract.ts';

/** `loading`: it would sound if it had data. `paused`: it has a track and is silent on purpose (or not yet allowed). */
export type EngineState = 'idle' | 'loading' | 'playing' | 'paused';
export type Repeat = 'off' | 'all' | 'one';
export type ReplayGainMode = 'track' | 'album' | 'off';
export type StreamFormat = 'original' | 'opus' | 'mp3' | 'aac' | 'flac';

/** What is asked of `GET api/stream/:trackId`. `startMs` is only ever sent with a transcoded format. */
export interface StreamRequest {
  format: StreamFormat;
  bitrateKbps?: number;
  startMs?: number;
}

export interface EngineSettings {
  replayGain: ReplayGainMode;
  preampDb: number;
  /** 0: the original; else Opus at this rate for tracks that are above it. */
  maxBitrateKbps: number;
}

export interface EngineOptions {
  /** The URL of a track's bytes, on the page's own origin. */
  urlFor: (track: Playable, request: StreamRequest) => string;
  /** Must send the session's cookie; the page's own `fetch` with `credentials: 'same-origin'` when absent. */
  fetch?: (url: string, init?: RequestInit) => Promise<Response>;
  /** The URL of a cover for the system's media controls; no artwork is shown there when absent. */
  artworkUrlFor?: (artwork: Artwork, sizePx: number) => string;
  settings?: Partial<EngineSettings>;
  /** 0 to 1; 1 when absent. */
  volume?: number;
  muted?: boolean;
  repeat?: Repeat;
  /** Speak to the system's media keys and lock screen; true when absent. */
  mediaSession?: boolean;
  /** Half of the track, or four minutes of it, were heard. Once a time that it is played. */
  onPlayed?: (track: Playable, startedAt: Date) => void;
  /** Where the listener is: when a track becomes audible, every 15 s, and at pause and seek. */
  onProgress?: (track: Playable, positionMs: number) => void;
}

export type PlaybackErrorReason =
  /** The server said no: not found, not allowed, gone. */
  | 'unavailable'
  /** The session ended; the page should ask to sign in. */
  | 'signed-out'
  /** Neither the original nor a transcode could be decoded. */
  | 'undecodable'
  /** The connection is lost; the engine keeps trying and keeps its place. */
  | 'offline'
  /** The browser wants a gesture first: call `play()` from a click. */
  | 'blocked'
  /** The sound device failed; `play()` tries again. */
  | 'device';

export interface PlaybackError {
  reason: PlaybackErrorReason;
  /** What happened and what comes next, for a person. */
  message: string;
  track: Playable | null;
  /** What the engine does by itself: goes on with the next track, tries again, or stays paused. */
  recovery: 'skip' | 'retry' | 'pause';
}

/** A picture of the engine that never changes; a new one is made when a field differs (fits `useSyncExternalStore`). */
export interface EngineSnapshot {
  state: EngineState;
  /** The queue in the order in which it is played. */
  queue: readonly Playable[];
  /** The place in the queue that is heard (or would be); -1 when the queue is empty. */
  index: number;
  track: Playable | null;
  /** What sounds after this track, by the order and repeat; null at the end of the queue. */
  nextTrack: Playable | null;
  /** As decoded when that is known, else as the library says. */
  durationMs: number;
  repeat: Repeat;
  volume: number;
  muted: boolean;
  settings: EngineSettings;
  /** The last error of this track or of the connection; null again once it sounds. */
  error: PlaybackError | null;
}

export interface EngineEvents {
  /** Anything in the snapshot differs. */
  change: EngineSnapshot;
  state: EngineState;
  /** Four times a second while playing, and at once after a seek or a track change. */
  position: { positionMs: number; durationMs: number };
  /** A track became the heard one, at the moment it is audible (or was chosen while paused). */
  track: { track: Playable; index: number };
  /** The last track ended and nothing follows. The engine is then paused at the start of the first track. */
  end: null;
  error: PlaybackError;
  /** A new `output` stands: at the first `play`, and when a track of another sample rate was chosen. */
  output: AudioNode;
}

export interface LoadOptions {
  /** Which track of the list is played; 0 when absent. */
  index?: number;
  positionMs?: number;
  /** False to show a track without a sound (after a reload of the page); true when absent. */
  play?: boolean;
}

/**
 * The engine. Every method returns at once; what comes of it is told by events. `play`, `toggle` and `load` want to
 * be called from a gesture the first time (the browser's autoplay policy).
 */
export interface Engine {
  /** Plays another queue, from `index`. */
  load(tracks: readonly Playable[], options?: LoadOptions): void;
  /**
   * The queue was reordered, extended or shuffled: the same track goes on sounding, now at `index` of `tracks`.
   * If another track stands there, that one is played (or shown, when paused).
   */
  updateQueue(tracks: readonly Playable[], index: number): void;
  /** Forgets the queue: state `idle`. */
  clear(): void;
  play(): void;
  pause(): void;
  toggle(): void;
  seek(positionMs: number): void;
  next(): void;
  /** Back to the start when more than 3 s were heard, else the track before. */
  previous(): void;
  /** Plays the track at a place of the queue. */
  jump(index: number): void;
  setRepeat(repeat: Repeat): void;
  /** 0 to 1, as the slider stands; the engine makes it loudness (squared). */
  setVolume(volume: number): void;
  setMuted(muted: boolean): void;
  setSettings(settings: Partial<EngineSettings>): void;
  /** The place in the track that is audible now. Cheap: call it in every animation frame. */
  positionMs(): number;
  snapshot(): EngineSnapshot;
  /** Calls `listener` after each change of the snapshot; returns how to stop it. */
  subscribe(listener: () => void): () => void;
  on<Name extends keyof EngineEvents>(name: Name, listener: (data: EngineEvents[Name]) => void): () => void;
  /** The node before the loudspeaker, for meters and for tests that measure samples; null before the first `play`. */
  readonly output: AudioNode | null;
  /** Stops and gives everything back. */
  dispose(): void;
}
