/**
 * Looks for changes in the music folders by itself. Linux has no watch on a whole tree, so each folder is watched,
 * which costs one of the system's watches a folder; where these run out, or there are very many folders, the library
 * is scanned again from time to time instead, and the status says so.
 */
import { type FSWatcher, statSync, watch } from 'node:fs';
import { messageOf, systemCodeOf } from '#base/errors.ts';
import { pathText, systemPath } from '#base/paths.ts';
import { type Database, withSchema } from '#base/database/index.ts';
import type { LibrarySchema } from '../schema.ts';
import { pathIn } from './artwork-rows.ts';
import { fileKind, isHidden } from './file-kinds.ts';
import type { Scanner } from './scanner.ts';

export interface WatcherOptions {
  readonly database: Database;
  readonly scanner: Scanner;
  readonly log?: (level: 'info' | 'warn', message: string, details?: Record<string, unknown>) => void;
  /** Quiet time after the last change before it is scanned; 2 s unless told. */
  readonly quietMs?: number;
  /** Time between scans where events cannot be had; 15 minutes unless told. */
  readonly periodMs?: number;
  /** Above so many folders a library is scanned from time to time instead; 20,000 unless told. */
  readonly folderCountMax?: number;
}

export interface WatchStatus {
  readonly libraryId: number;
  /** 'events': changes are noticed at once. 'periodic': the folder is scanned again every `periodMs`. */
  readonly mode: 'events' | 'periodic';
  readonly folderCount: number;
  /** Why not 'events', and what to do. */
  readonly message: string | null;
}

export interface Watcher {
  /** Brings the watches in line with the libraries and folders that are known; also done after each scan. */
  refresh(): Promise<void>;
  status(): WatchStatus[];
  close(): void;
}

export function createWatcher(options: WatcherOptions): Watcher {
  const { scanner } = options;
  const database = withSchema<LibrarySchema>(options.database);
  const watched = new Map<number, LibraryWatch>();
  let refreshing: Promise<void> = Promise.resolve();
  let closed = false;

  const bringInLine = async (): Promise<void> => {
    const libraries = await database.read
      .selectFrom('library')
      .select(['id', 'root'])
      .where('watch', '=', true)
      .execute();
    for (const [id, one] of watched) {
      if (libraries.some((library) => library.id === id && library.root === one.root)) continue;
      one.close();
      watched.delete(id);
    }
    for (const library of libraries) {
      const rows = await database.read
        .selectFrom('folder')
        .select('path')
        .where('library_id', '=', library.id)
        .execute();
      if (closed) return;
      const one = watched.get(library.id) ?? new LibraryWatch(library.id, library.root, options);
      watched.set(library.id, one);
      one.setFolders(['', ...rows.map((row) => row.path).filter((path) => path !== '')]);
    }
  };

  const refresh = (): Promise<void> => {
    refreshing = refreshing
      .then(() => (closed ? undefined : bringInLine()))
      .catch((error: unknown) =>
        options.log?.('warn', 'the folders to watch could not be read', { reason: messageOf(error) }),
      );
    return refreshing;
  };

  const stopListening = scanner.onProgress((status) => {
    if (!status.running && status.added + status.moved + status.missing > 0) void refresh();
  });

  return {
    refresh,
    status: () => [...watched.values()].map((one) => one.status()),
    close: () => {
      closed = true;
      stopListening();
      for (const one of watched.values()) one.close();
      watched.clear();
    },
  };
}

/** One tree watch does for all folders there. */
const hasTreeWatch = process.platform === 'darwin' || process.platform === 'win32';

class LibraryWatch {
  readonly root: string;
  readonly #libraryId: number;
  readonly #options: WatcherOptions;
  readonly #watches = new Map<string, FSWatcher>();
  readonly #touched = new Set<string>();
  #quiet: NodeJS.Timeout | undefined;
  #firstTouch = 0;
  #period: NodeJS.Timeout | undefined;
  #message: string | null = null;

  constructor(libraryId: number, root: string, options: WatcherOptions) {
    this.#libraryId = libraryId;
    this.root = root;
    this.#options = options;
  }

  status(): WatchStatus {
    return {
      libraryId: this.#libraryId,
      mode: this.#message === null ? 'events' : 'periodic',
      folderCount: this.#watches.size,
      message: this.#message,
    };
  }

