/** Opens the library: builds each group over one database, one clock and one store of ordered lists. */
import type { Clock } from '#base/clock.ts';
import type { RoomDatabase } from '#base/database/index.ts';
import { LibraryError } from './errors.ts';
import type { Library } from './library.ts';
import type { LibrarySchema } from './schema.ts';

export interface LibraryOptions {
  readonly database: RoomDatabase<LibrarySchema>;
  readonly clock: Clock;
}

/** The database's migrations must have run. */
export function openLibrary(_options: LibraryOptions): Library {
  throw new LibraryError('LIBRARY_CLOSED');
}
