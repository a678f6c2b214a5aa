/**
 * Albums by group key while a scan runs. An album met for the first time is written with the counts of its tracks in
 * the same transaction, so that it can be shown at once; one that was there before is counted anew at the end.
 */
import type { BulkOperation, RoomDatabase } from '#base/database/index.ts';
import type { Grouping } from '../match/albums.ts';
import type { LibrarySchema } from '../schema.ts';
import type { SearchIndexer } from '../search/index-rows.ts';
import { type AlbumSum, emptySum } from './album-sum.ts';
import { chunksOf } from './chunks.ts';
import type { Numbers } from './numbers.ts';

/** What the tags say about the album as a whole. */
export interface AlbumFacts {
  readonly grouping: Grouping;
  readonly title: string;
  readonly sortKey: string;
  readonly artistName: string;
  readonly artistSortKey: string;
  readonly artists: readonly { readonly id: number; readonly name: string }[];
  readonly year: number | null;
  readonly releaseDate: string | null;
  readonly originalDate: string | null;
  readonly mbid: string | null;
  readonly mbidReleaseGroup: string | null;
  readonly compilation: boolean;
  readonly labels: readonly string[];
  readonly catalogNumbers: readonly string[];
  readonly barcode: string | null;
  readonly releaseTypes: readonly string[];
}

interface AlbumEntry {
  readonly id: number;
  readonly discTitles: Record<string, string>;
  /** Set between being met in a batch and being written. */
  facts?: AlbumFacts | undefined;
  /** Set while the album is new and not yet written. */
  sum?: AlbumSum | undefined;
  cameFrom?: number | undefined;
}

const entryCountMax = 100_000;

export class AlbumBook {
  readonly #database: RoomDatabase<LibrarySchema>;
  readonly #numbers: Numbers;
  readonly #libraryId: number;
  readonly #byKey = new Map<string, AlbumEntry>();
  readonly #waiting = new Map<string, AlbumEntry>();
  #complete: boolean;

  constructor(
    database: RoomDatabase<LibrarySchema>,
    numbers: Numbers,
    options: { libraryId: number; databaseIsEmpty: boolean },
  ) {
    this.#database = database;
    this.#numbers = numbers;
    this.#libraryId = options.libraryId;
    this.#complete = options.databaseIsEmpty;
  }

