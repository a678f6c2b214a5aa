/**
 * Plays a track through a media element, for what is too long to be decoded whole: the browser fetches by ranges and
 * holds a few seconds. Its sound joins the same graph, so gain, volume, pause and meters are the same. A media element
 * starts when it likes; so before a seam it is started early into a delay line, and once the clock tells when it did
 * start, the delay is set so that its first sample falls on the seam.
 */
import type { Playable } from '../../../../src/server/api/contract.ts';
import { failureOf, type TrackFailure } from './decoded-track.ts';
import { ElementClock } from './element-clock.ts';
import type { Graph } from './graph.ts';
import type { StreamRequest } from './types.ts';
import { VoiceGain, type Voice } from './voice.ts';

export interface ElementVoiceOptions {
  graph: Graph;
  track: Playable;
  /** What to ask for, in order. */
  formats: readonly StreamRequest[];
  urlFor: (track: Playable, request: StreamRequest) => string;
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  positionMs: number;
  level: number;
  playing: boolean;
  onChange: () => void;
  onOffline: (offline: boolean) => void;
}

const PAUSE_MS_MAX = 15_000;
/** The graph fades out first, so that a pause does not click. */
const FADE_OUT_MS = 100;
/** Timers in the background come once a second, so a start is made ready more than that before it is due. */
const START_EARLY_SECONDS = 2.5;
const DELAY_SECONDS_MAX = 4;
const WATCH_LEFT_SECONDS = 4;

export class ElementVoice implements Voice {
  readonly track: Playable;
  readonly #options: ElementVoiceOptions;
  readonly #element = new Audio();
  readonly #source: MediaElementAudioSourceNode;
  readonly #delay: DelayNode;
  readonly #gain: VoiceGain;
  readonly #clock: ElementClock;
  readonly #stop = new AbortController();
  #formats: StreamRequest[];
  /** Where the element's time 0 stands in the track: a transcode starts where it was asked to. */
  #baseMs = 0;
  #playing: boolean;
  #failure: TrackFailure | null = null;
  #retries = 0;
  /** When its first sample shall sound, until it is so. */
  #dueSeconds: number | null = null;

  constructor(options: ElementVoiceOptions) {
    this.track = options.track;
    this.#options = options;
    this.#formats = [...options.formats];
    this.#playing = options.playing;
    this.#gain = new VoiceGain(options.graph, options.level);
    this.#source = new MediaElementAudioSourceNode(options.graph.context, { mediaElement: this.#element });
    this.#delay = new DelayNode(options.graph.context, { maxDelayTime: DELAY_SECONDS_MAX });
    this.#source.connect(this.#delay).connect(this.#gain.input);
    this.#clock = new ElementClock(options.graph.context, this.#element);
    this.#element.preload = 'auto';
    this.#listen();
    this.#open(options.positionMs);
  }

