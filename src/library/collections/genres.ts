/** Genres with what they hold, kept until the library changes. */
import { sql } from 'kysely';
import type { Genres } from '../library.ts';
import { accessKeyOf } from '../orders/sql.ts';
import { mayBeSeen, type Reading } from '../reading.ts';
import type { GenreRow } from '../rows.ts';

export function createGenres({ database, orders }: Reading): Genres {
  return {
    list: (viewer) => {
      const build = async () => {
        const { rows } = await sql<GenreRow>`
          SELECT g.id, g.name, COUNT(*) AS "albumCount", SUM(x.track_count) AS "trackCount"
          FROM album_genre x JOIN album a ON a.id = x.album_id JOIN genre g ON g.id = x.genre_id
          WHERE NOT a.missing AND ${mayBeSeen(database.kind, viewer, 'a.library_id')} GROUP BY g.id, g.name ORDER BY g.match_key, g.id`.execute(
          database.read,
        );
        return rows;
      };
      return orders.kept.get(`genres:${accessKeyOf(viewer)}`, build, (rows) => rows.length * 150);
    },
  };
}
