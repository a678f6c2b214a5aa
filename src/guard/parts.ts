/** What the guard's own parts share: opened once by `openGuard`, handed to each of them. */
import type { Kysely } from 'kysely';
import type { Audit, AuditDecision } from '#audit/index.ts';
import type { Clock } from '#base/clock.ts';
import type { RoomDatabase } from '#base/database/index.ts';
import type { Secrets } from '#base/secrets.ts';
import type { Known } from './known.ts';
import type { Passwords } from './passwords.ts';
import { holdDecisions } from './queries.ts';
import type { GuardSchema } from './schema.ts';
import type { Throttle } from './throttle.ts';
import type { Refused, RefusalReason } from './types.ts';

/** What pino's loggers offer; the guard uses no more. */
export interface GuardLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface Parts {
  readonly database: RoomDatabase<GuardSchema>;
  readonly secrets: Secrets;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: GuardLog;
  readonly passwords: Passwords;
  readonly known: Known;
  readonly throttles: Throttles;
  readonly background: Background;
}

export interface Throttles {
  readonly signInAddress: Throttle;
  readonly signInAccount: Throttle;
  readonly appAddress: Throttle;
  readonly appAccount: Throttle;
}

export type Transaction = Kysely<GuardSchema>;
export type Note = (decision: AuditDecision) => Promise<void>;

/**
 * Runs a decision: alone among decisions, in one transaction with its audit entries, and afterwards everything that
 * was known from before is forgotten.
 */
export async function decide<T>(
  parts: Parts,
  work: (trx: Transaction, note: Note) => Promise<T>,
): Promise<T> {
  try {
    return await parts.database.write.transaction().execute(async (trx) => {
      await holdDecisions(trx);
      return await work(trx, async (decision) => void (await parts.audit.append(trx, decision)));
    });
  } finally {
    // Also after an error: a commit whose answer was lost may have happened.
    parts.known.forget();
  }
}

export function refused<Reason extends RefusalReason>(
  reason: Reason,
  retryAfterSeconds = 0,
): Refused<Reason> {
  return { kind: 'refused', reason, retryAfterSeconds };
}

/** Writes nobody waits for: when something was last used. */
export class Background {
  readonly #log: GuardLog;
  readonly #running = new Set<Promise<void>>();

  constructor(log: GuardLog) {
    this.#log = log;
  }

  start(work: Promise<unknown>): void {
    const task = this.#watch(work);
    this.#running.add(task);
    void task.finally(() => this.#running.delete(task));
  }

  async #watch(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#log.warn({ err: error }, 'When something was last used could not be written down.');
    }
  }

  async ended(): Promise<void> {
    await Promise.all(this.#running);
  }
}
