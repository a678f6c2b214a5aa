/** Walks through a file block by block, so that neither memory nor a frame of the page is filled by reading it. */

import { freeBytes } from '../memory.ts';

const BLOCK_BYTES = 1_000_000;

export class FileWalk {
  readonly sizeBytes: number;
  readonly #file: Blob;
  #block = new Uint8Array();
  #from = 0;

  constructor(file: Blob) {
    this.#file = file;
    this.sizeBytes = file.size;
  }

  /** At least `wanted` bytes from `at` on, or what is left of the file. Good until the next call. */
  async bytesAt(at: number, wanted: number): Promise<Uint8Array> {
    const missing = at < this.#from || at + wanted > this.#from + this.#block.length;
    if (missing && !(at >= this.#from && this.#from + this.#block.length >= this.sizeBytes)) {
      freeBytes([this.#block.buffer]);
      this.#block = new Uint8Array(
        await this.#file.slice(at, at + Math.max(wanted, BLOCK_BYTES)).arrayBuffer(),
      );
      this.#from = at;
    }
    return this.#block.subarray(at - this.#from);
  }
}
