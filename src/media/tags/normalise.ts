/**
 * From what a loader found, in any format's words, to `Tags`: the only place where values are cleaned, bounded,
 * split and judged, so that every format answers alike.
 */
import { parseLyrics } from '../lyrics.ts';
import type { Findings } from './findings.ts';
import { parseGenres } from './genres.ts';
import { boundText, cleanText, textLimits } from './text.ts';
import type { Credit, Lyrics, MusicBrainzIds, ReplayGain, Role, Tags } from './types.ts';
import {
  parseDate,
  parseFlag,
  parseGainDb,
  parseIsrcs,
  parsePeak,
  parsePlace,
  parseR128GainDb,
  parseUuids,
  toCount,
} from './values.ts';

/** Brings the findings to tags; warnings about cut values are added to the findings. */
export function normaliseTags(found: Findings): Tags {
  found.resolveDoubts();
  const read = new FieldReader(found);
  const tags: Tags = {
    artists: [],
    albumArtists: [],
    roles: credits(found, read),
    genres: parseGenres(read.all('GENRE')),
    moods: read.all('MOOD'),
    compilation: parseFlag(read.one('COMPILATION')),
    artistsSort: read.all('ARTISTSSORT', 'ARTISTSORT'),
    albumArtistsSort: read.all('ALBUMARTISTSSORT', 'ALBUMARTISTSORT'),
    musicBrainz: musicBrainzIds(read),
    isrcs: parseIsrcs(read.all('ISRC')),
    catalogNumbers: read.all('CATALOGNUMBER'),
    labels: read.all('LABEL'),
    releaseTypes: read
      .all('MUSICBRAINZALBUMTYPE')
      .flatMap((value) => value.toLowerCase().split(/\s*[;/,+]\s*/)),
    lyrics: allLyrics(found, read),
  };
  addTitles(tags, read);
  addArtists(tags, read);
  addPlaces(tags, read);
  addRelease(tags, read);
  addRest(tags, read, found);
  return tags;
}

function addTitles(tags: Tags, read: FieldReader): void {
  set(tags, 'title', read.one('TITLE'));
  set(tags, 'album', read.one('ALBUM'));
  set(tags, 'titleSort', read.one('TITLESORT'));
  set(tags, 'albumSort', read.one('ALBUMSORT'));
  set(tags, 'subtitle', read.one('SUBTITLE'));
  set(tags, 'grouping', read.one('GROUPING'));
  set(tags, 'work', read.one('WORK'));
  set(tags, 'movement', read.one('MOVEMENTNAME'));
  const movement = parsePlace(read.one('MOVEMENT'));
  set(tags, 'movementNumber', movement.number);
  set(tags, 'movementTotal', toCount(read.one('MOVEMENTTOTAL')) ?? movement.total);
}

function addArtists(tags: Tags, read: FieldReader): void {
  const written = read.all('ARTIST');
  tags.artists = read.all('ARTISTS');
  if (tags.artists.length === 0) tags.artists = written;
  set(tags, 'artistsCredit', credit(written, tags.artists));
  const albumWritten = read.all('ALBUMARTIST');
  tags.albumArtists = read.all('ALBUMARTISTS');
  if (tags.albumArtists.length === 0) tags.albumArtists = albumWritten;
  set(tags, 'albumArtistsCredit', credit(albumWritten, tags.albumArtists));
}

/** 'A feat. B' where the file says it; else the names in a row. */
function credit(written: readonly string[], names: readonly string[]): string | undefined {
  if (written.length === 1) return written[0];
  return names.length === 0 ? undefined : names.join(', ');
}

function addPlaces(tags: Tags, read: FieldReader): void {
  const track = parsePlace(read.one('TRACKNUMBER'));
  set(tags, 'track', track.number);
  set(tags, 'trackText', track.text);
  set(tags, 'trackTotal', parsePlace(read.one('TRACKTOTAL')).number ?? track.total);
  const disc = parsePlace(read.one('DISCNUMBER'));
  set(tags, 'disc', disc.number);
  set(tags, 'discTotal', parsePlace(read.one('DISCTOTAL')).number ?? disc.total);
  set(tags, 'discSubtitle', read.one('DISCSUBTITLE'));
}

