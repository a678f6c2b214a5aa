/** The SQL behind every order: one column of ids, from an index wherever the table is large. */
import type { MarkKind, Viewer } from '../rows.ts';

export type AlbumOrder = 'id' | 'title' | 'artist' | 'added' | 'year';
export type TrackOrder = 'id' | 'title' | 'artist' | 'album' | 'added' | 'duration';
export type AccountOrder = 'played' | 'most-played' | 'rating' | 'starred';

export const albumOrders: Record<AlbumOrder, string> = {
  id: `SELECT id FROM album ORDER BY id`,
  title: `SELECT id FROM album ORDER BY sort_key, id`,
  artist: `SELECT id FROM album ORDER BY artist_sort_key, year NULLS FIRST, sort_key, id`,
  added: `SELECT id FROM album ORDER BY added_at DESC, id DESC`,
  year: `SELECT id FROM album ORDER BY year IS NULL, year, sort_key, id`,
};

// CROSS JOIN keeps SQLite from starting at the tracks; PostgreSQL takes it with the condition in WHERE.
const throughAlbums = (order: string) =>
  `SELECT t.id FROM album a CROSS JOIN track t WHERE t.album_id = a.id ORDER BY ${order}, a.id, t.disc NULLS FIRST, t.number NULLS FIRST, t.id`;

export const trackOrders: Record<TrackOrder, string> = {
  id: `SELECT id FROM track ORDER BY id`,
  title: `SELECT id FROM track ORDER BY sort_key, id`,
  artist: throughAlbums('a.artist_sort_key, a.year NULLS FIRST, a.sort_key'),
  album: throughAlbums('a.sort_key'),
  added: `SELECT id FROM track ORDER BY added_at DESC, id DESC`,
  duration: `SELECT id FROM track ORDER BY duration_ms, id`,
};

/** Tracks that no album holds come after those that one does. */
export const looseTracks = `SELECT id FROM track WHERE album_id IS NULL ORDER BY id`;

export const missingAlbums = `SELECT id FROM album WHERE missing`;
export const missingTracks = `SELECT id FROM track WHERE missing_since IS NOT NULL`;

/** `?` takes the library ids as the engine's list. */
export const albumsIn = (list: string) => `SELECT id FROM album WHERE library_id IN ${list}`;
/** By folders, whose index leads to the tracks without reading them. */
export const tracksIn = (list: string) =>
  `SELECT t.id FROM folder f CROSS JOIN track t WHERE t.folder_id = f.id AND f.library_id IN ${list}`;

export const artistOrder = `SELECT id FROM artist ORDER BY sort_key, id`;
export const artistsWith = {
  album: 'album_count > 0',
  all: 'track_count + appears_count + album_count > 0',
} as const;

export const albumsOfGenre = `SELECT album_id FROM album_genre WHERE genre_id = ?`;
export const tracksOfGenre = `SELECT track_id FROM track_genre WHERE genre_id = ?`;
export const albumsOfYears = `SELECT id FROM album WHERE year BETWEEN ? AND ? ORDER BY year, sort_key, id`;
export const tracksOfYears = `SELECT t.id FROM album a CROSS JOIN track t WHERE t.album_id = a.id AND a.year BETWEEN ? AND ?`;

export const accountOrders: Record<AccountOrder, string> = {
  played: `played_at IS NOT NULL ORDER BY played_at DESC, item_id`,
  'most-played': `play_count > 0 ORDER BY play_count DESC, played_at DESC, item_id`,
  rating: `rating IS NOT NULL ORDER BY rating DESC, played_at IS NULL, played_at DESC, item_id`,
  starred: `starred_at IS NOT NULL ORDER BY starred_at DESC, item_id`,
};

export const accountOrder = (order: AccountOrder) =>
  `SELECT item_id FROM mark WHERE account_id = ? AND kind = ? AND ${accountOrders[order]}`;

/** The name that everything kept for a viewer's libraries goes by. */
export function accessKeyOf(viewer: Viewer): string {
  return viewer.libraryIds === 'all' ? 'all' : viewer.libraryIds.toSorted((a, b) => a - b).join(',');
}

export type ListedKind = Exclude<MarkKind, 'artist'>;
