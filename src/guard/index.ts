/** The entrance of the guard: who may come in, and how they prove it. */
export { type CookieScope, sessionCookieName, sessionCookieOptions } from './cookies.ts';
export { refusalProblem } from './errors.ts';
export { openGuard } from './guard.ts';
export { guardMigrations } from './migrations/index.ts';
export type * from './types.ts';
