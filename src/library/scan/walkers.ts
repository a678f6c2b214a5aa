/** The walk's threads: started when first needed, ended when nothing was walked for a while. */
import { Worker } from 'node:worker_threads';
import type { FolderListing } from './types.ts';
import type { WalkBatch } from './walk-worker.ts';

const idleMsMax = 20_000;
/** A thread costs time of a processor to start, so another is only started when one has been at it for so long. */
const aloneMs = 300;

export interface Walkers {
  /** How many batches may usefully be under way. */
  readonly count: number;
  list(batch: WalkBatch): Promise<FolderListing[]>;
  /** Starts the first thread ahead of the first batch: it needs a moment. */
  warm(): void;
  close(): Promise<void>;
}

/** Starts up to `count` threads as batches come. */
export function createWalkers(count: number): Walkers {
  const threads: WalkThread[] = [];
  let busySince = 0;
  let idleTimer: NodeJS.Timeout | undefined;

  const close = async (): Promise<void> => {
    clearTimeout(idleTimer);
    await Promise.all(threads.splice(0).map((thread) => thread.end()));
  };

  const list = async (batch: WalkBatch): Promise<FolderListing[]> => {
    clearTimeout(idleTimer);
    let thread = threads.find((candidate) => candidate.free);
    const now = performance.now();
    if (threads.every((candidate) => candidate.free)) busySince = now;
    const mayStart = threads.length === 0 || (threads.length < count && now - busySince > aloneMs);
    if (!thread && mayStart) threads.push((thread = new WalkThread()));
    thread ??= threads.reduce((best, candidate) => (candidate.waiting < best.waiting ? candidate : best));
    try {
      return await thread.list(batch);
    } catch (error) {
      const at = threads.indexOf(thread);
      if (at >= 0) threads.splice(at, 1);
      throw error;
    } finally {
      clearTimeout(idleTimer);
      idleTimer = setTimeout(() => void close(), idleMsMax).unref();
    }
  };

  const warm = (): void => void list({ root: '', folders: [] }).catch(() => {});

  return { count, list, warm, close };
}

interface Waiting {
  resolve(listings: FolderListing[]): void;
  reject(error: unknown): void;
}

class WalkThread {
  readonly #worker = new Worker(new URL('./walk-worker.ts', import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  readonly #queue: Waiting[] = [];

  constructor() {
    this.#worker.on('message', (listings: FolderListing[]) => {
      this.#queue.shift()?.resolve(listings);
      if (this.free) this.#worker.unref();
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('the walking thread ended')));
    this.#worker.unref();
  }

  get free(): boolean {
    return this.#queue.length === 0;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  list(batch: WalkBatch): Promise<FolderListing[]> {
    this.#worker.ref();
    return new Promise((resolve, reject) => {
      this.#queue.push({ resolve, reject });
      this.#worker.postMessage(batch);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: unknown): void {
    for (const waiting of this.#queue.splice(0)) waiting.reject(error);
  }
}
