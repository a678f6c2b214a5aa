/**
 * What a loader has found so far: the one thing that every format's loader writes into.
 *
 * Loaders translate their native names into one vocabulary (`canonicalName`: Vorbis-comment names without
 * separators) and leave judging, splitting and cleaning to normalise.ts, so a format stays a thin reader.
 */
import type {
  AudioFacts,
  Chapter,
  Credit,
  EmbeddedArtwork,
  Lyrics,
  TagProblemReason,
  Tags,
} from './types.ts';
import { decodeLegacy, guessLegacyEncoding, isDoubtful } from './text.ts';

/** A file with more than this many fields, values of one field, or pictures is listing nonsense. */
const fieldsMax = 1000;
const valuesMax = 250;
const picturesMax = 100;
const warningsMax = 20;

export class Findings {
  readonly fields = new Map<string, string[]>();
  readonly credits: Credit[] = [];
  readonly lyrics: Lyrics[] = [];
  readonly chapters: Chapter[] = [];
  readonly artwork: EmbeddedArtwork[] = [];
  readonly warnings: string[] = [];
  audio: { -readonly [K in keyof AudioFacts]?: AudioFacts[K] } = {};
  rating: number | undefined;
  playCount: number | undefined;
  essenceDigest: string | undefined;
  /** Byte ranges of the sound itself; `ogg` means: by packets. */
  essenceRanges: { start: number; end: number }[] | 'ogg' = [];
  /** A tag claims more bytes than any tag has. */
  oversized = false;
  /** Set when the slow, forgiving reader should have a look. */
  doubt: string | undefined;

  #doubtful: { values: string[]; index: number }[] = [];
  /** Fields that an earlier, more trusted tag of this file has filled. */
  #sealed: Set<string> | undefined;

