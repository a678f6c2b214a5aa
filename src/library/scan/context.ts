/** What all phases of one library's scan share. */
import type { Digester } from '../background/digester.ts';
import type { Clock } from '#base/clock.ts';
import type { BulkOperation, RoomDatabase } from '#base/database/index.ts';
import type { LibrarySchema } from '../schema.ts';
import type { SearchIndexer } from '../search/index-rows.ts';
import type { AlbumBook } from './album-book.ts';
import type { ArtistBook } from './artist-book.ts';
import type { GenreBook } from './genre-book.ts';
import type { Numbers } from './numbers.ts';
import type { IssueLog } from './issue-log.ts';
import type { TagReader } from './tag-reader.ts';

export interface ScanContext {
  readonly database: RoomDatabase<LibrarySchema>;
  readonly clock: Clock;
  readonly scanId: number;
  /** Of all libraries' scan. */
  readonly startedAt: number;
  readonly library: { readonly id: number; readonly name: string; readonly root: string };
  /** Part of every transaction: see fence.ts. */
  readonly fence: () => BulkOperation;
  readonly numbers: Numbers;
  readonly tagReader: TagReader;
  readonly digester: Digester;
  readonly indexer: SearchIndexer;
  readonly artists: ArtistBook;
  readonly albums: AlbumBook;
  readonly genres: GenreBook;
  readonly issues: IssueLog;
  readonly touched: Touched;
  readonly tally: Tally;
  /** Path → the folder's row; grows as folders are written. */
  readonly folders: Map<string, KnownFolder>;
  /** Folders without files that matter → fingerprint; they get a row when something lies below them. */
  readonly emptyFolders: Map<string, string>;
  /** True when no track of any library was known before: nothing can have moved, and nothing need be looked up. */
  readonly fresh: boolean;
  readonly full: boolean;
  /** True when only some folders are scanned, so that a row's file may be gone without the scan having noticed. */
  readonly partial: boolean;
  readonly signal: AbortSignal;
  playlistOwner(): Promise<number | null>;
}

export interface KnownFolder {
  readonly id: number;
  fingerprint: string | null;
  artworkId: number | null;
}

/** Whose counts must be made anew at the end. */
export interface Touched {
  readonly albums: Set<number>;
  readonly artists: Set<number>;
  /** Folders' pictures that are gone, or that another one has taken the place of. */
  readonly pictures: Set<number>;
  /** Album → the album that its tracks went to. */
  readonly movedAlbums: Map<number, number>;
}

/** The figures that a person sees grow. */
export interface Tally {
  done: number;
  total: number | null;
  added: number;
  changed: number;
  moved: number;
  missing: number;
  /** Something was written that the end of the scan must settle. */
  unsettled: boolean;
}
