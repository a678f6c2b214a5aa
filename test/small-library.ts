/**
 * A library small enough to know by heart, written straight into the tables, for tests of what reads them: two
 * libraries (one for its members only), albums in several scripts, a two-disc album, a compilation, a missing file.
 */
import type { BulkOperation, Database } from '#base/database/index.ts';
import { migrate } from '#base/database/index.ts';
import { fold, foldedKey } from '#base/fold.ts';
import { guardMigrations } from '#guard/migrations/index.ts';
import { createSearchIndexer, libraryMigrations } from '#library/index.ts';

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
  await database.bulk([...accountsAndLibraries(), ...content(albums, database)]);
  if (database.kind === 'postgres') await resetSequences(database);
}

function accountsAndLibraries(): BulkOperation[] {
  const account = (id: number, name: string, role: string) => [id, name, name, role, 'x', smallNow];
  return [
    insert(
      'account',
      ['id', 'name', 'name_key', 'role', 'password_hash', 'created_at'],
      [account(1, 'ada', 'admin'), account(2, 'ben', 'member'), account(3, 'cy', 'member')],
    ),
    insert(
      'library',
      ['id', 'name', 'root', 'created_at', 'members_only', 'watch'],
      [
        [1, 'Music', '/music', smallNow, false, true],
        [2, 'Secret', '/secret', smallNow, true, true],
      ],
    ),
    insert('library_member', ['library_id', 'account_id'], [[2, 2]]),
  ];
}

function content(albums: readonly SmallAlbum[], database: Database): BulkOperation[] {
  const artists = new Numbered();
  const genres = new Numbered();
  const rows: Record<string, unknown[][]> = {
    folder: [
      [1, 1, null, '', 'music'],
      [2, 2, null, '', 'secret'],
    ],
    artwork: [],
    album: [],
    album_credit: [],
    track: [],
    credit: [],
    track_genre: [],
    album_genre: [],
  };
  const counts = new Map<
    string,
    { artist: number; library: number; albums: number; tracks: number; appears: number }
  >();
  const search = { track: [] as SearchFact[], album: [] as SearchFact[] };
  let trackId = 0;
  albums.forEach((album, at) => {
    const albumId = at + 1;
    const library = album.library ?? 1;
    const owner = artists.of(album.artist);
    const genre = genres.of(album.genre);
    const folder = 10 + albumId;
    const addedAt = smallNow - (albums.length - at) * 10 * day;
    const discs = Math.max(...album.tracks.map((track) => track.disc ?? 1));
    rows['folder']!.push([folder, library, library, `${album.artist}/${album.title}`, album.title]);
    rows['artwork']!.push([albumId, library, 'folder', `${album.artist}/${album.title}/cover.jpg`, addedAt]);
    rows['album']!.push([
      albumId,
      library,
      `key-${albumId}`,
      'artist-album-year-folder',
      JSON.stringify({ album: album.title, year: String(album.year) }),
      album.title,
      sortKey(album.title),
      album.artist,
      sortKey(album.artist),
      album.year,
      album.artist === 'Various Artists',
      album.tracks.length,
      discs,
      sum(album.tracks),
      addedAt,
      false,
      albumId,
    ]);
    rows['album_credit']!.push([albumId, 0, owner, album.artist]);
    rows['album_genre']!.push([albumId, genre, album.tracks.length]);
    search.album.push({ id: albumId, title: album.title, others: [album.artist] });
    count(counts, owner, library).albums++;
    const appearing = new Set<number>();
    album.tracks.forEach((track, number) => {
      const id = ++trackId;
      const artist = artists.of(track.artist ?? album.artist);
      rows['track']!.push([
        id,
        library,
        folder,
        `${String(number + 1).padStart(2, '0')}.flac`,
        1_000_000 + id,
        addedAt,
        addedAt + id,
        addedAt,
        track.missing ? smallNow : null,
        albumId,
        track.title,
        sortKey(track.title),
        track.artist ?? album.artist,
        album.artist,
        track.disc ?? null,
        number + 1,
        album.year,
        album.genre,
        track.durationMs ?? 180_000,
        'flac',
        'flac',
        'audio/flac',
        true,
        900,
        44_100,
        16,
        2,
      ]);
      rows['credit']!.push([id, 'artist', 0, artist, track.artist ?? album.artist]);
      if (track.composer)
        rows['credit']!.push([id, 'composer', 0, artists.of(track.composer), track.composer]);
      rows['track_genre']!.push([id, genre]);
      count(counts, artist, library).tracks++;
      if (artist !== owner) appearing.add(artist);
      search.track.push({
        id,
        title: track.title,
        others: [track.artist ?? album.artist, album.artist, album.title, track.composer],
      });
    });
    for (const artist of appearing) count(counts, artist, library).appears++;
  });
  const indexer = createSearchIndexer(database.kind);
  return [
    insert('folder', ['id', 'library_id', 'parent_id', 'path', 'name'], rows['folder']!),
    insert('artwork', ['id', 'library_id', 'source', 'path', 'changed_at'], rows['artwork']!),
    insert(
      'artist',
      ['id', 'name', 'sort_name', 'sort_key', 'match_key'],
      artists.rows((name) => [name, sortKey(name), foldedKey(name)]),
    ),
    insert(
      'genre',
      ['id', 'name', 'match_key'],
      genres.rows((name) => [foldedKey(name)]),
    ),
    insert(
      'album',
      [
        'id',
        'library_id',
        'group_key',
        'group_rule',
        'group_facts',
        'title',
        'sort_key',
        'artist_name',
        'artist_sort_key',
        'year',
        'compilation',
        'track_count',
        'disc_count',
        'duration_ms',
        'added_at',
        'missing',
        'artwork_id',
      ],
      rows['album']!,
    ),
    insert('album_credit', ['album_id', 'position', 'artist_id', 'name'], rows['album_credit']!),
    insert('album_genre', ['album_id', 'genre_id', 'track_count'], rows['album_genre']!),
    insert(
      'track',
      [
        'id',
        'library_id',
        'folder_id',
        'file_name',
        'size_bytes',
        'mtime_ms',
        'added_at',
        'changed_at',
        'missing_since',
        'album_id',
        'title',
        'sort_key',
        'artist_name',
        'album_artist_name',
        'disc',
        'number',
        'year',
        'genre',
        'duration_ms',
        'container',
        'codec',
        'mime',
        'lossless',
        'bitrate_kbps',
        'sample_rate_hz',
        'bit_depth',
        'channels',
      ],
      rows['track']!,
    ),
    insert('credit', ['track_id', 'role', 'position', 'artist_id', 'name'], rows['credit']!),
    insert('track_genre', ['track_id', 'genre_id'], rows['track_genre']!),
    insert(
      'artist_count',
      ['artist_id', 'library_id', 'album_count', 'track_count', 'appears_count'],
      [...counts.values()].map((row) => [row.artist, row.library, row.albums, row.tracks, row.appears]),
    ),
    ...indexer.put('track', search.track),
    ...indexer.put('album', search.album),
    ...indexer.put(
      'artist',
      artists.names().map(([name, id]) => ({ id, title: name, others: [] })),
    ),
  ];
}

