/**
 * What the library can be asked, as one interface: the entrance for the server's rooms. Each group is built in the
 * file of its name; nothing here knows a wire format or how a person proved who they are.
 */
import type {
  AlbumDetail,
  AlbumRow,
  ArtistDetail,
  ArtistIndex,
  ArtistRow,
  ArtworkFile,
  BookmarkRow,
  ContinueRow,
  CountFacts,
  FolderDetail,
  FolderRow,
  GenreRow,
  HomeFacts,
  Letter,
  LibraryFacts,
  Lookup,
  LyricsRow,
  MarkFacts,
  MarkKind,
  NowPlayingRow,
  PlaylistEntry,
  PlaylistRow,
  PlayState,
  QueueFacts,
  SearchAnswer,
  TrackFile,
  TrackRow,
  Viewer,
  Window,
  WindowQuery,
} from './rows.ts';

export interface Library {
  readonly access: Access;
  readonly albums: Albums;
  readonly artists: Artists;
  readonly tracks: Tracks;
  readonly genres: Genres;
  readonly folders: Folders;
  readonly home: Home;
  readonly search: Search;
  readonly marks: Marks;
  readonly plays: Plays;
  readonly playlists: Playlists;
  readonly queue: Queue;
  readonly bookmarks: Bookmarks;
  readonly lyrics: LyricsShelf;
  readonly artwork: ArtworkShelf;
  /** Grows when lists show what a scan changed: whoever sees it grow may ask again and is not given what they had. */
  version(): Promise<number>;
  /** Builds the most wanted lists, so that the first who asks need not wait. */
  warm(): Promise<void>;
  close(): void;
}

export interface Access {
  /** What an account may see: an admin everything, a member the open libraries and those of theirs. */
  viewerOf(account: { id: number; role: 'admin' | 'member' }): Promise<Viewer>;
  /** The same viewer with one library only (musicFolderId); sees nothing when it was not theirs to see. */
  narrow(viewer: Viewer, libraryId: number): Viewer;
  libraries(viewer: Viewer): Promise<LibraryFacts[]>;
}

/** 'played' (latest first), 'most-played', 'rating' (highest first) and 'starred' (latest first) list only what was. */
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
export type TrackSort =
  | 'id'
  | 'title'
  | 'artist'
  | 'album'
  | 'added'
  | 'duration'
  | 'rating'
  | 'starred'
  | 'played'
  | 'most-played'
  | 'random';
/** 'album': those with albums of their own; 'all': everybody credited. */
export type ArtistRole = 'album' | 'all';

export interface AlbumQuery extends WindowQuery {
  /** 'title' when absent. 'added' is newest first, 'year' oldest first. */
  readonly sort?: AlbumSort;
  /** A genre's name, in any spelling that folds alike. */
  readonly genre?: string;
  /** Inclusive. For sort 'year' with from > to the list runs backwards. */
  readonly fromYear?: number;
  readonly toYear?: number;
  /** Same seed, same random order. */
  readonly seed?: number;
}

export interface TrackQuery extends WindowQuery {
  readonly sort?: TrackSort;
  readonly genre?: string;
  readonly fromYear?: number;
  readonly toYear?: number;
  readonly seed?: number;
}

export interface TrackOptions {
  /** Also read the outlines of the sound. */
  readonly peaks?: boolean;
}

export interface Albums {
  list(viewer: Viewer, query: AlbumQuery): Promise<Window<AlbumRow>>;
  letters(viewer: Viewer, sort: 'title' | 'artist'): Promise<Letter[]>;
  /** `peaks` as in TrackOptions. */
  get(viewer: Viewer, albumId: number, options?: TrackOptions): Promise<Lookup<{ album: AlbumDetail }>>;
  /** In the order asked, without those that are not there. */
  byIds(viewer: Viewer, albumIds: readonly number[]): Promise<AlbumRow[]>;
}

export interface Artists {
  list(viewer: Viewer, query: WindowQuery & { readonly role?: ArtistRole }): Promise<Window<ArtistRow>>;
  letters(viewer: Viewer, role: ArtistRole): Promise<Letter[]>;
  /** Everybody, from a cache. */
  index(viewer: Viewer, role: ArtistRole): Promise<ArtistIndex>;
  get(viewer: Viewer, artistId: number): Promise<Lookup<{ artist: ArtistDetail }>>;
  byIds(viewer: Viewer, artistIds: readonly number[]): Promise<ArtistRow[]>;
  byName(viewer: Viewer, name: string): Promise<Lookup<{ artist: ArtistRow }>>;
  /** By how often everybody here played them, then as on their albums. */
  topTracks(viewer: Viewer, artistId: number, count: number): Promise<TrackRow[]>;
  /** Artists who share albums or genres. */
  similar(viewer: Viewer, artistId: number, count: number): Promise<ArtistRow[]>;
}

