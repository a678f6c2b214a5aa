/**
 * What the library answers with: rows with numbers for ids and milliseconds for times, which the server turns into
 * the shapes of its APIs. `null` means that nothing is known. Every row that a person can mark carries the mark of
 * the account that asked.
 */

/** Who asks: whose marks are meant, and which libraries may be seen. Every read takes it into its WHERE. */
export interface Viewer {
  readonly accountId: number;
  readonly libraryIds: 'all' | readonly number[];
}

/** Part of a list: `total` is the length of the whole. */
export interface Window<T> {
  readonly total: number;
  readonly offset: number;
  readonly items: T[];
}

export interface WindowQuery {
  /** From 0. */
  readonly offset?: number;
  /** 100 when absent; never more than 500 rows come. */
  readonly limit?: number;
}

/** `{ found: false }`: there is no such thing, or this viewer may not know of it. */
export type Lookup<T> = ({ readonly found: true } & T) | { readonly found: false };

export type MarkKind = 'track' | 'album' | 'artist';

export interface MarkFacts {
  starredAt: number | null;
  /** 1 to 5. */
  rating: number | null;
  playCount: number;
  playedAt: number | null;
}

export interface ArtistRef {
  /** Null where only a name is known. */
  id: number | null;
  name: string;
}

export interface CreditFacts extends ArtistRef {
  /** 'artist', 'albumartist', 'composer', 'performer' …; `detail` is the instrument or the like. */
  role: string;
  detail: string | null;
}

/** The colours are null until the picture was looked at. */
export interface ArtworkFacts {
  id: number;
  changedAt: number;
  widthPx: number | null;
  heightPx: number | null;
  color: string | null;
  accentLight: string | null;
  accentDark: string | null;
  spine: string | null;
  spineText: string | null;
}

export interface LibraryFacts {
  id: number;
  name: string;
  root: string;
  scannedAt: number | null;
}

export interface AlbumRow {
  id: number;
  libraryId: number;
  title: string;
  sortKey: string;
  /** The name as it is shown, also where `artists` has several. */
  artistName: string;
  artists: ArtistRef[];
  year: number | null;
  /** As far as it is known: '1998', '1998-04' or '1998-04-20'. */
  releaseDate: string | null;
  originalDate: string | null;
  mbid: string | null;
  mbidReleaseGroup: string | null;
  compilation: boolean;
  labels: string[];
  catalogNumbers: string[];
  barcode: string | null;
  releaseTypes: string[];
  discTitles: { number: number; title: string }[];
  /** The most frequent first. */
  genres: string[];
  /** In words: 'FLAC 96 kHz, 24 bit'. */
  format: string;
  trackCount: number;
  discCount: number;
  durationMs: number;
  sizeBytes: number;
  addedAt: number;
  /** True when no file of it is there now. */
  missing: boolean;
  artwork: ArtworkFacts | null;
  mark: MarkFacts;
}

export interface TrackRow {
  id: number;
  libraryId: number;
  folderId: number;
  title: string;
  sortKey: string;
  artistName: string;
  albumArtistName: string;
  /** Credits with the role 'artist'; `albumArtists` are those of the album. */
  artists: ArtistRef[];
  albumArtists: ArtistRef[];
  /** All other credits: composer, conductor, performer … */
  contributors: CreditFacts[];
  album: { id: number; title: string } | null;
  artwork: ArtworkFacts | null;
  disc: number | null;
  number: number | null;
  year: number | null;
  releaseDate: string | null;
  genres: string[];
  durationMs: number;
  addedAt: number;
  changedAt: number;
  missing: boolean;
  missingSince: number | null;
  /** Relative to the library's root; bytes that are no text are written as base/paths.ts says. */
  path: string;
  fileName: string;
  /** 0 for a whole file; 1, 2 … for the parts that a cue sheet names. */
  segment: number;
  startMs: number;
  sizeBytes: number;
  container: string;
  codec: string;
  mime: string;
  lossless: boolean;
  bitrateKbps: number | null;
  sampleRateHz: number | null;
  bitDepth: number | null;
  channels: number | null;
  mbidRecording: string | null;
  mbidTrack: string | null;
  isrc: string | null;
  bpm: number | null;
  comment: string | null;
  work: string | null;
  movement: string | null;
  movementNumber: number | null;
  explicit: string | null;
  /** To −18 LUFS, from tags, else from the measured loudness; peaks are linear, 1 is full scale. */
  gain: {
    trackDb: number | null;
    trackPeak: number | null;
    albumDb: number | null;
    albumPeak: number | null;
  };
  /** The outline of the sound, 8-bit; null until it was analysed, and where it was not asked for. */
  peaks: Uint8Array | null;
  mark: MarkFacts;
}

export interface ArtistRow {
  id: number;
  name: string;
  sortName: string;
  sortKey: string;
  mbid: string | null;
  /** Albums of their own, their tracks, and the albums of others that they appear on, in the libraries seen. */
  albumCount: number;
  trackCount: number;
  appearsCount: number;
  artwork: ArtworkFacts | null;
  mark: MarkFacts;
}

export interface Letter {
  /** 'A' … 'Z', '#' for what starts with no letter, a Greek or Cyrillic letter, or '…' for all others. */
  letter: string;
  /** Where it begins in the list. */
  index: number;
}

export interface DiscFacts {
  number: number;
  title: string | null;
  durationMs: number;
  tracks: TrackRow[];
}

