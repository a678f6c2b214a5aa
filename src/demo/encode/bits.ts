/** Writes numbers bit by bit, most significant first, as FLAC wants them. */

export class BitWriter {
  #bytes: Uint8Array;
  #length = 0;
  /** Bits not yet in a byte, in the low end of a number below 2^8. */
  #pending = 0;
  #pendingBits = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  get lengthBytes(): number {
    return this.#length;
  }

  /** Writes the low `count` bits of `value`; count is at most 24. */
  write(value: number, count: number): void {
    let rest = count;
    let pending = (this.#pending << rest) | (value & ((1 << rest) - 1));
    rest += this.#pendingBits;
    while (rest >= 8) {
      rest -= 8;
      this.#push((pending >>> rest) & 0xff);
      pending &= (1 << rest) - 1;
    }
    this.#pending = pending;
    this.#pendingBits = rest;
  }

  /** Rice code: `zeros` zero bits, a one, and the low `count` bits of `value`. */
  writeRice(zeros: number, value: number, count: number): void {
    let left = zeros;
    while (left > 16) {
      this.write(0, 16);
      left -= 16;
    }
    if (left + 1 + count <= 24) {
      this.write((1 << count) | (value & ((1 << count) - 1)), left + 1 + count);
    } else {
      this.write(1, left + 1);
      this.write(value, count);
    }
  }

  align(): void {
    if (this.#pendingBits > 0) this.write(0, 8 - this.#pendingBits);
  }

  /** The bytes from `from` on, not copied. */
  view(from = 0): Uint8Array {
    return this.#bytes.subarray(from, this.#length);
  }

  #push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = byte;
  }
}