  setFolders(folders: readonly string[]): void {
    if (this.#message !== null) return;
    const max = this.#options.folderCountMax ?? 20_000;
    if (!hasTreeWatch && folders.length > max) {
      this.#fallBack(`This library has ${folders.length} folders, too many to watch each`);
      return;
    }
    const wanted = new Set(hasTreeWatch ? [''] : folders);
    for (const [path, one] of this.#watches) {
      if (wanted.has(path)) continue;
      one.close();
      this.#watches.delete(path);
    }
    const isFirst = this.#watches.size === 0;
    for (const path of wanted) {
      if (this.#watches.has(path) || this.#message !== null) continue;
      this.#watch(path);
      // What changed there between its scan and its watch nobody saw: it is looked at once more.
      if (!isFirst) this.#touched.add(path);
    }
    if (this.#touched.size > 0 && this.#message === null) this.#wait();
  }

  close(): void {
    clearTimeout(this.#quiet);
    clearInterval(this.#period);
    for (const one of this.#watches.values()) one.close();
    this.#watches.clear();
  }

  #watch(path: string): void {
    try {
      const one = watch(
        systemPath(path === '' ? this.root : `${this.root}/${path}`),
        { recursive: hasTreeWatch, encoding: 'buffer', persistent: false },
        (_event, name) => this.#note(path, name === null ? '' : pathText(name)),
      );
      one.on('error', () => this.#drop(path));
      this.#watches.set(path, one);
    } catch (error) {
      const code = systemCodeOf(error);
      // ENOSPC: fs.inotify.max_user_watches is used up; EMFILE: max_user_instances.
      if (code === 'ENOSPC' || code === 'EMFILE')
        this.#fallBack(
          'The system’s limit of watched folders is reached (raise it with: sysctl fs.inotify.max_user_watches=524288)',
        );
    }
  }

  #drop(path: string): void {
    this.#watches.get(path)?.close();
    this.#watches.delete(path);
  }

  #fallBack(reason: string): void {
    const periodMs = this.#options.periodMs ?? 15 * 60_000;
    this.#message = `${reason}, so it is scanned again every ${Math.max(1, Math.round(periodMs / 60_000))} minutes.`;
    this.#options.log?.('warn', this.#message, { library: this.#libraryId });
    for (const one of this.#watches.values()) one.close();
    this.#watches.clear();
    this.#period = setInterval(
      () => void this.#options.scanner.start({ libraryId: this.#libraryId }).catch(() => {}),
      periodMs,
    ).unref();
  }

  /** Something named `name` changed in the folder. */
  #note(folder: string, name: string): void {
    const below = name.replaceAll('\\', '/');
    const last = below.slice(below.lastIndexOf('/') + 1);
    if (last !== '' && isHidden(last)) return;
    const path = pathIn(folder, below);
    const isFolder = below !== '' && fileKind(last) === undefined && this.#isFolder(path);
    // Files that do not matter come and go; without a known ending it may have been a folder.
    if (!isFolder && fileKind(last) === undefined && last.includes('.') && this.#exists(path)) return;
    if (isFolder && !hasTreeWatch && !this.#watches.has(path)) this.#watch(path);
    this.#touched.add(isFolder ? path : path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');
    this.#wait();
  }

  #isFolder(path: string): boolean {
    try {
      return statSync(systemPath(`${this.root}/${path}`), { throwIfNoEntry: false })?.isDirectory() ?? false;
    } catch {
      return false;
    }
  }

  #exists(path: string): boolean {
    return statSync(systemPath(`${this.root}/${path}`), { throwIfNoEntry: false }) !== undefined;
  }

  /** Until it is quiet, but not for ever: a long copy is scanned in between. */
  #wait(): void {
    const quietMs = this.#options.quietMs ?? 2000;
    const now = Date.now();
    if (this.#quiet === undefined) this.#firstTouch = now;
    clearTimeout(this.#quiet);
    const waitMs = Math.max(0, Math.min(quietMs, this.#firstTouch + quietMs * 15 - now));
    this.#quiet = setTimeout(() => {
      this.#quiet = undefined;
      const folders = [...this.#touched];
      this.#touched.clear();
      void this.#options.scanner
        .start({ libraryId: this.#libraryId, folders, shallow: true })
        .catch(() => {});
    }, waitMs).unref();
  }
}
