/** The entrance of the library: `openLibrary`, and the types of what it takes and answers. */
export { LibraryError } from './errors.ts';
export { libraryMigrations } from './migrations/index.ts';
export type { LibrarySchema } from './schema.ts';
export { openLibrary } from './open.ts';
export type * from './library.ts';
export type * from './rows.ts';
