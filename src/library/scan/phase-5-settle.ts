/**
 * Phase 5: what can only be told when all is written. Albums and artists that changed their name keep their row;
 * counts are made anew for those that were touched; playlists, artists' pictures and issues are brought in step.
 */
import { settleAlbums } from './settle-albums.ts';
import { settleArtists } from './settle-artists.ts';
import { dropPictures, settleArtistPictures } from './settle-pictures.ts';
import { settlePlaylists } from './settle-playlists.ts';
import { settleRenames } from './settle-renames.ts';
import { tidySearchIndex } from '../search/tidy.ts';
import type { ScanContext } from './context.ts';
import { writeLast } from './fenced-write.ts';

/** `all`: count everything anew, because the last scan did not come to its end. */
export async function settle(
  context: ScanContext,
  options: { readonly all: boolean; isLookedAt(path: string): boolean },
): Promise<void> {
  await settleRenames(context);
  await dropPictures(context, options.isLookedAt);
  await settleAlbums(context, options.all);
  await settleArtists(context, options.all);
  await settleArtistPictures(context);
  await settlePlaylists(context);
  if (context.tally.unsettled) await tidySearchIndex(context.database, context.signal);
  const issues = [
    ...context.issues.drain(),
    ...(await context.issues.settle(context.database, options.isLookedAt)),
  ];
  const scanned = context.partial ? [] : [[context.clock.now(), context.library.id]];
  await writeLast(context, [
    ...issues,
    context.numbers.keep(),
    { kind: 'each', sql: 'UPDATE library SET scanned_at = ? WHERE id = ?', rows: scanned },
  ]);
}
