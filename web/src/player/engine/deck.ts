/**
 * Holds the track that is heard and the one that comes next, and joins them on the audio clock. It knows nothing of
 * queues and settings: its host says what follows and is told what happened. Everything is derived from the clock
 * in `tick`, which may be called too often or too late without harm; the seam itself needs no tick, because the next
 * track was scheduled long before.
 */
import type { Playable } from '../../../../src/server/api/contract.ts';
import { isStreamed, mayDecodeBeside, PREPARE_LEFT_MS } from './budget.ts';
import { BufferVoice } from './buffer-voice.ts';
import { DecodedTrack, type TrackFailure } from './decoded-track.ts';
import { ElementVoice } from './element-voice.ts';
import type { Graph } from './graph.ts';
import type { StreamRequest } from './types.ts';
import type { Voice } from './voice.ts';

/** A track at its place in the queue. */
export interface Entry {
  index: number;
  track: Playable;
}

export interface DeckHost {
  urlFor: (track: Playable, request: StreamRequest) => string;
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  formatsFor: (track: Playable) => StreamRequest[];
  levelFor: (track: Playable) => number;
  /** What comes after the heard track by itself; null at the end. */
  following: () => Entry | null;
  /** The next track took over, audibly. */
  onSeam: (entry: Entry) => void;
  onEnd: () => void;
  /** It cannot be played; `heard` when it is the one that should sound now. */
  onFailure: (entry: Entry, failure: TrackFailure, heard: boolean) => void;
  onOffline: (offline: boolean) => void;
  /** Something may have changed: state, duration. */
  onChange: () => void;
}

interface Slot {
  entry: Entry;
  decoded: DecodedTrack | null;
  voice: Voice | null;
  /** A failure is told once. */
  failed: boolean;
}

/** A streamed track leaves the network to itself until so little of it is left. */
const FETCH_LEFT_MS = 60_000;
/** With so little left, the beginning of the next track is wanted before its whole. */
const HURRY_LEFT_MS = 10_000;

