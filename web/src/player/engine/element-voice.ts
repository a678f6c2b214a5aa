/**
 * Plays a track through a media element, for what is too long to be decoded whole: the browser fetches by ranges and
 * holds a few seconds. Its sound joins the same graph, so gain, volume, pause and meters are the same. Its edges are
 * not exact to the sample: a media element tells neither when its first sample sounds nor its last.
 */
import type { Playable } from '../../../../src/server/api/contract.ts';
import { failureOf, type TrackFailure } from './decoded-track.ts';
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

export class ElementVoice implements Voice {
  readonly track: Playable;
  readonly #options: ElementVoiceOptions;
  readonly #element = new Audio();
  readonly #source: MediaElementAudioSourceNode;
  readonly #gain: VoiceGain;
  readonly #stop = new AbortController();
  #formats: StreamRequest[];
  /** Where the element's time 0 stands in the track: a transcode starts where it was asked to. */
  #baseMs = 0;
  #playing: boolean;
  #failure: TrackFailure | null = null;
  #retries = 0;

  constructor(options: ElementVoiceOptions) {
    this.track = options.track;
    this.#options = options;
    this.#formats = [...options.formats];
    this.#playing = options.playing;
    this.#gain = new VoiceGain(options.graph, options.level);
    this.#source = new MediaElementAudioSourceNode(options.graph.context, { mediaElement: this.#element });
    this.#source.connect(this.#gain.input);
    this.#element.preload = 'auto';
    this.#listen();
    this.#open(options.positionMs);
  }

  positionMs(): number {
    return this.#baseMs + this.#element.currentTime * 1000;
  }

  durationMs(): number | null {
    const { duration } = this.#element;
    return Number.isFinite(duration) && duration > 0 && this.#baseMs === 0 ? duration * 1000 : null;
  }

  endsAtSeconds(): number | null {
    return this.#element.ended ? this.#options.graph.context.currentTime : null;
  }

  stalled(): boolean {
    return !this.#element.ended && this.#element.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
  }

  ended(): boolean {
    return this.#element.ended;
  }

  failure(): TrackFailure | null {
    return this.#failure;
  }

  setLevel(factor: number): void {
    this.#gain.setLevel(factor);
  }

  setPlaying(playing: boolean): void {
    this.#playing = playing;
    if (playing) this.#element.play().catch(() => {});
    else setTimeout(() => this.#playing || this.#element.pause(), FADE_OUT_MS);
  }

  seek(positionMs: number): void {
    if (this.#formats[0]?.format === 'original') this.#element.currentTime = positionMs / 1000;
    else this.#open(positionMs);
  }

  stop(): void {
    this.#stop.abort();
    const { running, context } = this.#options.graph;
    const fadeMs = running ? (this.#gain.fadeOut() - context.currentTime) * 1000 : 0;
    setTimeout(() => {
      this.#element.pause();
      this.#element.removeAttribute('src');
      this.#element.load(); // Closes the connection and drops what was buffered.
      this.#source.disconnect();
      this.#gain.disconnect();
    }, fadeMs);
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
