/**
 * Makes the demo library in a folder, or finishes one that was begun, or sees that nothing is to be done. Threads
 * render; this side draws the pictures, writes the files and keeps the manifest.
 */

import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '#base/errors.ts';
import { coverPixels, drawPicture } from './artwork.ts';
import { DemoError } from './errors.ts';
import { encodeByFfmpeg, hasFfmpegFormats } from './ffmpeg-formats.ts';
import { sweepUnfinished, writeWhole } from './files.ts';
import type { Manifest } from './manifest.ts';
import { presentFiles, readManifest, writeManifest } from './manifest.ts';
import type { Plan, Take } from './plan.ts';
import { libraryVersion, pathsOf, planLibrary } from './plan.ts';
import type { RenderedTrack } from './render.ts';
import { albums } from './score/library.ts';
import { Studio } from './studio.ts';
import type { Picture } from './tagging/tags.ts';

export interface DemoProgress {
  /** Tracks that are finished, and all of them. */
  readonly done: number;
  readonly total: number;
  /** The track that was finished last. */
  readonly title: string;
}

export interface DemoOptions {
  readonly onProgress?: (progress: DemoProgress) => void;
  /** Ends the work; finished tracks stay and are not made again next time. */
  readonly signal?: AbortSignal;
  /** Worker threads; as many as the machine has cores, at most four, when absent. */
  readonly threads?: number;
}

export interface DemoLibrary {
  readonly tracks: number;
  readonly albums: number;
  /** How many tracks were rendered by this call; 0 when the library was there already. */
  readonly madeNow: number;
}

/**
 * Makes the demo library in `folder` (made if missing): CC0, the same on every run of the same Fonoteca, each file
 * put in place whole. Calling it again finishes what was begun and repairs what is missing. Rejects with the
 * signal's reason when cancelled, DEMO_FOLDER_UNUSABLE when the folder cannot be written.
 */
export async function makeDemoLibrary(folder: string, options: DemoOptions = {}): Promise<DemoLibrary> {
  return makePlanned(folder, (withFfmpeg) => planLibrary(withFfmpeg), options);
}

/** The same for any plan, so that tests need not wait for the whole library. */
export async function makePlanned(
  folder: string,
  planOf: (withFfmpeg: boolean) => Plan,
  options: DemoOptions,
): Promise<DemoLibrary> {
  options.signal?.throwIfAborted();
  const { plan, manifest, missing } = await look(folder, planOf);
  const total = plan.takes.reduce((sum, take) => sum + take.tracks.length, 0);
  const facts = { tracks: total, albums: new Set(plan.takes.map((take) => take.albumIndex)).size };
  if (missing.size === 0) return { ...facts, madeNow: 0 };
  await prepare(folder);
  const maker = new Maker(folder, plan, manifest, missing, options);
  return { ...facts, madeNow: await maker.run(total) };
}

interface State {
  readonly plan: Plan;
  readonly manifest: Manifest;
  /** Paths of the plan that are not there yet. */
  readonly missing: ReadonlySet<string>;
}

/** Compares the folder with the plan. A folder keeps the formats that it was begun with while they can be made. */
async function look(folder: string, planOf: (withFfmpeg: boolean) => Plan): Promise<State> {
  const old = await readManifest(folder);
  if (old?.version === libraryVersion) {
    const plan = planOf(old.withFfmpeg);
    const present = await presentFiles(folder, old);
    const missing = new Set(pathsOf(plan).filter((path) => !present.has(path)));
    if (missing.size === 0) return { plan, manifest: old, missing };
    if (!old.withFfmpeg || (await hasFfmpegFormats())) return { plan, manifest: old, missing };
  }
  const withFfmpeg = await hasFfmpegFormats();
  const plan = planOf(withFfmpeg);
  await removeOld(folder, old, plan);
  return {
    plan,
    manifest: { version: libraryVersion, withFfmpeg, files: {} },
    missing: new Set(pathsOf(plan)),
  };
}

/** Files of an older demo library that the new one has not. Only what its manifest lists is ever removed. */
async function removeOld(folder: string, old: Manifest | undefined, plan: Plan): Promise<void> {
  const kept = new Set(pathsOf(plan));
  const gone = Object.keys(old?.files ?? {}).filter((path) => !kept.has(path));
  await Promise.all(gone.map((path) => rm(join(folder, path), { force: true })));
}

async function prepare(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await sweepUnfinished(folder);
  } catch (error) {
    throw unusable(folder, error);
  }
}

