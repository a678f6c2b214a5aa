/**
 * The web API's contract: every route, what it takes and what it answers. The server implements it, the page
 * imports its types and nothing else, so a field is written down once. Durations are milliseconds, times are ISO
 * 8601 in UTC, ids are opaque strings. Every error answers `Problem` with its HTTP status.
 */

export interface Problem {
  code: string;
  /** What happened and what to do, for a person. */
  message: string;
  retryAfterSeconds?: number;
}

export type Role = 'admin' | 'member';
export type ItemKind = 'track' | 'album' | 'artist' | 'playlist';
export type ThemeName = 'light' | 'dark' | 'auto';

/** A window on a list of any length; `total` sizes the scroll bar before the rows are there. */
export interface Page<T> {
  total: number;
  offset: number;
  items: T[];
}

export interface PageQuery {
  offset?: number;
  /** 1 to 500; 100 when absent. */
  limit?: number;
}

/** What a cover gives the page: `color` fills its square before it loads; accents are AA on paper. */
export interface Artwork {
  id: string;
  color: string;
  accentLight: string;
  accentDark: string;
  spine: string;
  spineText: string;
}

export interface Mark {
  starredAt: string | null;
  /** 1 to 5; null when not rated. */
  rating: number | null;
  playCount: number;
  playedAt: string | null;
}

export interface ArtistRef {
  /** Null where only a name is known. */
  id: string | null;
  name: string;
}

export interface Credit extends ArtistRef {
  role: string;
  detail: string | null;
}

export interface AlbumRow {
  id: string;
  title: string;
  artists: ArtistRef[];
  year: number | null;
  addedAt: string;
  trackCount: number;
  discCount: number;
  durationMs: number;
  artwork: Artwork | null;
  /** True when no file of it is there now. */
  missing: boolean;
  mark: Mark;
}

export interface TrackRow {
  id: string;
  title: string;
  artists: ArtistRef[];
  album: { id: string; title: string } | null;
  artwork: Artwork | null;
  disc: number | null;
  number: number | null;
  durationMs: number;
  missing: boolean;
  mark: Mark;
}

/** What the player needs to play a track gaplessly and at the right loudness. */
export interface Playable extends TrackRow {
  /** MIME type of the original. */
  mime: string;
  codec: string;
  lossless: boolean;
  bitrateKbps: number | null;
  sampleRateHz: number | null;
  bitDepth: number | null;
  channels: number | null;
  sizeBytes: number;
  gain: {
    trackDb: number | null;
    trackPeak: number | null;
    albumDb: number | null;
    albumPeak: number | null;
  };
  /** Outline of the sound: 8-bit peaks in base64, or null until it was analysed. */
  peaks: string | null;
}

export interface AlbumTrack extends Playable {
  work: string | null;
  movement: string | null;
  movementNumber: number | null;
}

export interface Disc {
  number: number;
  title: string | null;
  durationMs: number;
  tracks: AlbumTrack[];
}

export interface AlbumDetail extends AlbumRow {
  originalDate: string | null;
  releaseDate: string | null;
  labels: string[];
  catalogNumbers: string[];
  barcode: string | null;
  genres: string[];
  releaseTypes: string[];
  compilation: boolean;
  mbid: string | null;
  sizeBytes: number;
  /** In words: 'FLAC 96 kHz, 24 bit'. */
  format: string;
  credits: Credit[];
  discs: Disc[];
  /** Why these tracks are one album: the rule, in a sentence, and the values that it compared. */
  grouping: { rule: string; facts: { name: string; value: string }[] };
  moreByArtist: AlbumRow[];
}

export interface ArtistRow {
  id: string;
  name: string;
  sortName: string;
  albumCount: number;
  trackCount: number;
  artwork: Artwork | null;
  mark: Mark;
}

export interface ArtistDetail extends ArtistRow {
  mbid: string | null;
  /** Albums of their own, then those on which they appear, each newest first. */
  albums: AlbumRow[];
  appearsOn: AlbumRow[];
  topTracks: Playable[];
  roles: string[];
}

export interface GenreRow {
  name: string;
  albumCount: number;
  trackCount: number;
}

export interface PlaylistRow {
  id: string;
  name: string;
  comment: string;
  owner: string;
  /** True when this account may change it. */
  mine: boolean;
  public: boolean;
  trackCount: number;
  durationMs: number;
  changedAt: string;
  artwork: Artwork[];
}

export interface PlaylistDetail extends PlaylistRow {
  /** `track` is null where an imported line matched no file; `entry` is that line. */
  items: { position: number; entry: string | null; track: Playable | null }[];
}

/** Matched letters are [start, end) ranges in UTF-16 units of the name shown. */
export interface Found<T> {
  item: T;
  matches: { name: [number, number][] };
}

export interface SearchAnswer {
  query: string;
  /** Set when nothing was spelled like the query and this was searched instead. */
  corrected: string | null;
  best:
    | (
        | { kind: 'artist'; item: ArtistRow }
        | { kind: 'album'; item: AlbumRow }
        | { kind: 'track'; item: Playable }
      )
    | null;
  artists: { total: number; cut: boolean; hits: Found<ArtistRow>[] };
  albums: { total: number; cut: boolean; hits: Found<AlbumRow>[] };
  tracks: { total: number; cut: boolean; hits: Found<Playable>[] };
  playlists: { total: number; cut: boolean; hits: Found<PlaylistRow>[] };
  tookMs: number;
}

