/** The entrance of the guard: who may come in, and how they prove it. */
export {
  type CookieScope,
  sessionCookieName,
  sessionCookieOptions,
  sessionMaxAgeSeconds,
} from './cookies.ts';
export { GuardError, refusalProblem, type RefusalProblem } from './errors.ts';
export { type GuardParts, openGuard } from './guard.ts';
export { guardMigrations } from './migrations/index.ts';
export type { GuardLog } from './parts.ts';
export type * from './types.ts';
