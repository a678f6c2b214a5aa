/**
 * The library's tables as TypeScript sees them: one interface a table, column for column what migrations/ made.
 * Times are milliseconds since 1970; `Generated` columns may be left out of an insert.
 */
import type { Generated } from 'kysely';

export interface LibraryTable {
  id: Generated<number>;
  name: string;
  root: string;
  created_at: number;
  scanned_at: number | null;
  members_only: Generated<boolean>;
  watch: Generated<boolean>;
}

export interface LibraryMemberTable {
  library_id: number;
  account_id: number;
}

export interface FolderTable {
  id: Generated<number>;
  library_id: number;
  parent_id: number | null;
  path: string;
  name: string;
  fingerprint: string | null;
  seen_scan_id: Generated<number>;
  artwork_id: number | null;
}

export interface ArtworkTable {
  id: Generated<number>;
  library_id: number;
  source: string;
  path: string;
  byte_offset: Generated<number>;
  byte_length: Generated<number>;
  picture_index: Generated<number>;
  encoding: string | null;
  mime: string | null;
  changed_at: number;
  digest: string | null;
  width_px: number | null;
  height_px: number | null;
  color: string | null;
  accent_light: string | null;
  accent_dark: string | null;
  spine: string | null;
  spine_text: string | null;
  problem: string | null;
}

export interface ArtistTable {
  id: Generated<number>;
  name: string;
  sort_name: string;
  sort_key: string;
  match_key: string;
  mbid: string | null;
  artwork_id: number | null;
  came_from: number | null;
}

export interface ArtistCountTable {
  artist_id: number;
  library_id: number;
  album_count: number;
  track_count: number;
  appears_count: number;
}

export interface AlbumTable {
  id: Generated<number>;
  library_id: number;
  group_key: string;
  group_rule: string;
  group_facts: string;
  title: string;
  sort_key: string;
  artist_name: string;
  artist_sort_key: string;
  year: number | null;
  release_date: string | null;
  original_date: string | null;
  mbid: string | null;
  mbid_release_group: string | null;
  compilation: Generated<boolean>;
  labels: Generated<string>;
  catalog_numbers: Generated<string>;
  barcode: string | null;
  release_types: Generated<string>;
  disc_titles: Generated<string>;
  format: Generated<string>;
  track_count: Generated<number>;
  disc_count: Generated<number>;
  duration_ms: Generated<number>;
  size_bytes: Generated<number>;
  added_at: number;
  missing: Generated<boolean>;
  artwork_id: number | null;
  came_from: number | null;
}

export interface AlbumCreditTable {
  album_id: number;
  position: number;
  artist_id: number;
  name: string;
}

export interface TrackTable {
  id: Generated<number>;
  library_id: number;
  folder_id: number;
  file_name: string;
  segment: Generated<number>;
  start_ms: Generated<number>;
  size_bytes: number;
  mtime_ms: number;
  added_at: number;
  changed_at: number;
  missing_since: number | null;
  essence: string | null;
  album_id: number | null;
  title: string;
  sort_key: string;
  artist_name: string;
  album_artist_name: Generated<string>;
  disc: number | null;
  number: number | null;
  year: number | null;
  release_date: string | null;
  genre: string | null;
  duration_ms: number;
  container: string;
  codec: string;
  mime: string;
  lossless: boolean;
  bitrate_kbps: number | null;
  sample_rate_hz: number | null;
  bit_depth: number | null;
  channels: number | null;
  mbid_recording: string | null;
  mbid_track: string | null;
  isrc: string | null;
  bpm: number | null;
  comment: string | null;
  work: string | null;
  movement: string | null;
  movement_number: number | null;
  explicit: string | null;
  tag_track_gain_db: number | null;
  tag_track_peak: number | null;
  tag_album_gain_db: number | null;
  tag_album_peak: number | null;
  loudness_lufs: number | null;
  peak: number | null;
  analysed_at: number | null;
  artwork_id: number | null;
  tags: Generated<string>;
}

