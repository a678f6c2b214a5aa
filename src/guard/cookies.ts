/**
 * The session cookie: its name and attributes, in one place, as they depend on each other. Over HTTPS the name's
 * prefix makes the browser refuse what another site or a plain connection planted (RFC 6265bis section 4.1.3).
 */

export interface CookieScope {
  /** True when the visitor's own connection is HTTPS, as the server trusts it. */
  readonly secure: boolean;
  /** The path under which Fonoteca is served: '/' or '/music/'. */
  readonly path: string;
}

export interface SessionCookieOptions {
  readonly httpOnly: true;
  readonly sameSite: 'lax';
  readonly secure: boolean;
  readonly path: string;
  readonly maxAge: number;
}

/** Sessions end after 30 days without use. */
export const sessionMaxAgeSeconds = 30 * 24 * 60 * 60;

/** `__Host-` where the rules for it are met (Secure, path /), `__Secure-` under a sub-path, else the bare name. */
export function sessionCookieName({ secure, path }: CookieScope): string {
  if (!secure) return 'fonoteca';
  return path === '/' ? '__Host-fonoteca' : '__Secure-fonoteca';
}

/** Attributes as @fastify/cookie takes them; `maxAge` in seconds. No Domain: the cookie stays with this host. */
export function sessionCookieOptions({ secure, path }: CookieScope): SessionCookieOptions {
  return { httpOnly: true, sameSite: 'lax', secure, path, maxAge: sessionMaxAgeSeconds };
}