export interface Tracks {
  list(viewer: Viewer, query: TrackQuery, options?: TrackOptions): Promise<Window<TrackRow>>;
  /** In the order asked, repeated where repeated, without those that are not there; missing files are among them. */
  byIds(viewer: Viewer, trackIds: readonly number[], options?: TrackOptions): Promise<TrackRow[]>;
  get(
    viewer: Viewer,
    trackId: number,
  ): Promise<Lookup<{ track: TrackRow; tags: { name: string; values: string[] }[] }>>;
  /** A fresh choice every time. */
  random(
    viewer: Viewer,
    query: {
      readonly count: number;
      readonly genre?: string;
      readonly fromYear?: number;
      readonly toYear?: number;
    },
    options?: TrackOptions,
  ): Promise<TrackRow[]>;
  /** What may follow this track, album or artist: by artist, genre and year, without outside services. */
  similar(
    viewer: Viewer,
    to: { readonly kind: MarkKind; readonly id: number },
    count: number,
    options?: TrackOptions,
  ): Promise<TrackRow[]>;
  /** Track ids of an album in its order, or of an artist's albums: what a download or "play all" takes. */
  idsOf(
    viewer: Viewer,
    of: { readonly kind: 'album' | 'artist' | 'folder'; readonly id: number },
  ): Promise<number[]>;
}

export interface Genres {
  /** By name; those without a track that is there are left out. */
  list(viewer: Viewer): Promise<GenreRow[]>;
}

export interface Folders {
  /** The folders right under a library's root, and the tracks that lie in the root itself. */
  roots(
    viewer: Viewer,
  ): Promise<{ libraries: LibraryFacts[]; folders: FolderRow[]; tracks: TrackRow[]; changedAt: number }>;
  get(viewer: Viewer, folderId: number): Promise<Lookup<{ folder: FolderDetail }>>;
}

export interface Home {
  get(viewer: Viewer): Promise<HomeFacts>;
  continueListening(viewer: Viewer, count: number): Promise<ContinueRow[]>;
  counts(viewer: Viewer): Promise<CountFacts>;
}

export interface SearchQuery {
  readonly query: string;
  /** Look for what was typed only: no typos forgiven. */
  readonly exact?: boolean;
  /** Absent: this kind is not looked for. An empty query lists everything in a stable order. */
  readonly artists?: WindowQuery;
  readonly albums?: WindowQuery;
  readonly tracks?: WindowQuery;
  readonly playlists?: WindowQuery;
  readonly peaks?: boolean;
}

export interface Search {
  find(viewer: Viewer, query: SearchQuery): Promise<SearchAnswer>;
}

export interface MarkItems {
  readonly tracks?: readonly number[];
  readonly albums?: readonly number[];
  readonly artists?: readonly number[];
}

export interface Marks {
  /** Stars or unstars; answers how many of the items the viewer can see. Starring twice keeps the first time. */
  star(viewer: Viewer, items: MarkItems, starred: boolean): Promise<{ marked: number }>;
  /** 1 to 5, or null to take the rating back. */
  rate(viewer: Viewer, items: MarkItems, rating: number | null): Promise<{ marked: number }>;
  of(viewer: Viewer, kind: MarkKind, id: number): Promise<MarkFacts>;
  /** All marks of a kind that are starred or rated: what is laid over `artists.index`. */
  given(viewer: Viewer, kind: MarkKind): Promise<Map<number, MarkFacts>>;
  /** Newest first; missing ones are among them. At most 5,000 of each. */
  starred(viewer: Viewer): Promise<{ artists: ArtistRow[]; albums: AlbumRow[]; tracks: TrackRow[] }>;
}

