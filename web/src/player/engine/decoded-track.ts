/**
 * A track on its way from the server to samples. `decodeAudioData` wants a whole file, but it also decodes the
 * beginning of one, and sample i of a beginning is sample i of the whole: so a listener who waits is given the first
 * seconds as soon as their bytes are there, then a longer beginning, then the whole, each continuing the one before on
 * the sample. Once a long track is here, it goes on piece by piece (piece-decoder.ts).
 */
import type { Playable } from '../../../../src/server/api/contract.ts';
import { isPieced } from './budget.ts';
import { beginsAt, cut, cutPointsOf } from './cutting/cut-points.ts';
import { download, type DownloadOutcome, type Received } from './download.ts';
import { bitrateKbpsOf } from './formats.ts';
import { countGarbage, freeAudio } from './memory.ts';
import { PieceDecoder } from './piece-decoder.ts';
import { Pieces, type Piece } from './pieces.ts';
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
/** No more than this is decoded ahead of a track that is still on its way. */
const PART_SECONDS = 60;
/** What may stand before the music: covers, mostly. */
const COVER_BYTES_MAX = 8_000_000;

export class DecodedTrack {
  readonly track: Playable;
  readonly pieces = new Pieces();
  /** How many samples the track has; null before that is known. */
  lengthFrames: number | null = null;
  failure: TrackFailure | null = null;
  wholeAllowed = false;
  /** Set by who plays it: the frame that is missing where it will run dry soon; null where enough is here. */
  missingFrame: () => number | null = () => null;
  readonly #options: DecodedTrackOptions;
  readonly #abort = new AbortController();
  readonly #allowed = Promise.withResolvers<void>();
  #encoded: Blob | null = null;
  #decoder: PieceDecoder | null = null;
  #triedBytes = 0;
  #decodingBeginning = false;

  constructor(options: DecodedTrackOptions) {
    this.#options = options;
    this.track = options.track;
    if (!options.holdBack) this.allowWhole();
    void this.#obtain();
  }

  get heldBytes(): number {
    return this.pieces.bytes;
  }

  /** True when its beginning is here. */
  get begun(): boolean {
    return this.pieces.at(0) !== null;
  }

  /** True when it can be played anew from its beginning without being decoded again. */
  get wholeHere(): boolean {
    return this.lengthFrames !== null && this.#decoder === null && this.begun;
  }

  allowWhole(): void {
    this.wholeAllowed = true;
    this.#allowed.resolve();
  }

  /** Sees to it that the sound from `frame` on will be there: its next piece, or what `trimTo` dropped. */
  want(frame: number): void {
    if (this.#decoder !== null) this.#decoder.want(frame);
    else if (this.lengthFrames !== null && frame < this.lengthFrames && this.pieces.at(frame) === null)
      void this.#restore(frame, this.lengthFrames);
  }

  /** Keeps only what is from `frame` on, in a buffer of its own. False when there is nothing to trim. */
  trimTo(frame: number): boolean {
    const whole = this.pieces.at(frame);
    if (whole === null || this.lengthFrames === null || this.#decoder !== null || frame <= whole.fromFrame)
      return false;
    const skip = frame - whole.bufferFrame;
    const { numberOfChannels, sampleRate, length } = whole.buffer;
    const rest = new AudioBuffer({ numberOfChannels, sampleRate, length: length - skip });
    for (let channel = 0; channel < numberOfChannels; channel++)
      rest.copyToChannel(whole.buffer.getChannelData(channel).subarray(skip), channel);
    this.pieces.replace({ buffer: rest, bufferFrame: frame, fromFrame: frame, toFrame: whole.toFrame });
    return true;
  }

  /** Stops fetching and gives the memory back, as soon as nothing sounds from it. */
  dispose(): void {
    this.#abort.abort();
    this.#options.onChange = () => {};
    this.#encoded = null;
    this.#decoder?.stop();
    this.pieces.replace();
  }

  /**
   * Brings back what `trimTo` dropped, for a listener who sought back to `frame`: first a beginning that reaches
   * beyond it, where that is much less than the whole.
   */
  async #restore(frame: number, lengthFrames: number): Promise<void> {
    const encoded = this.#encoded;
    if (encoded === null) return;
    const part = (frame + FIRST_SECONDS * this.#options.context.sampleRate) / lengthFrames;
    this.pieces.replace();
    this.lengthFrames = null;
    if (part < 0.5)
      await this.#takeBeginning(await encoded.slice(0, Math.ceil(encoded.size * part)).arrayBuffer(), frame);
    await this.#decodeWhole(encoded);
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
      if (await this.#finish(outcome.bytes, request)) return;
      failure = { reason: 'undecodable', message: `“${this.track.title}” could not be decoded.` };
    }
    if (this.#abort.signal.aborted) return;
    this.failure = failure;
    this.#options.onChange();
  }

  async #finish(encoded: Blob, request: StreamRequest): Promise<boolean> {
    this.#encoded = encoded;
    if (await this.#takePieces(encoded, request)) return true;
    await this.#allowed.promise;
    return await this.#decodeWhole(encoded);
  }

  /** Whether it can go on piece by piece. Its length is known then, before it is decoded. */
  async #takePieces(file: Blob, request: StreamRequest): Promise<boolean> {
    const { context, track } = this.#options;
    if (!isPieced(track, request, context.sampleRate)) return false;
    const points = await cutPointsOf(file).catch(() => null);
    if (this.#abort.signal.aborted || points === null || points.rateHz !== context.sampleRate) return false;
    this.#decoder = new PieceDecoder({
      file,
      points,
      pieces: this.pieces,
      decode: (bytes) => this.#decode(bytes),
      onPiece: () => this.#options.onChange(),
      onUnfit: () => void this.#joinAgain(file),
    });
    this.lengthFrames = points.lengthFrames;
    if (!this.begun && this.#options.holdBack) this.#decoder.want(0);
    this.#options.onChange();
    return true;
  }

  /** The file is not what it seemed to be: decoded whole after all. */
  async #joinAgain(file: Blob): Promise<void> {
    this.#decoder?.stop();
    this.#decoder = null;
    this.lengthFrames = null;
    if (await this.#decodeWhole(file)) return;
    this.failure = { reason: 'undecodable', message: `“${this.track.title}” could not be decoded.` };
    this.#options.onChange();
  }

  #download(request: StreamRequest): Promise<DownloadOutcome> {
    const { urlFor, fetch, onOffline } = this.#options;
    return download({
      url: urlFor(this.track, request),
      fetch,
      signal: this.#abort.signal,
      onOffline,
      onBytes: (received) => void this.#considerPart(received, request),
    });
  }

  /** About how many bytes the first seconds are; a cover before them makes it more, which the growth finds out. */
  #firstBytes(request: StreamRequest): number {
    return this.#bytesPerSecond(request) * FIRST_SECONDS;
  }

