/**
 * Chance that can be repeated: a stream of numbers for each thing that is made, begun from its kind and its index alone,
 * so that a row can be made without making the ones before it.
 */

/** What is drawn for; each has streams of its own. */
export type Kind =
  | 'layout'
  | 'release'
  | 'release-facts'
  | 'recording'
  | 'title'
  | 'track'
  | 'compilation'
  | 'work'
  | 'artist'
  | 'label'
  | 'mbid'
  | 'discogs-release'
  | 'discogs-track'
  | 'discogs-extras';

const golden = 0x9e3779b9;

/** One stream; `start` chooses which. The finaliser's constants are those of MurmurHash3 and of its kin by bit search. */
export class Draws {
  readonly #salt: number;
  #a = 0;
  #b = 0;
  #count = 0;

  constructor(seed: number, kind: Kind) {
    let salt = mix(seed ^ golden);
    for (let at = 0; at < kind.length; at++) salt = mix(salt ^ kind.charCodeAt(at));
    this.#salt = salt;
  }

  /** For each kind both halves of the state are one-to-one in the index (below 2³²): no two streams are the same. */
  start(index: number): this {
    this.#a = mix((index + this.#salt) | 0);
    this.#b = mix(Math.imul(index, 0x27d4eb2f) ^ this.#salt ^ golden);
    this.#count = 0;
    return this;
  }

  /** 32 bits. */
  bits(): number {
    this.#count = (this.#count + golden) | 0;
    let x = (this.#a + this.#count) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
    x = ((x ^ (x >>> 15)) + this.#b) | 0;
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return (x ^ (x >>> 15)) >>> 0;
  }

  /** From 0 to 1, without 1. */
  next(): number {
    return this.bits() / 2 ** 32;
  }

  /** The same with 53 bits, for what lies far out in a tail. */
  fine(): number {
    return (this.bits() + (this.bits() >>> 11) / 2 ** 21) / 2 ** 32;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }
}

function mix(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
