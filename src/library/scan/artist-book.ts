/**
 * Artists by name and by MusicBrainz id while a scan runs: what is in the database is looked up a batch at a time,
 * what is new gets a number and waits for the next transaction.
 *
 * A name and an id meet in one row where they can: a row made by name takes on the id when a file brings it. Two ids
 * with one name are two artists, the second with its id in the key.
 */
import type { BulkOperation, RoomDatabase } from '#base/database/index.ts';
import type { ArtistName } from '../match/artists.ts';
import { sortKeyOf, sortNameOf } from '../match/names.ts';
import type { LibrarySchema } from '../schema.ts';
import type { SearchIndexer } from '../search/index-rows.ts';
import type { Numbers } from './numbers.ts';
import { chunksOf } from './chunks.ts';

interface ArtistEntry {
  readonly id: number;
  readonly key: string;
  name: string;
  sortName: string;
  mbid: string | null;
}

const entryCountMax = 150_000;

export class ArtistBook {
  readonly #database: RoomDatabase<LibrarySchema>;
  readonly #numbers: Numbers;
  readonly #byKey = new Map<string, ArtistEntry>();
  readonly #byMbid = new Map<string, ArtistEntry>();
  readonly #created: (ArtistEntry & { cameFrom: number | null })[] = [];
  readonly #changed = new Set<ArtistEntry>();
  /** True while everything that the database knows is in the book. */
  #complete: boolean;
  /** Rows made in this scan: only they can be an old artist's new name. */
  readonly #fresh = new Set<number>();

  constructor(
    database: RoomDatabase<LibrarySchema>,
    numbers: Numbers,
    options: { databaseIsEmpty: boolean },
  ) {
    this.#database = database;
    this.#numbers = numbers;
    this.#complete = options.databaseIsEmpty;
  }

  /** True while nothing need be looked up. */
  get isComplete(): boolean {
    return this.#complete;
  }

  /** Looks up what the batch may ask for; `get` and `isKnown` then answer at once. */
  async prepare(keys: ReadonlySet<string>, mbids: ReadonlySet<string>): Promise<void> {
    if (this.#complete) return;
    const wantedKeys = [...keys].filter((key) => !this.#byKey.has(key));
    const wantedMbids = [...mbids].filter((mbid) => !this.#byMbid.has(mbid));
    const columns = ['id', 'match_key as key', 'name', 'sort_name as sortName', 'mbid'] as const;
    for (const some of chunksOf(wantedKeys, 500))
      this.#learn(
        await this.#database.read
          .selectFrom('artist')
          .select(columns)
          .where('match_key', 'in', some)
          .execute(),
      );
    for (const some of chunksOf(wantedMbids, 500))
      this.#learn(
        await this.#database.read.selectFrom('artist').select(columns).where('mbid', 'in', some).execute(),
      );
  }

  /** True when the folded name is an artist by itself, as far as was prepared. */
  isKnown = (key: string): boolean => this.#byKey.has(key);

  /** The artist's number, made now if need be. */
  get(artist: ArtistName): number {
    const { mbid, key } = artist;
    const byMbid = mbid === undefined ? undefined : this.#byMbid.get(mbid);
    if (byMbid) return byMbid.id;
    const byKey = this.#byKey.get(key);
    if (!byKey) return this.#create(artist, key);
    if (mbid === undefined || byKey.mbid === mbid) return byKey.id;
    if (byKey.mbid !== null) return this.#create(artist, `${key}#${mbid}`);
    byKey.mbid = mbid;
    this.#byMbid.set(mbid, byKey);
    this.#changed.add(byKey);
    return byKey.id;
  }

  /** Notes that tracks of `from` now name `to` in the same place; matters when `to` is new and `from` ends empty. */
  noteRename(from: number, to: number): void {
    if (!this.#fresh.has(to)) return;
    const entry = this.#created.find((created) => created.id === to);
    if (entry) entry.cameFrom ??= from;
  }

  /** Operations for what is new since the last call. */
  drain(indexer: SearchIndexer): BulkOperation[] {
    const created = this.#created.splice(0);
    const changed = [...this.#changed].filter((entry) => !created.some((one) => one.id === entry.id));
    this.#changed.clear();
    if (created.length === 0 && changed.length === 0) return [];
    const columns = ['id', 'name', 'sort_name', 'sort_key', 'match_key', 'mbid', 'came_from'];
    const rows = created.map((entry) => [
      entry.id,
      entry.name,
      entry.sortName,
      sortKeyOf(entry.sortName),
      entry.key,
      entry.mbid,
      entry.cameFrom,
    ]);
    const search = indexer.put(
      'artist',
      created.map((entry) => ({ id: entry.id, title: entry.name, others: [entry.sortName] })),
    );
    return [
      { kind: 'upsert', table: 'artist', columns, rows },
      {
        kind: 'each',
        sql: 'UPDATE artist SET mbid = ? WHERE id = ?',
        rows: changed.map((entry) => [entry.mbid, entry.id]),
      },
      ...search.filter((operation) => operation.kind !== 'delete'),
    ];
  }

  /** Forgets what can be looked up again, when it has become much. Only while no write is under way. */
  shrink(): void {
    if (this.#byKey.size < entryCountMax || this.#created.length > 0) return;
    this.#complete = false;
    this.#byKey.clear();
    this.#byMbid.clear();
  }

  #create(artist: ArtistName, key: string): number {
    const id = this.#numbers.next('artist');
    const entry = {
      id,
      key,
      name: artist.name,
      sortName: artist.sortName ?? sortNameOf(artist.name),
      mbid: artist.mbid ?? null,
      cameFrom: null,
    };
    this.#created.push(entry);
    this.#fresh.add(id);
    this.#remember(entry);
    return id;
  }

  #learn(rows: readonly ArtistEntry[]): void {
    for (const row of rows) if (!this.#byKey.has(row.key)) this.#remember({ ...row });
  }

  #remember(entry: ArtistEntry): void {
    this.#byKey.set(entry.key, entry);
    if (entry.mbid !== null) this.#byMbid.set(entry.mbid, entry);
  }
}
