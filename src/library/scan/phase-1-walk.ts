/**
 * Phase 1: the walk. Finds out which folders changed since last time, with one readdir a folder and one stat a file,
 * in threads with synchronous calls. An unchanged folder costs no row.
 *
 * Links to folders are followed after everything else and in order, so that a folder reached by two ways is always
 * found by the same one; a link into what was walked already, or to a folder above, is a circle and is left out.
 */
import { realpathSync, statSync } from 'node:fs';
import { messageOf, systemCodeOf } from '#base/errors.ts';
import { displayPath, pathText, systemPath } from '#base/paths.ts';
import { LibraryError } from '../errors.ts';
import type { FolderListing } from './types.ts';
import type { Walkers } from './walkers.ts';

export interface WalkJob {
  readonly walkers: Walkers;
  /** Absolute. */
  readonly root: string;
  /** Path → fingerprint of the folders in the database; a fingerprint of null is never taken as unchanged. */
  readonly known: ReadonlyMap<string, { readonly fingerprint: string | null }>;
  /** Read all folders' files, changed or not. */
  readonly full: boolean;
  /** Relative paths to begin at; [''] is the root. */
  readonly from: readonly string[];
  /** Go down into folders that are not known only. */
  readonly shallow: boolean;
  readonly signal: AbortSignal;
  onProgress(fileCount: number): void;
  /** Gets each folder whose files are to be looked at as it comes, a folder before what lies in it. */
  onChanged?(listing: FolderListing): void;
}

export interface Walked {
  /** Folders whose files are to be looked at, by path; none where `onChanged` took them. */
  readonly changed: FolderListing[];
  /** Paths of the folders whose files are looked at. */
  readonly looked: Set<string>;
  /** All folders that are there, changed or not. */
  readonly seen: Set<string>;
  /** Folders that were not gone into, as they are known: what is below them stands. */
  readonly skipped: Set<string>;
  /** Folders that could not be read: what is known below them stays as it is. */
  readonly unreadable: { readonly path: string; readonly code: string }[];
  /** Folders that were there a moment ago, or were asked for, and are not. */
  readonly gone: string[];
  /** Links that lead in circles. */
  readonly circles: string[];
  readonly fileCount: number;
}

const batchSizeMax = 48;

/** Walks the library's folders. Throws LIBRARY_ROOT_MISSING when the root is not there. */
export async function walk(job: WalkJob): Promise<Walked> {
  const real = realRoot(job.root);
  const state = new WalkState(job, real);
  await state.walkFrom(job.from);
  await state.followLinks();
  state.walked.changed.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { ...state.walked, fileCount: state.fileCount };
}

/** The root's real path; throws when it is not a folder that can be read. */
export function realRoot(root: string): string {
  try {
    const real = pathText(realpathSync(systemPath(root), { encoding: 'buffer' }));
    if (statSync(systemPath(real)).isDirectory()) return real;
  } catch (error) {
    const code = systemCodeOf(error);
    const reason = code === 'ENOENT' ? 'the folder does not exist' : messageOf(error);
    throw new LibraryError('LIBRARY_ROOT_MISSING', { root: displayPath(root), reason }, { cause: error });
  }
  throw new LibraryError('LIBRARY_ROOT_MISSING', { root: displayPath(root), reason: 'it is not a folder' });
}

/** True when `path` is `folder` or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  return (
    folder === '' || path === folder || (path.startsWith(folder) && path.charCodeAt(folder.length) === 47)
  );
}

class WalkState {
  readonly walked: Omit<Walked, 'fileCount'> = {
    changed: [],
    looked: new Set(),
    seen: new Set(),
    skipped: new Set(),
    unreadable: [],
    gone: [],
    circles: [],
  };
  fileCount = 0;
  readonly #job: WalkJob;
  /** Real paths of what was or is walked: the root and each link's target. */
  readonly #places: string[];
  readonly #links: string[] = [];
  readonly #todo: string[] = [];

  constructor(job: WalkJob, real: string) {
    this.#job = job;
    this.#places = [real];
  }

  async walkFrom(folders: readonly string[]): Promise<void> {
    this.#todo.push(...folders.filter((folder) => !this.walked.seen.has(folder)));
    const batches = new Set<Promise<void>>();
    while (this.#todo.length > 0 || batches.size > 0) {
      this.#job.signal.throwIfAborted();
      while (this.#todo.length > 0 && batches.size < this.#job.walkers.count + 1) {
        const batch: Promise<void> = this.#walkBatch().finally(() => batches.delete(batch));
        batches.add(batch);
      }
      await Promise.race(batches);
    }
  }

  async followLinks(): Promise<void> {
    while (this.#links.length > 0) {
      for (const link of this.#links.splice(0).sort()) if (this.#mayFollow(link)) await this.walkFrom([link]);
    }
  }

  async #walkBatch(): Promise<void> {
    // Small while there is little to do, so that all threads get some.
    const size = Math.max(1, Math.min(batchSizeMax, Math.ceil(this.#todo.length / 2)));
    const paths = this.#todo.splice(-size);
    const folders = paths.map((path) => ({
      path,
      known: this.#job.full ? null : (this.#job.known.get(path)?.fingerprint ?? null),
    }));
    for (const listing of await this.#job.walkers.list({ root: this.#job.root, folders }))
      this.#take(listing);
    this.#job.onProgress(this.fileCount);
  }

  #take(listing: FolderListing): void {
    if (listing.failure !== null) return this.#takeFailure(listing);
    const { path } = listing;
    this.walked.seen.add(path);
    this.fileCount += listing.audioCount;
    if (!listing.unchanged) {
      this.walked.looked.add(path);
      if (this.#job.onChanged) this.#job.onChanged(listing);
      else this.walked.changed.push(listing);
    }
    const prefix = path === '' ? '' : `${path}/`;
    for (const name of listing.subfolders) this.#go(prefix + name, this.#todo);
    for (const name of listing.links) this.#go(prefix + name, this.#links);
  }

  #go(path: string, list: string[]): void {
    if (this.#job.shallow && this.#job.known.has(path)) this.walked.skipped.add(path);
    else list.push(path);
  }

  #takeFailure({ path, failure }: FolderListing): void {
    const isGone = failure === 'ENOENT' || failure === 'ENOTDIR';
    if (path === '' && isGone)
      throw new LibraryError('LIBRARY_ROOT_MISSING', {
        root: displayPath(this.#job.root),
        reason: 'the folder does not exist',
      });
    if (path === '')
      throw new LibraryError('LIBRARY_ROOT_MISSING', {
        root: displayPath(this.#job.root),
        reason: `it cannot be read (${failure})`,
      });
    if (isGone) this.walked.gone.push(path);
    else this.walked.unreadable.push({ path, code: failure! });
  }

  /** A link out of the library is followed once; its target then counts as part of the library. */
  #mayFollow(link: string): boolean {
    let target: string;
    let holder: string;
    try {
      target = this.#realPath(link);
      holder = this.#realPath(link.includes('/') ? link.slice(0, link.lastIndexOf('/')) : '');
    } catch {
      return false;
    }
    const above = this.#places.some((place) => place !== target && isWithin(place, target));
    if (above || isWithin(holder, target)) this.walked.circles.push(link);
    if (above || this.#places.some((place) => isWithin(target, place))) return false;
    this.#places.push(target);
    return true;
  }
  #realPath(path: string): string {
    return pathText(realpathSync(systemPath(`${this.#job.root}/${path}`), { encoding: 'buffer' }));
  }
}
