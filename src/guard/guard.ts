/** Opens the guard: makes what its parts share and hands it to each of them. */
import type { Audit } from '#audit/index.ts';
import type { Clock } from '#base/clock.ts';
import { type Database, withSchema } from '#base/database/index.ts';
import type { Secrets } from '#base/secrets.ts';
import { openAccounts } from './accounts.ts';
import { openCredentials } from './credentials.ts';
import { Known } from './known.ts';
import { Background, type GuardLog, type Parts, type Throttles } from './parts.ts';
import { PasswordCheck } from './password-check.ts';
import { type Cost, Passwords } from './passwords.ts';
import { readEncryptedSecrets } from './queries.ts';
import type { GuardSchema } from './schema.ts';
import { openSessions } from './sessions.ts';
import { openSetup } from './setup.ts';
import { Throttle } from './throttle.ts';
import type { Guard } from './types.ts';

interface GuardParts {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: GuardLog;
  /** What a password hash costs; OWASP's advice when absent. */
  readonly passwordCost?: Cost;
}

/** Opens the guard over migrated tables (`guardMigrations`, `auditMigrations`). */
export async function openGuard(given: GuardParts): Promise<Guard> {
  const { secrets, audit, clock, log } = given;
  const parts: Parts = {
    database: withSchema<GuardSchema>(given.database),
    secrets,
    audit,
    clock,
    log,
    passwords: new Passwords(given.passwordCost),
    known: new Known(clock),
    throttles: openThrottles(clock),
    background: new Background(log),
  };
  await warnOfForeignKeys(parts);
  const check = new PasswordCheck(parts);
  return {
    setup: openSetup(parts),
    accounts: openAccounts(parts, check),
    sessions: openSessions(parts, check),
    credentials: openCredentials(parts),
    close: () => parts.background.ended(),
  };
}

/** A house shares one address; a person mistypes a few times; a machine tries thousands. */
function openThrottles(clock: Clock): Throttles {
  return {
    signInAddress: new Throttle({ burst: 20, intervalMs: 5_000, clock }),
    signInAccount: new Throttle({ burst: 10, intervalMs: 10_000, clock }),
    appAddress: new Throttle({ burst: 100, intervalMs: 1_000, clock }),
    appAccount: new Throttle({ burst: 50, intervalMs: 2_000, clock }),
  };
}

async function warnOfForeignKeys({ database, secrets, log }: Parts): Promise<void> {
  const encrypted = await readEncryptedSecrets(database.read);
  const foreign = encrypted.filter((text) => !secrets.find(text.split(':')[1] ?? ''));
  if (foreign.length === 0) return;
  log.warn(
    { count: foreign.length, file: secrets.file },
    'Some app passwords for old apps were encrypted with a key that is not in this secrets file, so they do not work here. Use the file of the process that made them (secretsFile in the configuration), or make them again.',
  );
}
