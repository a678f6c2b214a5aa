/** What can go wrong with the state database, in words. */
import { defineErrors, messageOf, systemCodeOf } from '../errors.ts';

export const DatabaseError = defineErrors({
  DATABASE_QUERY_FAILED: { message: 'The database refused a query: {reason}' },
  DATABASE_CONSTRAINT: { message: 'The database refused a row that breaks a rule: {reason}', status: 409 },
  DATABASE_DISK_FULL: {
    message: 'The disk that holds the database is full. Nothing was lost; free some space and try again.',
    status: 507,
    exit: 3,
  },
  DATABASE_DISK_FAILED: {
    message:
      'The disk that holds the database does not take what is written: {reason}. Nothing was lost; check the disk, its space and limits, and try again.',
    status: 507,
    exit: 3,
  },
  DATABASE_AWAY: {
    message: 'The database does not answer at the moment. Try again in a few seconds.',
    status: 503,
    exit: 3,
  },
  DATABASE_CLOSED: { message: 'The database is closed: the server is shutting down.', status: 503 },
  DATABASE_THREAD_ENDED: {
    message: 'A database thread ended in the midst of this: {reason}. Another takes its place; try again.',
    status: 503,
  },
  DATABASE_UNUSABLE: {
    message:
      'The database {file} cannot be opened: {reason}. Check that its folder is there, writable and not full; a damaged file is replaced with "fonoteca restore".',
    status: 503,
    exit: 3,
  },
  DATABASE_NEWER: {
    message:
      'The database was written by a newer Fonoteca (it knows "{migration}"). Start that version, or restore a backup made by this one.',
    exit: 3,
  },
  DATABASE_UNREACHABLE: {
    message:
      'The database at {address} does not answer: {reason}. Check FONOTECA_DATABASE and that the server is up.',
    status: 503,
    exit: 3,
  },
  DATABASE_NOT_SQLITE: {
    message: 'This works on the built-in database only. For PostgreSQL use pg_dump and pg_restore.',
    status: 400,
    exit: 2,
  },
});

// What the system says of a connection, and PostgreSQL's classes 08 (connection exception), 57P (shut down, starting
// up) and 53300 (too many connections): https://www.postgresql.org/docs/current/errcodes-appendix.html
const awayCodes = /^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOST|ENET|08|57P|53300)/;
// What the driver says without a code.
const awayWords = /^(Connection terminated|timeout exceeded when trying to connect)/;

/** True when this error means that the database server is not there: waiting may help, and no query was wrong. */
export function isAway(error: unknown): boolean {
  if (error instanceof Error && error.cause !== undefined && isAway(error.cause)) return true;
  return awayCodes.test(systemCodeOf(error) ?? '') || awayWords.test(messageOf(error));
}