export interface CreditTable {
  track_id: number;
  role: string;
  position: number;
  artist_id: number;
  name: string;
  detail: string | null;
}

export interface GenreTable {
  id: Generated<number>;
  name: string;
  match_key: string;
}

export interface TrackGenreTable {
  track_id: number;
  genre_id: number;
}

export interface AlbumGenreTable {
  album_id: number;
  genre_id: number;
  track_count: number;
}

export interface LyricsTable {
  track_id: number;
  position: number;
  language: string;
  synced: boolean;
  source: string;
  lines: string;
}

export interface WaveformTable {
  track_id: number;
  peaks: Uint8Array;
}

export interface IssueTable {
  id: Generated<number>;
  library_id: number;
  path: string;
  reason: string;
  severity: string;
  message: string;
  first_seen_at: number;
  seen_scan_id: number;
}

export interface PlaylistFileTable {
  library_id: number;
  path: string;
  mtime_ms: number;
  size_bytes: number;
  playlist_id: number | null;
  digest: string | null;
}

export interface MarkTable {
  account_id: number;
  kind: string;
  item_id: number;
  starred_at: number | null;
  rating: number | null;
  play_count: Generated<number>;
  played_at: number | null;
}

export interface PlayTable {
  id: Generated<number>;
  account_id: number;
  track_id: number;
  played_at: number;
  client: string;
}

export interface PlaylistTable {
  id: Generated<number>;
  account_id: number;
  name: string;
  comment: Generated<string>;
  public: Generated<boolean>;
  created_at: number;
  changed_at: number;
  deleted_at: number | null;
  source_library_id: number | null;
  source_path: string | null;
  source_digest: string | null;
}

export interface PlaylistItemTable {
  playlist_id: number;
  position: number;
  track_id: number | null;
  entry: string | null;
}

export interface BookmarkTable {
  account_id: number;
  track_id: number;
  position_ms: number;
  comment: Generated<string>;
  created_at: number;
  changed_at: number;
}

export interface PlayQueueTable {
  account_id: number;
  current_index: number;
  position_ms: number;
  changed_at: number;
  changed_by: string;
}

export interface PlayQueueItemTable {
  account_id: number;
  position: number;
  track_id: number;
}

export interface ProgressTable {
  account_id: number;
  album_id: number;
  track_id: number;
  position_ms: number;
  changed_at: number;
}

export interface ScanTable {
  id: Generated<number>;
  library_id: number | null;
  full_scan: boolean;
  owner: string;
  phase: string;
  done: Generated<number>;
  total: number | null;
  added: Generated<number>;
  changed: Generated<number>;
  moved: Generated<number>;
  missing: Generated<number>;
  issues: Generated<number>;
  started_at: number;
  changed_at: number;
  ended_at: number | null;
  outcome: string | null;
  error: string | null;
  cancel_asked: Generated<boolean>;
}

export interface LeaseTable {
  name: string;
  holder: string;
  expires_at: number;
}

export interface CounterTable {
  name: string;
  value: number;
}

export interface SearchTermTable {
  id: number;
  term: string;
}

export interface LibrarySchema {
  library: LibraryTable;
  library_member: LibraryMemberTable;
  folder: FolderTable;
  artwork: ArtworkTable;
  artist: ArtistTable;
  artist_count: ArtistCountTable;
  album: AlbumTable;
  album_credit: AlbumCreditTable;
  track: TrackTable;
  credit: CreditTable;
  genre: GenreTable;
  track_genre: TrackGenreTable;
  album_genre: AlbumGenreTable;
  lyrics: LyricsTable;
  waveform: WaveformTable;
  issue: IssueTable;
  playlist_file: PlaylistFileTable;
  mark: MarkTable;
  play: PlayTable;
  playlist: PlaylistTable;
  playlist_item: PlaylistItemTable;
  bookmark: BookmarkTable;
  play_queue: PlayQueueTable;
  play_queue_item: PlayQueueItemTable;
  progress: ProgressTable;
  scan: ScanTable;
  lease: LeaseTable;
  counter: CounterTable;
  search_term: SearchTermTable;
}
