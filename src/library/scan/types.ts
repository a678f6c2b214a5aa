/** What a scan tells about itself, and the shapes that its phases hand to each other. */

/** Where a scan stands; the fields of the web API's ScanStatus, with the library's number. Times are ISO 8601. */
export interface ScanStatus {
  running: boolean;
  /** Null: all libraries. */
  libraryId: number | null;
  phase: string | null;
  /** Files seen, and how many are expected (null until the walk has ended). */
  done: number;
  total: number | null;
  filesPerSecond: number | null;
  secondsLeft: number | null;
  added: number;
  changed: number;
  moved: number;
  missing: number;
  issues: number;
  startedAt: string | null;
  endedAt: string | null;
  outcome: ScanOutcome | null;
  error: string | null;
}

export type ScanOutcome = 'done' | 'cancelled' | 'failed' | 'interrupted';

/** Why a scan stops before its end. */
export type StopReason = 'cancelled' | 'interrupted' | 'taken over';

export type ScanPhase = 'walk' | 'tags' | 'settle';

/** What to scan. Without `libraryId` all libraries; `folders` (relative paths) narrows it to these and what is below. */
export interface ScanRequest {
  readonly libraryId?: number;
  /** Read every file again, also where nothing seems to have changed. */
  readonly full?: boolean;
  readonly folders?: readonly string[];
  /** With `folders`: only these themselves, not what is known below them. */
  readonly shallow?: boolean;
}

export type FileKind = 'audio' | 'cue' | 'lyrics' | 'playlist' | 'image';

/** A file that matters to the library, as the walk saw it. */
export interface WalkedFile {
  readonly name: string;
  readonly kind: FileKind;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}

/** A folder as one walk worker found it. File lists are packed, because a first scan holds those of all folders. */
export interface FolderListing {
  readonly path: string;
  readonly fingerprint: string;
  readonly audioCount: number;
  /** File names joined by '/', which no name holds; '' when the folder is unchanged or has no files. */
  readonly names: string;
  /** Size and time of each file in turn. */
  readonly numbers: Float64Array;
  readonly subfolders: readonly string[];
  /** Symbolic links to folders. */
  readonly links: readonly string[];
  /** Links that lead nowhere, and files whose facts could not be read. */
  readonly troubles: readonly { readonly name: string; readonly code: string }[];
  /** The system's code when the folder could not be read. */
  readonly failure: string | null;
  readonly unchanged: boolean;
}
