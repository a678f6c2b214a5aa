/** The entrance of the guard: who may come in, and how they prove it. */
import type { Audit } from '#audit/index.ts';
import type { Clock } from '#base/clock.ts';
import type { Database } from '#base/database/index.ts';
import type { Secrets } from '#base/secrets.ts';
import type { Guard } from './types.ts';

export { type CookieScope, sessionCookieName, sessionCookieOptions, sessionMaxAgeSeconds } from './cookies.ts';
export { GuardError, refusalProblem, type RefusalProblem } from './errors.ts';
export type * from './types.ts';

/** What pino's loggers offer; the guard uses no more. */
export interface GuardLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface GuardParts {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: GuardLog;
}

/** Opens the guard over migrated tables (`guardMigrations`). */
export function openGuard(_parts: GuardParts): Promise<Guard> {
  return Promise.reject(new Error('The guard is being built.'));
}
