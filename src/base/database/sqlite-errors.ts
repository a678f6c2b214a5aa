/** SQLite's result codes (https://sqlite.org/rescode.html) as errors that a person understands. */
import { DatabaseError } from './errors.ts';

const ioError = 10;
const diskFull = 13;
const constraint = 19;

/** `error`: what node:sqlite throws, or its message and code after they crossed between threads. */
export function toDatabaseError(error: { message: string; errcode?: number }): Error {
  const primary = (error.errcode ?? 0) & 0xff;
  if (primary === diskFull) return new DatabaseError('DATABASE_DISK_FULL');
  if (primary === ioError) return new DatabaseError('DATABASE_DISK_FAILED', { reason: error.message });
  if (primary === constraint) return new DatabaseError('DATABASE_CONSTRAINT', { reason: error.message });
  const code = error.errcode === undefined ? '' : ` (SQLite's code ${error.errcode})`;
  return new DatabaseError('DATABASE_QUERY_FAILED', { reason: `${error.message}${code}` });
}