export interface Plays {
  /** Finished plays, with their time: history and counts of track, album and artists. The same play twice counts once. */
  add(
    viewer: Viewer,
    plays: readonly { readonly trackId: number; readonly playedAt?: number; readonly client: string }[],
  ): Promise<{ counted: number }>;
  /** What is playing now, and where; also remembers the place for Continue listening. */
  report(
    viewer: Viewer,
    playing: {
      readonly trackId: number;
      readonly client: string;
      readonly positionMs: number;
      readonly state?: PlayState;
    },
  ): Promise<{ found: boolean }>;
  nowPlaying(viewer: Viewer): Promise<NowPlayingRow[]>;
}

export type PlaylistChange =
  | { readonly kind: 'changed'; readonly playlist: PlaylistRow }
  | { readonly kind: 'refused'; readonly reason: 'not-found' | 'not-yours' };

export interface Playlists {
  /** The viewer's own and other people's public ones, by name. */
  list(viewer: Viewer, options?: { readonly ownerId?: number }): Promise<PlaylistRow[]>;
  get(viewer: Viewer, playlistId: number): Promise<Lookup<{ playlist: PlaylistRow }>>;
  entries(
    viewer: Viewer,
    playlistId: number,
    window?: WindowQuery & { readonly all?: boolean },
    options?: TrackOptions,
  ): Promise<Window<PlaylistEntry>>;
  create(
    viewer: Viewer,
    playlist: {
      readonly name: string;
      readonly comment?: string;
      readonly public?: boolean;
      readonly trackIds?: readonly number[];
    },
  ): Promise<PlaylistRow>;
  /** One change, all or nothing. `trackIds` replaces all lines that have a track; else lines are removed by index, then added. */
  change(viewer: Viewer, playlistId: number, change: PlaylistEdit): Promise<PlaylistChange>;
  /** Moves the line at `from` so that it stands at `to`. */
  move(viewer: Viewer, playlistId: number, from: number, to: number): Promise<PlaylistChange>;
  /** Can be undone for an hour. */
  remove(viewer: Viewer, playlistId: number): Promise<PlaylistChange>;
  restore(viewer: Viewer, playlistId: number): Promise<PlaylistChange>;
  exportText(
    viewer: Viewer,
    playlistId: number,
    format: 'm3u8' | 'xspf',
  ): Promise<Lookup<{ name: string; text: string }>>;
  /** Drops what was removed more than an hour ago. */
  purge(): Promise<number>;
}

export interface PlaylistEdit {
  readonly name?: string;
  readonly comment?: string;
  readonly public?: boolean;
  readonly trackIds?: readonly number[];
  /** Among all lines, from 0. */
  readonly removeIndexes?: readonly number[];
  /** Among the lines that show a track to the viewer: what an app counts that is not told of the others. */
  readonly removeTrackIndexes?: readonly number[];
  readonly addTrackIds?: readonly number[];
}

export interface Queue {
  load(viewer: Viewer): Promise<QueueFacts | null>;
  /** Tracks the viewer cannot see are left out and the index moves with its track. An empty list clears the queue. */
  save(
    viewer: Viewer,
    queue: {
      readonly trackIds: readonly number[];
      readonly index: number;
      readonly positionMs: number;
      readonly client: string;
    },
  ): Promise<void>;
}

export interface Bookmarks {
  list(viewer: Viewer): Promise<BookmarkRow[]>;
  set(
    viewer: Viewer,
    bookmark: { readonly trackId: number; readonly positionMs: number; readonly comment?: string },
  ): Promise<{ found: boolean }>;
  remove(viewer: Viewer, trackId: number): Promise<{ found: boolean }>;
}

export interface LyricsShelf {
  ofTrack(viewer: Viewer, trackId: number): Promise<LyricsRow[]>;
  /** For apps that know only names. */
  byName(
    viewer: Viewer,
    artist: string,
    title: string,
  ): Promise<Lookup<{ track: TrackRow; lyrics: LyricsRow }>>;
}

export interface ArtworkShelf {
  /** The picture's own, or the one of an item: a track's embedded one or its album's, an artist's or their newest album's, a playlist's first. */
  of(
    viewer: Viewer,
    item: {
      readonly kind: 'artwork' | 'track' | 'album' | 'artist' | 'playlist' | 'folder';
      readonly id: number;
    },
  ): Promise<Lookup<{ artwork: ArtworkFile }>>;
  /** Where a track's bytes are; missing ones are found too and say so. */
  fileOfTrack(viewer: Viewer, trackId: number): Promise<Lookup<{ file: TrackFile }>>;
}
