/**
 * A library small enough to know by heart, written straight into the tables, for tests of what reads them: two
 * libraries (one for its members only), albums in several scripts, a two-disc album, a compilation, a missing file.
 */
import type { BulkOperation, Database } from '#base/database/index.ts';
import { migrate } from '#base/database/index.ts';
import { foldedKey } from '#base/fold.ts';
import { guardMigrations } from '#guard/migrations/index.ts';
import { createSearchIndexer, libraryMigrations } from '#library/index.ts';
import { flacSound, LibraryRows, type SearchFact, sortKey } from './library-rows.ts';

export interface SmallTrack {
  readonly title: string;
  readonly artist?: string;
  readonly disc?: number;
  readonly missing?: boolean;
  readonly composer?: string;
  readonly durationMs?: number;
}

export interface SmallAlbum {
  readonly library?: number;
  readonly title: string;
  readonly artist: string;
  readonly year: number;
  readonly genre: string;
  readonly tracks: readonly SmallTrack[];
}

/** Album numbers are 1, 2 … in this order, and so are the tracks through all albums. */
export const smallAlbums: readonly SmallAlbum[] = [
  {
    title: 'Help!',
    artist: 'The Beatles',
    year: 1965,
    genre: 'Rock',
    tracks: [{ title: 'Help!' }, { title: 'Ticket to Ride' }, { title: 'Yesterday' }],
  },
  {
    title: 'Abbey Road',
    artist: 'The Beatles',
    year: 1969,
    genre: 'Rock',
    tracks: [{ title: 'Come Together' }, { title: 'Something' }],
  },
  {
    title: 'Rusalka',
    artist: 'Antonín Dvořák',
    year: 1901,
    genre: 'Classical',
    tracks: [
      { title: 'Předehra', disc: 1, composer: 'Antonín Dvořák' },
      { title: 'Měsíčku na nebi hlubokém', disc: 1, composer: 'Antonín Dvořák' },
      { title: 'Polonéza', disc: 2, composer: 'Antonín Dvořák' },
    ],
  },
  {
    title: '六段の調',
    artist: '八橋検校',
    year: 1650,
    genre: 'Koto',
    tracks: [{ title: '六段の調' }, { title: '乱' }],
  },
  {
    title: 'Времена года',
    artist: 'Пётр Чайковский',
    year: 1876,
    genre: 'Classical',
    tracks: [{ title: 'Баркарола' }, { title: 'Ёлка' }],
  },
  {
    title: 'Yesterday and Today',
    artist: 'Various Artists',
    year: 1990,
    genre: 'Rock',
    tracks: [
      { title: 'Yesterday', artist: 'Ray Charles' },
      { title: 'Something Else', artist: 'Frank Sinatra' },
      { title: 'Gone Song', artist: 'The Beatles', missing: true },
    ],
  },
  {
    library: 2,
    title: 'Secret Sessions',
    artist: 'The Beatles',
    year: 1970,
    genre: 'Rock',
    tracks: [{ title: 'Hidden Yesterday' }],
  },
];

export const smallNow = Date.UTC(2026, 4, 20, 12);
const day = 86_400_000;

/** Migrates the database and fills it. Accounts: 1 admin "ada", 2 member "ben" of library 2, 3 member "cy". */
export async function fillSmallLibrary(
  database: Database,
  albums: readonly SmallAlbum[] = smallAlbums,
): Promise<void> {
  await migrate(database, [...guardMigrations, ...libraryMigrations]);
  const rows = new LibraryRows();
  accountsAndLibraries(rows);
  await database.bulk(content(albums, database, rows));
  if (database.kind === 'postgres') await resetSequences(database);
}

function accountsAndLibraries(rows: LibraryRows): void {
  const account = (id: number, name: string, role: string) =>
    rows.put('account', { id, name, name_key: name, role, password_hash: 'x', created_at: smallNow });
  account(1, 'ada', 'admin');
  account(2, 'ben', 'member');
  account(3, 'cy', 'member');
  const library = (id: number, name: string, root: string, members_only: boolean) =>
    rows.put('library', { id, name, root, created_at: smallNow, members_only, watch: true });
  library(1, 'Music', '/music', false);
  library(2, 'Secret', '/secret', true);
  rows.put('library_member', { library_id: 2, account_id: 2 });
}