export interface Continue {
  track: Playable;
  positionMs: number;
  /** Where the track stands: 8 of 15 on its album, with the time left on the album. */
  index: number;
  count: number;
  leftMs: number;
  albumDurationMs: number;
  changedAt: string;
}

export interface Home {
  continue: Continue[];
  recentlyAdded: AlbumRow[];
  addedThisMonth: number;
  recentlyPlayed: AlbumRow[];
  mostPlayed: AlbumRow[];
  favourites: AlbumRow[];
  random: AlbumRow[];
  /** Loved once, not heard for long. */
  rediscover: AlbumRow[];
  counts: { artists: number; albums: number; tracks: number; durationMs: number };
}

export interface Lyrics {
  language: string;
  synced: boolean;
  lines: { timeMs: number | null; text: string }[];
  source: 'embedded' | 'sidecar';
}

export interface QueueState {
  tracks: Playable[];
  index: number;
  positionMs: number;
  changedAt: string;
  changedBy: string;
}

export interface Me {
  name: string;
  role: Role;
  /** Sent back in the header `X-Fonoteca-CSRF` on every request that changes something. */
  csrf: string;
  settings: Settings;
}

export interface Settings {
  theme: ThemeName;
  replayGain: 'track' | 'album' | 'off';
  preampDb: number;
  /** 0: the original; else the player asks for Opus at this rate. */
  maxBitrateKbps: number;
}

export interface ScanStatus {
  running: boolean;
  libraryId: string | null;
  phase: string | null;
  /** Files seen, and how many are expected (null until the walk has ended). */
  done: number;
  total: number | null;
  filesPerSecond: number | null;
  secondsLeft: number | null;
  added: number;
  changed: number;
  moved: number;
  missing: number;
  issues: number;
  startedAt: string | null;
  endedAt: string | null;
  outcome: 'done' | 'cancelled' | 'failed' | 'interrupted' | null;
  error: string | null;
}

export interface JobRow {
  id: string;
  kind: string;
  title: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  done: number;
  total: number | null;
  secondsLeft: number | null;
  startedAt: string | null;
  endedAt: string | null;
  message: string | null;
  canCancel: boolean;
}

export interface IssueRow {
  id: string;
  library: string;
  path: string;
  reason: string;
  severity: 'error' | 'warning';
  /** What happened and what to do. */
  message: string;
  firstSeenAt: string;
}

export interface MissingRow {
  track: TrackRow;
  path: string;
  library: string;
  missingSince: string;
}

export interface LibraryRow {
  id: string;
  name: string;
  path: string;
  trackCount: number;
  missingCount: number;
  sizeBytes: number;
  scannedAt: string | null;
  watching: boolean;
  /** Names of the members who may see it; null: everyone. */
  members: string[] | null;
}

export interface UserRow {
  name: string;
  role: Role;
  createdAt: string;
  lastSeenAt: string | null;
  libraries: string[] | null;
}

export interface CredentialRow {
  id: string;
  name: string;
  legacy: boolean;
  createdAt: string;
  lastUsedAt: string | null;
}

export interface SessionRow {
  id: string;
  current: boolean;
  client: string;
  createdAt: string;
  lastSeenAt: string;
}

export interface About {
  version: string;
  nodeVersion: string;
  database: 'sqlite' | 'postgres';
  ffmpeg: string | null;
  startedAt: string;
  memoryBytes: number;
  cpuSeconds: number;
  counts: Home['counts'];
  checks: { name: string; ok: boolean; message: string; advice: string | null }[];
}

/** Where the page stands before anybody has signed in. */
export interface Hello {
  version: string;
  /** True until the first admin exists; then the token from the log is asked for. */
  needsSetup: boolean;
  signedIn: boolean;
}

export type AlbumSort =
  | 'title'
  | 'artist'
  | 'added'
  | 'year'
  | 'played'
  | 'most-played'
  | 'rating'
  | 'starred'
  | 'random';
export type TrackSort = 'title' | 'artist' | 'album' | 'added' | 'duration' | 'rating' | 'starred';

/**
 * `'METHOD /path/:param'` → what it takes and answers. Bytes have routes of their own, outside this table:
 * `GET /api/artwork/:id?size=` (WebP), `GET /api/stream/:trackId?format=original|opus|mp3|aac|flac&bitrate=&startMs=`,
 * `GET /api/download/:id` (a track, or an album or playlist as ZIP; a playlist with `?format=m3u8|xspf` as a list), `GET /api/events` (server-sent events, see `Events`).
 */