function addRelease(tags: Tags, read: FieldReader): void {
  const dates = ['DATE', 'YEAR', 'RELEASEDATE', 'RELEASETIME'].map((name) => parseDate(read.one(name)));
  // YEAR often stands beside a fuller DATE, and the other way round.
  const date =
    dates[0] !== undefined && dates[1]?.startsWith(dates[0])
      ? dates[1]
      : dates.find((value) => value !== undefined);
  set(tags, 'date', withDayMonth(date, read.one('ID3DAYMONTH')));
  set(tags, 'originalDate', longest(read.all('ORIGINALDATE').map(parseDate)));
  set(tags, 'barcode', read.one('BARCODE'));
  set(tags, 'releaseCountry', read.one('MUSICBRAINZALBUMRELEASECOUNTRY'));
  set(tags, 'releaseStatus', read.one('MUSICBRAINZALBUMSTATUS')?.toLowerCase());
  set(tags, 'media', read.one('MEDIA'));
  set(tags, 'copyright', read.one('COPYRIGHT'));
  set(tags, 'license', read.one('LICENSE'));
}

/** ID3v2.3 keeps 'DDMM' in a frame of its own. */
function withDayMonth(date: string | undefined, dayMonth: string | undefined): string | undefined {
  if (date?.length !== 4 || dayMonth === undefined || !/^\d{4}$/.test(dayMonth)) return date;
  return parseDate(`${date}-${dayMonth.slice(2)}-${dayMonth.slice(0, 2)}`);
}

function longest(values: readonly (string | undefined)[]): string | undefined {
  return values.reduce(
    (best, value) => ((value?.length ?? 0) > (best?.length ?? 0) ? value : best),
    undefined,
  );
}

function addRest(tags: Tags, read: FieldReader, found: Findings): void {
  set(tags, 'comment', read.one('COMMENT', textLimits.long));
  const bpm = Number.parseFloat(read.one('BPM') ?? '');
  set(tags, 'bpm', bpm > 0 && bpm < 1000 ? Math.round(bpm * 100) / 100 : undefined);
  set(tags, 'key', read.one('KEY'));
  set(tags, 'language', read.one('LANGUAGE'));
  set(tags, 'replayGain', replayGain(read));
  set(tags, 'explicit', explicitStatus(read.one('EXPLICIT')));
  set(tags, 'cueSheet', read.one('CUESHEET', textLimits.document));
  set(tags, 'rating', found.rating ?? writtenRating(read));
  set(tags, 'playCount', found.playCount);
  set(tags, 'encodedBy', read.one('ENCODEDBY'));
  if (found.chapters.length > 0) tags.chapters = found.chapters.toSorted((a, b) => a.startMs - b.startMs);
}

function set<K extends keyof Tags>(tags: Tags, key: K, value: Tags[K] | undefined): void {
  if (value !== undefined && value !== '') tags[key] = value;
}

const roleFields: readonly (readonly [string, Role])[] = [
  ['COMPOSER', 'composer'],
  ['CONDUCTOR', 'conductor'],
  ['LYRICIST', 'lyricist'],
  ['WRITER', 'writer'],
  ['ARRANGER', 'arranger'],
  ['PERFORMER', 'performer'],
  ['MODIFIEDBY', 'remixer'],
  ['DJMIXER', 'dj-mixer'],
  ['MIXER', 'mixer'],
  ['PRODUCER', 'producer'],
  ['ENGINEER', 'engineer'],
  ['DIRECTOR', 'director'],
];

const creditsMax = 500;

function credits(found: Findings, read: FieldReader): Credit[] {
  const all: Credit[] = [];
  for (const [field, role] of roleFields) {
    for (const name of read.all(field)) all.push(role === 'performer' ? performer(name) : { role, name });
  }
  for (const { role, name, detail } of found.credits) {
    const clean = read.clean(name, role);
    if (clean !== '')
      all.push({
        role,
        name: clean,
        ...(detail !== undefined && detail !== '' && { detail: read.clean(detail, role) }),
      });
  }
  if (all.length > creditsMax) found.warn(`only the first ${creditsMax} of ${all.length} credits are kept`);
  return all.length < 2 ? all : distinctCredits(all.slice(0, creditsMax));
}

/** 'Jacqueline du Pré (cello)', as Vorbis comments have it. */
function performer(written: string): Credit {
  const match = /^(.+?)\s*\(([^()]+)\)$/.exec(written);
  return match === null
    ? { role: 'performer', name: written }
    : { role: 'performer', name: match[1]!, detail: match[2]! };
}

function distinctCredits(all: Credit[]): Credit[] {
  const byKey = new Map<string, Credit>();
  for (const entry of all) byKey.set(`${entry.role}\n${entry.name}\n${entry.detail ?? ''}`, entry);
  return [...byKey.values()];
}

