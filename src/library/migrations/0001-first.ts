/**
 * The library's first tables. What a person gave (marks, playlists, plays) hangs on track, album and artist rows,
 * which survive a move, a re-tag and a missing file; what a scan finds can all be found again.
 *
 * Row numbers of the scanned tables are given out by the scanner, which is alone under its lease, so that whole
 * batches go in without asking back. Times are milliseconds since 1970; paths are text as base/paths.ts writes it.
 */
import type { Migration, Words } from '#base/database/index.ts';

export const firstTables: Migration = {
  name: 'library-0001-first',
  statements: (words) => [...scanned(words), ...given(words), ...work(words), ...search(words)],
};

/** What the files say. */
const scanned = (words: Words): string[] => [
  `CREATE TABLE library (
    id ${words.id}, name TEXT NOT NULL, root TEXT NOT NULL UNIQUE, created_at BIGINT NOT NULL, scanned_at BIGINT,
    members_only BOOLEAN NOT NULL DEFAULT FALSE, watch BOOLEAN NOT NULL DEFAULT TRUE)`,
  `CREATE TABLE library_member (
    library_id BIGINT NOT NULL REFERENCES library(id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES account(id) ON DELETE CASCADE, PRIMARY KEY (library_id, account_id))`,

  // path is relative to the library's root, '' for the root itself. fingerprint covers the names, sizes and times of
  // the entries: a folder whose fingerprint is unchanged is not looked at again.
  `CREATE TABLE folder (
    id ${words.id}, library_id BIGINT NOT NULL REFERENCES library(id) ON DELETE CASCADE, parent_id BIGINT, path TEXT NOT NULL,
    name TEXT NOT NULL, fingerprint TEXT, seen_scan_id BIGINT NOT NULL DEFAULT 0, artwork_id BIGINT, UNIQUE (library_id, path))`,
  `CREATE INDEX folder_parent ON folder (parent_id)`,

  `CREATE TABLE artwork (
    id ${words.id}, library_id BIGINT NOT NULL REFERENCES library(id) ON DELETE CASCADE, source TEXT NOT NULL, path TEXT NOT NULL,
    byte_offset BIGINT NOT NULL DEFAULT 0, byte_length BIGINT NOT NULL DEFAULT 0, picture_index BIGINT NOT NULL DEFAULT 0, encoding TEXT,
    mime TEXT, changed_at BIGINT NOT NULL,
    digest TEXT, width_px BIGINT, height_px BIGINT, color TEXT, accent_light TEXT, accent_dark TEXT, spine TEXT, spine_text TEXT, problem TEXT,
    UNIQUE (library_id, path, byte_offset, picture_index))`,
  `CREATE INDEX artwork_undescribed ON artwork (id) WHERE digest IS NULL AND problem IS NULL`,

  // came_from: the row that these tracks stood under before a re-tag; settled at the end of a scan, so that stars stay.
  `CREATE TABLE artist (
    id ${words.id}, name TEXT NOT NULL, sort_name TEXT NOT NULL, sort_key ${ordered(words)} NOT NULL, match_key TEXT NOT NULL UNIQUE, mbid TEXT, artwork_id BIGINT, came_from BIGINT)`,
  `CREATE INDEX artist_sort ON artist (sort_key, id)`,
  `CREATE INDEX artist_mbid ON artist (mbid) WHERE mbid IS NOT NULL`,
  `CREATE INDEX artist_came_from ON artist (came_from) WHERE came_from IS NOT NULL`,
  // What an artist has in each library, so that the list of artists is right for those who see only some libraries.
  `CREATE TABLE artist_count (
    artist_id BIGINT NOT NULL REFERENCES artist(id) ON DELETE CASCADE, library_id BIGINT NOT NULL REFERENCES library(id) ON DELETE CASCADE,
    album_count BIGINT NOT NULL, track_count BIGINT NOT NULL, appears_count BIGINT NOT NULL, PRIMARY KEY (artist_id, library_id))${clustered(words)}`,

  `CREATE TABLE album (
    id ${words.id}, library_id BIGINT NOT NULL REFERENCES library(id) ON DELETE CASCADE, group_key TEXT NOT NULL, group_rule TEXT NOT NULL, group_facts TEXT NOT NULL,
    title TEXT NOT NULL, sort_key ${ordered(words)} NOT NULL, artist_name TEXT NOT NULL, artist_sort_key ${ordered(words)} NOT NULL, year BIGINT, release_date TEXT, original_date TEXT,
    mbid TEXT, mbid_release_group TEXT, compilation BOOLEAN NOT NULL DEFAULT FALSE, labels TEXT NOT NULL DEFAULT '[]', catalog_numbers TEXT NOT NULL DEFAULT '[]',
    barcode TEXT, release_types TEXT NOT NULL DEFAULT '[]', disc_titles TEXT NOT NULL DEFAULT '{}', format TEXT NOT NULL DEFAULT '',
    track_count BIGINT NOT NULL DEFAULT 0, disc_count BIGINT NOT NULL DEFAULT 1, duration_ms BIGINT NOT NULL DEFAULT 0, size_bytes BIGINT NOT NULL DEFAULT 0,
    added_at BIGINT NOT NULL, missing BOOLEAN NOT NULL DEFAULT FALSE, artwork_id BIGINT, came_from BIGINT, UNIQUE (library_id, group_key))`,
  `CREATE INDEX album_came_from ON album (came_from) WHERE came_from IS NOT NULL`,
  `CREATE INDEX album_title ON album (sort_key, id)`,
  `CREATE INDEX album_artist ON album (artist_sort_key, year, sort_key, id)`,
  `CREATE INDEX album_added ON album (added_at, id)`,
  `CREATE INDEX album_year ON album (year, sort_key, id)`,
  `CREATE INDEX album_missing ON album (id) WHERE missing`,
  `CREATE TABLE album_credit (
    album_id BIGINT NOT NULL REFERENCES album(id) ON DELETE CASCADE, position BIGINT NOT NULL, artist_id BIGINT NOT NULL REFERENCES artist(id) ON DELETE CASCADE,
    name TEXT NOT NULL, PRIMARY KEY (album_id, position))${clustered(words)}`,
  `CREATE INDEX album_credit_artist ON album_credit (artist_id, album_id)`,

  // One row a file, or a part of a file that a cue sheet names (segment 1, 2 …; 0 is the whole file).
  `CREATE TABLE track (
    id ${words.id}, library_id BIGINT NOT NULL REFERENCES library(id) ON DELETE CASCADE, folder_id BIGINT NOT NULL REFERENCES folder(id) ON DELETE CASCADE,
    file_name TEXT NOT NULL, segment BIGINT NOT NULL DEFAULT 0, start_ms BIGINT NOT NULL DEFAULT 0,
    size_bytes BIGINT NOT NULL, mtime_ms BIGINT NOT NULL, added_at BIGINT NOT NULL, changed_at BIGINT NOT NULL, missing_since BIGINT, essence TEXT,
    album_id BIGINT REFERENCES album(id) ON DELETE SET NULL, title TEXT NOT NULL, sort_key ${ordered(words)} NOT NULL, artist_name TEXT NOT NULL, album_artist_name TEXT NOT NULL DEFAULT '',
    disc BIGINT, number BIGINT, year BIGINT, release_date TEXT, genre TEXT, duration_ms BIGINT NOT NULL,
    container TEXT NOT NULL, codec TEXT NOT NULL, mime TEXT NOT NULL, lossless BOOLEAN NOT NULL, bitrate_kbps BIGINT, sample_rate_hz BIGINT, bit_depth BIGINT, channels BIGINT,
    mbid_recording TEXT, mbid_track TEXT, isrc TEXT, bpm ${words.real}, comment TEXT, work TEXT, movement TEXT, movement_number BIGINT, explicit TEXT,
    tag_track_gain_db ${words.real}, tag_track_peak ${words.real}, tag_album_gain_db ${words.real}, tag_album_peak ${words.real},
    loudness_lufs ${words.real}, peak ${words.real}, analysed_at BIGINT, artwork_id BIGINT, tags TEXT NOT NULL DEFAULT '{}',
    UNIQUE (folder_id, file_name, segment))`,
  `CREATE INDEX track_album ON track (album_id, disc, number, id)`,
  `CREATE INDEX track_title ON track (sort_key, id)`,
  `CREATE INDEX track_added ON track (added_at, id)`,
  `CREATE INDEX track_duration ON track (duration_ms, id)`,
  `CREATE INDEX track_essence ON track (essence) WHERE essence IS NOT NULL`,
  `CREATE INDEX track_size ON track (size_bytes, mtime_ms)`,
  `CREATE INDEX track_mbid ON track (mbid_recording) WHERE mbid_recording IS NOT NULL`,
  `CREATE INDEX track_missing ON track (missing_since) WHERE missing_since IS NOT NULL`,
  // How a file that is gone is found again in another format.
  `CREATE INDEX track_missing_title ON track (title) WHERE missing_since IS NOT NULL`,
  `CREATE INDEX track_undigested ON track (id) WHERE essence IS NULL`,
  `CREATE INDEX track_unanalysed ON track (id) WHERE analysed_at IS NULL`,
  `CREATE TABLE credit (
    track_id BIGINT NOT NULL REFERENCES track(id) ON DELETE CASCADE, role TEXT NOT NULL, position BIGINT NOT NULL, artist_id BIGINT NOT NULL REFERENCES artist(id) ON DELETE CASCADE,
    name TEXT NOT NULL, detail TEXT, PRIMARY KEY (track_id, role, position))${clustered(words)}`,
  `CREATE INDEX credit_artist ON credit (artist_id, role, track_id)`,
  `CREATE TABLE genre (id ${words.id}, name TEXT NOT NULL, match_key TEXT NOT NULL UNIQUE)`,
  `CREATE TABLE track_genre (
    track_id BIGINT NOT NULL REFERENCES track(id) ON DELETE CASCADE, genre_id BIGINT NOT NULL REFERENCES genre(id) ON DELETE CASCADE, PRIMARY KEY (track_id, genre_id))${clustered(words)}`,
  `CREATE INDEX track_genre_genre ON track_genre (genre_id, track_id)`,
  `CREATE TABLE album_genre (
    album_id BIGINT NOT NULL REFERENCES album(id) ON DELETE CASCADE, genre_id BIGINT NOT NULL REFERENCES genre(id) ON DELETE CASCADE,
    track_count BIGINT NOT NULL, PRIMARY KEY (album_id, genre_id))${clustered(words)}`,
  `CREATE INDEX album_genre_genre ON album_genre (genre_id, album_id)`,
  // lines: JSON of [{timeMs, text}].
  `CREATE TABLE lyrics (
    track_id BIGINT NOT NULL REFERENCES track(id) ON DELETE CASCADE, position BIGINT NOT NULL, language TEXT NOT NULL, synced BOOLEAN NOT NULL, source TEXT NOT NULL,
    lines TEXT NOT NULL, PRIMARY KEY (track_id, position))`,
  `CREATE TABLE waveform (track_id BIGINT PRIMARY KEY REFERENCES track(id) ON DELETE CASCADE, peaks ${words.blob} NOT NULL)`,
  `CREATE TABLE issue (
    id ${words.id}, library_id BIGINT NOT NULL REFERENCES library(id) ON DELETE CASCADE, path TEXT NOT NULL, reason TEXT NOT NULL, severity TEXT NOT NULL, message TEXT NOT NULL,
    first_seen_at BIGINT NOT NULL, seen_scan_id BIGINT NOT NULL, UNIQUE (library_id, path, reason))`,
  // Playlist files that the walk met; playlist_id is NULL until there is an account that can own the playlist.
  `CREATE TABLE playlist_file (
    library_id BIGINT NOT NULL REFERENCES library(id) ON DELETE CASCADE, path TEXT NOT NULL, mtime_ms BIGINT NOT NULL, size_bytes BIGINT NOT NULL,
    playlist_id BIGINT, digest TEXT, PRIMARY KEY (library_id, path))`,
];

