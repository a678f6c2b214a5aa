/**
 * What one music file says about itself: the result types of reading tags.
 *
 * Every format (ID3, Vorbis comments, MP4, APE …) is brought to this one shape, so that no room behind this one
 * knows a frame name. Lists are always present (empty when nothing is written), single values are absent when
 * nothing is written. Text is NFC, trimmed, without NULs and bounded in length.
 */

export type TagResult = TagsFound | TagProblem;

/** The file was read. `warnings` says in words what was odd, mended or left out. */
export interface TagsFound {
  readonly kind: 'tags';
  readonly tags: Tags;
  readonly audio: AudioFacts;
  readonly artwork: EmbeddedArtwork[];
  readonly essence: Essence;
  readonly warnings: string[];
}

/** The file gives nothing to play or list but its name; `message` is a sentence for the Issues page. */
export interface TagProblem {
  readonly kind: 'problem';
  readonly reason: TagProblemReason;
  readonly message: string;
  /** What could still be read: a title of an encrypted file, for example. */
  readonly tags?: Tags;
}

export type TagProblemReason =
  | 'empty'
  | 'truncated'
  | 'not-audio'
  | 'encrypted'
  | 'unreadable'
  | 'missing'
  | 'too-large-tag'
  | 'timeout'
  | 'crashed';

export interface Tags {
  title?: string;
  album?: string;
  /** As written, one entry a value; never split at commas or "feat." here. */
  artists: string[];
  /** How the artists are shown: as the file says it ('A feat. B'), else the names in a row. */
  artistsCredit?: string;
  albumArtists: string[];
  albumArtistsCredit?: string;
  /** Everyone who is neither artist nor album artist. */
  roles: Credit[];
  track?: number;
  trackTotal?: number;
  /** The track's place as written when it is not a plain number: 'A1'. */
  trackText?: string;
  disc?: number;
  discTotal?: number;
  discSubtitle?: string;
  /** 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD'. */
  date?: string;
  originalDate?: string;
  genres: string[];
  moods: string[];
  compilation: boolean;
  titleSort?: string;
  albumSort?: string;
  artistsSort: string[];
  albumArtistsSort: string[];
  musicBrainz: MusicBrainzIds;
  isrcs: string[];
  barcode?: string;
  catalogNumbers: string[];
  labels: string[];
  /** Lower case: 'album', 'live', 'ep' … */
  releaseTypes: string[];
  releaseStatus?: string;
  releaseCountry?: string;
  /** The release's format: 'CD', '12" Vinyl' … */
  media?: string;
  comment?: string;
  bpm?: number;
  key?: string;
  copyright?: string;
  license?: string;
  /** ISO 639 code or whatever was written. */
  language?: string;
  replayGain?: ReplayGain;
  lyrics: Lyrics[];
  work?: string;
  movement?: string;
  movementNumber?: number;
  movementTotal?: number;
  grouping?: string;
  subtitle?: string;
  explicit?: 'explicit' | 'clean';
  /** The text of an embedded cue sheet. */
  cueSheet?: string;
  chapters?: Chapter[];
  /** 0 to 100. */
  rating?: number;
  playCount?: number;
  encodedBy?: string;
}

export interface Credit {
  readonly role: Role;
  readonly name: string;
  /** The instrument of a performer, or the function as written for 'other'. */
  readonly detail?: string;
}

export type Role =
  | 'composer'
  | 'conductor'
  | 'lyricist'
  | 'writer'
  | 'arranger'
  | 'performer'
  | 'remixer'
  | 'dj-mixer'
  | 'mixer'
  | 'producer'
  | 'engineer'
  | 'director'
  | 'other';

export interface MusicBrainzIds {
  recording?: string;
  track?: string;
  release?: string;
  releaseGroup?: string;
  work?: string;
  artists: string[];
  albumArtists: string[];
}

/** Decibels and linear peaks (1 = full scale), R128 tags brought to ReplayGain's −18 LUFS reference. */
export interface ReplayGain {
  trackGainDb?: number;
  trackPeak?: number;
  albumGainDb?: number;
  albumPeak?: number;
}

export interface Lyrics {
  /** ISO 639-2 code; absent when the file gives none. */
  readonly language?: string;
  readonly text: string;
  /** Present when lines carry times; ordered. */
  readonly synced?: LyricsLine[];
}

export interface LyricsLine {
  readonly timeMs: number;
  readonly text: string;
}

export interface Chapter {
  readonly startMs: number;
  readonly title: string;
}

export type Container =
  | 'mp3'
  | 'flac'
  | 'ogg'
  | 'mp4'
  | 'wav'
  | 'aiff'
  | 'asf'
  | 'dsf'
  | 'dff'
  | 'wavpack'
  | 'musepack'
  | 'ape'
  | 'tta'
  | 'aac'
  | 'matroska'
  | 'caf'
  | 'au'
  | 'w64'
  | 'ac3'
  | 'dts'
  | 'amr'
  | 'tak'
  | 'optimfrog'
  | 'other';

export interface AudioFacts {
  /** Told from the content, not from the name. */
  readonly container: Container;
  /** Lower case: 'mp3', 'flac', 'vorbis', 'opus', 'aac', 'alac', 'pcm', 'dsd' … */
  readonly codec: string;
  /** 0 when the file does not tell. */
  readonly durationMs: number;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly bitDepth?: number;
  readonly bitrateKbps: number;
  readonly lossless: boolean;
  /** What the encoder added at the start and at the end, as it wrote it (LAME's figures leave a decoder's own 529 out). */
  readonly encoderDelaySamples?: number;
  readonly paddingSamples?: number;
  /** Audible samples of one channel, where the file tells exactly. */
  readonly totalSamples?: number;
}

export type ArtworkType =
  | 'front'
  | 'back'
  | 'leaflet'
  | 'disc'
  | 'artist'
  | 'lead-artist'
  | 'conductor'
  | 'band'
  | 'composer'
  | 'lyricist'
  | 'location'
  | 'recording'
  | 'performance'
  | 'screen'
  | 'illustration'
  | 'logo'
  | 'icon'
  | 'other';

/** Where a picture lies in its file; `readEmbeddedArtwork` of ../artwork.ts fetches the bytes. Plain data: storable. */
export interface EmbeddedArtwork {
  readonly offset: number;
  /** Stored length in bytes (in base64 or unsynchronised form where `storage` says so). */
  readonly length: number;
  /** 'image/jpeg' …, told from the first bytes where the tag is silent or wrong. */
  readonly mime: string;
  readonly type: ArtworkType;
  readonly description: string;
  /**
   * raw: the bytes lie at `offset`. unsynchronised: ID3's 0xFF 0x00 must be undone. zlib: a compressed ID3 frame
   * body. base64: text in the file. ogg, ogg-base64: inside an Ogg packet, whose first page is at `offset`, after
   * `skip` bytes of that packet.
   */
  readonly storage: 'raw' | 'unsynchronised' | 'zlib' | 'base64' | 'ogg' | 'ogg-base64';
  readonly skip?: number;
  /** Bytes to drop in front of the picture once `storage` is undone. */
  readonly drop?: number;
}

/** What identifies the sound whatever the tags say. */
export interface Essence {
  /** 'flac-md5:<hex>' where the file carries it; else see `digestEssence`. */
  readonly digest?: string;
}
