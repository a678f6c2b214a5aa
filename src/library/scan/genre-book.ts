/** Genres by folded name while a scan runs. There are hundreds, so all of them are held. */
import type { BulkOperation, RoomDatabase } from '#base/database/index.ts';
import type { GenreName } from '../match/genres.ts';
import type { LibrarySchema } from '../schema.ts';
import type { Numbers } from './numbers.ts';

export class GenreBook {
  readonly #numbers: Numbers;
  readonly #ids: Map<string, number>;
  #created: [number, string, string][] = [];

  private constructor(numbers: Numbers, ids: Map<string, number>) {
    this.#numbers = numbers;
    this.#ids = ids;
  }

  static async open(database: RoomDatabase<LibrarySchema>, numbers: Numbers): Promise<GenreBook> {
    const rows = await database.read.selectFrom('genre').select(['id', 'match_key']).execute();
    return new GenreBook(numbers, new Map(rows.map((row) => [row.match_key, row.id])));
  }

  get({ name, key }: GenreName): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#numbers.next('genre');
    this.#ids.set(key, id);
    this.#created.push([id, name, key]);
    return id;
  }

  /** Operations for what is new since the last call. */
  drain(): BulkOperation[] {
    const rows = this.#created;
    this.#created = [];
    return rows.length === 0
      ? []
      : [{ kind: 'upsert', table: 'genre', columns: ['id', 'name', 'match_key'], rows }];
  }
}