/** Sorted by code point on both engines, whatever the locale of the server: lists, letters and keys agree. */
const ordered = (words: Words): string => (words.kind === 'postgres' ? 'TEXT COLLATE "C"' : 'TEXT');

/** SQLite keeps the rows of a table without row numbers in its primary key itself: one tree less to write and to read. */
const clustered = (words: Words): string => (words.kind === 'sqlite' ? ' WITHOUT ROWID' : '');

/** What people gave: never derived, never dropped by a scan. */
const given = (words: Words): string[] => [
  `CREATE TABLE mark (
    account_id BIGINT NOT NULL REFERENCES account(id) ON DELETE CASCADE, kind TEXT NOT NULL, item_id BIGINT NOT NULL,
    starred_at BIGINT, rating BIGINT, play_count BIGINT NOT NULL DEFAULT 0, played_at BIGINT, PRIMARY KEY (account_id, kind, item_id))`,
  `CREATE INDEX mark_starred ON mark (account_id, kind, starred_at) WHERE starred_at IS NOT NULL`,
  `CREATE INDEX mark_played ON mark (account_id, kind, played_at) WHERE played_at IS NOT NULL`,
  `CREATE INDEX mark_count ON mark (account_id, kind, play_count) WHERE play_count > 0`,
  `CREATE INDEX mark_rating ON mark (account_id, kind, rating) WHERE rating IS NOT NULL`,
  `CREATE INDEX mark_item ON mark (kind, item_id)`,
  `CREATE TABLE play (
    id ${words.id}, account_id BIGINT NOT NULL REFERENCES account(id) ON DELETE CASCADE, track_id BIGINT NOT NULL REFERENCES track(id) ON DELETE CASCADE,
    played_at BIGINT NOT NULL, client TEXT NOT NULL)`,
  `CREATE INDEX play_account ON play (account_id, played_at)`,
  `CREATE INDEX play_track ON play (track_id)`,
  `CREATE TABLE playlist (
    id ${words.id}, account_id BIGINT NOT NULL REFERENCES account(id) ON DELETE CASCADE, name TEXT NOT NULL, comment TEXT NOT NULL DEFAULT '', public BOOLEAN NOT NULL DEFAULT FALSE,
    created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL, deleted_at BIGINT, source_library_id BIGINT, source_path TEXT, source_digest TEXT)`,
  `CREATE INDEX playlist_account ON playlist (account_id)`,
  `CREATE UNIQUE INDEX playlist_source ON playlist (source_library_id, source_path) WHERE source_path IS NOT NULL`,
  // track_id is NULL where an imported line matches no file (yet); entry keeps that line.
  `CREATE TABLE playlist_item (
    playlist_id BIGINT NOT NULL REFERENCES playlist(id) ON DELETE CASCADE, position BIGINT NOT NULL, track_id BIGINT REFERENCES track(id) ON DELETE SET NULL, entry TEXT,
    PRIMARY KEY (playlist_id, position))`,
  `CREATE INDEX playlist_item_track ON playlist_item (track_id)`,
  `CREATE TABLE bookmark (
    account_id BIGINT NOT NULL REFERENCES account(id) ON DELETE CASCADE, track_id BIGINT NOT NULL REFERENCES track(id) ON DELETE CASCADE,
    position_ms BIGINT NOT NULL, comment TEXT NOT NULL DEFAULT '', created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL, PRIMARY KEY (account_id, track_id))`,
  `CREATE INDEX bookmark_track ON bookmark (track_id)`,
  `CREATE TABLE play_queue (
    account_id BIGINT PRIMARY KEY REFERENCES account(id) ON DELETE CASCADE, current_index BIGINT NOT NULL, position_ms BIGINT NOT NULL, changed_at BIGINT NOT NULL, changed_by TEXT NOT NULL)`,
  `CREATE TABLE play_queue_item (
    account_id BIGINT NOT NULL REFERENCES account(id) ON DELETE CASCADE, position BIGINT NOT NULL, track_id BIGINT NOT NULL REFERENCES track(id) ON DELETE CASCADE,
    PRIMARY KEY (account_id, position))`,
  `CREATE INDEX play_queue_item_track ON play_queue_item (track_id)`,
  // Where each track was left, for Continue listening.
  `CREATE TABLE progress (
    account_id BIGINT NOT NULL REFERENCES account(id) ON DELETE CASCADE, album_id BIGINT NOT NULL REFERENCES album(id) ON DELETE CASCADE,
    track_id BIGINT NOT NULL REFERENCES track(id) ON DELETE CASCADE, position_ms BIGINT NOT NULL, changed_at BIGINT NOT NULL, PRIMARY KEY (account_id, album_id))`,
  `CREATE INDEX progress_track ON progress (track_id)`,
  `CREATE INDEX progress_album ON progress (album_id)`,
];

