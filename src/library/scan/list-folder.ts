/**
 * One folder, read synchronously in a walk worker: one readdir, one stat for each file that matters, and the
 * fingerprint over their names, sizes and times. Async calls cost several times as much for the same answers.
 */
import { hash } from 'node:crypto';
import { type Dirent, lstatSync, readdirSync, statSync } from 'node:fs';
import { systemCodeOf } from '#base/errors.ts';
import { pathText, systemPath } from '#base/paths.ts';
import { baseName, fileKind, isHidden } from './file-kinds.ts';
import type { FolderListing } from './types.ts';

interface Entry {
  readonly name: string;
  readonly type: 'file' | 'folder' | 'link' | 'unknown';
}

/** Lists `root`/`path`. `known`: the fingerprint of last time, or null; when it is the same, the files are left out. */
export function listFolder(root: string, path: string, known: string | null): FolderListing {
  const full = path === '' ? root : `${root === '/' ? '' : root}/${path}`;
  let entries: Entry[];
  try {
    entries = readEntries(full);
  } catch (error) {
    return { ...nothing(path), failure: systemCodeOf(error) ?? 'UNKNOWN' };
  }
  const found = sortOut(full, entries);
  const fingerprint = hash('sha1', found.key, 'base64url');
  const unchanged = fingerprint === known;
  return {
    path,
    fingerprint,
    audioCount: found.audioCount,
    names: unchanged ? '' : found.names.join('/'),
    numbers: unchanged ? empty : Float64Array.from(found.numbers),
    subfolders: found.subfolders,
    links: found.links,
    troubles: found.troubles,
    failure: null,
    unchanged,
  };
}

const empty = new Float64Array(0);
const nothing = (path: string): FolderListing => ({
  path,
  fingerprint: '',
  audioCount: 0,
  names: '',
  numbers: empty,
  subfolders: [],
  links: [],
  troubles: [],
  failure: null,
  unchanged: false,
});

const oddName = /[\u{fffd}\u{ef80}-\u{efff}]/u;

function readEntries(full: string): Entry[] {
  const folder = systemPath(full);
  const entries = readdirSync(folder, { withFileTypes: true });
  // A name that is no UTF-8 comes with replacement characters, by which it could not be opened: read the bytes then.
  if (!entries.some((entry) => oddName.test(entry.name)))
    return entries.map((entry) => ({ name: entry.name, type: typeOf(entry) }));
  return readdirSync(folder, { withFileTypes: true, encoding: 'buffer' }).map((entry) => ({
    name: pathText(entry.name),
    type: typeOf(entry),
  }));
}

function typeOf(entry: Dirent | Dirent<Buffer>): Entry['type'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (entry.isSymbolicLink()) return 'link';
  // Some file systems do not tell in readdir; sockets and devices end here too.
  return 'unknown';
}

interface Found {
  readonly names: string[];
  readonly numbers: number[];
  readonly subfolders: string[];
  readonly links: string[];
  readonly troubles: { name: string; code: string }[];
  audioCount: number;
  key: string;
}

function sortOut(full: string, entries: Entry[]): Found {
  const found: Found = {
    names: [],
    numbers: [],
    subfolders: [],
    links: [],
    troubles: [],
    audioCount: 0,
    key: '',
  };
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const songs = songNames(entries);
  for (const entry of entries) {
    if (isHidden(entry.name)) continue;
    if (entry.type === 'folder') found.subfolders.push(entry.name);
    else if (entry.type === 'file') takeFile(full, entry.name, songs, found);
    else takeOther(full, entry, songs, found);
  }
  return found;
}

/** Base names of the songs here, where a text file may be one's lyrics; else undefined, which is the usual case. */
function songNames(entries: readonly Entry[]): Set<string> | undefined {
  if (!entries.some((entry) => entry.name.endsWith('.txt') || entry.name.endsWith('.TXT'))) return undefined;
  return new Set(
    entries.filter((entry) => fileKind(entry.name) === 'audio').map((entry) => baseName(entry.name)),
  );
}

function takeFile(full: string, name: string, songs: Set<string> | undefined, found: Found): void {
  const kind = fileKind(name);
  if (kind === undefined) return;
  if (kind === 'lyrics' && /\.txt$/i.test(name) && !songs?.has(baseName(name))) return;
  try {
    const stat = statSync(systemPath(`${full}/${name}`), { throwIfNoEntry: false });
    if (!stat?.isFile()) return;
    const mtimeMs = Math.floor(stat.mtimeMs);
    found.names.push(name);
    found.numbers.push(stat.size, mtimeMs);
    found.key += `${name}/${stat.size}/${mtimeMs}\n`;
    if (kind === 'audio') found.audioCount++;
  } catch (error) {
    found.troubles.push({ name, code: systemCodeOf(error) ?? 'UNKNOWN' });
  }
}

function takeOther(full: string, entry: Entry, songs: Set<string> | undefined, found: Found): void {
  const path = systemPath(`${full}/${entry.name}`);
  try {
    const stat = statSync(path);
    if (stat.isFile()) takeFile(full, entry.name, songs, found);
    else if (stat.isDirectory())
      (lstatSync(path).isSymbolicLink() ? found.links : found.subfolders).push(entry.name);
  } catch (error) {
    const code = systemCodeOf(error) ?? 'UNKNOWN';
    // A file that went away between the two calls is nothing to tell about; a link that leads nowhere is.
    if (entry.type === 'link' && (fileKind(entry.name) === 'audio' || code === 'ELOOP'))
      found.troubles.push({ name: entry.name, code });
  }
}