  /** Looks up what the batch will ask for. */
  async prepare(keys: ReadonlySet<string>): Promise<void> {
    if (this.#complete) return;
    const wanted = [...keys].filter((key) => !this.#byKey.has(key));
    for (const some of chunksOf(wanted, 500)) {
      const rows = await this.#database.read
        .selectFrom('album')
        .select(['id', 'group_key', 'disc_titles'])
        .where('library_id', '=', this.#libraryId)
        .where('group_key', 'in', some)
        .execute();
      for (const row of rows)
        this.#byKey.set(row.group_key, {
          id: row.id,
          discTitles: JSON.parse(row.disc_titles) as Record<string, string>,
        });
    }
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** From now on the album `id` is the one of this key. */
  adopt(key: string, id: number, discTitles: Record<string, string>): void {
    for (const [old, entry] of this.#byKey) if (entry.id === id) this.#byKey.delete(old);
    this.#byKey.set(key, { id, discTitles });
  }

  /** The album of the group, made now if need be; `facts` is asked for once a batch. */
  open(grouping: Grouping, facts: () => AlbumFacts): AlbumEntry {
    const entry = this.#byKey.get(grouping.key) ?? this.#create(grouping.key);
    if (!entry.facts) {
      entry.facts = facts();
      this.#waiting.set(grouping.key, entry);
    }
    return entry;
  }

  /** Operations for what was met since the last call. */
  drain(now: number, indexer: SearchIndexer): BulkOperation[] {
    if (this.#waiting.size === 0) return [];
    const created: unknown[][] = [];
    const changed: unknown[][] = [];
    const credits: unknown[][] = [];
    const genres: unknown[][] = [];
    const newOnes: AlbumEntry[] = [];
    const oldOnes: AlbumEntry[] = [];
    for (const entry of this.#waiting.values()) {
      (entry.sum ? newOnes : oldOnes).push(entry);
      if (entry.sum)
        created.push([...this.#row(entry, entry.facts!), ...sumRow(entry.sum), now, entry.cameFrom ?? null]);
      else changed.push(this.#row(entry, entry.facts!));
      entry.facts!.artists.forEach((artist, position) =>
        credits.push([entry.id, position, artist.id, artist.name]),
      );
      if (entry.sum) for (const [genre, count] of entry.sum.genres) genres.push([entry.id, genre, count]);
    }
    const search = (entries: readonly AlbumEntry[]): BulkOperation[] =>
      indexer.put(
        'album',
        entries.map((entry) => ({
          id: entry.id,
          title: entry.facts!.title,
          others: [entry.facts!.artistName, ...entry.facts!.artists.map((artist) => artist.name)],
        })),
      );
    const operations: BulkOperation[] = [
      {
        kind: 'upsert',
        table: 'album',
        columns: [...factColumns, ...sumColumns, 'added_at', 'came_from'],
        rows: created,
      },
      // added_at is only there because it may not be NULL; it stays as it was.
      {
        kind: 'upsert',
        table: 'album',
        columns: [...factColumns, 'added_at'],
        rows: changed.map((row) => [...row, now]),
        keys: ['id'],
        update: factColumns.slice(1),
      },
      { kind: 'delete', table: 'album_credit', keys: ['album_id'], rows: oldOnes.map((entry) => [entry.id]) },
      {
        kind: 'upsert',
        table: 'album_credit',
        columns: ['album_id', 'position', 'artist_id', 'name'],
        rows: credits,
      },
      {
        kind: 'upsert',
        table: 'album_genre',
        columns: ['album_id', 'genre_id', 'track_count'],
        rows: genres,
      },
      ...search(newOnes).filter((operation) => operation.kind !== 'delete'),
      ...search(oldOnes),
    ];
    for (const entry of this.#waiting.values()) {
      entry.facts = undefined;
      entry.sum = undefined;
    }
    this.#waiting.clear();
    return operations.filter((operation) => operation.rows.length > 0);
  }

  /** Forgets what can be looked up again, when it has become much. Only while no write is under way. */
  shrink(): void {
    if (this.#byKey.size < entryCountMax || this.#waiting.size > 0) return;
    this.#complete = false;
    this.#byKey.clear();
  }

  #create(key: string): AlbumEntry {
    const entry: AlbumEntry = { id: this.#numbers.next('album'), discTitles: {}, sum: emptySum() };
    this.#byKey.set(key, entry);
    return entry;
  }

  #row(entry: AlbumEntry, facts: AlbumFacts): unknown[] {
    return [
      entry.id,
      this.#libraryId,
      facts.grouping.key,
      facts.grouping.rule,
      JSON.stringify(facts.grouping.facts),
      facts.title,
      facts.sortKey,
      facts.artistName,
      facts.artistSortKey,
      facts.year,
      facts.releaseDate,
      facts.originalDate,
      facts.mbid,
      facts.mbidReleaseGroup,
      facts.compilation,
      JSON.stringify(facts.labels),
      JSON.stringify(facts.catalogNumbers),
      facts.barcode,
      JSON.stringify(facts.releaseTypes),
      JSON.stringify(entry.discTitles),
    ];
  }
}

const factColumns = [
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
  'release_date',
  'original_date',
  'mbid',
  'mbid_release_group',
  'compilation',
  'labels',
  'catalog_numbers',
  'barcode',
  'release_types',
  'disc_titles',
];
const sumColumns = ['format', 'track_count', 'disc_count', 'duration_ms', 'size_bytes', 'artwork_id'];

function sumRow(sum: AlbumSum): unknown[] {
  return [sum.format(), sum.trackCount, sum.discCount(), sum.durationMs, sum.sizeBytes, sum.artworkId()];
}
