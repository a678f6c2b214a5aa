/** OpenSubsonic's error codes, as the protocol numbers them: https://opensubsonic.netlify.app/docs/responses/error/ */

export const subsonicCodes = {
  generic: 0,
  'missing-parameter': 10,
  'wrong-credentials': 40,
  'token-not-supported': 41,
  'mechanism-not-supported': 42,
  'conflicting-mechanisms': 43,
  'invalid-api-key': 44,
  'not-authorized': 50,
  'not-found': 70,
} as const;

export type SubsonicFault = keyof typeof subsonicCodes;

/** Ends a request with the protocol's own error, which is HTTP 200 with status "failed". */
export class SubsonicError extends Error {
  readonly code: number;
  readonly helpUrl: string | undefined;
  /** Seconds to wait, for the header Retry-After. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    fault: SubsonicFault,
    message: string,
    options: { helpUrl?: string; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.name = 'SubsonicError';
    this.code = subsonicCodes[fault];
    this.helpUrl = options.helpUrl;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export function notFound(what: string): SubsonicError {
  return new SubsonicError('not-found', `${what} was not found.`);
}