function content(albums: readonly SmallAlbum[], database: Database, rows: LibraryRows): BulkOperation[] {
  const artists = new Numbered();
  const genres = new Numbered();
  const counts = new Counts();
  const search = { track: [] as SearchFact[], album: [] as SearchFact[] };
  for (const [id, name] of [
    [1, 'music'],
    [2, 'secret'],
  ] as const)
    rows.put('folder', { id, library_id: id, parent_id: null, path: '', name });
  let trackId = 0;
  albums.forEach((album, at) => {
    const albumId = at + 1;
    const library = album.library ?? 1;
    const owner = artists.of(album.artist);
    const genre = genres.of(album.genre);
    const addedAt = smallNow - (albums.length - at) * 10 * day;
    putAlbum(rows, album, { albumId, library, owner, genre, addedAt });
    search.album.push({ id: albumId, title: album.title, others: [album.artist] });
    counts.of(owner, library).album_count++;
    const appearing = new Set<number>();
    album.tracks.forEach((track, index) => {
      const id = ++trackId;
      const name = track.artist ?? album.artist;
      const artist = artists.of(name);
      putTrack(rows, album, track, { id, albumId, library, number: index + 1, addedAt });
      rows.put('credit', { track_id: id, role: 'artist', position: 0, artist_id: artist, name });
      if (track.composer) {
        const composer = { artist_id: artists.of(track.composer), name: track.composer };
        rows.put('credit', { track_id: id, role: 'composer', position: 0, ...composer });
      }
      rows.put('track_genre', { track_id: id, genre_id: genre });
      counts.of(artist, library).track_count++;
      if (artist !== owner) appearing.add(artist);
      search.track.push({
        id,
        title: track.title,
        others: [name, album.artist, album.title, track.composer],
      });
    });
    for (const artist of appearing) counts.of(artist, library).appears_count++;
  });
  for (const [name, id] of artists.names())
    rows.put('artist', { id, name, sort_name: name, sort_key: sortKey(name), match_key: foldedKey(name) });
  for (const [name, id] of genres.names()) rows.put('genre', { id, name, match_key: foldedKey(name) });
  for (const row of counts.rows()) rows.put('artist_count', row);
  const indexer = createSearchIndexer(database.kind);
  const people = artists.names().map(([title, id]) => ({ id, title, others: [] }));
  return [
    ...rows.drain(),
    ...indexer.put('track', search.track),
    ...indexer.put('album', search.album),
    ...indexer.put('artist', people),
  ];
}

const folderOf = (albumId: number) => 10 + albumId;

function putAlbum(
  rows: LibraryRows,
  album: SmallAlbum,
  at: { albumId: number; library: number; owner: number; genre: number; addedAt: number },
): void {
  const { albumId: id, library, owner, genre, addedAt } = at;
  const path = `${album.artist}/${album.title}`;
  rows.put('folder', { id: folderOf(id), library_id: library, parent_id: library, path, name: album.title });
  rows.put('artwork', {
    id,
    library_id: library,
    source: 'folder',
    path: `${path}/cover.jpg`,
    changed_at: addedAt,
  });
  rows.put('album', {
    id,
    library_id: library,
    group_key: `key-${id}`,
    group_rule: 'artist-album-year-folder',
    group_facts: JSON.stringify({ album: album.title, year: String(album.year) }),
    title: album.title,
    sort_key: sortKey(album.title),
    artist_name: album.artist,
    artist_sort_key: sortKey(album.artist),
    year: album.year,
    compilation: album.artist === 'Various Artists',
    track_count: album.tracks.length,
    disc_count: Math.max(...album.tracks.map((track) => track.disc ?? 1)),
    duration_ms: album.tracks.reduce((total, track) => total + lengthOf(track), 0),
    added_at: addedAt,
    missing: false,
    artwork_id: id,
  });
  rows.put('album_credit', { album_id: id, position: 0, artist_id: owner, name: album.artist });
  rows.put('album_genre', { album_id: id, genre_id: genre, track_count: album.tracks.length });
}

function putTrack(
  rows: LibraryRows,
  album: SmallAlbum,
  track: SmallTrack,
  at: { id: number; albumId: number; library: number; number: number; addedAt: number },
): void {
  const { id, albumId, library, number, addedAt } = at;
  rows.put('track', {
    id,
    library_id: library,
    folder_id: folderOf(albumId),
    file_name: `${String(number).padStart(2, '0')}.flac`,
    size_bytes: 1_000_000 + id,
    mtime_ms: addedAt,
    added_at: addedAt + id,
    changed_at: addedAt,
    missing_since: track.missing ? smallNow : null,
    album_id: albumId,
    title: track.title,
    sort_key: sortKey(track.title),
    artist_name: track.artist ?? album.artist,
    album_artist_name: album.artist,
    disc: track.disc ?? null,
    number,
    year: album.year,
    genre: album.genre,
    duration_ms: lengthOf(track),
    bitrate_kbps: 900,
    ...flacSound,
  });
}

const lengthOf = (track: SmallTrack): number => track.durationMs ?? 180_000;

class Numbered {
  readonly #ids = new Map<string, number>();
  of(name: string): number {
    const id = this.#ids.get(name) ?? this.#ids.size + 1;
    this.#ids.set(name, id);
    return id;
  }
  names = () => [...this.#ids];
}

/** What each artist has in each library. */
class Counts {
  readonly #rows = new Map<string, Record<'album_count' | 'track_count' | 'appears_count', number>>();
  of(artist_id: number, library_id: number) {
    const key = `${artist_id}:${library_id}`;
    const row = this.#rows.get(key) ?? {
      artist_id,
      library_id,
      album_count: 0,
      track_count: 0,
      appears_count: 0,
    };
    this.#rows.set(key, row);
    return row;
  }
  rows = () => [...this.#rows.values()];
}

/** Rows that came with their numbers do not move PostgreSQL's counters. */
async function resetSequences(database: Database): Promise<void> {
  for (const table of ['account', 'library', 'folder', 'artwork', 'artist', 'album', 'track', 'genre']) {
    await database.readIds(
      `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT MAX(id) FROM ${table}))`,
    );
  }
}