/** Work under way, shared by all processes on this database. */
const work = (words: Words): string[] => [
  `CREATE TABLE scan (
    id ${words.id}, library_id BIGINT, full_scan BOOLEAN NOT NULL, owner TEXT NOT NULL, phase TEXT NOT NULL, done BIGINT NOT NULL DEFAULT 0, total BIGINT,
    added BIGINT NOT NULL DEFAULT 0, changed BIGINT NOT NULL DEFAULT 0, moved BIGINT NOT NULL DEFAULT 0, missing BIGINT NOT NULL DEFAULT 0, issues BIGINT NOT NULL DEFAULT 0,
    started_at BIGINT NOT NULL, changed_at BIGINT NOT NULL, ended_at BIGINT, outcome TEXT, error TEXT, cancel_asked BOOLEAN NOT NULL DEFAULT FALSE)`,
  `CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, expires_at BIGINT NOT NULL)`,
  `CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL)`,
  `INSERT INTO counter (name, value) VALUES ('library_version', 1)`,
];

/** Full-text search is the one thing that the two engines spell differently; search/index-rows.ts fills these tables. */
const search = (words: Words): string[] => (words.kind === 'sqlite' ? searchOnSqlite : searchOnPostgres);

// The words come folded and cut (base/fold.ts), so the tokenizer that only splits at spaces is the right one.
const searchOnSqlite = [
  ...['track', 'album', 'artist'].map(
    (item) =>
      `CREATE VIRTUAL TABLE ${item}_search USING fts5(title, rest, exact, content='', contentless_delete=1, detail=column, prefix='1 2 3', tokenize='ascii')`,
  ),
  `CREATE TABLE search_term (id INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE)`,
  `CREATE VIRTUAL TABLE search_term_trigram USING fts5(term, content='', contentless_delete=1, detail=none, tokenize='trigram')`,
  `CREATE TRIGGER search_term_added AFTER INSERT ON search_term BEGIN INSERT INTO search_term_trigram (rowid, term) VALUES (new.id, new.term); END`,
];

const vector = (column: string, weight: string) =>
  `setweight(array_to_tsvector(string_to_array(${column}, ' ')), '${weight}')`;
const searchOnPostgres = [
  ...['track', 'album', 'artist'].flatMap((item) => [
    `CREATE TABLE ${item}_search (rowid BIGINT PRIMARY KEY, title TEXT NOT NULL, rest TEXT NOT NULL, exact TEXT COLLATE "C" NOT NULL,
      words tsvector GENERATED ALWAYS AS (${vector('title', 'A')} || ${vector('rest', 'B')}) STORED)`,
    `CREATE INDEX ${item}_search_words ON ${item}_search USING gin (words)`,
    `CREATE INDEX ${item}_search_exact ON ${item}_search (exact)`,
  ]),
  `CREATE EXTENSION IF NOT EXISTS pg_trgm`,
  `CREATE TABLE search_term (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, term TEXT COLLATE "C" NOT NULL UNIQUE)`,
  `CREATE INDEX search_term_trigram ON search_term USING gin (term gin_trgm_ops)`,
];
