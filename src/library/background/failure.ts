/**
 * What work in the background could not do, as lines on the Issues page. They stay while the row still bears the mark
 * of the failure: they go when the file changes, is gone, or is done after all.
 */
import type { BulkOperation, RoomDatabase } from '#base/database/index.ts';
import type { LibrarySchema } from '../schema.ts';
import { pathIn } from '../scan/artwork-rows.ts';

/** Reason → severity and what to do. */
const kinds = {
  undecodable: {
    severity: 'error',
    advice:
      'It is in the library, but may stop or be silent where it is played: copy it again from where it came from.',
  },
  undigested: {
    severity: 'warning',
    advice:
      'It plays as far as it can be read, but is not known again when it is moved and re-tagged at once.',
  },
  picture: {
    severity: 'warning',
    advice: 'Another picture or a placeholder is shown; replace it by one that picture programs open.',
  },
} as const;

export type FailureKind = keyof typeof kinds;

export const failureKinds = Object.keys(kinds) as FailureKind[];

export interface FailedFile {
  readonly libraryId: number;
  /** Relative to the library's root. */
  readonly path: string;
}

/** Writes the line, or takes it away when `message` is undefined. */
export function failureOperations(
  kind: FailureKind,
  { libraryId, path }: FailedFile,
  message: string | undefined,
  now: number,
): BulkOperation[] {
  if (message === undefined)
    return [
      {
        kind: 'delete',
        table: 'issue',
        keys: ['library_id', 'path', 'reason'],
        rows: [[libraryId, path, kind]],
      },
    ];
  const { severity, advice } = kinds[kind];
  const said = message.trim().slice(0, 500);
  const text = `${said}${/[.!?]$/.test(said) ? '' : '.'} ${advice}`;
  return [
    {
      kind: 'upsert',
      table: 'issue',
      columns: ['library_id', 'path', 'reason', 'severity', 'message', 'first_seen_at', 'seen_scan_id'],
      rows: [[libraryId, path, kind, severity, text, now, 0]],
      keys: ['library_id', 'path', 'reason'],
      update: ['severity', 'message'],
    },
  ];
}

/** Of a library's lines of this kind, those whose file bears no mark of the failure any more. */
export async function pastFailures(
  database: RoomDatabase<LibrarySchema>,
  libraryId: number,
): Promise<number[]> {
  const lines = await database.read
    .selectFrom('issue')
    .select(['id', 'path', 'reason'])
    .where('library_id', '=', libraryId)
    .where('reason', 'in', failureKinds)
    .execute();
  const past: number[] = [];
  for (const { id, path, reason } of lines)
    if (!(await isFailed(database, reason as FailureKind, { libraryId, path }))) past.push(id);
  return past;
}

async function isFailed(
  { read }: RoomDatabase<LibrarySchema>,
  kind: FailureKind,
  { libraryId, path }: FailedFile,
): Promise<boolean> {
  if (kind === 'picture') {
    const row = await read
      .selectFrom('artwork')
      .select('id')
      .where('library_id', '=', libraryId)
      .where('path', '=', path)
      .where('problem', 'is not', null)
      .executeTakeFirst();
    return row !== undefined;
  }
  const slash = path.lastIndexOf('/');
  const tracks = await read
    .selectFrom('track')
    .innerJoin('folder', 'folder.id', 'track.folder_id')
    .select(['track.analysed_at', 'track.loudness_lufs', 'track.peak', 'track.essence'])
    .where('folder.library_id', '=', libraryId)
    .where('folder.path', '=', slash < 0 ? '' : path.slice(0, slash))
    .where('track.file_name', '=', path.slice(slash + 1))
    .where('track.missing_since', 'is', null)
    .execute();
  return tracks.some((track) =>
    kind === 'undecodable'
      ? track.analysed_at !== null && track.peak === null
      : track.essence?.startsWith('none:') === true,
  );
}

/** The path of a track's file, as issues name it. */
export function pathOfFile(file: { readonly folder: string; readonly name: string }): string {
  return pathIn(file.folder, file.name);
}
