/**
 * FTS5 writes what a transaction brings into an index of its own and joins these only by and by; a word is looked up
 * in each. A large scan leaves a dozen of them, and every search costs half as much again until they are one.
 */
import { sql } from 'kysely';
import type { RoomDatabase } from '#base/database/index.ts';
import type { LibrarySchema } from '../schema.ts';

// So little at a time that nobody's write waits long: 2 MB.
const pagesAtOnce = 500;
const roundCountMax = 1_000;

/** Joins the small indexes of each size. Cheap when little was written since the last time. */
export async function tidySearchIndex(
  { kind, write }: RoomDatabase<LibrarySchema>,
  signal?: AbortSignal,
): Promise<void> {
  if (kind === 'postgres') return;
  const changeCount = async () =>
    (await sql<{ count: number }>`SELECT total_changes() AS count`.execute(write)).rows[0]!.count;
  for (const name of ['track_search', 'album_search', 'artist_search']) {
    const table = sql.ref(name);
    const tell = (command: string, value: number) =>
      sql`INSERT INTO ${table} (${table}, rank) VALUES (${command}, ${sql.lit(value)})`.execute(write);
    // Two of a size are enough to join; FTS5 would wait for four.
    await tell('usermerge', 2);
    for (let round = 0; round < roundCountMax && !signal?.aborted; round++) {
      const before = await changeCount();
      await tell('merge', pagesAtOnce);
      // How FTS5 says that there was nothing to do: https://www.sqlite.org/fts5.html#the_merge_command
      if ((await changeCount()) - before < 2) break;
    }
  }
}
