/**
 * A library as large as people's dreams, for benches: a million tracks on 100,000 albums by 60,000 artists, written
 * into a SQLite file by bulk in a few minutes. Names are made of a vocabulary whose words are as unevenly common as
 * those of real titles, always the same ones.
 *
 * From a shell: `node test/large-library.ts <file> [tracks]`.
 */
import {
  type BulkOperation,
  type Database,
  migrate,
  openDatabase,
  withSchema,
} from '#base/database/index.ts';
import { foldedKey } from '#base/fold.ts';
import { guardMigrations } from '#guard/migrations/index.ts';
import {
  createSearchIndexer,
  libraryMigrations,
  type LibrarySchema,
  tidySearchIndex,
} from '#library/index.ts';

export interface LargeOptions {
  /** 1,000,000 when absent; albums are a tenth of it, artists 6 %. */
  readonly trackCount?: number;
  onProgress?(done: number, total: number): void;
}

const tracksPerAlbum = 10;
const albumsAtOnce = 500;
const genreNames = [
  'Rock',
  'Pop',
  'Jazz',
  'Classical',
  'Electronic',
  'Folk',
  'Hip-Hop',
  'Ambient',
  'Metal',
  'Soul',
  'Blues',
  'Country',
  'Reggae',
  'Latin',
  'Techno',
  'Indie',
];
const addedAt = Date.UTC(2020, 0, 1);
const minuteMs = 60_000;

/** Fills an empty database. One account: 1, admin "ada". */
export async function fillLargeLibrary(database: Database, options: LargeOptions = {}): Promise<void> {
  const trackCount = options.trackCount ?? 1_000_000;
  const albumCount = Math.ceil(trackCount / tracksPerAlbum);
  const names = createNames();
  const artists = createArtists(Math.max(1, Math.floor(trackCount * 0.06)), names);
  await migrate(database, [...guardMigrations, ...libraryMigrations]);
  await database.bulk(beginning());
  const indexer = createSearchIndexer(database.kind);
  for (let at = 0; at < artists.length; at += 5000) {
    const some = artists.slice(at, at + 5000);
    const rows = some.map((name, index) => [at + index + 1, name, name, sortKey(name), foldedKey(name)]);
    const facts = some.map((name, index) => ({ id: at + index + 1, title: name, others: [] }));
    await database.bulk([
      insert('artist', ['id', 'name', 'sort_name', 'sort_key', 'match_key'], rows),
      ...indexer.put('artist', facts),
    ]);
  }
  const counts = new Float64Array((artists.length + 1) * 2);
  for (let at = 0; at < albumCount; at += albumsAtOnce) {
    const batch = createBatch();
    for (let album = at; album < Math.min(albumCount, at + albumsAtOnce); album++)
      addAlbum(batch, album + 1, artists, names, counts);
    await database.bulk([
      ...operationsOf(batch),
      ...indexer.put('album', batch.albumFacts),
      ...indexer.put('track', batch.trackFacts),
    ]);
    options.onProgress?.(Math.min(albumCount, at + albumsAtOnce) * tracksPerAlbum, trackCount);
  }
  const countRows = artists.map((_, index) => [index + 1, 1, counts[index * 2]!, counts[index * 2 + 1]!, 0]);
  for (let at = 0; at < countRows.length; at += 10_000) {
    await database.bulk([
      insert(
        'artist_count',
        ['artist_id', 'library_id', 'album_count', 'track_count', 'appears_count'],
        countRows.slice(at, at + 10_000),
      ),
    ]);
  }
  await tidySearchIndex(withSchema<LibrarySchema>(database));
}

interface Batch {
  readonly rows: Record<
    'folder' | 'artwork' | 'album' | 'album_credit' | 'album_genre' | 'track' | 'credit' | 'track_genre',
    unknown[][]
  >;
  readonly albumFacts: { id: number; title: string; others: string[] }[];
  readonly trackFacts: { id: number; title: string; others: string[] }[];
}

function createBatch(): Batch {
  return {
    rows: {
      folder: [],
      artwork: [],
      album: [],
      album_credit: [],
      album_genre: [],
      track: [],
      credit: [],
      track_genre: [],
    },
    albumFacts: [],
    trackFacts: [],
  };
}

function addAlbum(
  { rows, albumFacts, trackFacts }: Batch,
  id: number,
  artists: readonly string[],
  names: Names,
  counts: Float64Array,
): void {
  const owner = names.skewed(artists.length);
  const artist = artists[owner]!;
  const title = names.title();
  const genre = names.skewed(genreNames.length);
  const year = 1950 + names.below(75);
  const added = addedAt + id * minuteMs * 30;
  const path = `${artist}/${title} (${id})`;
  rows.folder.push([id + 1, 1, 1, path, `${title} (${id})`]);
  rows.artwork.push([
    id,
    1,
    'folder',
    `${path}/cover.jpg`,
    added,
    `digest-${id}`,
    600,
    600,
    '#8a5a44',
    '#7a4a34',
    '#d8a890',
    '#6a3a24',
    '#ffffff',
  ]);
  rows.album.push([
    id,
    1,
    `album\u001f${foldedKey(title)}\u001f${id}`,
    'album-artist',
    JSON.stringify([{ name: 'album', value: title }]),
    title,
    sortKey(title),
    artist,
    sortKey(artist),
    year,
    tracksPerAlbum,
    tracksPerAlbum * 215_000,
    tracksPerAlbum * 25_000_000,
    added,
    id,
    'FLAC 44.1 kHz, 16 bit',
  ]);
  rows.album_credit.push([id, 0, owner + 1, artist]);
  rows.album_genre.push([id, genre + 1, tracksPerAlbum]);
  counts[owner * 2]! += 1;
  counts[owner * 2 + 1]! += tracksPerAlbum;
  albumFacts.push({ id, title, others: [artist] });
  for (let number = 1; number <= tracksPerAlbum; number++) {
    const track = (id - 1) * tracksPerAlbum + number;
    const name = names.title();
    rows.track.push([
      track,
      1,
      id + 1,
      `${String(number).padStart(2, '0')} ${name}.flac`,
      20_000_000 + track,
      added,
      added,
      added,
      `md5-${track}`,
      id,
      name,
      sortKey(name),
      artist,
      artist,
      1,
      number,
      year,
      genreNames[genre],
      120_000 + names.below(240_000),
      'flac',
      'flac',
      'audio/flac',
      true,
      950,
      44_100,
      16,
      2,
      -7.5,
      0.98,
      -7.2,
      0.99,
    ]);
    rows.credit.push([track, 'artist', 0, owner + 1, artist]);
    rows.track_genre.push([track, genre + 1]);
    trackFacts.push({ id: track, title: name, others: [artist, title] });
  }
}

