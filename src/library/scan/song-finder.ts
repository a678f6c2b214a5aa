/**
 * The song that a line of a playlist means. Playlists come from other machines: paths may be relative or absolute,
 * with backslashes, in another case or Unicode form, or begin in a folder that is elsewhere here.
 */
import { foldedKey } from '#base/fold.ts';
import type { ScanContext } from './context.ts';

export interface Line {
  readonly location: string;
  readonly title?: string;
  readonly artist?: string;
  readonly durationMs?: number;
}

export interface SongFinder {
  /** Track numbers in the order of `lines`; undefined where no song is meant. Relative paths start at `folder`. */
  find(lines: readonly Line[], folder: string): Promise<(number | undefined)[]>;
}

const durationToleranceMs = 3000;
const foldersHeldMax = 500;

export function openSongFinder(context: ScanContext): SongFinder {
  let folders: Map<string, number> | undefined;
  const songs = new Map<number, Map<string, number>>();

  const folderId = (path: string): number | undefined => {
    const exact = context.folders.get(path)?.id;
    if (exact !== undefined) return exact;
    folders ??= new Map([...context.folders].map(([known, folder]) => [plain(known), folder.id]));
    return folders.get(plain(path));
  };

  const songsOf = async (id: number): Promise<Map<string, number>> => {
    const held = songs.get(id);
    if (held) return held;
    const rows = await context.database.read
      .selectFrom('track')
      .select(['id', 'file_name'])
      .where('folder_id', '=', id)
      .where('segment', 'in', [0, 1])
      .where('missing_since', 'is', null)
      .execute();
    const names = new Map<string, number>();
    for (const row of rows) names.set(plain(row.file_name), row.id);
    // The exact name wins over one in another case.
    for (const row of rows) names.set(row.file_name, row.id);
    if (songs.size === foldersHeldMax) songs.clear();
    songs.set(id, names);
    return names;
  };

  const byPath = async (path: string): Promise<number | undefined> => {
    const slash = path.lastIndexOf('/');
    const id = folderId(slash < 0 ? '' : path.slice(0, slash));
    if (id === undefined) return undefined;
    const names = await songsOf(id);
    const name = path.slice(slash + 1);
    return names.get(name) ?? names.get(plain(name));
  };

  const byNames = async ({ title, artist, durationMs }: Line): Promise<number | undefined> => {
    if (title === undefined || artist === undefined) return undefined;
    const rows = await context.database.read
      .selectFrom('track')
      .select(['id', 'artist_name', 'duration_ms'])
      .where('title', '=', title)
      .where('missing_since', 'is', null)
      .limit(50)
      .execute();
    const own = rows.filter((row) => foldedKey(row.artist_name) === foldedKey(artist));
    const near =
      durationMs === undefined
        ? own
        : own.filter((row) => Math.abs(row.duration_ms - durationMs) <= durationToleranceMs);
    return near[0]?.id;
  };

  const findOne = async (line: Line, folder: string): Promise<number | undefined> => {
    for (const path of pathsOf(line.location, folder, context.library.root)) {
      const id = await byPath(path);
      if (id !== undefined) return id;
    }
    return byNames(line);
  };

  return {
    find: async (lines, folder) => {
      const found: (number | undefined)[] = [];
      for (const line of lines) found.push(await findOne(line, folder));
      return found;
    },
  };
}

const plain = (path: string): string => path.normalize('NFC').toLowerCase();

/** Paths in the library that a location may mean, the likeliest first. */
function pathsOf(location: string, folder: string, root: string): string[] {
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(location) && !/^file:/i.test(location)) return [];
  const path = decodeFile(location).replaceAll('\\', '/');
  const paths: string[] = [];
  const absolute = path.startsWith('/') || /^[a-z]:\//i.test(path);
  if (path.startsWith(`${root}/`)) paths.push(path.slice(root.length + 1));
  if (!absolute) paths.push(join(folder, path), join('', path));
  // An absolute path of another machine: its end may be a path here.
  const parts = path
    .replace(/^[a-z]:/i, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  if (absolute) for (let from = 0; from < parts.length - 1; from++) paths.push(parts.slice(from).join('/'));
  return paths.filter((one) => one !== '');
}

function decodeFile(location: string): string {
  if (!/^file:/i.test(location)) return location;
  const path = location.replace(/^file:(?:\/\/[^/]*)?/i, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Resolves '.' and '..'; '' when the path leaves the library. */
function join(folder: string, path: string): string {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.length === 0) return '';
      parts.pop();
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
