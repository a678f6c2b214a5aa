/** The library's migrations in their order; a published one is never changed, a new one is added at the end. */
import { firstTables } from './0001-first.ts';
import { issueNumbers } from './0002-issue-numbers.ts';

export const libraryMigrations = [firstTables, issueNumbers];
