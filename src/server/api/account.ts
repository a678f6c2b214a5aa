/** The web API's account routes: first set-up, signing in and out, a person's own settings, sessions and app credentials. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isoTime } from '#base/clock.ts';
import { version } from '#base/version.ts';
import { FonotecaError } from '#base/errors.ts';
import {
  type Credential,
  refusalProblem,
  type Refused,
  type RefusalReason,
  type SessionOpened,
} from '#guard/index.ts';
import { ServerError } from '../errors.ts';
import { endSession, sessionOf, startSession, tokenOf, visitorOf } from '../sessions.ts';
import type { ApiContext } from './context.ts';
import type { CredentialRow, Me } from './contract.ts';
import { addRoute } from './route.ts';

const password = z.string().max(1000);
const accountName = z.string().trim().max(200);

export function addAccountRoutes(app: FastifyInstance, context: ApiContext): void {
  const { guard, config } = context;

  addRoute(app, 'GET /api/hello', { access: 'anyone' }, async ({ request }) => ({
    version,
    needsSetup: await guard.setup.needed(),
    signedIn: (await guard.sessions.find(tokenOf(request, config))).kind === 'ok',
  }));
  addRoute(
    app,
    'POST /api/setup',
    { access: 'anyone', body: z.object({ token: z.string().max(200), name: accountName, password }) },
    async ({ body, request, reply }) => {
      const opened = allow(await guard.setup.complete(body, visitorOf(request)));
      startSession(request, reply, config, opened);
      return me(opened);
    },
  );
  addRoute(
    app,
    'POST /api/session',
    { access: 'anyone', body: z.object({ name: accountName, password }) },
    async ({ body, request, reply }) => {
      const opened = allow(await guard.sessions.signIn(body, visitorOf(request)));
      startSession(request, reply, config, opened);
      return me(opened);
    },
  );
  addRoute(app, 'DELETE /api/session', { access: 'member' }, async ({ request, reply }) => {
    await guard.sessions.signOut(tokenOf(request, config));
    endSession(request, reply, config);
    return null;
  });

  addRoute(app, 'GET /api/me', { access: 'member' }, ({ request }) => me(sessionOf(request)));
  addRoute(
    app,
    'PATCH /api/me/settings',
    { access: 'member', body: z.looseObject({}) },
    async ({ account, body }) => allow(await guard.accounts.changeSettings(account.id, body)).settings,
  );
  addRoute(
    app,
    'POST /api/me/password',
    { access: 'member', body: z.object({ current: password, next: password }) },
    async ({ account, body, request }) => {
      const { session } = sessionOf(request);
      allow(
        await guard.accounts.changePassword(
          account.id,
          { ...body, keepSessionId: session.id },
          visitorOf(request),
        ),
      );
      return null;
    },
  );
  addSessionRoutes(app, context);
  addCredentialRoutes(app, context);
}

function addSessionRoutes(app: FastifyInstance, { guard }: ApiContext): void {
  addRoute(app, 'GET /api/me/sessions', { access: 'member' }, async ({ account, request }) => {
    const current = sessionOf(request).session.id;
    const sessions = await guard.sessions.list(account.id);
    return sessions.map((session) => ({
      id: String(session.id),
      current: session.id === current,
      client: session.client,
      createdAt: isoTime(session.createdAt),
      lastSeenAt: isoTime(session.lastSeenAt),
    }));
  });
  addRoute(app, 'DELETE /api/me/sessions/:id', { access: 'member' }, async ({ account, params }) => {
    const id = Number(params['id']);
    if (!Number.isSafeInteger(id)) throw new ServerError('SERVER_NOT_FOUND');
    allow(await guard.sessions.revoke(account.id, account.id, id));
    return null;
  });
}

function addCredentialRoutes(app: FastifyInstance, context: ApiContext): void {
  const { guard } = context;
  const shape = (row: Credential): CredentialRow => ({
    id: context.ids.encode('credential', row.id),
    name: row.name,
    legacy: row.legacy,
    createdAt: isoTime(row.createdAt),
    lastUsedAt: isoTime(row.lastUsedAt),
  });

  addRoute(app, 'GET /api/me/credentials', { access: 'member' }, async ({ account }) =>
    (await guard.credentials.list(account.id)).map(shape),
  );
  addRoute(
    app,
    'POST /api/me/credentials',
    { access: 'member', body: z.object({ name: accountName, legacy: z.boolean() }) },
    async ({ account, body }) => {
      const { credential, secret } = allow(await guard.credentials.add(account.id, account.id, body));
      return { ...shape(credential), secret };
    },
  );
  addRoute(app, 'DELETE /api/me/credentials/:id', { access: 'member' }, async ({ account, params }) => {
    allow(await guard.credentials.revoke(account.id, account.id, context.row('credential', params['id']!)));
    return null;
  });
}

function me({ account, session }: Pick<SessionOpened, 'account' | 'session'>): Me {
  return { name: account.name, role: account.role, csrf: session.csrf, settings: account.settings };
}

/** What the guard answered, or its refusal as an error with status, code and sentence. */
export function allow<T extends { kind: string }>(answer: T): Exclude<T, { kind: 'refused' }> {
  if (answer.kind !== 'refused') return answer as Exclude<T, { kind: 'refused' }>;
  const { status, code, message, retryAfterSeconds } = refusalProblem(
    answer as unknown as Refused<RefusalReason>,
  );
  throw new FonotecaError(code, { message, status, exit: status < 500 ? 2 : 1 }, { retryAfterSeconds });
}
