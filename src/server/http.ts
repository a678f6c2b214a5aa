/**
 * The HTTP server: Fastify with what every request passes: who may call the route, safe headers, one shape of error,
 * one line of log. A route that does not declare its access does not start (deny by default).
 */
import cookie from '@fastify/cookie';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import type { Config } from '#base/config.ts';
import { DatabaseError, isAway } from '#base/database/index.ts';
import { FonotecaError } from '#base/errors.ts';
import { type Log, withoutSecrets } from '#base/log.ts';
import type { Problem } from './api/contract.ts';
import { ServerError } from './errors.ts';
import { addPageHeaders, pageHeaders } from './page-headers.ts';

/**
 * Who may call a route. `app` routes sign their caller in by themselves (Subsonic parameters), `scraper` is for what
 * an operator's tools read; all others go by the session's cookie.
 */
export type Access = 'anyone' | 'member' | 'admin' | 'app' | 'scraper';

export interface DeclaredRoute {
  readonly method: string;
  readonly url: string;
  readonly access: Access;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyInstance {
    /** Every route with who may call it: what the route tests walk through. */
    declaredRoutes: readonly DeclaredRoute[];
  }
}

export const bodySizeMax = 4 * 1024 * 1024;

export interface HttpOptions {
  readonly config: Config;
  readonly log: Log;
  /** Throws when the caller of a `member` or `admin` route may not call it. */
  authenticate(request: FastifyRequest, reply: FastifyReply, access: 'member' | 'admin'): Promise<void>;
}

/** A server with its hooks and no routes yet. */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { config, log } = options;
  const headers = await pageHeaders();
  const app = Fastify({
    bodyLimit: bodySizeMax,
    // Apps send whole queues and playlists in the address: thousands of songs, 26 bytes each.
    http: { maxHeaderSize: 256 * 1024 },
    logger: false,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    rewriteUrl: (request) => withoutBase(request.url ?? '/', config.basePath),
    keepAliveTimeout: 72_000,
    // The time in which a request must have come whole; its answer may take as long as a song.
    requestTimeout: 120_000,
    // An address that is none (“/%zz”) meets no hook.
    frameworkErrors: (error, request, reply) => {
      for (const [name, value] of headers) reply.raw.setHeader(name, value);
      void sendProblem(error, request, reply, log);
    },
  });
  await app.register(cookie);
  addPageHeaders(app, headers);
  requireDeclaredAccess(app);
  warnOfUntrustedProxy(app, config, log);
  // Hooks that wait for nothing call back instead of promising: an app asks often, and each promise has its price.
  app.addHook('onRequest', (request, reply, done) => {
    const { access } = request.routeOptions.config;
    if (access === 'member' || access === 'admin')
      // oxlint-disable-next-line promise/no-callback-in-promise -- Fastify waits for either, and most routes need neither
      void options.authenticate(request, reply, access).then(() => done(), done);
    else if (access === 'scraper' && !isOperator(request)) done(new ServerError('SERVER_NOT_FOUND'));
    else done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const level = reply.statusCode >= 500 ? 'error' : 'debug';
    if (log.isLevelEnabled(level))
      log[level](factsOf(request, reply), level === 'error' ? 'request failed' : 'request');
    done();
  });
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, log));
  app.setNotFoundHandler({}, () => {
    throw new ServerError('SERVER_NOT_FOUND');
  });
  return app;
}

function factsOf(request: FastifyRequest, reply: FastifyReply) {
  return {
    method: request.method,
    url: withoutSecrets(request.url),
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime),
  };
}

function requireDeclaredAccess(app: FastifyInstance): void {
  const declared: DeclaredRoute[] = [];
  app.decorate('declaredRoutes', declared);
  app.addHook('onRoute', ({ method, url, config }) => {
    const methods = [method].flat();
    if (!config?.access)
      throw new ServerError('SERVER_ROUTE_UNDECLARED', { route: `${methods.join(', ')} ${url}` });
    for (const one of methods) declared.push({ method: one, url, access: config.access });
  });
}

/** Without it all visitors seem to come from the proxy: one who guesses passwords would slow all of them down. */
function warnOfUntrustedProxy(app: FastifyInstance, config: Config, log: Log): void {
  let told = config.trustedProxies.length > 0;
  app.addHook('onRequest', ({ headers, socket }, _reply, done) => {
    if (!told && headers['x-forwarded-for'] !== undefined) {
      told = true;
      log.warn(
        `A proxy at ${socket.remoteAddress} passes requests on and is not trusted: visitors count as one, and cookies as sent in the clear. If it is yours, add it to trustedProxies.`,
      );
    }
    done();
  });
}

const forwardingHeaders = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'];

/**
 * An operator's tools run beside the server; what they read is nobody else's business. A reverse proxy runs beside it
 * too, so whatever says that it was passed on for somebody is not the operator's.
 */
function isOperator({ socket, headers }: FastifyRequest): boolean {
  const isLoopback = /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '');
  return isLoopback && forwardingHeaders.every((name) => headers[name] === undefined);
}

/** '/music/api/home' → '/api/home' for the base path '/music'; what lies outside it stays as it is. */
function withoutBase(url: string, basePath: string): string {
  if (!basePath || !url.startsWith(basePath)) return url;
  const rest = url.slice(basePath.length);
  return rest.startsWith('/') ? rest : rest === '' || rest.startsWith('?') ? `/${rest}` : url;
}

async function sendProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
): Promise<void> {
  const { status, problem } = toProblem(error);
  if (status >= 500)
    log.error({ err: error, method: request.method, url: withoutSecrets(request.url) }, 'a request failed');
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds);
  await reply.code(status).send(problem);
}

/** Any thrown thing as HTTP says it; the inside of an unexpected error stays in the log. */
export function toProblem(thrown: unknown): { status: number; problem: Problem } {
  const error = isAway(thrown) ? new DatabaseError('DATABASE_AWAY', {}, { cause: thrown }) : thrown;
  // What has no status of its own is a fault of ours, and its words are for the log.
  if (error instanceof FonotecaError && error.status !== 500) {
    const retry = error.details['retryAfterSeconds'];
    const problem: Problem = {
      code: error.code,
      message: error.message,
      ...(typeof retry === 'number' && { retryAfterSeconds: retry }),
    };
    return { status: error.status, problem };
  }
  if (error instanceof ZodError) {
    const issue = error.issues[0];
    const bad = new ServerError('SERVER_BAD_REQUEST', {
      reason: `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
    });
    return { status: 400, problem: { code: bad.code, message: bad.message } };
  }
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  if (status < 500)
    return { status, problem: { code: 'SERVER_BAD_REQUEST', message: (error as Error).message } };
  return {
    status: 500,
    problem: {
      code: 'SERVER_FAULT',
      message: 'Something went wrong inside Fonoteca. The log says what; nothing you sent was lost.',
    },
  };
}
