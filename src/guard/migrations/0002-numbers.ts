/**
 * Numbers that are never given out twice. SQLite would give a removed account's number to the next one, and the
 * audit journal, which knows accounts by number only, would then speak of two people as one.
 */
import type { Migration } from '#base/database/index.ts';

export const numbers: Migration = {
  name: 'guard-0002-numbers',
  statements: () => [
    `CREATE TABLE guard_number (kind TEXT PRIMARY KEY, last BIGINT NOT NULL)`,
    `INSERT INTO guard_number (kind, last) SELECT 'account', COALESCE(MAX(id), 0) FROM account`,
    `INSERT INTO guard_number (kind, last) SELECT 'credential', COALESCE(MAX(id), 0) FROM credential`,
  ],
};
