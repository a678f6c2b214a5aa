/** The columns of one track as SQL gives them, and the row that is made of them. */
import { sql } from 'kysely';
import type { DatabaseKind } from '#base/database/index.ts';
import type { TrackOptions } from '../library.ts';
import { jsonRows, parsed } from '../reading.ts';
import type { TrackRow } from '../rows.ts';
import {
  artistsOf,
  type ArtworkColumns,
  artworkColumns,
  artworkOf,
  type MarkColumns,
  markColumns,
  markOf,
  namesOf,
} from './shared-columns.ts';

export interface TrackColumns extends MarkColumns, ArtworkColumns {
  id: number;
  library_id: number;
  folder_id: number;
  folder_path: string;
  file_name: string;
  segment: number;
  start_ms: number;
  size_bytes: number;
  added_at: number;
  changed_at: number;
  missing_since: number | null;
  album_id: number | null;
  album_title: string | null;
  title: string;
  sort_key: string;
  artist_name: string;
  album_artist_name: string;
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
  /** JSON of [role, id, name, detail], [id, name] and [name]. */
  credits: string | null;
  album_artists: string | null;
  genres: string | null;
  peaks: Uint8Array | null;
}

/** Of the tables `t`, `f` (folder), `a` (album), `m` and `w`. */
const plainColumns = sql`
  t.id, t.library_id, t.folder_id, f.path AS folder_path, t.file_name, t.segment, t.start_ms, t.size_bytes, t.added_at, t.changed_at, t.missing_since,
  t.album_id, a.title AS album_title, t.title, t.sort_key, t.artist_name, t.album_artist_name, t.disc, t.number, t.year, t.release_date, t.genre, t.duration_ms,
  t.container, t.codec, t.mime, t.lossless, t.bitrate_kbps, t.sample_rate_hz, t.bit_depth, t.channels, t.mbid_recording, t.mbid_track, t.isrc, t.bpm, t.comment,
  t.work, t.movement, t.movement_number, t.explicit, t.tag_track_gain_db, t.tag_track_peak, t.tag_album_gain_db, t.tag_album_peak, t.loudness_lufs, t.peak,
  ${markColumns}, ${artworkColumns}`;

/** What stands in other tables comes along as JSON. `wf`, the outline of the sound, only where it is wanted. */
export function trackColumns(kind: DatabaseKind, { peaks = false }: TrackOptions) {
  const credits = jsonRows(
    kind,
    'c.role, c.artist_id, c.name, c.detail',
    'c.role, c.position',
    sql`credit c WHERE c.track_id = t.id`,
  );
  const albumArtists = jsonRows(
    kind,
    'c.artist_id, c.name',
    'c.position',
    sql`album_credit c WHERE c.album_id = t.album_id`,
  );
  const genres = jsonRows(
    kind,
    'g.name',
    'g.name',
    sql`track_genre x JOIN genre g ON g.id = x.genre_id WHERE x.track_id = t.id`,
  );
  const outline = peaks ? sql`(SELECT peaks FROM waveform WHERE track_id = t.id)` : sql`NULL`;
  return sql`${plainColumns}, ${credits} AS credits, ${albumArtists} AS album_artists, ${genres} AS genres, ${outline} AS peaks`;
}

// ReplayGain 2.0 brings everything to −18 LUFS.
const referenceLufs = -18;

export function trackOf(row: TrackColumns): TrackRow {
  const { genre } = row;
  const genres = namesOf(row.genres);
  const credits = parsed<[string, number, string, string | null][]>(row.credits, []).map(
    ([role, id, name, detail]) => ({ role, id, name, detail }),
  );
  return {
    id: row.id,
    libraryId: row.library_id,
    folderId: row.folder_id,
    title: row.title,
    sortKey: row.sort_key,
    artistName: row.artist_name,
    albumArtistName: row.album_artist_name,
    artists: credits.filter(({ role }) => role === 'artist').map(({ id, name }) => ({ id, name })),
    albumArtists: artistsOf(row.album_artists),
    contributors: credits.filter(({ role }) => role !== 'artist' && role !== 'albumartist'),
    album: row.album_id === null ? null : { id: row.album_id, title: row.album_title ?? '' },
    artwork: artworkOf(row),
    disc: row.disc,
    number: row.number,
    year: row.year,
    releaseDate: row.release_date,
    // The file's own order begins with its first genre.
    genres: genre === null ? genres : [genre, ...genres.filter((name) => name !== genre)],
    durationMs: row.duration_ms,
    addedAt: row.added_at,
    changedAt: row.changed_at,
    missing: row.missing_since !== null,
    missingSince: row.missing_since,
    path: joinedPath(row.folder_path, row.file_name),
    fileName: row.file_name,
    segment: row.segment,
    startMs: row.start_ms,
    sizeBytes: row.size_bytes,
    container: row.container,
    codec: row.codec,
    mime: row.mime,
    lossless: row.lossless,
    bitrateKbps: row.bitrate_kbps,
    sampleRateHz: row.sample_rate_hz,
    bitDepth: row.bit_depth,
    channels: row.channels,
    mbidRecording: row.mbid_recording,
    mbidTrack: row.mbid_track,
    isrc: row.isrc,
    bpm: row.bpm,
    comment: row.comment,
    work: row.work,
    movement: row.movement,
    movementNumber: row.movement_number,
    explicit: row.explicit,
    gain: gainOf(row),
    peaks: row.peaks,
    mark: markOf(row),
  };
}

/** A path relative to the library's root; '' is the root. */
export function joinedPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function gainOf(row: TrackColumns): TrackRow['gain'] {
  const measured = row.loudness_lufs === null ? null : referenceLufs - row.loudness_lufs;
  return {
    trackDb: row.tag_track_gain_db ?? measured,
    trackPeak: row.tag_track_peak ?? row.peak,
    albumDb: row.tag_album_gain_db,
    albumPeak: row.tag_album_peak,
  };
}
