/**
 * Resized pictures on disk, bounded by bytes, the least recently wanted dropped first. Rendering is asked for once
 * however many pages want the same picture at the same moment, and a few at a time, so that a grid of new covers does
 * not take the processor from the music.
 */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface ArtworkCache {
  /** The picture under `key` (letters, digits, '-' and '.'), rendered now if it is not there. */
  get(key: string, render: () => Promise<Buffer>): Promise<Buffer>;
}

const rendersAtOnceMax = 2;

/** Opens the cache in `folder`, which is made when it is not there; what a stopped process left half-written is dropped. */
export function openArtworkCache(folder: string, bytesMax: number): ArtworkCache {
  const sizes = loadSizes(folder);
  const underWay = new Map<string, Promise<Buffer>>();
  const slots = new Slots(rendersAtOnceMax);
  let bytesTotal = [...sizes.values()].reduce((sum, size) => sum + size, 0);

  const keep = async (key: string, bytes: Buffer): Promise<void> => {
    const path = join(folder, key);
    const temporary = `${path}.part`;
    await writeFile(temporary, bytes);
    await rename(temporary, path);
    bytesTotal += bytes.length - (sizes.get(key) ?? 0);
    sizes.delete(key);
    sizes.set(key, bytes.length);
    for (const [oldest, size] of sizes) {
      if (bytesTotal <= bytesMax || oldest === key) break;
      sizes.delete(oldest);
      bytesTotal -= size;
      await rm(join(folder, oldest), { force: true });
    }
  };

  const make = async (key: string, render: () => Promise<Buffer>): Promise<Buffer> => {
    const kept = sizes.has(key) ? await readFile(join(folder, key)).catch(() => undefined) : undefined;
    if (kept) {
      // A map keeps the order of insertion: putting it in again makes it the newest.
      sizes.delete(key);
      sizes.set(key, kept.length);
      return kept;
    }
    const bytes = await slots.run(render);
    // A full disk costs the cache, not the picture.
    await keep(key, bytes).catch(() => rm(`${join(folder, key)}.part`, { force: true }));
    return bytes;
  };

  return {
    get: (key, render) => {
      const running = underWay.get(key) ?? make(key, render).finally(() => underWay.delete(key));
      underWay.set(key, running);
      return running;
    },
  };
}

/** What is there, oldest first. */
function loadSizes(folder: string): Map<string, number> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found: { name: string; sizeBytes: number; atMs: number }[] = [];
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.endsWith('.part')) rmSync(path, { force: true });
    else {
      const { size, mtimeMs } = statSync(path);
      found.push({ name, sizeBytes: size, atMs: mtimeMs });
    }
  }
  return new Map(found.sort((a, b) => a.atMs - b.atMs).map(({ name, sizeBytes }) => [name, sizeBytes]));
}

class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];
  constructor(count: number) {
    this.#free = count;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free -= 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