function operationsOf({ rows }: Batch): BulkOperation[] {
  return [
    insert('folder', ['id', 'library_id', 'parent_id', 'path', 'name'], rows.folder),
    insert(
      'artwork',
      [
        'id',
        'library_id',
        'source',
        'path',
        'changed_at',
        'digest',
        'width_px',
        'height_px',
        'color',
        'accent_light',
        'accent_dark',
        'spine',
        'spine_text',
      ],
      rows.artwork,
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
        'track_count',
        'duration_ms',
        'size_bytes',
        'added_at',
        'artwork_id',
        'format',
      ],
      rows.album,
    ),
    insert('album_credit', ['album_id', 'position', 'artist_id', 'name'], rows.album_credit),
    insert('album_genre', ['album_id', 'genre_id', 'track_count'], rows.album_genre),
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
        'essence',
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
        'tag_track_gain_db',
        'tag_track_peak',
        'tag_album_gain_db',
        'tag_album_peak',
      ],
      rows.track,
    ),
    insert('credit', ['track_id', 'role', 'position', 'artist_id', 'name'], rows.credit),
    insert('track_genre', ['track_id', 'genre_id'], rows.track_genre),
  ];
}

function beginning(): BulkOperation[] {
  return [
    insert(
      'account',
      ['id', 'name', 'name_key', 'role', 'password_hash', 'created_at'],
      [[1, 'ada', 'ada', 'admin', 'x', addedAt]],
    ),
    { kind: 'each', sql: `UPDATE guard_number SET last = 1 WHERE kind = 'account'`, rows: [[]] },
    insert(
      'library',
      ['id', 'name', 'root', 'created_at', 'watch'],
      [[1, 'Music', '/music', addedAt, false]],
    ),
    insert('folder', ['id', 'library_id', 'parent_id', 'path', 'name'], [[1, 1, null, '', 'music']]),
    insert(
      'genre',
      ['id', 'name', 'match_key'],
      genreNames.map((name, index) => [index + 1, name, foldedKey(name)]),
    ),
  ];
}

interface Names {
  below(limit: number): number;
  /** 0 … limit - 1, the small ones far more often. */
  skewed(limit: number): number;
  word(): string;
  title(): string;
}

const common =
  'love the a of you me and in my to night day blue song time heart life world dance dream rain sun fire home light yesterday moon road river sky summer girl boy baby'.split(
    ' ',
  );
const syllables =
  'ka lo mi ra ten sol ver da ni ro be lu ta mar el an do ri sa vo pe no li ga ze fin tor us al im or ek ba si'.split(
    ' ',
  );

function createNames(): Names {
  let state = 4747;
  // A linear congruential generator is plenty for names and the same everywhere (Numerical Recipes' constants).
  const below = (limit: number) =>
    Math.floor(((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32) * limit);
  const skewed = (limit: number) => Math.floor((below(1_000_000) / 1_000_000) ** 2.5 * limit);
  const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);
  const vocabulary = [
    ...common,
    ...Array.from({ length: 80_000 }, () =>
      Array.from({ length: 2 + below(3) }, () => syllables[below(syllables.length)]).join(''),
    ),
  ];
  const word = () =>
    below(3) === 0 ? common[below(common.length)]! : vocabulary[skewed(vocabulary.length)]!;
  const title = () =>
    Array.from({ length: 1 + below(4) }, word)
      .map(capital)
      .join(' ');
  return { below, skewed, word, title };
}

/** Two or three words each, all different. */
function createArtists(count: number, names: Names): string[] {
  const artists = new Map<string, string>();
  while (artists.size < count) {
    const name = `${names.below(4) === 0 ? 'The ' : ''}${names.title()} ${names.title()}`;
    artists.set(foldedKey(name), name);
  }
  return [...artists.values()];
}

function sortKey(name: string): string {
  return name.replace(/^The /, '').toLowerCase();
}

function insert(table: string, columns: string[], rows: unknown[][]): BulkOperation {
  return { kind: 'upsert', table, columns, rows };
}

if (import.meta.main) {
  const [file, count] = process.argv.slice(2);
  if (!file) throw new Error('usage: node test/large-library.ts <file> [tracks]');
  const database = await openDatabase(file);
  const onProgress = (done: number, total: number) =>
    void (done % 50_000 === 0 && process.stderr.write(`${done} of ${total} tracks\n`));
  await fillLargeLibrary(database, { ...(count ? { trackCount: Number(count) } : {}), onProgress });
  await database.close();
}
