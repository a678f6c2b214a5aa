/** Opens the library: builds each group over one database, one clock and one store of ordered lists. */
import { type Clock, systemClock } from '#base/clock.ts';
import type { RoomDatabase } from '#base/database/index.ts';
import { createAccess } from './access.ts';
import { createArtwork } from './artwork.ts';
import { createBookmarks } from './bookmarks.ts';
import { createAlbums } from './collections/albums.ts';
import { readArtistIndex } from './collections/artist-index.ts';
import { createArtists } from './collections/artists.ts';
import { createFolders } from './collections/folders.ts';
import { createGenres } from './collections/genres.ts';
import { createHome } from './collections/home.ts';
import { createTracks } from './collections/tracks.ts';
import type { Library } from './library.ts';
import { createLyrics } from './lyrics.ts';
import { createMarks } from './marks.ts';
import { createKept } from './orders/kept.ts';
import { createOrders } from './orders/orders.ts';
import { createPlaylists } from './playlists/playlists.ts';
import { createPlays } from './plays.ts';
import { createQueue } from './queue.ts';
import type { Reading } from './reading.ts';
import type { Viewer } from './rows.ts';
import type { LibrarySchema } from './schema.ts';
import { createSearch, warmSearch } from './search/find.ts';

export interface LibraryOptions {
  readonly database: RoomDatabase<LibrarySchema>;
  readonly clock?: Clock;
  /** How long lists may lag behind a scan before they are made anew; 0: never (tests). 1,000 when absent. */
  readonly listsLagMs?: number;
  /** Memory for lists that are kept: 4 bytes a row and list. */
  readonly listsSizeBytesMax?: number;
}

const listsLagMsDefault = 1_000;
const listsSizeBytesMaxDefault = 64_000_000;

/** The database's migrations must have run. */
export function openLibrary(options: LibraryOptions): Library {
  const { database, clock = systemClock } = options;
  const kept = createKept({
    clock,
    lagMs: options.listsLagMs ?? listsLagMsDefault,
    sizeBytesMax: options.listsSizeBytesMax ?? listsSizeBytesMaxDefault,
    readVersion: async () =>
      (
        await database.read
          .selectFrom('counter')
          .select('value')
          .where('name', '=', 'library_version')
          .executeTakeFirst()
      )?.value ?? 0,
  });
  const reading: Reading = { database, clock, orders: createOrders(database, kept) };
  return {
    access: createAccess(database),
    albums: createAlbums(reading),
    artists: createArtists(reading),
    tracks: createTracks(reading),
    genres: createGenres(reading),
    folders: createFolders(reading),
    home: createHome(reading),
    search: createSearch(reading),
    marks: createMarks(reading),
    plays: createPlays(reading),
    playlists: createPlaylists(reading),
    queue: createQueue(reading),
    bookmarks: createBookmarks(reading),
    lyrics: createLyrics(reading),
    artwork: createArtwork(reading),
    version: kept.version,
    warm: () => warm(reading),
    close: kept.close,
  };
}

/** What the first page and most apps ask for first, one after the other: people who are quicker come before. */
async function warm(reading: Reading): Promise<void> {
  const everybody: Viewer = { accountId: 0, libraryIds: 'all' };
  const { orders } = reading;
  for (const sort of ['added', 'id', 'title', 'artist'] as const) await orders.albums(everybody, { sort });
  await readArtistIndex(reading, everybody, 'album');
  for (const sort of ['id', 'title'] as const) await orders.tracks(everybody, { sort });
  await warmSearch(reading, everybody);
}
