/**
 * A track on its way from the server to samples. `decodeAudioData` wants a whole file, but it also decodes the
 * beginning of one, and sample i of a beginning is sample i of the whole: so a listener who waits is given the first
 * seconds as soon as their bytes are there, then a longer beginning, then the whole, each continuing the one before on
 * the sample. That needs no parser of containers and no media element, which could not be joined without a gap.
 */
import type { Playable } from '../../../../src/server/api/contract.ts';
import { download, type DownloadOutcome, type Received } from './download.ts';
import { bitrateKbpsOf } from './formats.ts';
import { countGarbage, freeAudio } from './memory.ts';
import type { PlaybackErrorReason, StreamRequest } from './types.ts';

export interface TrackFailure {
  reason: PlaybackErrorReason;
  message: string;
}

export interface DecodedTrackOptions {
  track: Playable;
  /** What to ask for, in order. */
  formats: readonly StreamRequest[];
  urlFor: (track: Playable, request: StreamRequest) => string;
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  context: AudioContext;
  /** Whole decoding waits for `allowWhole()` (the memory budget). */
  holdBack: boolean;
  onChange: () => void;
  onOffline: (offline: boolean) => void;
}

/** How much is heard first, at least; and what is cut from the end of a beginning, where a codec may not be done. */
const FIRST_SECONDS = 4;
const MARGIN_SECONDS = 0.1;
/** A beginning is decoded anew when it is this much longer: with 2, any network faster than the music keeps up. */
const GROWTH = 2;

export class DecodedTrack {
  readonly track: Playable;
  /** The samples from `fromFrame` on; null before the first are there. Free it only through this object. */
  buffer: AudioBuffer | null = null;
  fromFrame = 0;
  /** The track's frames up to here can be played. */
  usableFrames = 0;
  /** True when `usableFrames` is the track's length. */
  complete = false;
  failure: TrackFailure | null = null;
  wholeAllowed = false;
  /** Set by who plays it: true when it will run dry soon, and a beginning should be decoded. */
  isHungry: () => boolean = () => false;
  readonly #options: DecodedTrackOptions;
  readonly #abort = new AbortController();
  readonly #allowed = Promise.withResolvers<void>();
  #encoded: Blob | null = null;
  /** How many nodes sound (or will) from each buffer: it is freed by the last, not by the collector. */
  readonly #uses = new Map<AudioBuffer, number>();
  #triedBytes = 0;
  #decodingBeginning = false;

  constructor(options: DecodedTrackOptions) {
    this.#options = options;
    this.track = options.track;
    if (!options.holdBack) this.allowWhole();
    void this.#obtain();
  }

  get heldBytes(): number {
    return this.buffer === null ? 0 : this.buffer.length * this.buffer.numberOfChannels * 4;
  }

  allowWhole(): void {
    this.wholeAllowed = true;
    this.#allowed.resolve();
  }

  /** A node takes `buffer`; to be given back by `letGo`. */
  hold(buffer: AudioBuffer): void {
    this.#uses.set(buffer, (this.#uses.get(buffer) ?? 0) + 1);
  }

