/**
 * Decodes a long track piece by piece, each just before it is wanted: what is held is a minute of sound, however long
 * the track. The first piece after a seek is short, so that it is heard at once.
 */
import { beginsAt, cut, type CutPoints } from './cutting/cut-points.ts';
import type { Pieces } from './pieces.ts';

const FIRST_SECONDS = 5;
const PIECE_SECONDS = 20;
/** Pieces farther ahead than this were decoded for a place that the listener has left. */
const FAR_SECONDS = 90;

export interface PieceDecoderOptions {
  file: Blob;
  points: CutPoints;
  pieces: Pieces;
  decode: (bytes: ArrayBuffer) => Promise<AudioBuffer | null>;
  onPiece: () => void;
  /** A part did not decode to what the file promised. */
  onUnfit: () => void;
}

export class PieceDecoder {
  readonly #options: PieceDecoderOptions;
  #wanted: number | null = null;
  #running = false;
  #stopped = false;

  constructor(options: PieceDecoderOptions) {
    this.#options = options;
  }

  get lengthFrames(): number {
    return this.#options.points.lengthFrames;
  }

  /** Sees to it that the sound from `frame` on will be there. */
  want(frame: number): void {
    if (frame >= this.lengthFrames || this.#options.pieces.at(frame) !== null) return;
    this.#wanted = frame;
    if (!this.#running) void this.#run();
  }

  stop(): void {
    this.#stopped = true;
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let frame = this.#wanted; frame !== null && !this.#stopped; frame = this.#wanted) {
      this.#wanted = null;
      // It may have been asked for again while it was on its way.
      if (this.#options.pieces.at(frame) === null) await this.#decodeFrom(frame);
    }
    this.#running = false;
  }

  async #decodeFrom(frame: number): Promise<void> {
    const { file, points, pieces, decode, onPiece, onUnfit } = this.#options;
    const far = frame + FAR_SECONDS * points.rateHz;
    pieces.prune(({ fromFrame, toFrame }) => toFrame <= frame || fromFrame > far);
    const goesOn = frame > 0 && pieces.at(frame - 1) !== null;
    const seconds = goesOn ? PIECE_SECONDS : FIRST_SECONDS;
    const toFrame = Math.min(points.lengthFrames, frame + seconds * points.rateHz);
    const part = cut(file, points, frame, toFrame);
    const buffer = await decode(await part.bytes.arrayBuffer());
    if (this.#stopped) return;
    const bufferFrame = buffer === null ? null : beginsAt(points, part, buffer.length);
    if (buffer === null || bufferFrame === null || bufferFrame > frame) return onUnfit();
    pieces.add({ buffer, bufferFrame, fromFrame: frame, toFrame });
    onPiece();
  }
}