export interface AlbumDetail extends AlbumRow {
  discs: DiscFacts[];
  /** Everybody named on its tracks, each once a role. */
  credits: CreditFacts[];
  /** The rule's name that made these tracks one album, and the values it compared. */
  grouping: { rule: string; facts: { name: string; value: string }[] };
  moreByArtist: AlbumRow[];
}

export interface ArtistDetail extends ArtistRow {
  /** Newest first. */
  albums: AlbumRow[];
  appearsOn: AlbumRow[];
  topTracks: TrackRow[];
  roles: string[];
}

/** An artist as lists of all of them hold it: no mark, no picture's colours. */
export interface ArtistSummary {
  id: number;
  name: string;
  sortName: string;
  mbid: string | null;
  albumCount: number;
  trackCount: number;
  artworkId: number | null;
}

/** All artists under their letters; the same object until the library changed (`version`), so answers may be kept. */
export interface ArtistIndex {
  version: number;
  letters: { letter: string; artists: readonly ArtistSummary[] }[];
}

export interface GenreRow {
  id: number;
  name: string;
  albumCount: number;
  trackCount: number;
}

export interface FolderRow {
  id: number;
  libraryId: number;
  parentId: number | null;
  name: string;
  path: string;
  artworkId: number | null;
}

export interface FolderDetail extends FolderRow {
  folders: FolderRow[];
  tracks: TrackRow[];
}

export interface PlaylistRow {
  id: number;
  ownerId: number;
  /** True when the viewer may change it. */
  mine: boolean;
  name: string;
  comment: string;
  public: boolean;
  createdAt: number;
  changedAt: number;
  /** Lines, those without a file among them. */
  trackCount: number;
  durationMs: number;
  /** Up to four different covers, in the order of its tracks. */
  artworks: ArtworkFacts[];
}

export interface PlaylistEntry {
  position: number;
  /** The line of the file it came from, where no track is known. */
  entry: string | null;
  track: TrackRow | null;
}

export interface ContinueRow {
  track: TrackRow;
  positionMs: number;
  /** The track is the `index`th (from 1) of `count` on its album, which has `leftMs` of `albumDurationMs` to go. */
  index: number;
  count: number;
  leftMs: number;
  albumDurationMs: number;
  changedAt: number;
}

export interface HomeFacts {
  continue: ContinueRow[];
  recentlyAdded: AlbumRow[];
  addedThisMonth: number;
  recentlyPlayed: AlbumRow[];
  mostPlayed: AlbumRow[];
  favourites: AlbumRow[];
  random: AlbumRow[];
  rediscover: AlbumRow[];
  counts: CountFacts;
}

export interface CountFacts {
  artists: number;
  albums: number;
  tracks: number;
  durationMs: number;
}

export interface NowPlayingRow {
  accountId: number;
  client: string;
  track: TrackRow;
  positionMs: number;
  state: PlayState;
  startedAt: number;
  changedAt: number;
}

export type PlayState = 'starting' | 'playing' | 'paused' | 'stopped';

export interface QueueFacts {
  tracks: TrackRow[];
  /** Of the current track in `tracks`; 0 when there are none. */
  index: number;
  positionMs: number;
  changedAt: number;
  changedBy: string;
}

export interface BookmarkRow {
  track: TrackRow;
  positionMs: number;
  comment: string;
  createdAt: number;
  changedAt: number;
}

export interface LyricsRow {
  language: string;
  synced: boolean;
  source: 'embedded' | 'sidecar';
  lines: { timeMs: number | null; text: string }[];
}

/** Matched letters are [start, end) in UTF-16 units of the name shown. */
export interface Found<T> {
  item: T;
  matches: { name: [number, number][] };
}

export interface FoundPart<T> {
  /** How many there are; at least so many when `cut`. */
  total: number;
  /** True when there were more than are looked at. */
  cut: boolean;
  hits: Found<T>[];
}

export interface SearchAnswer {
  query: string;
  /** What was searched instead, when nothing was spelled like the query. */
  corrected: string | null;
  best:
    | { kind: 'artist'; item: ArtistRow }
    | { kind: 'album'; item: AlbumRow }
    | { kind: 'track'; item: TrackRow }
    | null;
  artists: FoundPart<ArtistRow>;
  albums: FoundPart<AlbumRow>;
  tracks: FoundPart<TrackRow>;
  playlists: FoundPart<PlaylistRow>;
}

/** Where a track's bytes are. */
export interface TrackFile {
  trackId: number;
  libraryId: number;
  root: string;
  /** Relative to `root`. */
  path: string;
  segment: number;
  startMs: number;
  durationMs: number;
  sizeBytes: number;
  mtimeMs: number;
  missing: boolean;
  container: string;
  codec: string;
  mime: string;
  lossless: boolean;
  bitrateKbps: number | null;
  sampleRateHz: number | null;
  bitDepth: number | null;
  channels: number | null;
  title: string;
  artistName: string;
}

/** Where a picture's bytes are: a whole file, a range of one, or (`encoding`) something to be unpacked. */
export interface ArtworkFile {
  artworkId: number;
  libraryId: number;
  /** 'embedded', 'folder' or 'artist'. */
  source: string;
  root: string;
  path: string;
  byteOffset: number;
  byteLength: number;
  /** Which picture of the file, for those that only a tag reader can take out. */
  pictureIndex: number;
  encoding: string | null;
  mime: string | null;
  changedAt: number;
  digest: string | null;
  color: string | null;
}
