/** Playlists by name: there are few enough to look at all of those the viewer can see. */
import { foldedWords } from '#base/fold.ts';
import type { Reading } from '../reading.ts';
import type { Viewer } from '../rows.ts';
import { exactKey } from './index-rows.ts';
import type { Ranked } from './rank.ts';
import { isMatch, type Wanted } from './words.ts';

const countMax = 5_000;

export async function findPlaylists(
  { database }: Reading,
  viewer: Viewer,
  { words, key }: Wanted,
): Promise<Ranked[]> {
  const rows = await database.read
    .selectFrom('playlist')
    .select(['id', 'name'])
    .where('deleted_at', 'is', null)
    .where((where) => where.or([where('account_id', '=', viewer.accountId), where('public', '=', true)]))
    .orderBy('id')
    .limit(countMax)
    .execute();
  return rows
    .flatMap(({ id, name }) => {
      const own = exactKey(name);
      const nameWords = foldedWords(name);
      const all = words.length > 0 && words.every((word) => nameWords.some((found) => isMatch(word, found)));
      const score = own === key ? 1000 : own.startsWith(key) ? 750 : all ? 550 : 0;
      return score > 0 ? [{ id, score }] : [];
    })
    .toSorted((a, b) => b.score - a.score || a.id - b.id);
}
