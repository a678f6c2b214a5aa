/**
 * The engine that the page talks to: queue, state, settings and errors, over a deck that makes the sound.
 *
 * Why it is built so. Two media elements leave 21 ms between two tracks; only Web Audio joins them on the sample. So
 * tracks up to ten minutes are decoded and scheduled on one audio clock (buffer-voice.ts), with the beginning decoded
 * first, so that the first sound does not wait for the whole (decoded-track.ts); longer ones stream through a media
 * element into the same graph (element-voice.ts). The page's memory stays bounded because at most two decoded tracks
 * are held and each is freed by hand (budget.ts).
 */
import type { Playable } from '../../../../src/server/api/contract.ts';
import { contextRateFor } from './budget.ts';
import { Deck, type DeckHost, type Entry } from './deck.ts';
import type { TrackFailure } from './decoded-track.ts';
import { Emitter } from './emitter.ts';
import { formatsFor } from './formats.ts';
import { clampVolume, gainFactor, volumeFactor } from './gain.ts';
import { Graph } from './graph.ts';
import { ListenReporter, type Moment } from './listen-reporter.ts';
import { attachMediaSession } from './media-session.ts';
import { placeAfter, placeBefore } from './queue-order.ts';
import type {
  Engine,
  EngineEvents,
  EngineOptions,
  EngineSettings,
  EngineSnapshot,
  EngineState,
  LoadOptions,
  PlaybackError,
  Repeat,
  StreamRequest,
} from './types.ts';

const TICK_MS = 250;
const RESTART_AFTER_MS = 3_000;
/** A track that cannot be played is passed over only after a person could read why. */
const SKIP_AFTER_MS = 1_500;
/** Opus is always decoded at this rate. */
const OPUS_RATE_HZ = 48_000;
const DEFAULTS: EngineSettings = { replayGain: 'album', preampDb: 0, maxBitrateKbps: 0 };

/** Makes the player's engine; nothing sounds before `load` or `play`. */
export function createEngine(options: EngineOptions): Engine {
  return new WebAudioEngine(options);
}

