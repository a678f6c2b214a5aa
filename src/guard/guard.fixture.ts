/** What the guard's tests stand on: an open guard over an empty, migrated database, and people in it. */
import { randomBytes } from 'node:crypto';
import { openAudit, auditMigrations } from '#audit/index.ts';
import { fixedClock } from '#base/clock.ts';
import { type Database, migrate } from '#base/database/index.ts';
import type { Secrets } from '#base/secrets.ts';
import { type Account, type Guard, guardMigrations, openGuard, type Role, type Visitor } from './index.ts';

/** Cheap enough that a test may sign in a hundred times. */
export const cheap = { memoryKib: 64, passes: 1, lanes: 1 };

export const password = 'correct horse';
export const visitor: Visitor = { address: '192.0.2.1', client: 'Test/1.0' };

export interface TestGuard {
  readonly guard: Guard;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly audit: ReturnType<typeof openAudit>;
  readonly warnings: string[];
  /** The actions of the audit journal, in order. */
  readonly actions: () => Promise<string[]>;
  /** An account that must succeed. */
  readonly add: (name: string, role?: Role) => Promise<Account>;
}

export interface GuardOptions {
  readonly secrets?: Secrets;
  readonly passwordCost?: typeof cheap;
}

const oneKey = testSecrets();

/** A guard as one app process opens it; call it twice for two processes on one database. */
export async function openTestGuard(database: Database, options: GuardOptions = {}): Promise<TestGuard> {
  await migrate(database, [...auditMigrations, ...guardMigrations]);
  const clock = fixedClock(1_800_000_000_000);
  const audit = openAudit({ database, clock });
  const warnings: string[] = [];
  const log = { info: () => {}, warn: (_facts: object, message: string) => void warnings.push(message) };
  const guard = await openGuard({
    database,
    secrets: oneKey,
    passwordCost: cheap,
    ...options,
    audit,
    clock,
    log,
  });
  const add = async (name: string, role: Role = 'member') => {
    const added = await guard.accounts.add('system', { name, password, role });
    if (added.kind === 'refused') throw new Error(`${name} was refused: ${added.reason}`);
    return added.account;
  };
  const actions = async () => (await audit.read(0)).map((entry) => entry.action);
  return { guard, clock, audit, warnings, actions, add };
}

/** Keys as openSecrets would give them, without a file. */
export function testSecrets(id = `credential-${randomBytes(6).toString('hex')}`): Secrets {
  const key = { id, bytes: randomBytes(32) };
  return {
    file: 'none',
    warnings: [],
    current: () => key,
    find: (wanted) => (wanted === id ? key : undefined),
  };
}
