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
import { flacSound, LibraryRows, type SearchFact, sortKey } from './library-rows.ts';

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
  const rows = new LibraryRows();
  await database.bulk(beginning(rows));
  const indexer = createSearchIndexer(database.kind);
  for (let at = 0; at < artists.length; at += 5000) {
    const some = artists.slice(at, at + 5000).map((name, index) => ({ id: at + index + 1, name }));
    for (const { id, name } of some)
      rows.put('artist', { id, name, sort_name: name, sort_key: sortKey(name), match_key: foldedKey(name) });
    const facts = some.map(({ id, name }) => ({ id, title: name, others: [] }));
    await database.bulk([...rows.drain(), ...indexer.put('artist', facts)]);
  }
  const counts = new Float64Array((artists.length + 1) * 2);
  for (let at = 0; at < albumCount; at += albumsAtOnce) {
    const batch: Batch = { rows, albumFacts: [], trackFacts: [] };
    for (let album = at; album < Math.min(albumCount, at + albumsAtOnce); album++)
      addAlbum(batch, album + 1, artists, names, counts);
    await database.bulk([
      ...rows.drain(),
      ...indexer.put('album', batch.albumFacts),
      ...indexer.put('track', batch.trackFacts),
    ]);
    options.onProgress?.(Math.min(albumCount, at + albumsAtOnce) * tracksPerAlbum, trackCount);
  }
  for (let at = 0; at < artists.length; at++) {
    const [album_count, track_count] = [counts[at * 2]!, counts[at * 2 + 1]!];
    rows.put('artist_count', {
      artist_id: at + 1,
      library_id: 1,
      album_count,
      track_count,
      appears_count: 0,
    });
    if ((at + 1) % 10_000 === 0) await database.bulk(rows.drain());
  }
  await database.bulk(rows.drain());
  await tidySearchIndex(withSchema<LibrarySchema>(database));
}

interface Batch {
  readonly rows: LibraryRows;
  readonly albumFacts: SearchFact[];
  readonly trackFacts: SearchFact[];
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
  const album = { id, title, artist, year, genre: genreNames[genre]!, added: addedAt + id * minuteMs * 30 };
  putAlbum(rows, album);
  rows.put('album_credit', { album_id: id, position: 0, artist_id: owner + 1, name: artist });
  rows.put('album_genre', { album_id: id, genre_id: genre + 1, track_count: tracksPerAlbum });
  counts[owner * 2]! += 1;
  counts[owner * 2 + 1]! += tracksPerAlbum;
  albumFacts.push({ id, title, others: [artist] });
  for (let number = 1; number <= tracksPerAlbum; number++) {
    const track = (id - 1) * tracksPerAlbum + number;
    const name = names.title();
    putTrack(rows, album, { id: track, number, name, durationMs: 120_000 + names.below(240_000) });
    rows.put('credit', { track_id: track, role: 'artist', position: 0, artist_id: owner + 1, name: artist });
    rows.put('track_genre', { track_id: track, genre_id: genre + 1 });
    trackFacts.push({ id: track, title: name, others: [artist, title] });
  }
}

interface Album {
  readonly id: number;
  readonly title: string;
  readonly artist: string;
  readonly year: number;
  readonly genre: string;
  readonly added: number;
}

function putAlbum(rows: LibraryRows, { id, title, artist, year, added }: Album): void {
  const name = `${title} (${id})`;
  const path = `${artist}/${name}`;
  rows.put('folder', { id: id + 1, library_id: 1, parent_id: 1, path, name });
  rows.put('artwork', {
    id,
    library_id: 1,
    source: 'folder',
    path: `${path}/cover.jpg`,
    changed_at: added,
    digest: `digest-${id}`,
    width_px: 600,
    height_px: 600,
    color: '#8a5a44',
    accent_light: '#7a4a34',
    accent_dark: '#d8a890',
    spine: '#6a3a24',
    spine_text: '#ffffff',
  });
  rows.put('album', {
    id,
    library_id: 1,
    group_key: `album\u001f${foldedKey(title)}\u001f${id}`,
    group_rule: 'album-artist',
    group_facts: JSON.stringify([{ name: 'album', value: title }]),
    title,
    sort_key: sortKey(title),
    artist_name: artist,
    artist_sort_key: sortKey(artist),
    year,
    track_count: tracksPerAlbum,
    duration_ms: tracksPerAlbum * 215_000,
    size_bytes: tracksPerAlbum * 25_000_000,
    added_at: added,
    artwork_id: id,
    format: 'FLAC 44.1 kHz, 16 bit',
  });
}

function putTrack(
  rows: LibraryRows,
  { id: albumId, artist, year, genre, added }: Album,
  { id, number, name, durationMs }: { id: number; number: number; name: string; durationMs: number },
): void {
  rows.put('track', {
    id,
    library_id: 1,
    folder_id: albumId + 1,
    file_name: `${String(number).padStart(2, '0')} ${name}.flac`,
    size_bytes: 20_000_000 + id,
    mtime_ms: added,
    added_at: added,
    changed_at: added,
    essence: `md5-${id}`,
    album_id: albumId,
    title: name,
    sort_key: sortKey(name),
    artist_name: artist,
    album_artist_name: artist,
    disc: 1,
    number,
    year,
    genre,
    duration_ms: durationMs,
    bitrate_kbps: 950,
    ...flacSound,
    tag_track_gain_db: -7.5,
    tag_track_peak: 0.98,
    tag_album_gain_db: -7.2,
    tag_album_peak: 0.99,
  });
}

function beginning(rows: LibraryRows): BulkOperation[] {
  rows.put('account', {
    id: 1,
    name: 'ada',
    name_key: 'ada',
    role: 'admin',
    password_hash: 'x',
    created_at: addedAt,
  });
  rows.put('library', { id: 1, name: 'Music', root: '/music', created_at: addedAt, watch: false });
  rows.put('folder', { id: 1, library_id: 1, parent_id: null, path: '', name: 'music' });
  genreNames.forEach((name, index) => rows.put('genre', { id: index + 1, name, match_key: foldedKey(name) }));
  return [
    ...rows.drain(),
    { kind: 'each', sql: `UPDATE guard_number SET last = 1 WHERE kind = 'account'`, rows: [[]] },
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

if (import.meta.main) {
  const [file, count] = process.argv.slice(2);
  if (!file) throw new Error('usage: node test/large-library.ts <file> [tracks]');
  const database = await openDatabase(file);
  const onProgress = (done: number, total: number) =>
    void (done % 50_000 === 0 && process.stderr.write(`${done} of ${total} tracks\n`));
  await fillLargeLibrary(database, { ...(count ? { trackCount: Number(count) } : {}), onProgress });
  await database.close();
}