  /** Adds one value under a canonical name. */
  add(name: string, value: string): void {
    if (value === '' || this.#sealed?.has(name)) return;
    const values = this.fields.get(name);
    if (values === undefined) {
      if (this.fields.size < fieldsMax) this.fields.set(name, [value]);
    } else if (values.length < valuesMax) values.push(value);
  }

  /** Adds a value of unsure encoding, decoded as Latin-1. */
  addLatin1(name: string, value: string): void {
    if (this.#sealed?.has(name)) return;
    this.add(name, value);
    if (!isDoubtful(value)) return;
    const values = this.fields.get(name);
    if (values !== undefined && values.at(-1) === value)
      this.#doubtful.push({ values, index: values.length - 1 });
  }

  addPicture(picture: EmbeddedArtwork): void {
    if (picture.length > 0 && this.artwork.length < picturesMax) this.artwork.push(picture);
  }

  warn(message: string): void {
    if (this.warnings.length < warningsMax && !this.warnings.includes(message)) this.warnings.push(message);
  }

  /** Ends one tag: what it filled, a less trusted tag that is read next cannot add to. */
  seal(): void {
    this.resolveDoubts();
    this.#sealed = new Set(this.fields.keys());
  }

  /** Decides the encoding of all doubtful values of one tag together. */
  resolveDoubts(): void {
    if (this.#doubtful.length === 0) return;
    const encoding = guessLegacyEncoding(this.#doubtful.map(({ values, index }) => values[index]).join('\n'));
    for (const { values, index } of this.#doubtful) values[index] = decodeLegacy(values[index]!, encoding);
    if (encoding !== 'utf-8' && encoding !== 'windows-1252')
      this.warn(`text that declares no encoding was read as ${encoding}`);
    this.#doubtful = [];
  }
}

/** Ends reading: the file is a problem to be listed. Caught in read.ts, never seen outside. */
export class Unreadable extends Error {
  readonly reason: TagProblemReason;
  readonly tags: Tags | undefined;

  constructor(reason: TagProblemReason, message: string, tags?: Tags) {
    super(message);
    this.reason = reason;
    this.tags = tags;
  }
}

const canonicalNames = new Map<string, string>();

/** 'MusicBrainz Album Id', 'MUSICBRAINZ_ALBUMID' and 'WM/…' spellings all become 'MUSICBRAINZALBUMID'. */
export function canonicalName(written: string): string {
  const known = canonicalNames.get(written);
  if (known !== undefined) return known;
  const upper = written.slice(0, 200).toUpperCase();
  const plain = (upper.startsWith('WM/') ? upper.slice(3) : upper).replace(/[^A-Z0-9]/g, '');
  const name = aliases.get(plain) ?? plain;
  if (canonicalNames.size < 5000 && written.length < 100) canonicalNames.set(written, name);
  return name;
}

const aliases = new Map<string, string>(
  Object.entries({
    ALBUM: ['ALBUMTITLE'],
    ALBUMARTIST: ['BAND'],
    ALBUMARTISTSORT: ['ALBUMARTISTSORTORDER', 'SORTALBUMARTIST', 'ALBUMARTISTSORTNAME'],
    ALBUMSORT: ['ALBUMSORTORDER', 'SORTALBUM'],
    ARTIST: ['AUTHOR', 'TRACKARTIST'],
    ARTISTSORT: ['ARTISTSORTORDER', 'SORTARTIST', 'ARTISTSORTNAME'],
    TITLESORT: ['TITLESORTORDER', 'SORTTITLE', 'SORTNAME'],
    ASIN: ['AMAZONID'],
    BARCODE: ['UPC', 'EAN', 'EANUPN', 'EANUPC'],
    BPM: ['TEMPO', 'BEATSPERMINUTE'],
    CATALOGNUMBER: ['CATALOGNO', 'CATALOG', 'CATALOGID', 'LABELNO', 'CATALOGUENUMBER'],
    COMMENT: ['DESCRIPTION', 'COMMENTS'],
    COMPILATION: ['ITUNESCOMPILATION', 'ISCOMPILATION', 'PARTOFACOMPILATION'],
    COPYRIGHT: ['PROVIDERCOPYRIGHT'],
    DATE: ['RECORDINGDATE'],
    YEAR: ['RELEASEYEAR'],
    DISCNUMBER: ['DISC', 'DISK', 'DISKNUMBER', 'PARTOFSET', 'MEDIANUMBER'],
    DISCSUBTITLE: ['SETSUBTITLE', 'DISCNAME', 'DISKSUBTITLE'],
    DISCTOTAL: ['TOTALDISCS', 'DISCC', 'DISCS', 'TOTALDISKS', 'DISKTOTAL', 'DISCCOUNT'],
    DJMIXER: ['MIXDJ', 'DJMIX'],
    EXPLICIT: ['ITUNESADVISORY', 'PARENTALADVISORY'],
    GENRE: ['STYLE'],
    GROUPING: ['CONTENTGROUP', 'CONTENTGROUPDESCRIPTION'],
    KEY: ['INITIALKEY'],
    LABEL: ['PUBLISHER', 'ORGANIZATION', 'ORGANISATION', 'RECORDLABEL'],
    LANGUAGE: ['LANG'],
    LYRICIST: ['TEXTER'],
    LYRICS: ['UNSYNCEDLYRICS', 'UNSYNCHRONISEDLYRICS', 'UNSYNCHRONIZEDLYRICS', 'LYRIC', 'LYRICSUNSYNCED'],
    SYNCEDLYRICS: ['SYNCLYRICS', 'LYRICSSYNCED', 'LRC'],
    MEDIA: ['MEDIATYPE', 'SOURCEMEDIA'],
    MODIFIEDBY: ['REMIXER', 'MIXARTIST'],
    MOVEMENT: ['MOVEMENTNUMBER', 'MVNI', 'MVI'],
    MOVEMENTNAME: ['MVNM', 'MVN'],
    MOVEMENTTOTAL: ['MOVEMENTCOUNT', 'MVC'],
    MUSICBRAINZALBUMID: ['MUSICBRAINZRELEASEID'],
    MUSICBRAINZTRACKID: ['MUSICBRAINZRECORDINGID'],
    MUSICBRAINZALBUMTYPE: ['RELEASETYPE', 'ALBUMTYPE'],
    MUSICBRAINZALBUMSTATUS: ['RELEASESTATUS'],
    MUSICBRAINZALBUMRELEASECOUNTRY: ['RELEASECOUNTRY', 'MUSICBRAINZALBUMCOUNTRY', 'COUNTRY'],
    ORIGINALDATE: [
      'ORIGINALRELEASETIME',
      'ORIGINALRELEASEDATE',
      'ORIGINALYEAR',
      'ORIGYEAR',
      'ORIGINALRELEASEYEAR',
    ],
    SUBTITLE: ['VERSION'],
    TRACKNUMBER: ['TRACK', 'TRACKNUM'],
    TRACKTOTAL: ['TOTALTRACKS', 'TRACKC', 'TRACKCOUNT'],
    WRITER: ['SONGWRITER'],
    ENCODEDBY: ['ENCODER', 'ENCODERSOFTWARE'],
    LICENSE: ['LICENCE'],
  }).flatMap(([name, spellings]) => spellings.map((spelling): [string, string] => [spelling, name])),
);
