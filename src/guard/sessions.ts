/**
 * Sessions of the page: a random token in a cookie, its digest in the database, 30 days from the last use. The row is
 * written at most once an hour, so that reading music does not write.
 */
import type { Actor } from '#audit/index.ts';
import { sessionMaxAgeSeconds } from './cookies.ts';
import { decide, type Parts, refused } from './parts.ts';
import type { PasswordCheck } from './password-check.ts';
import * as queries from './queries.ts';
import { digestOf, equalTexts, makeToken } from './tokens.ts';
import type { Session, SessionFound, SessionOpened, Sessions, Visitor } from './types.ts';

const maxAgeMs = sessionMaxAgeSeconds * 1000;
const refreshMs = 60 * 60 * 1000;
const clientLengthMax = 200;
const tokenShape = /^[\w-]{43}$/;

export function openSessions(parts: Parts, check: PasswordCheck): Sessions {
  return {
    signIn: (who, visitor) => signIn(parts, check, who, visitor),
    find: (token) => findSession(parts, token),
    csrfMatches: (session, sent) => sent !== undefined && equalTexts(session.csrf, sent),
    signOut: (token) => signOut(parts, token),
    list: (accountId) => queries.readSessions(parts.database.read, accountId, parts.clock.now()),
    revoke: (actor, accountId, sessionId) => revokeSession(parts, actor, accountId, sessionId),
  };
}

type Who = Parameters<Sessions['signIn']>[0];

const attemptCountMax = 3;

async function signIn(parts: Parts, check: PasswordCheck, { name, password }: Who, visitor: Visitor) {
  for (let attempt = 0; attempt < attemptCountMax; attempt++) {
    const checked = await check.check(name, password, visitor);
    if (checked.kind === 'refused') return checked;
    const { id, password_hash } = checked.account;
    const opened = await openSession(parts, { accountId: id, passwordHash: password_hash }, visitor);
    // The password was changed between the check and here: the check has to stand against the new one.
    if (opened) return opened;
  }
  return refused('busy', 1);
}

/**
 * Opens a session for somebody who has proved who they are; undefined when the account has gone meanwhile or its
 * password is no longer the one that was checked (a changed password ends all sessions, this one too).
 */
export async function openSession(
  parts: Parts,
  proved: { accountId: number; passwordHash?: string },
  visitor: Visitor,
): Promise<SessionOpened | undefined> {
  const now = parts.clock.now();
  const token = makeToken();
  return await parts.database.write.transaction().execute(async (trx) => {
    await queries.holdDecisions(trx);
    const row = await queries.readAccount(trx, proved.accountId);
    if (!row || (proved.passwordHash !== undefined && proved.passwordHash !== row.password_hash))
      return undefined;
    await queries.deleteExpiredSessions(trx, now);
    await queries.updateAccount(trx, row.id, { last_seen_at: now });
    const session = await queries.insertSession(trx, {
      token_digest: digestOf(token),
      account_id: row.id,
      csrf: makeToken(),
      client: cleanClient(visitor.client ?? ''),
      created_at: now,
      last_seen_at: now,
      expires_at: now + maxAgeMs,
    });
    return { kind: 'ok', account: queries.toAccount({ ...row, last_seen_at: now }), session, token };
  });
}

async function findSession(parts: Parts, token: string | undefined): Promise<SessionFound> {
  if (token === undefined || !tokenShape.test(token)) return { kind: 'none' };
  const { database, known, clock } = parts;
  const now = clock.now();
  const digest = digestOf(token);
  const key = `session ${digest}`;
  const found = await known.find(key, () => queries.readSession(database.read, digest, now));
  if (!found || found.session.expiresAt <= now) return { kind: 'none' };
  if (now - found.session.lastSeenAt < refreshMs) return { kind: 'ok', ...found, refreshed: false };
  const session = { ...found.session, lastSeenAt: now, expiresAt: now + maxAgeMs };
  known.renew(key, { account: found.account, session });
  parts.background.start(writeUse(parts, session));
  return { kind: 'ok', account: found.account, session, refreshed: true };
}

async function writeUse({ database: { write } }: Parts, session: Session): Promise<void> {
  await queries.updateSession(write, session.id, {
    last_seen_at: session.lastSeenAt,
    expires_at: session.expiresAt,
  });
  await queries.updateAccount(write, session.accountId, { last_seen_at: session.lastSeenAt });
}

async function signOut(parts: Parts, token: string | undefined): Promise<void> {
  if (token === undefined || !tokenShape.test(token)) return;
  await queries.deleteSessionByDigest(parts.database.write, digestOf(token));
  parts.known.forget();
}

function revokeSession(
  parts: Parts,
  actor: Actor,
  accountId: number,
  id: number,
): ReturnType<Sessions['revoke']> {
  return decide(parts, async (trx, note) => {
    if (!(await queries.deleteSession(trx, accountId, id))) return refused('not-found');
    await note({ action: 'session.revoked', actor, subject: `account:${accountId}`, reason: 'asked' });
    return { kind: 'ok' };
  });
}

function cleanClient(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, clientLengthMax);
}
