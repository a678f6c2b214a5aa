/** What an endpoint is given: the caller and what they may see, the parameters, the rooms. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IdKind } from '#base/ids.ts';
import type { Fonoteca } from '#fonoteca';
import type { Account, Credential } from '#guard/index.ts';
import type { Viewer } from '#library/index.ts';
import { notFound, SubsonicError } from './errors.ts';
import type { Parameters } from './parameters.ts';
import type { Prepared, SubsonicAnswer } from './respond.ts';
import type { Shapes } from './shapes.ts';

export interface Call {
  readonly fonoteca: Fonoteca;
  readonly shapes: Shapes;
  readonly account: Account;
  readonly credential: Credential;
  /** Narrowed to `musicFolderId` where the request names one. */
  readonly viewer: Viewer;
  readonly parameters: Parameters;
  /** What the app calls itself (parameter c). */
  readonly client: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Answers with the element of the envelope, or, for bytes, answers by itself and returns `sent`. */
export type Endpoint = (call: Call) => Promise<SubsonicAnswer | Prepared | typeof sent>;

/** Said by endpoints that have written the answer themselves. */
export const sent = Symbol('sent');

/** Row number of the id in parameter `name`. */
export function idOf(call: Call, name: string, kind: IdKind): number {
  return decode(call, call.parameters.need(name), kind);
}

export function decode(call: Call, id: string, kind: IdKind): number {
  const row = call.fonoteca.ids.decode(kind, id);
  if (row === undefined) throw notFound(`The ${kind} ${id.slice(0, 60)}`);
  return row;
}

export function decodeAny(call: Call, id: string): { kind: IdKind; row: number } {
  const found = call.fonoteca.ids.decodeAny(id);
  if (!found) throw notFound(`The item ${id.slice(0, 60)}`);
  return found;
}

export function requireAdmin(call: Call): void {
  if (call.account.role !== 'admin') throw new SubsonicError('not-authorized', 'Only an admin may do this.');
}

/** The found thing, or the protocol's error 70. */
export function found<T extends { found: boolean }>(lookup: T, what: string): Extract<T, { found: true }> {
  if (!lookup.found) throw notFound(what);
  return lookup as Extract<T, { found: true }>;
}
