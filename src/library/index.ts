/** The entrance of the library: `openLibrary`, and the types of what it takes and answers. */
export { libraryMigrations } from './migrations/index.ts';
export type { LibrarySchema } from './schema.ts';
export { openLibrary } from './open.ts';
export type * from './library.ts';
export type * from './rows.ts';

// Reading side, for the scanner and for tests.
export {
  createSearchIndexer,
  type SearchFacts,
  type SearchIndexer,
  type SearchKind,
} from './search/index-rows.ts';
export { tidySearchIndex } from './search/tidy.ts';

// For opening pictures that lie inside music files.
export { embeddedArtworkOf } from './scan/artwork-rows.ts';

// The scanning side: libraries, scans, what they found wrong, what is gone.
export {
  createLibraries,
  type Libraries,
  type LibraryChange,
  type LibraryInfo,
  type NewLibrary,
} from './libraries.ts';
export { createScanner, type Scanner, type ScannerOptions } from './scan/scanner.ts';
export type { ScanOutcome, ScanRequest, ScanStatus } from './scan/types.ts';
export { type IssuePage, type IssueRow, listIssues } from './issues.ts';
export { listMissing, type MissingPage, type MissingTrack, purgeMissing } from './missing.ts';
export { groupRuleSentences, type GroupRule } from './match/albums.ts';
export { ignoredArticles } from './match/names.ts';
export { createWatcher, type Watcher, type WatcherOptions, type WatchStatus } from './scan/watcher.ts';
export {
  type Background,
  type BackgroundOptions,
  createBackground,
  type JobStatus,
} from './background/background.ts';
export type { JobKind } from './background/job.ts';
