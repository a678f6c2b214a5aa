/**
 * One way to write a route of the web API: its key in the contract, who may call it, what it takes (zod), what it
 * does. The answer's type is the contract's, so a field that is missing does not compile.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Account } from '#guard/index.ts';
import type { Access } from '../http.ts';
import { withoutNulls } from '../plain-text.ts';
import { sessionOf } from '../sessions.ts';
import type { Api } from './contract.ts';

type Answer<K extends keyof Api> = Api[K] extends { answer: infer A } ? A : never;

export interface Call<Q, B> {
  /** Who calls; on an `anyone` route there may be nobody, and reading this throws. */
  readonly account: Account;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Q;
  readonly body: B;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

interface RouteOptions<Q extends z.ZodType, B extends z.ZodType> {
  readonly access: Access;
  readonly query?: Q;
  readonly body?: B;
}

/** Adds the route `key` ('GET /api/home') to the server. A null answer is 204. */
export function addRoute<
  K extends keyof Api,
  Q extends z.ZodType = z.ZodUnknown,
  B extends z.ZodType = z.ZodUnknown,
>(
  app: FastifyInstance,
  key: K,
  options: RouteOptions<Q, B>,
  handle: (call: Call<z.infer<Q>, z.infer<B>>) => Promise<Answer<K>> | Answer<K>,
): void {
  const [method, url] = key.split(' ') as ['GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', string];
  app.route({
    method,
    url,
    config: { access: options.access },
    handler: async (request, reply) => {
      const answer = await handle({
        get account() {
          return sessionOf(request).account;
        },
        params: withoutNulls(request.params as Record<string, string>),
        query: options.query ? options.query.parse(withoutNulls(request.query)) : undefined!,
        body: options.body ? options.body.parse(withoutNulls(request.body ?? {})) : undefined!,
        request,
        reply,
      });
      if (answer === null) return reply.code(204).send();
      return reply.header('cache-control', 'no-store').send(answer);
    },
  });
}

/** offset and limit as the query gives them: text. */
export const pageQuery = {
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
};
