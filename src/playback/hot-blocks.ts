/**
 * Parts of files that are read again and again, kept in memory while the file is open.
 *
 * The kernel caches files too, but each read from it costs a copy and a turn of the thread pool: together as much as
 * sending. So what a second listener reads of an open file stays here for the third. Only re-reads are kept (a single
 * listener going through a file never fills this), at most 64 MB in all, the least recently sent dropped first, and
 * everything of a file when it closes.
 */
import { read } from 'node:fs';

/** Bytes in memory; `release` exactly once, saying whether the system has taken them. */
export interface HeldBytes {
  readonly bytes: Buffer;
  release(sent: boolean): void;
}

interface Block {
  readonly buffer: Buffer;
  readonly lengthBytes: number;
  users: number;
  /** A write of it was never confirmed: its memory is not used again. */
  tainted: boolean;
  readonly forget: () => void;
}

const blockBytes = 512 * 1024;
const blocksMax = 128;

/** Every block of every file, the least recently sent first. */
const blocks = new Set<Block>();

/** The blocks of one open file. */
export class HotBlocks {
  readonly #fd: number;
  readonly #sizeBytes: number;
  readonly #held = new Map<number, Block>();
  readonly #filling = new Map<number, Promise<Block | undefined>>();
  /** How far each block was read already: whoever begins before that reads again. */
  readonly #readEnds = new Map<number, number>();
  #closed = false;

  constructor(fd: number, sizeBytes: number) {
    this.#fd = fd;
    this.#sizeBytes = sizeBytes;
  }

  /** What is held from `offset` to the end of its block. */
  peek(offset: number): HeldBytes | undefined {
    const index = Math.floor(offset / blockBytes);
    const block = this.#held.get(index);
    return block === undefined ? undefined : hold(block, offset - index * blockBytes);
  }

  /** Reads a block whole and keeps it, if it is being read again; undefined when a plain read is right. Rejects like one. */
  async fill(offset: number): Promise<HeldBytes | undefined> {
    const index = Math.floor(offset / blockBytes);
    if (offset >= (this.#readEnds.get(index) ?? 0)) return undefined;
    let filling = this.#filling.get(index);
    if (filling === undefined) {
      filling = this.#load(index).finally(() => this.#filling.delete(index));
      this.#filling.set(index, filling);
    }
    const block = await filling;
    return block === undefined ? undefined : hold(block, offset - index * blockBytes);
  }

  /** Remembers that this much was read plainly. */
  note(offset: number, lengthBytes: number): void {
    const end = offset + lengthBytes;
    for (let index = Math.floor(offset / blockBytes); index * blockBytes < end; index++) {
      this.#readEnds.set(
        index,
        Math.max(this.#readEnds.get(index) ?? 0, Math.min(end, (index + 1) * blockBytes)),
      );
    }
  }

  /** The file closes. */
  drop(): void {
    this.#closed = true;
    for (const block of this.#held.values()) blocks.delete(block);
    this.#held.clear();
  }

  async #load(index: number): Promise<Block | undefined> {
    const first = index * blockBytes;
    const wanted = Math.min(blockBytes, this.#sizeBytes - first);
    const buffer = roomForOne();
    if (buffer === undefined) return undefined;
    const lengthBytes = await readFully(this.#fd, buffer, wanted, first);
    // A shorter file than it was: the plain read will find out and say so.
    if (lengthBytes < wanted || this.#closed) return undefined;
    const block: Block = {
      buffer,
      lengthBytes,
      users: 0,
      tainted: false,
      forget: () => this.#held.delete(index),
    };
    this.#held.set(index, block);
    blocks.add(block);
    return block;
  }
}

/** Bytes of all blocks (metrics, tests). */
export function hotBytes(): number {
  return blocks.size * blockBytes;
}

function hold(block: Block, from: number): HeldBytes {
  block.users++;
  // Sent just now: last to be dropped.
  if (blocks.delete(block)) blocks.add(block);
  return {
    bytes: block.buffer.subarray(from, block.lengthBytes),
    release: (sent) => {
      block.users--;
      if (!sent) block.tainted = true;
    },
  };
}

/** A buffer of our own, new or that of the least recently sent block; undefined while all are being sent. */
function roomForOne(): Buffer | undefined {
  if (blocks.size < blocksMax) return Buffer.allocUnsafeSlow(blockBytes);
  for (const block of blocks) {
    if (block.users > 0) continue;
    blocks.delete(block);
    block.forget();
    return block.tainted ? Buffer.allocUnsafeSlow(blockBytes) : block.buffer;
  }
  return undefined;
}

function readFully(fd: number, buffer: Buffer, lengthBytes: number, offset: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(fd, buffer, 0, lengthBytes, offset, (error, count) => {
      if (error) reject(error);
      else resolve(count);
    });
  });
}
