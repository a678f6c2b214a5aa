/**
 * Transcodes on disk: bounded by bytes, the least recently wanted dropped first, shared while they are being made.
 *
 * Two people who ask for the same thing at the same moment cost one ffmpeg; who asks again gets a finished file with
 * ranges. Entries are written as `.part` and renamed when whole, so what a killed process left behind is known and
 * wiped at the next start.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Transcode } from '#media/index.ts';
import { messageOf, systemCodeOf } from '#base/errors.ts';
import { PlaybackError } from './errors.ts';
import { GrowingFile, lonelyMsUsual } from './growing-file.ts';

export type CacheEntry =
  | { readonly kind: 'whole'; readonly path: string }
  /** `enter` was called for the caller, who must `leave`. */
  | { readonly kind: 'growing'; readonly file: GrowingFile };

/** Starts the work; undefined when it may not start now. `signal` aborts when nobody wants the result any more. */
export type StartTranscode = (signal: AbortSignal) => Promise<Transcode | undefined>;

export class TranscodeCache {
  readonly #folder: string;
  readonly #bytesMax: number;
  readonly #lonelyMs: number;
  /** File name → size, the least recently wanted first. */
  readonly #sizes: Map<string, number>;
  #bytes = 0;
  readonly #growing = new Map<string, Promise<GrowingFile | undefined>>();
  readonly #running = new Set<GrowingFile>();
  readonly #writers = new Set<Promise<void>>();

  private constructor(folder: string, bytesMax: number, lonelyMs: number, sizes: Map<string, number>) {
    this.#lonelyMs = lonelyMs;
    this.#folder = folder;
    this.#bytesMax = bytesMax;
    this.#sizes = sizes;
    for (const sizeBytes of sizes.values()) this.#bytes += sizeBytes;
  }

  /**
   * Opens a cache folder (made if need be), wipes unfinished entries and shrinks it to `bytesMax`. A transcode that
   * nobody listens to for `lonelyMs` is stopped.
   */
  static open(folder: string, bytesMax: number, lonelyMs = lonelyMsUsual): TranscodeCache {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const cache = new TranscodeCache(folder, bytesMax, lonelyMs, loadSizes(folder));
      cache.#shrink();
      return cache;
    } catch (error) {
      throw new PlaybackError(
        'PLAYBACK_CACHE_UNUSABLE',
        { folder, reason: messageOf(error) },
        { cause: error },
      );
    }
  }

  /** Bytes of finished entries (metrics, tests). */
  get sizeBytes(): number {
    return this.#bytes;
  }

  /** The entry under a key, finished or in the making, begun by `start` if it is not there; undefined if that may not. */
  async get(key: string, suffix: string, start: StartTranscode): Promise<CacheEntry | undefined> {
    const name = nameOf(key, suffix);
    const path = join(this.#folder, name);
    if (this.#sizes.has(name)) {
      this.#touch(name);
      return { kind: 'whole', path };
    }
    const begun = this.#growing.get(name) ?? this.#begin(name, start);
    const file = await begun;
    if (file === undefined) return undefined;
    // It may have been finished, or given up, while this one waited for its beginning.
    if (!this.#running.has(file)) return this.#sizes.has(name) ? { kind: 'whole', path } : undefined;
    file.enter();
    return { kind: 'growing', file };
  }

  /** An entry that turned out to be gone from the disk. */
  forget(path: string): void {
    for (const [name, sizeBytes] of this.#sizes) {
      if (join(this.#folder, name) !== path) continue;
      this.#sizes.delete(name);
      this.#bytes -= sizeBytes;
    }
  }

  /** Stops what is being made and waits for it. */
  async close(): Promise<void> {
    for (const file of this.#running) file.unwanted.abort();
    await Promise.allSettled(this.#writers);
  }

  #begin(name: string, start: StartTranscode): Promise<GrowingFile | undefined> {
    const begun = this.#startWriting(name, start);
    this.#growing.set(name, begun);
    // A beginning that failed must not be remembered; one that succeeded is forgotten by its writer.
    const forget = () => this.#growing.delete(name);
    begun.then((file) => file ?? forget(), forget);
    return begun;
  }

  async #startWriting(name: string, start: StartTranscode): Promise<GrowingFile | undefined> {
    const file = await this.#create(name);
    const transcode = await start(file.unwanted.signal).catch((error: unknown) => {
      this.#discard(file, error);
      throw error;
    });
    if (transcode === undefined) {
      this.#discard(file, new Error('not started'));
      return undefined;
    }
    this.#running.add(file);
    const writer = this.#write(name, file, transcode).finally(() => {
      this.#growing.delete(name);
      this.#running.delete(file);
      this.#writers.delete(writer);
    });
    this.#writers.add(writer);
    return file;
  }

  async #create(name: string): Promise<GrowingFile> {
    try {
      return await GrowingFile.create(join(this.#folder, `${name}.part`), this.#lonelyMs);
    } catch (error) {
      throw new PlaybackError(
        'PLAYBACK_CACHE_UNUSABLE',
        { folder: this.#folder, reason: messageOf(error) },
        { cause: error },
      );
    }
  }

  async #write(name: string, file: GrowingFile, transcode: Transcode): Promise<void> {
    try {
      for await (const bytes of transcode.stdout) {
        await file.append(bytes as Buffer);
        this.#shrink(file.writtenBytes);
      }
      const end = await transcode.ended;
      if (!end.ok) throw new PlaybackError('PLAYBACK_TRANSCODE_FAILED', { reason: end.message });
      await this.#keep(name, file);
      file.finish();
    } catch (error) {
      transcode.stop();
      if (systemCodeOf(error) === 'ENOSPC') this.#shrink(Infinity);
      this.#discard(file, error);
    }
  }

  async #keep(name: string, file: GrowingFile): Promise<void> {
    if (file.writtenBytes > this.#bytesMax) {
      await rm(file.path, { force: true });
      return;
    }
    await rename(file.path, join(this.#folder, name));
    this.#sizes.set(name, file.writtenBytes);
    this.#bytes += file.writtenBytes;
    this.#shrink();
  }

  #discard(file: GrowingFile, error: unknown): void {
    file.fail(error instanceof Error ? error : new Error(messageOf(error)));
    void rm(file.path, { force: true }).catch(() => undefined);
  }

  #touch(name: string): void {
    const sizeBytes = this.#sizes.get(name)!;
    // A map keeps the order of insertion: putting it in again makes it the newest. The time on disk is for a restart.
    this.#sizes.delete(name);
    this.#sizes.set(name, sizeBytes);
    const now = new Date();
    utimes(join(this.#folder, name), now, now).catch(() => this.forget(join(this.#folder, name)));
  }

  /** Drops the least recently wanted until there is room. Whoever reads one at this moment keeps it open. */
  #shrink(roomBytes = 0): void {
    for (const [name, sizeBytes] of this.#sizes) {
      if (this.#bytes + roomBytes <= this.#bytesMax) return;
      this.#sizes.delete(name);
      this.#bytes -= sizeBytes;
      void rm(join(this.#folder, name), { force: true }).catch(() => undefined);
    }
  }
}

function nameOf(key: string, suffix: string): string {
  return `${createHash('sha256').update(key).digest('base64url').slice(0, 40)}.${suffix}`;
}

function loadSizes(folder: string): Map<string, number> {
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
