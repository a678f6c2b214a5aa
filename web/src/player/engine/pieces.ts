/**
 * The decoded sound of a track that is held now: pieces with their places, each counted by the nodes that play it. It
 * is freed by the last of them, not by the collector, which would come hundreds of megabytes later (memory.ts).
 */
import { freeAudio } from './memory.ts';

/** Samples `fromFrame` to `toFrame` of the track, in a buffer whose first is sample `bufferFrame`. */
export interface Piece {
  buffer: AudioBuffer;
  bufferFrame: number;
  fromFrame: number;
  toFrame: number;
}

export class Pieces {
  #pieces: readonly Piece[] = [];
  readonly #uses = new Map<Piece, number>();

  get all(): readonly Piece[] {
    return this.#pieces;
  }

  /** The piece in which a sample is. */
  at(frame: number): Piece | null {
    return this.#pieces.find(({ fromFrame, toFrame }) => fromFrame <= frame && frame < toFrame) ?? null;
  }

  get bytes(): number {
    return this.#pieces.reduce((sum, { buffer }) => sum + buffer.length * buffer.numberOfChannels * 4, 0);
  }

  add(piece: Piece): void {
    this.#pieces = [...this.#pieces, piece];
  }

  /** Holds only these from now on; the others go once nothing sounds from them. */
  replace(...pieces: Piece[]): void {
    const before = this.#pieces;
    this.#pieces = pieces;
    for (const piece of before) if (!pieces.includes(piece)) this.#freeUnused(piece);
  }

  /** Drops those that fit `spent` and are not played now. */
  prune(spent: (piece: Piece) => boolean): void {
    this.replace(...this.#pieces.filter((piece) => this.#uses.has(piece) || !spent(piece)));
  }

  /** A node takes the piece; to be given back by `letGo`. */
  hold(piece: Piece): void {
    this.#uses.set(piece, (this.#uses.get(piece) ?? 0) + 1);
  }

  letGo(piece: Piece): void {
    const uses = (this.#uses.get(piece) ?? 0) - 1;
    if (uses > 0) this.#uses.set(piece, uses);
    else this.#uses.delete(piece);
    if (!this.#pieces.includes(piece)) this.#freeUnused(piece);
  }

  #freeUnused(piece: Piece): void {
    if (!this.#uses.has(piece)) freeAudio(piece.buffer);
  }
}