function unusable(folder: string, cause: unknown): Error {
  return new DemoError('DEMO_FOLDER_UNUSABLE', { folder, reason: messageOf(cause) }, { cause });
}

class Maker {
  readonly #folder: string;
  readonly #plan: Plan;
  readonly #manifest: Manifest;
  readonly #missing: ReadonlySet<string>;
  readonly #options: DemoOptions;
  readonly #covers = new Map<string, Promise<Uint8Array>>();
  #saving: Promise<void> = Promise.resolve();
  #done = 0;

  constructor(
    folder: string,
    plan: Plan,
    manifest: Manifest,
    missing: ReadonlySet<string>,
    options: DemoOptions,
  ) {
    this.#folder = folder;
    this.#plan = plan;
    this.#manifest = manifest;
    this.#missing = missing;
    this.#options = options;
  }

  /** Returns how many tracks were rendered. */
  async run(total: number): Promise<number> {
    const takes = this.#plan.takes.filter((take) => take.tracks.some((track) => this.#isMissing(track)));
    const toMake = takes.reduce((sum, take) => sum + take.tracks.length, 0);
    this.#done = total - toMake;
    const threads = this.#options.threads ?? Math.min(4, availableParallelism());
    const studio = new Studio(Math.max(1, Math.min(threads, takes.length)));
    const cancel = this.#cancelled();
    const jobs = [
      this.#writeTexts(),
      this.#drawPictures(),
      ...takes.map((take) => this.#make(take, studio, total)),
    ];
    try {
      await Promise.race([Promise.all(jobs), cancel.promise]);
    } finally {
      cancel.stop();
      await studio.close();
      // Nothing of this run may still be writing when the caller goes on.
      await Promise.allSettled(jobs);
    }
    return toMake;
  }

  #isMissing(track: { path: string; lyricsPath?: string }): boolean {
    return (
      this.#missing.has(track.path) || (track.lyricsPath !== undefined && this.#missing.has(track.lyricsPath))
    );
  }

  async #make(take: Take, studio: Studio, total: number): Promise<void> {
    const picture = await this.#embeddedCover(take);
    for (const track of await studio.render({ take, picture })) {
      await this.#writeTrack(take, track);
      this.#options.onProgress?.({ done: ++this.#done, total, title: track.tags.title });
    }
  }

  async #writeTrack(take: Take, track: RenderedTrack): Promise<void> {
    const { signal } = this.#options;
    const bytes = track.isFinished
      ? track.bytes
      : await encodeByFfmpeg(take.format, track.bytes, track, signal);
    if (track.lyrics !== undefined) await this.#write(track.lyrics.path, Buffer.from(track.lyrics.text));
    await this.#write(track.path, bytes);
  }

  async #embeddedCover(take: Take): Promise<Picture | undefined> {
    const { cover } = albums[take.albumIndex]!;
    if (cover.place !== 'embedded') return undefined;
    let drawn = this.#covers.get(cover.drawing);
    if (drawn === undefined) {
      drawn = drawPicture(cover.drawing, 'jpeg');
      this.#covers.set(cover.drawing, drawn);
    }
    return { mime: 'image/jpeg', bytes: await drawn, sizePixels: coverPixels };
  }

  async #drawPictures(): Promise<void> {
    for (const picture of this.#plan.pictures) {
      if (!this.#missing.has(picture.path)) continue;
      await this.#write(picture.path, await drawPicture(picture.drawing, picture.type));
    }
  }

  async #writeTexts(): Promise<void> {
    for (const { path, text } of this.#plan.texts) {
      if (this.#missing.has(path)) await this.#write(path, Buffer.from(text));
    }
  }

  async #write(path: string, bytes: Uint8Array): Promise<void> {
    this.#options.signal?.throwIfAborted();
    try {
      await writeWhole(this.#folder, path, bytes);
      this.#manifest.files[path] = bytes.length;
      this.#saving = this.#saving.then(() => writeManifest(this.#folder, this.#manifest));
      await this.#saving;
    } catch (error) {
      throw unusable(this.#folder, error);
    }
  }

  /** Rejects when the signal says so. */
  #cancelled(): { promise: Promise<never>; stop: () => void } {
    const { signal } = this.#options;
    let stop = (): void => undefined;
    const promise = new Promise<never>((_, reject) => {
      const onAbort = (): void => reject(signal!.reason as Error);
      signal?.addEventListener('abort', onAbort, { once: true });
      stop = () => signal?.removeEventListener('abort', onAbort);
    });
    return { promise, stop };
  }
}
