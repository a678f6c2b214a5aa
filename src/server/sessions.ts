/**
 * Who calls the web API: the session behind the cookie, and the proof (CSRF token) that a change comes from the page.
 * The guard knows sessions, this file knows cookies and headers.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '#base/config.ts';
import {
  type Account,
  type CookieScope,
  type Guard,
  type Session,
  sessionCookieName,
  sessionCookieOptions,
  type SessionOpened,
  type Visitor,
} from '#guard/index.ts';
import { ServerError } from './errors.ts';

interface SignedIn {
  readonly account: Account;
  readonly session: Session;
}

const signedIn = new WeakMap<FastifyRequest, SignedIn>();

/** The account and session of a request that `authenticateSession` let through; else throws SERVER_NOT_SIGNED_IN. */
export function sessionOf(request: FastifyRequest): SignedIn {
  const found = signedIn.get(request);
  if (!found) throw new ServerError('SERVER_NOT_SIGNED_IN');
  return found;
}

/** The header in which the page sends its CSRF token back. */
const csrfHeader = 'x-fonoteca-csrf';

/** Lets a request through when its cookie is a session that may make it, and remembers whose it is. */
export async function authenticateSession(
  guard: Guard,
  config: Config,
  request: FastifyRequest,
  reply: FastifyReply,
  access: 'member' | 'admin',
): Promise<void> {
  const token = tokenOf(request, config);
  const found = await guard.sessions.find(token);
  if (found.kind === 'none') throw new ServerError('SERVER_NOT_SIGNED_IN');
  if (access === 'admin' && found.account.role !== 'admin') throw new ServerError('SERVER_NOT_ADMIN');
  if (
    changesSomething(request) &&
    !guard.sessions.csrfMatches(found.session, request.headers[csrfHeader]?.toString())
  )
    throw new ServerError('SERVER_CSRF');
  signedIn.set(request, found);
  if (found.refreshed) setCookie(request, reply, config, token!);
}

/** The session's token as the cookie gives it, or undefined. */
export function tokenOf(request: FastifyRequest, config: Config): string | undefined {
  return request.cookies[sessionCookieName(scopeOf(request, config))];
}

/** Gives the browser the cookie of a session that was just opened. */
export function startSession(
  request: FastifyRequest,
  reply: FastifyReply,
  config: Config,
  opened: SessionOpened,
): void {
  signedIn.set(request, opened);
  setCookie(request, reply, config, opened.token);
}

export function endSession(request: FastifyRequest, reply: FastifyReply, config: Config): void {
  const scope = scopeOf(request, config);
  reply.clearCookie(sessionCookieName(scope), sessionCookieOptions(scope));
}

/** Where a request comes from, as far as the configured proxies are trusted. */
export function visitorOf(request: FastifyRequest): Visitor {
  return { address: request.ip, client: request.headers['user-agent']?.slice(0, 200) };
}

function setCookie(request: FastifyRequest, reply: FastifyReply, config: Config, token: string): void {
  const scope = scopeOf(request, config);
  reply.setCookie(sessionCookieName(scope), token, sessionCookieOptions(scope));
}

function scopeOf(request: FastifyRequest, config: Config): CookieScope {
  return { secure: request.protocol === 'https', path: config.basePath ? `${config.basePath}/` : '/' };
}

function changesSomething(request: FastifyRequest): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD';
}