  letGo(buffer: AudioBuffer): void {
    const uses = (this.#uses.get(buffer) ?? 0) - 1;
    if (uses > 0) this.#uses.set(buffer, uses);
    else this.#uses.delete(buffer);
    if (uses <= 0 && buffer !== this.buffer) freeAudio(buffer);
  }

  /** Keeps only what is from `frame` on, in a buffer of its own. False when there is nothing to trim. */
  trimTo(frame: number): boolean {
    const whole = this.buffer;
    if (whole === null || !this.complete || frame <= this.fromFrame || frame >= this.usableFrames)
      return false;
    const skip = frame - this.fromFrame;
    const { numberOfChannels, sampleRate, length } = whole;
    const rest = new AudioBuffer({ numberOfChannels, sampleRate, length: length - skip });
    for (let channel = 0; channel < numberOfChannels; channel++)
      rest.copyToChannel(whole.getChannelData(channel).subarray(skip), channel);
    this.#exchange(rest);
    this.fromFrame = frame;
    return true;
  }

  /**
   * Brings back what `trimTo` dropped, for a listener who sought back to `frame`: first a beginning that reaches
   * beyond it, where that is much less than the whole.
   */
  async restore(frame: number): Promise<void> {
    const encoded = this.#encoded;
    if (this.fromFrame === 0 || encoded === null) return;
    const part = (frame + FIRST_SECONDS * this.#options.context.sampleRate) / this.usableFrames;
    this.#exchange(null);
    this.fromFrame = 0;
    this.usableFrames = 0;
    this.complete = false;
    if (part < 0.5)
      await this.#takeBeginning(await encoded.slice(0, Math.ceil(encoded.size * part)).arrayBuffer());
    await this.#decodeWhole(encoded);
  }

  /** Stops fetching and gives the memory back, as soon as nothing sounds from it. */
  dispose(): void {
    this.#abort.abort();
    this.#options.onChange = () => {};
    this.#encoded = null;
    this.usableFrames = 0;
    this.#exchange(null);
  }

  async #obtain(): Promise<void> {
    let failure: TrackFailure | null = null;
    for (const request of this.#options.formats) {
      this.#triedBytes = this.#firstBytes(request);
      const outcome = await this.#download(request);
      if (outcome.kind === 'aborted') return;
      if (outcome.kind === 'refused') {
        failure = failureOf(outcome);
        if (isFinal(outcome.status)) break;
        continue;
      }
      if (await this.#finish(outcome.bytes)) return;
      failure = { reason: 'undecodable', message: `“${this.track.title}” could not be decoded.` };
    }
    if (this.#abort.signal.aborted) return;
    this.failure = failure;
    this.#options.onChange();
  }

  async #finish(encoded: Blob): Promise<boolean> {
    this.#encoded = encoded;
    await this.#allowed.promise;
    return await this.#decodeWhole(encoded);
  }

  #download(request: StreamRequest): Promise<DownloadOutcome> {
    const { urlFor, fetch, onOffline } = this.#options;
    return download({
      url: urlFor(this.track, request),
      fetch,
      signal: this.#abort.signal,
      onOffline,
      onBytes: (received) => void this.#considerBeginning(received),
    });
  }

  /** About how many bytes the first seconds are; a cover before them makes it more, which the growth finds out. */
  #firstBytes(request: StreamRequest): number {
    const kbps = request.bitrateKbps ?? (bitrateKbpsOf(this.track) || 1_000);
    return ((kbps * 1000) / 8) * FIRST_SECONDS;
  }

  async #considerBeginning(received: Received): Promise<void> {
    if (this.#decodingBeginning || received.sizeBytes < this.#triedBytes || !this.isHungry()) return;
    this.#decodingBeginning = true;
    this.#triedBytes = received.sizeBytes * GROWTH;
    await this.#takeBeginning(received.copy());
    this.#decodingBeginning = false;
  }

  async #takeBeginning(bytes: ArrayBuffer): Promise<void> {
    const buffer = await this.#decode(bytes);
    if (buffer === null) return;
    const usable = buffer.length - Math.ceil(MARGIN_SECONDS * buffer.sampleRate);
    if (this.complete || this.#abort.signal.aborted || usable <= this.usableFrames) return freeAudio(buffer);
    this.#replace(buffer, usable);
  }

  async #decodeWhole(encoded: Blob): Promise<boolean> {
    const buffer = await this.#decode(await encoded.arrayBuffer());
    if (this.#abort.signal.aborted) {
      if (buffer !== null) freeAudio(buffer);
      return false;
    }
    if (buffer === null || buffer.length === 0) return false;
    this.complete = true;
    this.#replace(buffer, buffer.length);
    return true;
  }

  #replace(buffer: AudioBuffer, usableFrames: number): void {
    this.#exchange(buffer);
    this.fromFrame = 0;
    this.usableFrames = usableFrames;
    this.#options.onChange();
  }

  #exchange(buffer: AudioBuffer | null): void {
    const before = this.buffer;
    this.buffer = buffer;
    if (before !== null && !this.#uses.has(before)) freeAudio(before);
  }

  async #decode(bytes: ArrayBuffer): Promise<AudioBuffer | null> {
    const sizeBytes = bytes.byteLength;
    try {
      return await this.#options.context.decodeAudioData(bytes);
    } catch {
      return null;
    } finally {
      countGarbage(sizeBytes);
    }
  }
}

/** Answers that another format of the same track would get as well. */
function isFinal(status: number): boolean {
  return status === 401 || status === 403 || status === 404 || status === 410 || status === 429;
}

/** The refusal as the listener is told it. */
export function failureOf({ status, message }: { status: number; message: string | null }): TrackFailure {
  if (status === 401)
    return { reason: 'signed-out', message: message ?? 'The session has ended. Sign in again.' };
  return { reason: 'unavailable', message: message ?? `The server answered ${status} instead of the track.` };
}
