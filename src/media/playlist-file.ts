/**
 * Playlist files: M3U and M3U8, PLS, XSPF, read and written, so that what is read and written again says the same.
 *
 * Locations stay as they are written (relative paths, file: and http: addresses); who knows the folders resolves
 * them. XSPF holds addresses, so there paths are percent-encoded on the way out and decoded on the way in.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { MediaError } from './errors.ts';
import { decodeText } from './text-file.ts';

export type PlaylistFormat = 'm3u' | 'm3u8' | 'pls' | 'xspf';

export interface Playlist {
  readonly title?: string;
  readonly creator?: string;
  readonly entries: PlaylistEntry[];
}

export interface PlaylistEntry {
  /** A path with '/' or '\', relative or absolute, or an address with a scheme. */
  readonly location: string;
  readonly title?: string;
  readonly artist?: string;
  readonly album?: string;
  readonly durationMs?: number;
}

const entriesMax = 100_000;
const bytesMax = 64 * 1024 * 1024;

/** Reads a playlist file. Throws MEDIA_PLAYLIST_DAMAGED when it is no such playlist at all. */
export function parsePlaylist(bytes: Buffer, format: PlaylistFormat): Playlist {
  if (bytes.length > bytesMax)
    throw new MediaError('MEDIA_PLAYLIST_DAMAGED', { format, reason: 'it is larger than 64 MB' });
  const text = decodeText(bytes);
  if (format === 'xspf') return parseXspf(text);
  return format === 'pls' ? parsePls(text) : parseM3u(text);
}

/** Writes a playlist as UTF-8 (M3U too: every reader of the last fifteen years takes it). */
export function writePlaylist(playlist: Playlist, format: PlaylistFormat): string {
  if (format === 'xspf') return writeXspf(playlist);
  return format === 'pls' ? writePls(playlist) : writeM3u(playlist);
}

type Draft = { -readonly [K in keyof PlaylistEntry]?: PlaylistEntry[K] };

function parseM3u(text: string): Playlist {
  const entries: PlaylistEntry[] = [];
  let title: string | undefined;
  let draft: Draft = {};
  for (const raw of text.split(/\r\n|\n|\r/)) {
    const line = raw.trim();
    if (line === '' || entries.length >= entriesMax) continue;
    if (!line.startsWith('#')) {
      entries.push({ ...draft, location: line });
      draft = {};
    } else if (/^#EXTINF:/i.test(line)) draft = { ...draft, ...parseExtInf(line.slice(8)) };
    else if (/^#EXTALB:/i.test(line)) draft.album = line.slice(8).trim();
    else if (/^#EXTART:/i.test(line)) draft.artist = line.slice(8).trim();
    else if (/^#PLAYLIST:/i.test(line)) title = line.slice(10).trim();
  }
  return { ...(title !== undefined && title !== '' && { title }), entries };
}

/** '123,Artist - Title', with attributes between length and comma that streams have. */
function parseExtInf(value: string): Draft {
  const match = /^\s*(-?\d+(?:\.\d+)?)(?:\s+[^,]*?(?:"[^"]*"[^,"]*)*)?,(.*)$/.exec(value);
  if (match === null) return {};
  const seconds = Number(match[1]);
  const name = match[2]!.trim();
  const dash = name.indexOf(' - ');
  return {
    ...(seconds > 0 && { durationMs: Math.round(seconds * 1000) }),
    ...(dash > 0
      ? { artist: name.slice(0, dash).trim(), title: name.slice(dash + 3).trim() }
      : name !== '' && { title: name }),
  };
}

function writeM3u({ title, entries }: Playlist): string {
  const lines = ['#EXTM3U'];
  if (title !== undefined) lines.push(`#PLAYLIST:${oneLine(title)}`);
  for (const entry of entries) {
    const seconds = entry.durationMs === undefined ? -1 : Math.round(entry.durationMs / 1000);
    const name =
      entry.title === undefined
        ? ''
        : entry.artist === undefined
          ? entry.title
          : `${entry.artist} - ${entry.title}`;
    if (name !== '' || seconds >= 0) lines.push(`#EXTINF:${seconds},${oneLine(name)}`);
    if (entry.album !== undefined) lines.push(`#EXTALB:${oneLine(entry.album)}`);
    // A name that begins with '#' would be a comment.
    lines.push(entry.location.startsWith('#') ? `./${oneLine(entry.location)}` : oneLine(entry.location));
  }
  return `${lines.join('\n')}\n`;
}

function parsePls(text: string): Playlist {
  if (!/^\s*\[playlist\]/im.test(text))
    throw new MediaError('MEDIA_PLAYLIST_DAMAGED', { format: 'PLS', reason: 'it has no [playlist] section' });
  const drafts = new Map<number, Draft>();
  for (const line of text.split(/\r\n|\n|\r/)) {
    const match = /^\s*(File|Title|Length)(\d{1,6})\s*=\s*(.*?)\s*$/i.exec(line);
    if (match === null || (drafts.size >= entriesMax && !drafts.has(Number(match[2])))) continue;
    const draft = drafts.get(Number(match[2])) ?? {};
    drafts.set(Number(match[2]), draft);
    const key = match[1]!.toLowerCase();
    if (key === 'file') draft.location = match[3]!;
    else if (key === 'title') Object.assign(draft, parseExtInf(`-1,${match[3]!}`));
    else if (Number(match[3]) > 0) draft.durationMs = Math.round(Number(match[3]) * 1000);
  }
  const entries: PlaylistEntry[] = [];
  for (const [, draft] of [...drafts].sort(([a], [b]) => a - b)) {
    if (draft.location !== undefined && draft.location !== '')
      entries.push({ ...draft, location: draft.location });
  }
  return { entries };
}

function writePls({ entries }: Playlist): string {
  const lines = ['[playlist]'];
  for (const [i, entry] of entries.entries()) {
    const name =
      entry.title === undefined
        ? ''
        : entry.artist === undefined
          ? entry.title
          : `${entry.artist} - ${entry.title}`;
    lines.push(`File${i + 1}=${oneLine(entry.location)}`);
    if (name !== '') lines.push(`Title${i + 1}=${oneLine(name)}`);
    lines.push(`Length${i + 1}=${entry.durationMs === undefined ? -1 : Math.round(entry.durationMs / 1000)}`);
  }
  lines.push(`NumberOfEntries=${entries.length}`, 'Version=2');
  return `${lines.join('\n')}\n`;
}

const xml = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: true,
  removeNSPrefix: true,
  processEntities: true,
  htmlEntities: true,
});