  /** Its first sample shall sound at that time of the context's clock. Call again until then: it acts when it is time. */
  startAt(seconds: number): void {
    const { context } = this.#options.graph;
    if (this.#dueSeconds === null && seconds - context.currentTime > START_EARLY_SECONDS) return;
    if (this.#dueSeconds === null) {
      this.#delay.delayTime.value = DELAY_SECONDS_MAX;
      this.#clock.watch();
      this.setPlaying(true);
    }
    this.#dueSeconds = seconds;
  }

  positionMs(): number {
    if (this.#dueSeconds !== null) return 0;
    const { context, audibleSeconds } = this.#options.graph;
    const behindSeconds = this.#delaySeconds + (this.#playing ? context.currentTime - audibleSeconds : 0);
    return this.#baseMs + Math.max(0, this.#element.currentTime - behindSeconds) * 1000;
  }

  durationMs(): number | null {
    const { duration } = this.#element;
    return Number.isFinite(duration) && duration > 0 && this.#baseMs === 0 ? duration * 1000 : null;
  }

  endsAtSeconds(): number | null {
    const offset = this.#clock.offsetSeconds();
    const seconds = this.#exactSeconds();
    if (offset !== null && seconds !== null) return offset + seconds + this.#delaySeconds;
    return this.#element.ended ? this.#options.graph.context.currentTime : null;
  }

  stalled(): boolean {
    return !this.#element.ended && this.#element.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
  }

  ended(): boolean {
    return this.#element.ended && this.#options.graph.audibleSeconds >= (this.endsAtSeconds() ?? 0);
  }

  failure(): TrackFailure | null {
    return this.#failure;
  }

  setLevel(factor: number): void {
    this.#gain.setLevel(factor);
  }

  setPlaying(playing: boolean): void {
    this.#playing = playing;
    this.#clock.reset();
    if (playing) this.#element.play().catch(() => {});
    else setTimeout(() => this.#playing || this.#element.pause(), FADE_OUT_MS);
  }

  seek(positionMs: number): void {
    this.#dueSeconds = null;
    this.#delay.delayTime.value = 0;
    this.#clock.stop();
    if (this.#formats[0]?.format === 'original') this.#element.currentTime = positionMs / 1000;
    else this.#open(positionMs);
  }

  stop(): void {
    this.#stop.abort();
    this.#clock.stop();
    const { running, context } = this.#options.graph;
    const fadeMs = running ? (this.#gain.fadeOut() - context.currentTime) * 1000 : 0;
    setTimeout(() => {
      this.#element.pause();
      this.#element.removeAttribute('src');
      this.#element.load(); // Closes the connection and drops what was buffered.
      this.#source.disconnect();
      this.#delay.disconnect();
      this.#gain.disconnect();
    }, fadeMs);
  }

  get #delaySeconds(): number {
    return this.#delay.delayTime.value;
  }

  /** The element's own length, but of Ogg files: there it counts what the decoder then trims, and the library knows. */
  #exactSeconds(): number | null {
    const elementMs = this.durationMs();
    if (elementMs === null) return null;
    const libraryMs = this.track.durationMs;
    const ogg = /ogg|opus|vorbis/.test(`${this.track.mime} ${this.track.codec}`);
    return (ogg && Math.abs(libraryMs - elementMs) < 20 ? libraryMs : elementMs) / 1000;
  }

  /** At each report of the element: shifts a start that was made ready into place, and watches the clock near the end. */
  #heedTime(): void {
    if (this.#dueSeconds !== null) this.#heedDue(this.#dueSeconds);
    const left = this.#element.duration - this.#element.currentTime;
    if (left < WATCH_LEFT_SECONDS && this.#dueSeconds === null) this.#clock.watch();
  }

  #heedDue(dueSeconds: number): void {
    const { context, audibleSeconds } = this.#options.graph;
    const offset = this.#clock.offsetSeconds();
    if (offset !== null && context.currentTime < dueSeconds - 0.1)
      this.#delay.delayTime.value = Math.min(DELAY_SECONDS_MAX, Math.max(0, dueSeconds - offset));
    if (audibleSeconds < dueSeconds) return;
    this.#dueSeconds = null;
    this.#clock.stop();
  }

  #open(positionMs: number): void {
    const [request] = this.#formats;
    if (request === undefined) return;
    const original = request.format === 'original';
    const startMs = Math.round(positionMs);
    this.#baseMs = original ? 0 : startMs;
    this.#element.src = this.#options.urlFor(
      this.track,
      original || startMs === 0 ? request : { ...request, startMs },
    );
    if (original) this.#element.currentTime = positionMs / 1000;
    if (this.#playing) this.setPlaying(true);
  }

  #listen(): void {
    const { signal } = this.#stop;
    const { onChange, onOffline } = this.#options;
    for (const name of ['waiting', 'stalled', 'canplay', 'playing', 'ended', 'durationchange', 'seeked'])
      this.#element.addEventListener(name, onChange, { signal });
    this.#element.addEventListener('timeupdate', () => this.#heedTime(), { signal });
    for (const name of ['waiting', 'seeking'])
      this.#element.addEventListener(name, () => this.#clock.reset(), { signal });
    const flows = () => ((this.#retries = 0), onOffline(false));
    this.#element.addEventListener('playing', flows, { signal });
    this.#element.addEventListener('error', () => void this.#heedError(), { signal });
  }

  /** An element does not say why: the server is asked, and what it answers decides. */
  async #heedError(): Promise<void> {
    const positionMs = this.positionMs();
    const network = this.#element.error?.code === MediaError.MEDIA_ERR_NETWORK;
    const answer = await this.#probe();
    if (this.#stop.signal.aborted) return;
    if (answer === null || (network && answer.ok)) return this.#retry(positionMs);
    if (!answer.ok) this.#failure = failureOf({ status: answer.status, message: await messageOf(answer) });
    const final = answer.status === 401 || answer.status === 403 || answer.status === 404;
    this.#formats.shift();
    if (!final && this.#formats.length > 0) return this.#open(positionMs);
    this.#failure ??= { reason: 'undecodable', message: `“${this.track.title}” could not be decoded.` };
    this.#options.onChange();
  }

  #retry(positionMs: number): void {
    this.#options.onOffline(true);
    const pauseMs = Math.min(PAUSE_MS_MAX, 500 * 2 ** this.#retries++);
    const timer = setTimeout(() => this.#open(positionMs), pauseMs);
    this.#stop.signal.addEventListener('abort', () => clearTimeout(timer));
  }

  async #probe(): Promise<Response | null> {
    const { urlFor, fetch } = this.#options;
    try {
      const response = await fetch(urlFor(this.track, this.#formats[0] ?? { format: 'original' }), {
        headers: { range: 'bytes=0-0' },
        signal: this.#stop.signal,
      });
      if (response.ok) void response.body?.cancel();
      return response;
    } catch {
      return null;
    }
  }
}

async function messageOf(response: Response): Promise<string | null> {
  const problem = (await response.json().catch(() => null)) as { message?: unknown } | null;
  return typeof problem?.message === 'string' ? problem.message : null;
}
