/** The guard's migrations in their order; they come before the library's, whose tables refer to accounts. */
import { firstTables } from './0001-first.ts';
import { numbers } from './0002-numbers.ts';

export const guardMigrations = [firstTables, numbers];
