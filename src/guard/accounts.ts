/** Accounts: adding, removing, roles and passwords. There is always an admin left, whoever decides at the same time. */
import type { Actor } from '#audit/index.ts';
import { GuardError } from './errors.ts';
import { cleanName, nameKey } from './names.ts';
import { decide, type Parts, refused, type Transaction } from './parts.ts';
import type { PasswordCheck } from './password-check.ts';
import { passwordFits } from './passwords.ts';
import * as queries from './queries.ts';
import { changedSettings, readSettings } from './settings.ts';
import type { Account, AccountAdded, AccountChanged, AccountRemoved, Accounts, Role } from './types.ts';

export function openAccounts(parts: Parts, check: PasswordCheck): Accounts {
  const { read } = parts.database;
  return {
    list: async () => (await queries.readAccounts(read)).map(queries.toAccount),
    find: async (id) => toAccount(await queries.readAccount(read, id)),
    findByName: async (name) => toAccount(await queries.readAccountByKey(read, nameKey(name))),
    add: (actor, wanted) => addAccount(parts, actor, wanted),
    remove: (actor, id) => removeAccount(parts, actor, id),
    changeRole: (actor, id, role) => changeRole(parts, actor, id, role),
    changePassword: (id, change, visitor) => changePassword(parts, check, id, change, visitor),
    resetPassword: (actor, id, next) => resetPassword(parts, actor, id, next),
    changeSettings: (id, change) => changeSettings(parts, id, change),
  };
}

interface Wanted {
  readonly name: string;
  readonly password: string;
  readonly role: Role;
}

async function addAccount(parts: Parts, actor: Actor, wanted: Wanted): Promise<AccountAdded> {
  if (!queries.toRole(wanted.role)) throw new GuardError('GUARD_ROLE_UNKNOWN', { role: wanted.role });
  const prepared = await prepareAccount(parts, wanted);
  if (prepared.kind === 'refused') return prepared;
  return await decide(parts, async (trx, note) => {
    const account = await insertAccount(parts, trx, prepared);
    if (!account) return refused('name-taken');
    const { role } = account;
    await note({
      action: 'account.added',
      actor,
      subject: `account:${account.id}`,
      reason: 'asked',
      details: { role },
    });
    return { kind: 'ok', account };
  });
}

interface Prepared {
  readonly kind: 'prepared';
  readonly name: string;
  readonly key: string;
  readonly role: Role;
  readonly phc: string;
}

/** Everything slow or refusable about a new account, before the transaction: checks, and the password's hash. */
export async function prepareAccount(parts: Parts, { name, password, role }: Wanted) {
  const clean = cleanName(name);
  if (!clean) return refused('name-unfit');
  if (!passwordFits(password, clean.name)) return refused('password-unfit');
  const hashed = await parts.passwords.hash(password);
  if (hashed.kind === 'busy') return refused('busy', 2);
  const prepared: Prepared = { kind: 'prepared', ...clean, role, phc: hashed.phc };
  return prepared;
}

/** Inserts a prepared account under a number of its own; undefined when the name is taken. */
export async function insertAccount(
  parts: Parts,
  trx: Transaction,
  prepared: Prepared,
): Promise<Account | undefined> {
  const row: queries.AccountRow = {
    id: await queries.takeNumber(trx, 'account'),
    name: prepared.name,
    name_key: prepared.key,
    role: prepared.role,
    password_hash: prepared.phc,
    settings: '{}',
    created_at: parts.clock.now(),
    last_seen_at: null,
  };
  return (await queries.insertAccount(trx, row)) ? queries.toAccount(row) : undefined;
}

function removeAccount(parts: Parts, actor: Actor, id: number): Promise<AccountRemoved> {
  return decide(parts, async (trx, note) => {
    const row = await queries.readAccount(trx, id);
    if (!row) return refused('not-found');
    if (await isLastAdmin(trx, row)) return refused('last-admin');
    await queries.deleteAccount(trx, id);
    await note({ action: 'account.removed', actor, subject: `account:${id}`, reason: 'asked' });
    return { kind: 'ok' };
  });
}