class WebAudioEngine implements Engine {
  readonly #options: EngineOptions;
  readonly #events = new Emitter<EngineEvents>();
  readonly #unplayable = new Set<string>();
  readonly #listening: ListenReporter;
  readonly #detach: () => void;
  /** Asked what the browser can play; plays nothing itself. */
  #tester: HTMLAudioElement | null = null;
  #graph: Graph | null = null;
  #deck: Deck | null = null;
  #queue: readonly Playable[] = [];
  #index = -1;
  #wanted = false;
  /** Where the track begins once it is played; null while the deck knows better. */
  #pendingMs: number | null = 0;
  #repeat: Repeat;
  #volume: number;
  #muted: boolean;
  #settings: EngineSettings;
  #error: PlaybackError | null = null;
  /** The session ended while the next track was fetched: what the server said. */
  #signedOut: string | null = null;
  #snapshot: EngineSnapshot;
  #interval: ReturnType<typeof setInterval> | undefined;
  #skip: ReturnType<typeof setTimeout> | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#listening = new ListenReporter(options);
    this.#settings = { ...DEFAULTS, ...options.settings };
    this.#volume = clampVolume(options.volume ?? 1);
    this.#muted = options.muted ?? false;
    this.#repeat = options.repeat ?? 'off';
    this.#snapshot = this.#picture();
    this.#detach =
      options.mediaSession === false ? () => {} : attachMediaSession(this, options.artworkUrlFor);
  }

  get output(): AudioNode | null {
    return this.#graph?.output ?? null;
  }

  load(tracks: readonly Playable[], { index = 0, positionMs = 0, play = true }: LoadOptions = {}): void {
    this.#unplayable.clear();
    this.#queue = [...tracks];
    if (this.#queue.length === 0) return this.clear();
    this.#wanted = play;
    this.#choose(Math.min(Math.max(0, index), this.#queue.length - 1), positionMs);
  }

  updateQueue(tracks: readonly Playable[], index: number): void {
    const before = this.#track();
    this.#queue = [...tracks];
    const track = this.#queue[index];
    if (track === undefined) return this.clear();
    if (track.id !== before?.id) return this.#choose(index, 0);
    this.#index = index;
    this.#deck?.requeue(index);
    this.#changed();
  }

  clear(): void {
    this.#silence();
    this.#queue = [];
    this.#index = -1;
    this.#error = null;
    this.#changed();
  }

  play(): void {
    if (this.#track() === null) return;
    this.#wanted = true;
    if (this.#pendingMs !== null) this.#begin(this.#pendingMs);
    else void this.#run();
    this.#changed();
  }

  pause(): void {
    clearTimeout(this.#skip);
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#stand();
    this.#listening.tellProgress(this.#moment());
    this.#changed();
  }

  toggle(): void {
    if (this.#wanted) this.pause();
    else this.play();
  }

  seek(positionMs: number): void {
    if (this.#track() === null) return;
    const place = Math.min(Math.max(0, positionMs), this.#durationMs());
    if (this.#pendingMs !== null) this.#pendingMs = place;
    else this.#deck?.seek(place);
    this.#tellPosition(place);
    this.#listening.tellProgress(this.#moment());
    this.#changed();
  }

  next(): void {
    const place = placeAfter(this.#index, this.#queue.length, this.#repeat, true, this.#isPlayable);
    if (place === null) this.#finish();
    else this.#choose(place, 0);
  }

  previous(): void {
    if (this.positionMs() > RESTART_AFTER_MS || this.#queue.length === 0) return this.seek(0);
    const place = placeBefore(this.#index, this.#queue.length, this.#repeat);
    if (place === this.#index) this.seek(0);
    else this.#choose(place, 0);
  }

  jump(index: number): void {
    const track = this.#queue[index];
    if (track === undefined) return;
    this.#unplayable.delete(track.id);
    this.#wanted = true;
    this.#choose(index, 0);
  }

  setRepeat(repeat: Repeat): void {
    this.#repeat = repeat;
    this.#deck?.tick();
    this.#changed();
  }

  setVolume(volume: number): void {
    this.#volume = clampVolume(volume);
    this.#applyVolume();
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.#applyVolume();
  }

  setSettings(settings: Partial<EngineSettings>): void {
    this.#settings = { ...this.#settings, ...settings };
    this.#deck?.relevel();
    this.#changed();
  }

  positionMs(): number {
    return Math.max(0, this.#pendingMs ?? this.#deck?.positionMs() ?? 0);
  }

  snapshot(): EngineSnapshot {
    return this.#snapshot;
  }

  subscribe(listener: () => void): () => void {
    return this.#events.on('change', listener);
  }

  on<Name extends keyof EngineEvents>(name: Name, listener: (data: EngineEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  dispose(): void {
    this.clear();
    this.#detach();
    this.#events.clear();
    this.#dropGraph();
  }

  /** Makes a track of the queue the one that is heard, or shown while paused. */
  #choose(index: number, positionMs: number): void {
    clearTimeout(this.#skip);
    this.#index = index;
    this.#error = null;
    if (this.#wanted) this.#begin(positionMs);
    else this.#show(positionMs);
    const track = this.#track();
    if (track !== null) this.#events.emit('track', { track, index });
    this.#tellPosition(positionMs);
    this.#changed();
  }

  /** Nothing is fetched for a track that nobody asked to hear. */
  #show(positionMs: number): void {
    this.#deck?.clear();
    this.#listening.restart();
    this.#pendingMs = positionMs;
  }

  #begin(positionMs: number): void {
    const track = this.#track();
    if (track === null) return;
    const deck = this.#deckFor(track);
    this.#pendingMs = null;
    this.#listening.restart();
    this.#error = null;
    this.#signedOut = null;
    deck.setPlaying(true);
    deck.start({ index: this.#index, track }, positionMs);
    void this.#run();
  }

  async #run(): Promise<void> {
    const graph = this.#graph;
    if (graph === null) return;
    this.#interval ??= setInterval(this.#tick, TICK_MS);
    this.#deck?.setPlaying(true);
    const allowed = await graph.run();
    if (graph !== this.#graph || !this.#wanted) return;
    if (!allowed)
      return this.#giveUp('blocked', 'The browser lets nothing sound before a click. Press play.');
    this.#deck?.tick();
    this.#changed();
  }

  /** Paused: the clock stands still, and all that is scheduled with it. */
  #stand(): void {
    clearInterval(this.#interval);
    this.#interval = undefined;
    this.#graph?.rest();
    this.#deck?.setPlaying(false);
  }

  #silence(): void {
    clearTimeout(this.#skip);
    this.#wanted = false;
    this.#stand();
    this.#show(0);
  }

  #finish(): void {
    this.#silence();
    this.#index = this.#queue.length > 0 ? 0 : -1;
    this.#changed();
    this.#events.emit('end', null);
    const track = this.#track();
    if (track !== null) this.#events.emit('track', { track, index: this.#index });
    this.#tellPosition(0);
  }

  /** The deck, on a context that runs at the track's own rate where it may be made anew (only ever by a gesture). */
  #deckFor(track: Playable): Deck {
    const rateHz = this.#formatsFor(track)[0]?.format === 'opus' ? OPUS_RATE_HZ : contextRateFor(track);
    const mayChange = navigator.userActivation?.isActive ?? true;
    if (this.#graph !== null && this.#deck !== null) {
      if (rateHz === null || rateHz === this.#graph.rateHz || !mayChange) return this.#deck;
      this.#dropGraph();
    }
    const graph = new Graph(rateHz, volumeFactor(this.#volume, this.#muted), {
      onInterrupted: () => this.pause(),
      onReturned: () => this.play(),
      onDeviceError: () => this.#heedDevice(),
    });
    const deck = new Deck(graph, this.#host());
    this.#graph = graph;
    this.#deck = deck;
    this.#events.emit('output', graph.output);
    return deck;
  }

  #dropGraph(): void {
    // Closed first: what would fade out is then silenced and freed at once.
    this.#graph?.close();
    this.#deck?.clear();
    this.#deck = null;
    this.#graph = null;
  }

  #heedDevice(): void {
    this.#pendingMs = this.positionMs();
    this.#dropGraph();
    this.#giveUp('device', 'The sound device failed. Press play to try again.');
  }

  #host(): DeckHost {
    const { urlFor } = this.#options;
    return {
      urlFor,
      fetch: this.#options.fetch ?? ((url, init) => fetch(url, { credentials: 'same-origin', ...init })),
      formatsFor: (track) => this.#formatsFor(track),
      levelFor: (track) => gainFactor(track.gain, this.#settings.replayGain, this.#settings.preampDb),
      following: () => this.#following(),
      onSeam: (entry) => this.#heedSeam(entry),
      onEnd: () => this.#heedEnd(),
      onFailure: (entry, failure, heard) => this.#heedFailure(entry, failure, heard),
      onOffline: (offline) => this.#heedOffline(offline),
      onChange: () => this.#changed(),
    };
  }

  #formatsFor(track: Playable): StreamRequest[] {
    this.#tester ??= new Audio();
    return formatsFor(track, this.#settings.maxBitrateKbps, (type) => this.#tester?.canPlayType(type) ?? '');
  }

  #following(): Entry | null {
    if (this.#signedOut !== null) return null;
    const index = placeAfter(this.#index, this.#queue.length, this.#repeat, false, this.#isPlayable);
    const track = index === null ? undefined : this.#queue[index];
    return index === null || track === undefined ? null : { index, track };
  }

  readonly #isPlayable = (index: number): boolean => !this.#unplayable.has(this.#queue[index]?.id ?? '');

  #heedSeam({ index, track }: Entry): void {
    this.#index = index;
    this.#listening.restart();
    this.#error = null;
    this.#events.emit('track', { track, index });
    this.#tellPosition(this.positionMs());
    this.#changed();
  }

  #heedFailure({ track }: Entry, { reason, message }: TrackFailure, heard: boolean): void {
    this.#unplayable.add(track.id);
    if (reason === 'signed-out' && !heard) {
      this.#signedOut = message;
      return;
    }
    if (reason === 'signed-out' || (heard && !this.#anyPlayable())) {
      if (heard) this.#giveUp(reason, message);
      return;
    }
    this.#tellError({ reason, message, track, recovery: 'skip' });
    if (heard) this.#skip = setTimeout(() => this.next(), SKIP_AFTER_MS);
  }

  /** The session may end while a track plays: it plays to its end, and the next one waits for the listener. */
  #heedEnd(): void {
    const message = this.#signedOut;
    if (message === null) return this.#finish();
    this.#signedOut = null;
    this.#unplayable.clear();
    const place = placeAfter(this.#index, this.#queue.length, this.#repeat, false);
    if (place === null) return this.#finish();
    this.#wanted = false;
    this.#choose(place, 0);
    this.#giveUp('signed-out', message);
  }

  #anyPlayable(): boolean {
    return placeAfter(this.#index, this.#queue.length, this.#repeat, true, this.#isPlayable) !== null;
  }

  #heedOffline(offline: boolean): void {
    if (offline && this.#error?.reason !== 'offline')
      this.#tellError({
        reason: 'offline',
        message: 'The connection is lost. Trying again; the place is kept.',
        track: this.#track(),
        recovery: 'retry',
      });
    else if (!offline && this.#error?.reason === 'offline') this.#error = null;
    this.#changed();
  }

  #giveUp(reason: PlaybackError['reason'], message: string): void {
    this.#wanted = false;
    // A track that failed is tried anew when play is pressed again.
    if (reason !== 'blocked') this.#show(this.positionMs());
    this.#stand();
    this.#tellError({ reason, message, track: this.#track(), recovery: 'pause' });
  }

  #tellError(error: PlaybackError): void {
    this.#error = error;
    this.#changed();
    this.#events.emit('error', error);
  }

  readonly #tick = (): void => {
    this.#deck?.tick();
    this.#listening.listen(this.#moment());
    if (this.#state() === 'playing') this.#tellPosition(this.positionMs());
    this.#changed();
  };

  #moment(): Moment {
    return {
      track: this.#track(),
      sounding: this.#deck?.sounding() === true,
      clockSeconds: this.#graph?.context.currentTime ?? 0,
      positionMs: this.positionMs(),
      durationMs: this.#durationMs(),
    };
  }

  #tellPosition(positionMs: number): void {
    this.#events.emit('position', { positionMs, durationMs: this.#durationMs() });
  }

  #applyVolume(): void {
    this.#graph?.setVolume(volumeFactor(this.#volume, this.#muted));
    this.#changed();
  }

  #track(): Playable | null {
    return this.#queue[this.#index] ?? null;
  }

  #durationMs(): number {
    return (this.#pendingMs === null ? this.#deck?.durationMs() : null) ?? this.#track()?.durationMs ?? 0;
  }

  #state(): EngineState {
    if (this.#track() === null) return 'idle';
    if (!this.#wanted) return 'paused';
    return this.#deck?.sounding() === true ? 'playing' : 'loading';
  }

  #picture(): EngineSnapshot {
    return {
      state: this.#state(),
      queue: this.#queue,
      index: this.#index,
      track: this.#track(),
      nextTrack: this.#following()?.track ?? null,
      durationMs: this.#durationMs(),
      repeat: this.#repeat,
      volume: this.#volume,
      muted: this.#muted,
      settings: this.#settings,
      error: this.#error,
    };
  }

  #changed(): void {
    const before = this.#snapshot;
    const now = this.#picture();
    if ((Object.keys(now) as (keyof EngineSnapshot)[]).every((key) => Object.is(now[key], before[key])))
      return;
    this.#snapshot = now;
    if (now.state !== before.state) this.#events.emit('state', now.state);
    this.#events.emit('change', now);
  }
}
