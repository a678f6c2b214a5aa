/** The journal's migrations in their order. They refer to no other room's tables. */
import { firstTables } from './0001-first.ts';

export const auditMigrations = [firstTables];
