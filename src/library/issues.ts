/** What is wrong with files and folders, for the Issues page. */
import { type Database, withSchema } from '#base/database/index.ts';
import type { LibrarySchema } from './schema.ts';

/** The path is relative to the library's root; '' is the root itself. */
export interface IssueRow {
  readonly id: number;
  readonly libraryId: number;
  readonly libraryName: string;
  readonly path: string;
  readonly reason: string;
  readonly severity: 'error' | 'warning';
  /** What happened and what to do. */
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly firstSeenAt: number;
}

export interface IssuePage {
  readonly total: number;
  readonly offset: number;
  readonly items: readonly IssueRow[];
}

/** Errors before warnings, by path. */
export async function listIssues(
  database: Database,
  window: { readonly offset?: number; readonly limit?: number; readonly libraryId?: number } = {},
): Promise<IssuePage> {
  const { read } = withSchema<LibrarySchema>(database);
  const offset = window.offset ?? 0;
  const base = read
    .selectFrom('issue')
    .$if(window.libraryId !== undefined, (query) => query.where('issue.library_id', '=', window.libraryId!));
  const { count } = await base
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const rows = await base
    .innerJoin('library', 'library.id', 'issue.library_id')
    .select([
      'issue.id',
      'issue.library_id as libraryId',
      'library.name as libraryName',
      'issue.path',
      'issue.reason',
      'issue.severity',
      'issue.message',
      'issue.first_seen_at as firstSeenAt',
    ])
    .orderBy('issue.severity')
    .orderBy('issue.library_id')
    .orderBy('issue.path')
    .orderBy('issue.id')
    .offset(offset)
    .limit(Math.min(window.limit ?? 100, 500))
    .execute();
  return {
    total: count,
    offset,
    items: rows.map((row) => ({ ...row, severity: row.severity as IssueRow['severity'] })),
  };
}
