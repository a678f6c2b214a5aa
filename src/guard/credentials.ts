/** Secrets for apps: made, listed, revoked. How they are checked stands in verify.ts. */
import type { Actor } from '#audit/index.ts';
import { encryptSecret } from './legacy-secret.ts';
import { decide, type Parts, refused } from './parts.ts';
import * as queries from './queries.ts';
import { digestOf, makeSecret } from './tokens.ts';
import type { Credentials } from './types.ts';
import { Verifier } from './verify.ts';

const countMax = 100;
const nameLengthMax = 64;

export function openCredentials(parts: Parts): Credentials {
  const verifier = new Verifier(parts);
  return {
    add: (actor, accountId, wanted) => addCredential(parts, actor, accountId, wanted),
    list: async (accountId) =>
      (await queries.readCredentials(parts.database.read, accountId)).map(queries.toCredential),
    revoke: (actor, accountId, id) => revokeCredential(parts, actor, accountId, id),
    verifyToken: (name, token, salt, visitor) => verifier.verifyToken(name, token, salt, visitor),
    verifyPassword: (name, secret, visitor) => verifier.verifyPassword(name, secret, visitor),
    verifyApiKey: (key, visitor) => verifier.verifyApiKey(key, visitor),
  };
}

type Wanted = Parameters<Credentials['add']>[2];

async function addCredential(
  parts: Parts,
  actor: Actor,
  accountId: number,
  wanted: Wanted,
): ReturnType<Credentials['add']> {
  const name = cleanCredentialName(wanted.name);
  if (!name) return refused('name-unfit');
  const { legacy } = wanted;
  const secret = makeSecret();
  const digest = digestOf(secret);
  return await decide(parts, async (trx, note) => {
    if (!(await queries.readAccount(trx, accountId))) return refused('not-found');
    if ((await queries.readCredentials(trx, accountId)).length >= countMax) return refused('too-many');
    const row: queries.CredentialRow = {
      id: await queries.takeNumber(trx, 'credential'),
      account_id: accountId,
      name,
      secret_digest: digest,
      secret_encrypted: legacy ? encryptSecret(parts.secrets, { accountId, digest }, secret) : null,
      legacy,
      created_at: parts.clock.now(),
      last_used_at: null,
    };
    await queries.insertCredential(trx, row);
    const details = { account: accountId, legacy };
    await note({
      action: 'credential.added',
      actor,
      subject: `credential:${row.id}`,
      reason: 'asked',
      details,
    });
    return { kind: 'ok', credential: queries.toCredential(row), secret };
  });
}

function revokeCredential(
  parts: Parts,
  actor: Actor,
  accountId: number,
  id: number,
): ReturnType<Credentials['revoke']> {
  return decide(parts, async (trx, note) => {
    if (!(await queries.deleteCredential(trx, accountId, id))) return refused('not-found');
    const details = { account: accountId };
    await note({
      action: 'credential.revoked',
      actor,
      subject: `credential:${id}`,
      reason: 'asked',
      details,
    });
    return { kind: 'ok' };
  });
}

function cleanCredentialName(text: string): string | undefined {
  const name = text.normalize('NFC').replace(/\s+/gu, ' ').trim();
  const length = [...name].length;
  return length === 0 || length > nameLengthMax || /\p{C}/u.test(name) ? undefined : name;
}