function changeRole(parts: Parts, actor: Actor, id: number, role: Role): Promise<AccountChanged> {
  if (!queries.toRole(role)) throw new GuardError('GUARD_ROLE_UNKNOWN', { role });
  return decide(parts, async (trx, note) => {
    const row = await queries.readAccount(trx, id);
    if (!row) return refused('not-found');
    if (row.role === role) return { kind: 'ok', account: queries.toAccount(row) };
    if (await isLastAdmin(trx, row)) return refused('last-admin');
    await queries.updateAccount(trx, id, { role });
    await note({
      action: 'account.role-changed',
      actor,
      subject: `account:${id}`,
      reason: 'asked',
      details: { role },
    });
    return { kind: 'ok', account: queries.toAccount({ ...row, role }) };
  });
}

async function isLastAdmin(trx: Transaction, row: queries.AccountRow): Promise<boolean> {
  return row.role === 'admin' && (await queries.countAdmins(trx)) === 1;
}

async function changePassword(
  parts: Parts,
  check: PasswordCheck,
  id: number,
  change: Parameters<Accounts['changePassword']>[1],
  visitor: Parameters<Accounts['changePassword']>[2],
): ReturnType<Accounts['changePassword']> {
  const account = await queries.readAccount(parts.database.read, id);
  if (!account) return refused('not-found');
  const checked = await check.check(account.name, change.current, visitor);
  if (checked.kind === 'refused') return checked;
  return await setPassword(parts, {
    id,
    actor: id,
    next: change.next,
    reason: 'changed by its owner',
    keepSessionId: change.keepSessionId,
    before: checked.account.password_hash,
  });
}

function resetPassword(
  parts: Parts,
  actor: Actor,
  id: number,
  next: string,
): ReturnType<Accounts['resetPassword']> {
  return setPassword(parts, {
    id,
    actor,
    next,
    reason: 'reset by an admin',
    keepSessionId: undefined,
    before: undefined,
  });
}

interface PasswordSetting {
  readonly id: number;
  readonly actor: Actor;
  readonly next: string;
  readonly reason: string;
  readonly keepSessionId: number | undefined;
  /** The hash that the asked-for password was checked against, if one was. */
  readonly before: string | undefined;
}

/** Whoever knew the old password may have sessions: all end but the one that asks. */
async function setPassword(parts: Parts, setting: PasswordSetting): ReturnType<Accounts['resetPassword']> {
  const { id, actor, next, reason, keepSessionId, before } = setting;
  const account = await queries.readAccount(parts.database.read, id);
  if (!account) return refused('not-found');
  if (!passwordFits(next, account.name)) return refused('password-unfit');
  const hashed = await parts.passwords.hash(next);
  if (hashed.kind === 'busy') return refused('busy', 2);
  return await decide(parts, async (trx, note) => {
    const now = await queries.readAccount(trx, id);
    if (!now) return refused('not-found');
    // Changed by somebody else since the check: whoever asks has to prove the new one.
    if (before !== undefined && before !== now.password_hash) return refused('busy', 1);
    await queries.updateAccount(trx, id, { password_hash: hashed.phc });
    const sessionsEnded = await queries.deleteSessionsBut(trx, id, keepSessionId);
    await note({
      action: 'account.password-changed',
      actor,
      subject: `account:${id}`,
      reason,
      details: { sessionsEnded },
    });
    return { kind: 'ok' };
  });
}

/** No decision about anybody, so no audit entry; held back like one so that two changes at once both count. */
function changeSettings(parts: Parts, id: number, change: unknown): ReturnType<Accounts['changeSettings']> {
  return decide(parts, async (trx) => {
    const row = await queries.readAccount(trx, id);
    if (!row) return refused('not-found');
    const settings = changedSettings(readSettings(row.settings), change);
    if (!settings) return refused('settings-unfit');
    await queries.updateAccount(trx, id, { settings: JSON.stringify(settings) });
    return { kind: 'ok', settings };
  });
}

function toAccount(row: queries.AccountRow | undefined): Account | undefined {
  return row && queries.toAccount(row);
}
