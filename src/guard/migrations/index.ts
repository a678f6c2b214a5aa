/** The guard's migrations in their order; they come before the library's, whose tables refer to accounts. */
import { firstTables } from './0001-first.ts';

export const guardMigrations = [firstTables];
