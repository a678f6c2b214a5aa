/** The guard's SQL, the same text for both engines, and how rows become what types.ts promises. */
import type { Kysely, Selectable } from 'kysely';
import type { AccountTable, CredentialTable, GuardNumberTable, GuardSchema, SessionTable } from './schema.ts';
import { readSettings } from './settings.ts';
import type { Account, Credential, Role, Session } from './types.ts';

type Db = Kysely<GuardSchema>;
export type AccountRow = Selectable<AccountTable>;
export type CredentialRow = Selectable<CredentialTable>;

/** Holds back every other decision about accounts until this transaction ends, on both engines. */
export async function holdDecisions(trx: Db): Promise<void> {
  await trx
    .updateTable('guard_number')
    .set((row) => ({ last: row.ref('last') }))
    .where('kind', '=', 'account')
    .execute();
}

/** A number that was never given out before. */
export async function takeNumber(trx: Db, kind: GuardNumberTable['kind']): Promise<number> {
  const row = trx
    .updateTable('guard_number')
    .set((number) => ({ last: number('last', '+', 1) }))
    .where('kind', '=', kind);
  return (await row.returning('last').executeTakeFirstOrThrow()).last;
}

export async function insertAccount(trx: Db, row: AccountRow): Promise<boolean> {
  const done = await trx
    .insertInto('account')
    .values(row)
    .onConflict((conflict) => conflict.column('name_key').doNothing())
    .executeTakeFirst();
  return Number(done.numInsertedOrUpdatedRows ?? 0) === 1;
}

export function readAccounts(db: Db): Promise<AccountRow[]> {
  return db.selectFrom('account').selectAll().orderBy('name_key').execute();
}

export function readAccount(db: Db, id: number): Promise<AccountRow | undefined> {
  return db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst();
}

export function readAccountByKey(db: Db, nameKey: string): Promise<AccountRow | undefined> {
  return db.selectFrom('account').selectAll().where('name_key', '=', nameKey).executeTakeFirst();
}

export async function countAdmins(db: Db): Promise<number> {
  const found = db
    .selectFrom('account')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('role', '=', 'admin');
  return (await found.executeTakeFirstOrThrow()).count;
}

export async function updateAccount(
  trx: Db,
  id: number,
  change: Partial<Pick<AccountRow, 'role' | 'password_hash' | 'settings' | 'last_seen_at'>>,
): Promise<void> {
  await trx.updateTable('account').set(change).where('id', '=', id).execute();
}

/** Renews a hash unless the password was changed meanwhile. */
export async function renewPasswordHash(db: Db, id: number, before: string, after: string): Promise<void> {
  await db
    .updateTable('account')
    .set({ password_hash: after })
    .where('id', '=', id)
    .where('password_hash', '=', before)
    .execute();
}

/** Sessions and credentials go with it (ON DELETE CASCADE). */
export async function deleteAccount(trx: Db, id: number): Promise<void> {
  await trx.deleteFrom('account').where('id', '=', id).execute();
}

export async function replaceSetupToken(
  trx: Db,
  row: { token_digest: string; created_at: number },
): Promise<void> {
  await trx.deleteFrom('setup_token').execute();
  await trx.insertInto('setup_token').values(row).execute();
}

export async function hasSetupToken(db: Db, digest: string): Promise<boolean> {
  const found = db.selectFrom('setup_token').select('token_digest').where('token_digest', '=', digest);
  return (await found.executeTakeFirst()) !== undefined;
}

export async function deleteSetupTokens(trx: Db): Promise<void> {
  await trx.deleteFrom('setup_token').execute();
}

export async function insertSession(db: Db, row: Omit<Selectable<SessionTable>, 'id'>): Promise<Session> {
  const { id } = await db.insertInto('session').values(row).returning('id').executeTakeFirstOrThrow();
  return toSession({ ...row, id });
}

/** The session of a token and its account, unless it has expired. */
export async function readSession(
  db: Db,
  digest: string,
  now: number,
): Promise<{ account: Account; session: Session } | undefined> {
  const found = db
    .selectFrom('session')
    .selectAll()
    .where('token_digest', '=', digest)
    .where('expires_at', '>', now);
  const row = await found.executeTakeFirst();
  const account = row && (await readAccount(db, row.account_id));
  return account && { account: toAccount(account), session: toSession(row) };
}

export async function readSessions(db: Db, accountId: number, now: number): Promise<Session[]> {
  const found = db
    .selectFrom('session')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now);
  return (await found.orderBy('last_seen_at', 'desc').orderBy('id', 'desc').execute()).map(toSession);
}

export async function updateSession(
  db: Db,
  id: number,
  change: { last_seen_at: number; expires_at: number },
): Promise<void> {
  await db.updateTable('session').set(change).where('id', '=', id).execute();
}

export async function deleteSessionByDigest(db: Db, digest: string): Promise<void> {
  await db.deleteFrom('session').where('token_digest', '=', digest).execute();
}

export async function deleteSession(trx: Db, accountId: number, id: number): Promise<boolean> {
  const done = await trx
    .deleteFrom('session')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return done.numDeletedRows > 0n;
}

/** Ends all sessions of an account but one; returns how many. */
export async function deleteSessionsBut(
  trx: Db,
  accountId: number,
  keepId: number | undefined,
): Promise<number> {
  const done = await trx
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .where('id', '!=', keepId ?? -1)
    .executeTakeFirst();
  return Number(done.numDeletedRows);
}

export async function deleteExpiredSessions(db: Db, now: number): Promise<void> {
  await db.deleteFrom('session').where('expires_at', '<=', now).execute();
}

export async function insertCredential(trx: Db, row: CredentialRow): Promise<void> {
  await trx.insertInto('credential').values(row).execute();
}

export function readCredentials(db: Db, accountId: number): Promise<CredentialRow[]> {
  return db.selectFrom('credential').selectAll().where('account_id', '=', accountId).orderBy('id').execute();
}

export function readLegacyCredentials(db: Db, accountId: number): Promise<CredentialRow[]> {
  return db
    .selectFrom('credential')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('secret_encrypted', 'is not', null)
    .execute();
}

export async function readCredentialByDigest(
  db: Db,
  digest: string,
): Promise<{ account: AccountRow; credential: CredentialRow } | undefined> {
  const credential = await db
    .selectFrom('credential')
    .selectAll()
    .where('secret_digest', '=', digest)
    .executeTakeFirst();
  const account = credential && (await readAccount(db, credential.account_id));
  return account && { account, credential };
}

export async function deleteCredential(trx: Db, accountId: number, id: number): Promise<boolean> {
  const done = await trx
    .deleteFrom('credential')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return done.numDeletedRows > 0n;
}

export async function readEncryptedSecrets(db: Db): Promise<string[]> {
  const found = db
    .selectFrom('credential')
    .select('secret_encrypted')
    .where('secret_encrypted', 'is not', null);
  return (await found.execute()).map((row) => row.secret_encrypted!);
}

export function toAccount(row: AccountRow): Account {
  const { id, name, role } = row;
  return {
    id,
    name,
    role,
    settings: readSettings(row.settings),
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
  };
}

export function toCredential(row: CredentialRow): Credential {
  const { id, name, legacy } = row;
  return {
    id,
    accountId: row.account_id,
    name,
    legacy,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  };
}

export function toRole(text: string): Role | undefined {
  return text === 'admin' || text === 'member' ? text : undefined;
}

function toSession(row: Selectable<SessionTable>): Session {
  return {
    id: row.id,
    accountId: row.account_id,
    csrf: row.csrf,
    client: row.client,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
  };
}