export interface Api {
  'GET /api/hello': { answer: Hello };
  'POST /api/setup': { body: { token: string; name: string; password: string }; answer: Me };
  'POST /api/session': { body: { name: string; password: string }; answer: Me };
  'DELETE /api/session': { answer: null };
  'GET /api/me': { answer: Me };
  'PATCH /api/me/settings': { body: Partial<Settings>; answer: Settings };
  'POST /api/me/password': { body: { current: string; next: string }; answer: null };
  'GET /api/me/sessions': { answer: SessionRow[] };
  'DELETE /api/me/sessions/:id': { answer: null };
  'GET /api/me/credentials': { answer: CredentialRow[] };
  /** The secret is answered here once and never again. */
  'POST /api/me/credentials': {
    body: { name: string; legacy: boolean };
    answer: CredentialRow & { secret: string };
  };
  'DELETE /api/me/credentials/:id': { answer: null };

  'GET /api/home': { answer: Home };
  'GET /api/albums': {
    query: PageQuery & {
      sort?: AlbumSort;
      genre?: string;
      fromYear?: number;
      toYear?: number;
      seed?: number;
    };
    answer: Page<AlbumRow>;
  };
  /** First index of each letter in the list as sorted: the letter scrubber. */
  'GET /api/albums/letters': {
    query: { sort?: 'title' | 'artist' };
    answer: { letter: string; index: number }[];
  };
  'GET /api/albums/:id': { answer: AlbumDetail };
  'GET /api/artists': { query: PageQuery & { role?: 'album' | 'all' }; answer: Page<ArtistRow> };
  'GET /api/artists/letters': {
    query: { role?: 'album' | 'all' };
    answer: { letter: string; index: number }[];
  };
  'GET /api/artists/:id': { answer: ArtistDetail };
  'GET /api/genres': { answer: GenreRow[] };
  'GET /api/tracks': { query: PageQuery & { sort?: TrackSort; genre?: string }; answer: Page<Playable> };
  'GET /api/tracks/:id': {
    answer: Playable & { path: string | null; credits: Credit[]; tags: { name: string; values: string[] }[] };
  };
  'GET /api/tracks/:id/lyrics': { answer: Lyrics[] };
  /** Tracks like this one, or a radio from it: what plays on when the queue ends. */
  'GET /api/tracks/:id/similar': { query: { limit?: number }; answer: Playable[] };
  'GET /api/search': { query: { q: string; limit?: number; exact?: boolean }; answer: SearchAnswer };

  'PUT /api/marks/:id': { body: { starred?: boolean; rating?: number | null }; answer: Mark };
  /** `finished` counts a play; else it says what is playing now, and where. */
  'POST /api/plays': {
    body: { trackId: string; finished: boolean; positionMs: number; playedAt?: string };
    answer: null;
  };
  'GET /api/queue': { answer: QueueState | null };
  'PUT /api/queue': { body: { trackIds: string[]; index: number; positionMs: number }; answer: null };

  'GET /api/playlists': { answer: PlaylistRow[] };
  'POST /api/playlists': { body: { name: string; trackIds?: string[] }; answer: PlaylistDetail };
  'GET /api/playlists/:id': { answer: PlaylistDetail };
  'PATCH /api/playlists/:id': {
    body: { name?: string; comment?: string; public?: boolean; trackIds?: string[] };
    answer: PlaylistDetail;
  };
  'POST /api/playlists/:id/tracks': { body: { trackIds: string[] }; answer: PlaylistDetail };
  'DELETE /api/playlists/:id': { answer: null };
  /** Undo of a deletion, for an hour. */
  'POST /api/playlists/:id/restore': { answer: PlaylistDetail };

  'GET /api/scan': { answer: ScanStatus };
  'POST /api/scan': { body: { libraryId?: string; full?: boolean }; answer: ScanStatus };
  'DELETE /api/scan': { answer: ScanStatus };
  'GET /api/jobs': { answer: JobRow[] };
  'DELETE /api/jobs/:id': { answer: null };

  'GET /api/admin/libraries': { answer: LibraryRow[] };
  'POST /api/admin/libraries': { body: { path: string; name?: string }; answer: LibraryRow };
  'PATCH /api/admin/libraries/:id': {
    body: { name?: string; members?: string[] | null };
    answer: LibraryRow;
  };
  'DELETE /api/admin/libraries/:id': { answer: null };
  'GET /api/admin/users': { answer: UserRow[] };
  'POST /api/admin/users': { body: { name: string; role: Role; password: string }; answer: UserRow };
  'PATCH /api/admin/users/:name': { body: { role?: Role; password?: string }; answer: UserRow };
  'DELETE /api/admin/users/:name': { answer: null };
  'GET /api/admin/issues': { query: PageQuery; answer: Page<IssueRow> };
  'GET /api/admin/missing': { query: PageQuery; answer: Page<MissingRow> };
  /** A person's decision that missing files are gone for good: their marks and plays go with them. */
  'POST /api/admin/missing/purge': { body: { trackIds: string[] | 'all' }; answer: { purged: number } };
  'GET /api/admin/about': { answer: About };
}

/** Server-sent events of `GET /api/events`: the event's name → its data. */
export interface Events {
  scan: ScanStatus;
  jobs: JobRow[];
  /** The library changed; lists may be asked for again. */
  library: { version: number };
  /** The queue, a playlist or a mark of this account was changed elsewhere. */
  account: { what: 'queue' | 'playlists' | 'marks' };
}
