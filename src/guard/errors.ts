/**
 * Every way in which the guard says no, in words for a person. Refusals are values (types.ts); this table gives each
 * of them the code, status and sentence that a route answers with.
 */
import { defineErrors } from '#base/errors.ts';
import type { Refused, RefusalReason } from './types.ts';

export const GuardError = defineErrors({
  GUARD_ROLE_UNKNOWN: { message: 'There is no role "{role}". Choose admin or member.', status: 400, exit: 2 },
  GUARD_PASSWORD_HASH_MALFORMED: {
    message:
      'The stored password of an account cannot be read. Set a new one: fonoteca user password <name>.',
    status: 500,
  },
});

/** What a refused request is answered with; the shape of the contract's `Problem`, with its HTTP status. */
interface RefusalProblem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

/** The answer to a refusal: status, stable code, what happened and what to do next. */
export function refusalProblem(refused: Refused<RefusalReason>): RefusalProblem {
  const [status, code, message] = refusals[refused.reason];
  const wait = refused.retryAfterSeconds;
  return {
    status,
    code,
    message: message.replace('{seconds}', String(wait)),
    ...(wait > 0 && { retryAfterSeconds: wait }),
  };
}

const refusals: Record<RefusalReason, readonly [status: number, code: string, message: string]> = {
  wrong: [401, 'GUARD_WRONG', 'The name or the password is wrong. Check both and try again.'],
  'wrong-token': [
    401,
    'GUARD_WRONG_TOKEN',
    'This is not the setup token. Use the newest one in the server’s log; each start prints another.',
  ],
  'unknown-key': [
    401,
    'GUARD_UNKNOWN_KEY',
    'This API key is not known or was revoked. Make another under Settings, Apps.',
  ],
  'legacy-needed': [
    401,
    'GUARD_LEGACY_NEEDED',
    'This app signs with token and salt, which needs an app password made for old apps (legacy). Make one under Settings, Apps.',
  ],
  throttled: [429, 'GUARD_THROTTLED', 'Too many failed attempts. Try again in {seconds} seconds.'],
  busy: [503, 'GUARD_BUSY', 'Too many people are signing in at once. Try again in {seconds} seconds.'],
  'already-set-up': [409, 'GUARD_ALREADY_SET_UP', 'The first admin exists already. Sign in instead.'],
  'name-taken': [
    409,
    'GUARD_NAME_TAKEN',
    'Somebody has this name already, or one that differs in case or accents only. Choose another.',
  ],
  'name-unfit': [
    400,
    'GUARD_NAME_UNFIT',
    'A name has 1 to 64 visible characters, at least one of them a letter or a digit.',
  ],
  'password-unfit': [
    400,
    'GUARD_PASSWORD_UNFIT',
    'A password has 8 to 1,000 characters and is not the name.',
  ],
  'settings-unfit': [400, 'GUARD_SETTINGS_UNFIT', 'These settings are not known or out of range.'],
  'last-admin': [409, 'GUARD_LAST_ADMIN', 'This is the last admin. Make somebody else an admin first.'],
  'too-many': [
    409,
    'GUARD_TOO_MANY',
    'This account has as many app passwords as it may. Revoke one that is no longer used.',
  ],
  'not-found': [404, 'GUARD_NOT_FOUND', 'There is no such account, session or app password.'],
};
