/** One release of a Discogs dump as rows: the release and its tracks. */
import type { Credit, ReleaseRow, TrackRow } from '../../rows.ts';
import { attribute, children, contentOf, type Element, plain } from './xml.ts';

export interface DiscogsRelease {
  readonly release: ReleaseRow;
  readonly tracks: readonly TrackRow[];
}

/** Throws with a reason when the record lacks what every release has. */
export function readRelease(record: string): DiscogsRelease {
  const id = attribute(record.slice(0, record.indexOf('>') + 1), 'id');
  if (!id || !/^\d+$/.test(id)) throw new Error('a release without a number');
  const parts = new Map<string, Element>();
  for (const element of children(contentOf(record))) {
    parts.set(element.name, element);
    // Videos and companies follow, and nothing of them is wanted.
    if (parts.has('tracklist') && parts.has('identifiers')) break;
  }
  const text = (name: string): string | null => plain(parts.get(name)?.content ?? '') || null;
  const title = text('title');
  if (title === null) throw new Error(`release ${id} has no title`);
  const release: ReleaseRow = {
    id,
    title,
    credits: readCredits(parts.get('artists')?.content ?? ''),
    date: readDate(text('released')),
    country: text('country'),
    labels: readLabels(parts.get('labels')?.content ?? ''),
    barcode: readBarcode(parts.get('identifiers')?.content ?? ''),
    groupId: text('master_id'),
    format: readFormat(parts.get('formats')?.content ?? ''),
    mbid: null,
  };
  return { release, tracks: readTracks(id, parts.get('tracklist')?.content ?? '') };
}

/** Names as they are credited, without the number that tells artists of one name apart on Discogs. */
export function readCredits(content: string): Credit[] {
  const credits: Credit[] = [];
  for (const artist of children(content)) {
    let [id, name, variation, join] = ['', '', '', ''];
    for (const part of children(artist.content)) {
      if (part.name === 'id') id = part.content;
      else if (part.name === 'name') name = plain(part.content);
      else if (part.name === 'anv') variation = plain(part.content);
      else if (part.name === 'join') join = plain(part.content);
    }
    const shown = variation || withoutNumber(name);
    if (shown === '') continue;
    credits.push({ artistId: id === '' || id === '0' ? null : id, name: shown, join: spaced(join) });
  }
  const last = credits.at(-1);
  if (last) credits[credits.length - 1] = { ...last, join: '' };
  return credits;
}

/** "Name (2)" → "Name": https://support.discogs.com, Database guidelines 2, Artist, 2.11. */
export function withoutNumber(name: string): string {
  return name.replace(/ \(\d+\)$/, '');
}

function spaced(join: string): string {
  if (join === '' || join === ',') return ', ';
  return ` ${join} `;
}

/** '1999-03-00' → '1999-03': what is not known is written as zeros. */
export function readDate(text: string | null): string | null {
  const [, year, month, day] = /^(\d{4})(?:-?(\d{2}))?(?:-?(\d{2}))?/.exec(text ?? '') ?? [];
  if (year === undefined || year === '0000') return null;
  if (month === undefined || month === '00' || Number(month) > 12) return year;
  return day === undefined || day === '00' || Number(day) > 31
    ? `${year}-${month}`
    : `${year}-${month}-${day}`;
}

function readLabels(content: string): ReleaseRow['labels'] {
  return [...children(content)].flatMap(({ tag }) => {
    const name = attribute(tag, 'name');
    if (!name) return [];
    const number = attribute(tag, 'catno');
    return {
      id: attribute(tag, 'id') ?? null,
      name: withoutNumber(name),
      catalogNumber: !number || number.toLowerCase() === 'none' ? null : number,
    };
  });
}

/** The first one that can be a GTIN (8, 12, 13 or 14 digits); people also type what else stands beneath the bars. */
function readBarcode(content: string): string | null {
  for (const { tag } of children(content)) {
    if (attribute(tag, 'type') !== 'Barcode') continue;
    const digits = (attribute(tag, 'value') ?? '').replace(/[^\d]/g, '');
    if (/^(?:\d{8}|\d{12,14})$/.test(digits)) return digits;
  }
  return null;
}

function readFormat(content: string): string | null {
  for (const { tag } of children(content)) return attribute(tag, 'name') || null;
  return null;
}

interface Entry {
  readonly position: string;
  readonly title: string;
  readonly durationMs: number | null;
  readonly credits: Credit[];
  readonly parts: readonly Entry[];
}

function readTracks(releaseId: string, content: string): TrackRow[] {
  const counts = new Map<number, number>();
  return readEntries(content)
    .flatMap(soundsOf)
    .map(({ position, title, durationMs, credits }) => {
      const medium = mediumOf(position);
      const number = (counts.get(medium) ?? 0) + 1;
      counts.set(medium, number);
      return {
        releaseId,
        medium,
        number,
        position: position || null,
        title,
        credits,
        durationMs,
        mbid: null,
        isrcs: [],
      };
    });
}

function readEntries(content: string): Entry[] {
  const entries: Entry[] = [];
  for (const track of children(content, { name: 'track', within: 'sub_tracks' })) {
    const entry = {
      position: '',
      title: '',
      durationMs: null as number | null,
      credits: [] as Credit[],
      parts: [] as Entry[],
    };
    for (const part of children(track.content)) {
      if (part.name === 'position') entry.position = plain(part.content);
      else if (part.name === 'title') entry.title = plain(part.content);
      else if (part.name === 'duration') entry.durationMs = readDuration(plain(part.content));
      else if (part.name === 'artists') entry.credits = readCredits(part.content);
      else if (part.name === 'sub_tracks') entry.parts = readEntries(part.content);
    }
    entries.push(entry);
  }
  return entries;
}

/**
 * What sounds: a row without a position and a length is a heading. Parts with positions of their own are tracks, named
 * by the work that they are parts of; without, they only list what is in a medley.
 */
function soundsOf(entry: Entry): Entry[] {
  const parts = entry.parts.filter((part) => part.position !== '' && part.title !== '');
  if (parts.length > 0)
    return parts.map((part) => ({
      ...part,
      title: entry.title === '' ? part.title : `${entry.title}: ${part.title}`,
      credits: part.credits.length > 0 ? part.credits : entry.credits,
    }));
  const isHeading = entry.position === '' && entry.durationMs === null && entry.parts.length === 0;
  return isHeading || entry.title === '' ? [] : [entry];
}

/** '4:45' and '1:02:03'; anything else says nothing that can be relied on. */
export function readDuration(text: string): number | null {
  const [, hours, minutes, seconds] = /^(?:(\d{1,2}):)?(\d{1,3}):(\d{2})$/.exec(text) ?? [];
  if (minutes === undefined) return null;
  const ms = ((Number(hours ?? 0) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return ms > 0 ? ms : null;
}

/** '2-05', 'CD2-5' and 'CD2.5' name the medium; sides A and B are one record, C and D the next. */
export function mediumOf(position: string): number {
  const numbered = /^(?:[a-z]{2,6}\s*)?(\d{1,3})\s*[-.]\s*\d+/i.exec(position);
  if (numbered && !/^\d+\.\d/.test(position)) return Math.max(1, Number(numbered[1]));
  const side = /^([A-Z])(?:\d|$)/.exec(position);
  return side ? Math.floor((side[1]!.charCodeAt(0) - 65) / 2) + 1 : 1;
}
