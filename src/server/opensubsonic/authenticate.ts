/**
 * Who calls: an app's API key, its password, or token and salt (for credentials made for that); the errors are the
 * protocol's own (https://opensubsonic.netlify.app/docs/extensions/apikeyauth/). An account's own password never works.
 */
import type { CredentialVerified, Guard, Visitor } from '#guard/index.ts';
import { SubsonicError } from './errors.ts';
import type { Parameters } from './parameters.ts';

const helpUrl = 'https://opensubsonic.netlify.app/docs/extensions/apikeyauth/';

/** The verified caller, or the protocol's error. */
export async function authenticateApp(
  guard: Guard,
  parameters: Parameters,
  visitor: Visitor,
): Promise<Extract<CredentialVerified, { kind: 'ok' }>> {
  const verified = await verify(guard, parameters, visitor);
  if (verified.kind === 'ok') return verified;
  switch (verified.reason) {
    case 'unknown-key':
      throw new SubsonicError(
        'invalid-api-key',
        'This API key is not known or was revoked. Make another in Fonoteca under Settings, Apps.',
      );
    case 'legacy-needed':
      throw new SubsonicError(
        'token-not-supported',
        'Token and salt work with an app password made for old apps only (Settings, Apps). Or let the app send the password, or an API key.',
      );
    case 'throttled':
      throw new SubsonicError(
        'generic',
        `Too many failed attempts. Try again in ${verified.retryAfterSeconds} seconds.`,
        { retryAfterSeconds: verified.retryAfterSeconds },
      );
    case 'wrong':
      throw new SubsonicError(
        'wrong-credentials',
        'Wrong username or app password. Apps use a password of their own, made in Fonoteca under Settings, Apps.',
      );
  }
}

function verify(guard: Guard, parameters: Parameters, visitor: Visitor): Promise<CredentialVerified> {
  const [apiKey, user, token, salt] = ['apiKey', 'u', 't', 's'].map(
    (name) => parameters.text(name) || undefined,
  );
  const password = parameters.text('p');
  if (apiKey !== undefined) {
    if (user !== undefined || password !== undefined || token !== undefined || salt !== undefined)
      throw new SubsonicError(
        'conflicting-mechanisms',
        'Send an API key or a username with a password, not both.',
        { helpUrl },
      );
    return guard.credentials.verifyApiKey(apiKey, visitor);
  }
  if (password !== undefined && token !== undefined)
    throw new SubsonicError('conflicting-mechanisms', 'Send a password or a token, not both.', { helpUrl });
  if (user === undefined)
    throw new SubsonicError('missing-parameter', 'Required parameter "u" or "apiKey" is missing.', {
      helpUrl,
    });
  if (password !== undefined) return guard.credentials.verifyPassword(user, plainPassword(password), visitor);
  if (token === undefined || salt === undefined)
    throw new SubsonicError('missing-parameter', 'Required parameters are missing: "p", or "t" and "s".', {
      helpUrl,
    });
  return guard.credentials.verifyToken(user, token, salt, visitor);
}

/** 'enc:' and hex hides a password from a glance at the log; it is the same password. */
function plainPassword(value: string): string {
  return value.startsWith('enc:') ? Buffer.from(value.slice(4), 'hex').toString('utf8') : value;
}