function parseXspf(text: string): Playlist {
  const valid = XMLValidator.validate(text);
  const root = valid === true ? (xml.parse(text) as { playlist?: unknown }).playlist : undefined;
  if (root === undefined) {
    const reason = valid === true ? 'it has no playlist element' : `line ${valid.err.line}: ${valid.err.msg}`;
    throw new MediaError('MEDIA_PLAYLIST_DAMAGED', { format: 'XSPF', reason });
  }
  const list = (root as { trackList?: { track?: unknown } }).trackList?.track;
  const tracks = list === undefined ? [] : Array.isArray(list) ? (list as unknown[]) : [list];
  const entries: PlaylistEntry[] = [];
  for (const track of tracks.slice(0, entriesMax)) {
    const location = textOf(track, 'location');
    if (location !== undefined) entries.push({ location: fromAddress(location), ...xspfFacts(track) });
  }
  const [title, creator] = [textOf(root, 'title'), textOf(root, 'creator')];
  return { ...(title !== undefined && { title }), ...(creator !== undefined && { creator }), entries };
}

function xspfFacts(track: unknown): Draft {
  const [title, artist, album] = [textOf(track, 'title'), textOf(track, 'creator'), textOf(track, 'album')];
  const durationMs = Number(textOf(track, 'duration'));
  return {
    ...(title !== undefined && { title }),
    ...(artist !== undefined && { artist }),
    ...(album !== undefined && { album }),
    ...(durationMs > 0 && { durationMs: Math.round(durationMs) }),
  };
}

/** The text of a child element, the first where it is repeated. */
function textOf(parent: unknown, name: string): string | undefined {
  const child =
    typeof parent === 'object' && parent !== null ? (parent as Record<string, unknown>)[name] : undefined;
  const value: unknown = Array.isArray(child) ? child[0] : child;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function writeXspf({ title, creator, entries }: Playlist): string {
  const element = (name: string, value: string | number | undefined): string =>
    value === undefined ? '' : `<${name}>${escapeXml(String(value))}</${name}>`;
  const track = (entry: PlaylistEntry): string =>
    `    <track>${element('location', toAddress(entry.location))}${element('title', entry.title)}${element('creator', entry.artist)}` +
    `${element('album', entry.album)}${element('duration', entry.durationMs)}</track>\n`;
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<playlist version="1" xmlns="http://xspf.org/ns/0/">\n  ${element('title', title)}${element('creator', creator)}\n` +
    `  <trackList>\n${entries.map(track).join('')}  </trackList>\n</playlist>\n`
  );
}

const scheme = /^[a-z][a-z0-9+.-]+:/i;

/** A path as a relative or file: address; addresses stay. */
function toAddress(location: string): string {
  if (scheme.test(location) && !/^[a-z]:[\\/]/i.test(location)) return location;
  const path = location.replaceAll('\\', '/');
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  if (/^[a-z]:\//i.test(path)) return `file:///${path.slice(0, 2)}${encoded.slice(encoded.indexOf('/'))}`;
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}

function fromAddress(address: string): string {
  const path = /^file:\/\/(?:localhost)?(\/.*)$/i.exec(address)?.[1];
  if (path === undefined && scheme.test(address)) return address;
  try {
    const decoded = decodeURIComponent(path ?? address);
    return /^\/[a-z]:\//i.test(decoded) ? decoded.slice(1) : decoded;
  } catch {
    return path ?? address;
  }
}

function escapeXml(value: string): string {
  // oxlint-disable-next-line no-control-regex -- XML 1.0 has no way to write these
  const allowed = value.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  return allowed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function oneLine(value: string): string {
  return value.replace(/[\r\n]+/g, ' ').trim();
}
