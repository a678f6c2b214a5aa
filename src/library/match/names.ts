/** Sort names and sort keys: 'The Beatles' stands under B, 'Élan' under e, '“Heroes”' under h. */
import { fold } from '#base/fold.ts';

/** Articles that a name is not sorted by; the list that the Subsonic protocol tells its apps. */
export const ignoredArticles = ['The', 'El', 'La', 'Los', 'Las', 'Le', 'Les'] as const;

const article = new RegExp(`^(${ignoredArticles.join('|')})\\s+(?=\\S)`, 'i');
const leadingSigns = /^[^\p{L}\p{N}]+/u;
const keyLengthMax = 200;

/** 'The Beatles' → 'Beatles, The'; a name without an article is itself. */
export function sortNameOf(name: string): string {
  const match = article.exec(name);
  return match ? `${name.slice(match[0].length)}, ${match[1]}` : name;
}

/** What a list is ordered by: folded, without leading signs; bounded, as indexes hold it. */
export function sortKeyOf(name: string): string {
  const folded = fold(name).slice(0, keyLengthMax).toWellFormed();
  return folded.replace(leadingSigns, '') || folded;
}

/** The sort key of a title: its sort title where the tags give one, else without its article. */
export function titleSortKey(title: string, titleSort?: string): string {
  return sortKeyOf(titleSort ?? title.replace(article, ''));
}