  #bytesPerSecond(request: StreamRequest): number {
    return ((request.bitrateKbps ?? (bitrateKbpsOf(this.track) || 1_000)) * 1000) / 8;
  }

  /** Of a track that is still on its way, decodes what will be missing soon, if it has come. */
  async #considerPart(received: Received, request: StreamRequest): Promise<void> {
    if (this.#decodingBeginning || received.sizeBytes < this.#triedBytes) return;
    const frame = this.missingFrame();
    if (frame === null) return;
    const { sampleRate } = this.#options.context;
    const seconds = frame / sampleRate;
    const bytesPerSecond = this.#bytesPerSecond(request);
    if (seconds * bytesPerSecond > received.sizeBytes) return; // Sought ahead of what has come.
    this.#decodingBeginning = true;
    const inParts = seconds > PART_SECONDS && isPieced(this.track, request, sampleRate);
    // A part costs what is new in it, a beginning all that was decoded before.
    this.#triedBytes = inParts
      ? received.sizeBytes + FIRST_SECONDS * bytesPerSecond
      : received.sizeBytes * GROWTH;
    if (!inParts || !(await this.#takePart(received.copied(), frame)))
      await this.#takeBeginning(
        received.copy((seconds + PART_SECONDS) * bytesPerSecond + COVER_BYTES_MAX),
        frame,
      );
    this.#decodingBeginning = false;
  }

  /** The part from `frame` on of a file that is still growing. */
  async #takePart(file: Blob, frame: number): Promise<boolean> {
    const { sampleRate } = this.#options.context;
    const points = await cutPointsOf(file, true).catch(() => null);
    if (points === null || points.rateHz !== sampleRate || points.lengthFrames <= frame) return false;
    const toFrame = Math.min(points.lengthFrames, frame + PART_SECONDS * sampleRate);
    const part = cut(file, points, frame, toFrame);
    const buffer = await this.#decode(await part.bytes.arrayBuffer());
    const bufferFrame = buffer === null ? null : beginsAt(points, part, buffer.length);
    if (buffer === null || bufferFrame === null || bufferFrame > frame) return false;
    if (this.lengthFrames !== null || this.#abort.signal.aborted) freeAudio(buffer);
    else {
      this.pieces.prune((piece) => piece.toFrame <= frame);
      this.pieces.add({ buffer, bufferFrame, fromFrame: frame, toFrame });
      this.#options.onChange();
    }
    return true;
  }

  /** What a beginning of the file decodes to, where that reaches beyond `frame`. */
  async #takeBeginning(bytes: ArrayBuffer, frame: number): Promise<void> {
    const buffer = await this.#decode(bytes);
    if (buffer === null) return;
    const usable = buffer.length - Math.ceil(MARGIN_SECONDS * buffer.sampleRate);
    if (this.lengthFrames !== null || this.#abort.signal.aborted || usable <= frame) return freeAudio(buffer);
    this.#hold({ buffer, bufferFrame: 0, fromFrame: 0, toFrame: usable });
  }

  async #decodeWhole(encoded: Blob): Promise<boolean> {
    const buffer = await this.#decode(await encoded.arrayBuffer());
    if (this.#abort.signal.aborted) {
      if (buffer !== null) freeAudio(buffer);
      return false;
    }
    if (buffer === null || buffer.length === 0) return false;
    this.lengthFrames = buffer.length;
    this.#hold({ buffer, bufferFrame: 0, fromFrame: 0, toFrame: buffer.length });
    return true;
  }

  #hold(piece: Piece): void {
    this.pieces.replace(piece);
    this.#options.onChange();
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
