/**
 * The first admin: whoever can read the server's log may become it, once. The token in the log is good for one
 * admin, and a new start prints a new one.
 */
import { insertAccount, prepareAccount } from './accounts.ts';
import { decide, type Parts, refused } from './parts.ts';
import * as queries from './queries.ts';
import { openSession } from './sessions.ts';
import { addressKey } from './throttle.ts';
import { digestOf, makeSecret } from './tokens.ts';
import type { Account, Refused, Setup, Visitor } from './types.ts';

export function openSetup(parts: Parts): Setup {
  // There is always an admin left, so once needed no more it is never needed again.
  let done = false;
  return {
    needed: async () => {
      done ||= (await queries.countAdmins(parts.database.read)) > 0;
      return !done;
    },
    issueToken: () => issueToken(parts),
    complete: (wanted, visitor) => complete(parts, wanted, visitor),
  };
}

async function issueToken(parts: Parts): Promise<string | undefined> {
  if ((await queries.countAdmins(parts.database.read)) > 0) return undefined;
  const token = makeSecret();
  return await decide(parts, async (trx) => {
    if ((await queries.countAdmins(trx)) > 0) return undefined;
    await queries.replaceSetupToken(trx, { token_digest: digestOf(token), created_at: parts.clock.now() });
    return token;
  });
}

type Wanted = Parameters<Setup['complete']>[0];

async function complete(parts: Parts, wanted: Wanted, visitor: Visitor): ReturnType<Setup['complete']> {
  const throttle = parts.throttles.signInAddress;
  const address = addressKey(visitor.address);
  const waitSeconds = throttle.charge(address);
  if (waitSeconds > 0) return refused('throttled', waitSeconds);
  const digest = digestOf(wanted.token.trim().toLowerCase());
  // Before the costly hash; asked again inside the transaction, where it counts.
  if ((await queries.countAdmins(parts.database.read)) > 0) return refused('already-set-up');
  if (!(await queries.hasSetupToken(parts.database.read, digest))) return refused('wrong-token');
  throttle.refund(address);
  const made = await makeFirstAdmin(parts, wanted, digest);
  if (made.kind === 'refused') return made;
  return (await openSession(parts, { accountId: made.account.id }, visitor)) ?? refused('already-set-up');
}

type Made =
  | { readonly kind: 'made'; readonly account: Account }
  | Refused<'wrong-token' | 'already-set-up' | 'name-taken' | 'name-unfit' | 'password-unfit' | 'busy'>;

async function makeFirstAdmin(parts: Parts, { name, password }: Wanted, digest: string): Promise<Made> {
  const prepared = await prepareAccount(parts, { name, password, role: 'admin' });
  if (prepared.kind === 'refused') return prepared;
  return await decide(parts, async (trx, note): Promise<Made> => {
    if ((await queries.countAdmins(trx)) > 0) return refused('already-set-up');
    if (!(await queries.hasSetupToken(trx, digest))) return refused('wrong-token');
    const account = await insertAccount(parts, trx, prepared);
    // A member of that name was made on the command line before there was an admin.
    if (!account) return refused('name-taken');
    await queries.deleteSetupTokens(trx);
    const subject = `account:${account.id}`;
    await note({
      action: 'account.added',
      actor: 'system',
      subject,
      reason: 'setup token',
      details: { role: 'admin' },
    });
    return { kind: 'made', account };
  });
}
