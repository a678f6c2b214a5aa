/**
 * Issues come from the scanner and from work in the background, which may run in another process: their numbers are
 * the database's to give. PostgreSQL has to be told of those that the scanner gave.
 */
import type { Migration } from '#base/database/index.ts';

export const issueNumbers: Migration = {
  name: 'library-0002-issue-numbers',
  statements: ({ kind }) => [
    `DELETE FROM counter WHERE name = 'next_issue'`,
    ...(kind === 'postgres'
      ? [
          `SELECT setval(pg_get_serial_sequence('issue', 'id'), COALESCE((SELECT MAX(id) FROM issue), 0) + 1, FALSE)`,
        ]
      : []),
  ],
};