function musicBrainzIds(read: FieldReader): MusicBrainzIds {
  const ids: MusicBrainzIds = {
    artists: parseUuids(read.raw('MUSICBRAINZARTISTID')),
    albumArtists: parseUuids(read.raw('MUSICBRAINZALBUMARTISTID')),
  };
  const put = (key: 'recording' | 'track' | 'release' | 'releaseGroup' | 'work', field: string): void => {
    const [id] = parseUuids(read.raw(field));
    if (id !== undefined) ids[key] = id;
  };
  put('recording', 'MUSICBRAINZTRACKID');
  put('track', 'MUSICBRAINZRELEASETRACKID');
  put('release', 'MUSICBRAINZALBUMID');
  put('releaseGroup', 'MUSICBRAINZRELEASEGROUPID');
  put('work', 'MUSICBRAINZWORKID');
  return ids;
}

/** R128_* wins over REPLAYGAIN_* in the files that carry it (Opus), since RFC 7845 allows only that there. */
function replayGain(read: FieldReader): ReplayGain | undefined {
  const gain: ReplayGain = {};
  const put = (key: keyof ReplayGain, value: number | undefined): void => {
    if (value !== undefined) gain[key] = value;
  };
  put(
    'trackGainDb',
    parseR128GainDb(read.raw('R128TRACKGAIN')?.[0]) ?? parseGainDb(read.raw('REPLAYGAINTRACKGAIN')?.[0]),
  );
  put('trackPeak', parsePeak(read.raw('REPLAYGAINTRACKPEAK')?.[0]));
  put(
    'albumGainDb',
    parseR128GainDb(read.raw('R128ALBUMGAIN')?.[0]) ?? parseGainDb(read.raw('REPLAYGAINALBUMGAIN')?.[0]),
  );
  put('albumPeak', parsePeak(read.raw('REPLAYGAINALBUMPEAK')?.[0]));
  return Object.keys(gain).length === 0 ? undefined : gain;
}

/** iTunes' numbers (1 and 4 explicit, 2 clean) or words. */
function explicitStatus(value: string | undefined): 'explicit' | 'clean' | undefined {
  if (value === undefined) return undefined;
  if (/^(?:1|4|explicit|true|yes)$/i.test(value)) return 'explicit';
  return /^(?:2|clean)$/i.test(value) ? 'clean' : undefined;
}

/** FMPS_RATING runs from 0 to 1; RATING is found as stars, tenths and percent. */
function writtenRating(read: FieldReader): number | undefined {
  const fmps = Number.parseFloat(read.one('FMPSRATING') ?? '');
  if (fmps >= 0 && fmps <= 1) return Math.round(fmps * 100);
  const value = Number.parseFloat(read.one('RATING') ?? '');
  if (!(value > 0 && value <= 100)) return undefined;
  return Math.round(value <= 5 ? value * 20 : value <= 10 ? value * 10 : value);
}

function allLyrics(found: Findings, read: FieldReader): Lyrics[] {
  const all = [...found.lyrics];
  for (const name of ['SYNCEDLYRICS', 'LYRICS']) {
    for (const text of read.allUpTo(name, textLimits.document)) all.push(parseLyrics(text));
  }
  const byText = new Map<string, Lyrics>();
  for (const entry of all) {
    const known = byText.get(entry.text);
    if (entry.text !== '' && (known === undefined || known.synced === undefined))
      byText.set(entry.text, entry);
  }
  return [...byText.values()];
}

/** Reads fields of the findings cleaned and bounded, and notes in the warnings what was cut. */
class FieldReader {
  readonly #found: Findings;

  constructor(found: Findings) {
    this.#found = found;
  }

  raw(name: string): readonly string[] | undefined {
    return this.#found.fields.get(name);
  }

  one(name: string, max: number = textLimits.short): string | undefined {
    for (const value of this.raw(name) ?? []) {
      const text = this.clean(value, name, max);
      if (text !== '') return text;
    }
    return undefined;
  }

  /** Distinct cleaned values of the first of these fields that has any. */
  all(...names: string[]): string[] {
    for (const name of names) {
      const values = this.allUpTo(name, textLimits.short);
      if (values.length > 0) return values;
    }
    return [];
  }

  allUpTo(name: string, max: number): string[] {
    const values = this.raw(name);
    if (values === undefined) return [];
    const clean = values.map((value) => this.clean(value, name, max)).filter((value) => value !== '');
    return clean.length < 2 ? clean : [...new Set(clean)];
  }

  clean(value: string, name: string, max: number = textLimits.short): string {
    const text = cleanText(value);
    if (text.length <= max) return text;
    this.#found.warn(`${name.toLowerCase()} has ${text.length} characters; only the first ${max} are kept`);
    return boundText(text, max);
  }
}