export class Deck {
  readonly #host: DeckHost;
  readonly #graph: Graph;
  #current: Slot | null = null;
  #next: Slot | null = null;
  #playing = false;
  #seamTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(graph: Graph, host: DeckHost) {
    this.#graph = graph;
    this.#host = host;
  }

  /** Plays a track from `positionMs`, cutting off what sounds. */
  start(entry: Entry, positionMs: number): void {
    const before = this.#current;
    const decoded = this.#reusable(entry.track);
    this.#current = { entry, decoded, voice: null, failed: false };
    this.#dropNext(decoded);
    if (before !== null) this.#release(before, decoded);
    if (this.#isStreamed(entry.track)) this.#current.voice = this.#stream(entry, positionMs);
    else this.#sound(this.#current, positionMs);
    this.tick();
  }

  seek(positionMs: number): void {
    const slot = this.#current;
    if (slot === null) return;
    this.#unscheduleNext();
    if (slot.voice instanceof ElementVoice) return slot.voice.seek(positionMs);
    slot.voice?.stop();
    this.#sound(slot, positionMs);
    this.tick();
  }

  setPlaying(playing: boolean): void {
    this.#playing = playing;
    this.#current?.voice?.setPlaying(playing);
    // A media element keeps a clock of its own, which a pause shifts.
    if (this.#current?.voice instanceof ElementVoice || this.#next?.voice instanceof ElementVoice)
      this.#unscheduleNext();
    this.tick();
  }

  /** Gain settings changed. */
  relevel(): void {
    for (const slot of [this.#current, this.#next])
      slot?.voice?.setLevel(this.#host.levelFor(slot.entry.track));
  }

  /** The heard track stands elsewhere in the queue now, or something else follows it. */
  requeue(index: number): void {
    if (this.#current !== null) this.#current.entry = { ...this.#current.entry, index };
    this.tick();
  }

  clear(): void {
    this.#dropNext(null);
    if (this.#current !== null) this.#release(this.#current, null);
    this.#current = null;
    clearTimeout(this.#seamTimer);
  }

  get loaded(): boolean {
    return this.#current !== null;
  }

  positionMs(): number {
    return this.#current?.voice?.positionMs() ?? 0;
  }

  durationMs(): number | null {
    return this.#current?.voice?.durationMs() ?? null;
  }

  /** True while samples of the heard track leave the loudspeaker. */
  sounding(): boolean {
    const voice = this.#current?.voice;
    return voice != null && this.#graph.running && !voice.stalled() && voice.failure() === null;
  }

  /** Looks at the clock and does what is due. */
  tick(): void {
    const slot = this.#current;
    if (slot === null) return;
    const failure = slot.voice?.failure() ?? null;
    if (failure !== null) return this.#fail(slot, failure);
    if (this.#playing && this.#graph.running && slot.voice?.ended() === true) return this.#advance(slot);
    for (const voice of [slot.voice, this.#next?.voice]) if (voice instanceof BufferVoice) voice.fill();
    this.#prepareNext(slot);
    this.#scheduleNext(slot);
    this.#armSeam(slot);
  }

  #fail(slot: Slot, failure: TrackFailure): void {
    if (slot.failed) return;
    slot.failed = true;
    this.#host.onFailure(slot.entry, failure, true);
  }

  #advance(slot: Slot): void {
    const next = this.#next;
    if (next !== null && next.voice !== null) {
      this.#current = next;
      this.#next = null;
      next.voice.setPlaying(this.#playing);
      this.#release(slot, next.decoded);
      this.#host.onSeam(next.entry);
      return this.tick();
    }
    const entry = this.#host.following();
    if (entry === null) return this.#host.onEnd();
    this.start(entry, 0);
    this.#host.onSeam(entry);
  }

  /** Fetches what follows as soon as this track needs the network no more, and decodes it when there is room. */
  #prepareNext(slot: Slot): void {
    const entry = this.#host.following();
    if (this.#next !== null && this.#next.entry.track.id !== entry?.track.id) this.#dropNext(slot.decoded);
    if (entry === null || slot.voice === null) return;
    const leftMs = this.#leftMs(slot);
    if (slot.decoded === null ? leftMs > FETCH_LEFT_MS : slot.decoded.lengthFrames === null) return;
    if (this.#next === null) this.#next = this.#makeNext(slot, entry, leftMs);
    else this.#next.entry = entry;
    if (this.#next?.decoded != null && this.#next.decoded !== slot.decoded)
      this.#makeRoom(slot, this.#next.decoded, leftMs);
    const failure = this.#next?.decoded?.failure ?? this.#next?.voice?.failure() ?? null;
    if (failure === null) return;
    this.#dropNext(slot.decoded);
    this.#host.onFailure(entry, failure, false);
  }

  #makeNext(slot: Slot, entry: Entry, leftMs: number): Slot | null {
    if (this.#isStreamed(entry.track))
      return leftMs < PREPARE_LEFT_MS
        ? { entry, decoded: null, voice: this.#stream(entry, 0, false), failed: false }
        : null;
    const again = slot.entry.track.id === entry.track.id && slot.decoded?.wholeHere === true;
    const decoded = again ? slot.decoded : this.#decode(entry, true);
    return { entry, decoded, voice: null, failed: false };
  }

  #makeRoom(slot: Slot, decoded: DecodedTrack, leftMs: number): void {
    if (decoded.wholeAllowed) return;
    const held = slot.decoded?.heldBytes ?? 0;
    const fits = mayDecodeBeside(held, decoded.track, this.#graph.rateHz);
    if (!fits && leftMs > PREPARE_LEFT_MS) return;
    if (!fits && slot.voice instanceof BufferVoice) slot.voice.trim();
    decoded.allowWhole();
  }

  /** Puts the next track on the clock, to the frame after the last of this one. */
  #scheduleNext(slot: Slot): void {
    const next = this.#next;
    const endsAt = slot.voice?.endsAtSeconds() ?? null;
    if (next === null || endsAt === null) return;
    if (next.voice instanceof ElementVoice) return next.voice.startAt(endsAt);
    const at = Math.round(endsAt * this.#graph.rateHz);
    if (next.voice instanceof BufferVoice && this.#mustMove(next.voice, at)) this.#unscheduleNext();
    if (next.decoded === null || next.voice !== null || !next.decoded.begun) return;
    const { decoded } = next;
    const level = this.#host.levelFor(decoded.track);
    next.voice = new BufferVoice({ graph: this.#graph, decoded, fromFrame: 0, at, level });
  }

  /** A media element's end is an estimate that gets better; what has begun is left alone. */
  #mustMove(voice: BufferVoice, at: number): boolean {
    return (
      voice.startsAtFrame() !== at && voice.startsAtFrame() > this.#graph.soonSeconds * this.#graph.rateHz
    );
  }

  /** The seam is told of when it is heard, so a timer is set for that moment; ticks catch it if the timer is late. */
  #armSeam(slot: Slot): void {
    clearTimeout(this.#seamTimer);
    const endsAt = slot.voice?.endsAtSeconds() ?? null;
    if (endsAt === null || !this.#graph.running) return;
    const inMs = (endsAt - this.#graph.audibleSeconds) * 1000;
    if (inMs < 2_000) this.#seamTimer = setTimeout(() => this.tick(), Math.max(5, inMs + 2));
  }

  #sound(slot: Slot, positionMs: number): void {
    const decoded = (slot.decoded ??= this.#decode(slot.entry, false));
    decoded.allowWhole();
    const fromFrame = Math.round((positionMs / 1000) * this.#graph.rateHz);
    const level = this.#host.levelFor(decoded.track);
    slot.voice = new BufferVoice({ graph: this.#graph, decoded, fromFrame, at: 'now', level });
  }

  #decode({ track }: Entry, holdBack: boolean): DecodedTrack {
    const { urlFor, fetch, formatsFor } = this.#host;
    const decoded: DecodedTrack = new DecodedTrack({
      track,
      formats: formatsFor(track),
      urlFor,
      fetch,
      context: this.#graph.context,
      holdBack,
      onChange: () => this.#grew(decoded),
      onOffline: (offline) => this.#current?.decoded === decoded && this.#host.onOffline(offline),
    });
    decoded.missingFrame = () => this.#missingOf(decoded);
    return decoded;
  }

  #grew(decoded: DecodedTrack): void {
    for (const slot of [this.#current, this.#next])
      if (slot?.decoded === decoded && slot.voice instanceof BufferVoice) slot.voice.fill();
    this.tick();
    this.#host.onChange();
  }

  /** The next track wants its first seconds at once, so that a person who presses next hears it at once. */
  #missingOf(decoded: DecodedTrack): number | null {
    const slot = this.#current?.decoded === decoded ? this.#current : this.#next;
    if (slot?.voice instanceof BufferVoice) return slot.voice.missingFrame();
    if (!decoded.begun) return 0;
    const hurry = this.#current !== null && this.#leftMs(this.#current) < HURRY_LEFT_MS;
    const here = decoded.pieces.at(0)?.toFrame ?? 0;
    return hurry && here < (HURRY_LEFT_MS / 1000) * this.#graph.rateHz ? here : null;
  }

  #leftMs({ voice, entry }: Slot): number {
    return (voice?.durationMs() ?? entry.track.durationMs) - (voice?.positionMs() ?? 0);
  }

  #isStreamed(track: Playable): boolean {
    return isStreamed(track, this.#host.formatsFor(track)[0], this.#graph.rateHz);
  }

  #stream({ track }: Entry, positionMs: number, playing = this.#playing): ElementVoice {
    const { urlFor, fetch, formatsFor, levelFor, onOffline } = this.#host;
    const formats = formatsFor(track);
    const onChange = () => (this.tick(), this.#host.onChange());
    const level = levelFor(track);
    return new ElementVoice({
      graph: this.#graph,
      track,
      formats,
      urlFor,
      fetch,
      positionMs,
      level,
      playing,
      onChange,
      onOffline,
    });
  }

  #reusable(track: Playable): DecodedTrack | null {
    const slot = [this.#next, this.#current].find((slot) => slot?.entry.track.id === track.id);
    return slot?.decoded?.failure === null ? slot.decoded : null;
  }

  #unscheduleNext(): void {
    if (this.#next?.voice instanceof ElementVoice) return this.#dropNext(null);
    this.#next?.voice?.stop();
    if (this.#next !== null) this.#next.voice = null;
  }

  #dropNext(keep: DecodedTrack | null): void {
    if (this.#next !== null) this.#release(this.#next, keep ?? this.#current?.decoded ?? null);
    this.#next = null;
  }

  #release(slot: Slot, keep: DecodedTrack | null): void {
    slot.voice?.stop();
    if (slot.decoded !== keep) slot.decoded?.dispose();
  }
}