type SearchFact = { id: number; title: string; others: (string | undefined)[] };

class Numbered {
  readonly #ids = new Map<string, number>();
  of(name: string): number {
    const id = this.#ids.get(name) ?? this.#ids.size + 1;
    this.#ids.set(name, id);
    return id;
  }
  names = () => [...this.#ids];
  rows = (rest: (name: string) => unknown[]) => [...this.#ids].map(([name, id]) => [id, name, ...rest(name)]);
}

function sortKey(name: string): string {
  return fold(name)
    .replace(/^the /, '')
    .replace(/[^\p{L}\p{N} ]/gu, '');
}

function count(
  counts: Map<string, { artist: number; library: number; albums: number; tracks: number; appears: number }>,
  artist: number,
  library: number,
) {
  const key = `${artist}:${library}`;
  const row = counts.get(key) ?? { artist, library, albums: 0, tracks: 0, appears: 0 };
  counts.set(key, row);
  return row;
}

function insert(table: string, columns: string[], rows: unknown[][]): BulkOperation {
  return { kind: 'upsert', table, columns, rows };
}

function sum(tracks: readonly SmallTrack[]): number {
  return tracks.reduce((total, track) => total + (track.durationMs ?? 180_000), 0);
}

/** Rows that came with their numbers do not move PostgreSQL's counters. */
async function resetSequences(database: Database): Promise<void> {
  for (const table of ['account', 'library', 'folder', 'artwork', 'artist', 'album', 'track', 'genre']) {
    await database.readIds(
      `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT MAX(id) FROM ${table}))`,
    );
  }
}
