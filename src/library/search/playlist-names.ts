/** Playlists by name: there are few enough to look at all of those the viewer can see. */
import type { Reader } from '#base/database/index.ts';
import type { Viewer } from '../rows.ts';
import type { Ranked } from './rank.ts';
import { titleShape } from './title-shape.ts';
import { isMatch, type Wanted } from './words.ts';

const countMax = 5_000;

export async function findPlaylists(
  reader: Reader,
  viewer: Viewer,
  { words, key }: Wanted,
): Promise<Ranked[]> {
  const sql = `SELECT id, name FROM playlist WHERE deleted_at IS NULL AND (account_id = ? OR public) ORDER BY id LIMIT ?`;
  const rows = (await reader.rows(sql, [viewer.accountId, countMax])) as [number, string][];
  return rows
    .flatMap(([id, name]) => {
      const title = titleShape(name);
      const all =
        words.length > 0 && words.every((word) => title.words.some((found) => isMatch(word, found)));
      const score = title.key === key ? 1000 : title.key.startsWith(key) ? 750 : all ? 550 : 0;
      return score > 0 ? [{ id, score }] : [];
    })
    .sort((a, b) => b.score - a.score || a.id - b.id);
}
