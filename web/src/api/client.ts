/**
 * The typed way to the server: call('GET /api/albums/:id', { params: { id } }) knows from the contract what it
 * takes and what it answers. Changing requests carry the session's CSRF token.
 */
import type { Api } from './contract.ts';
import { methodOf, pathOf, type QueryValue } from './path.ts';
import { problemFrom, unreachable } from './problem.ts';

export type Route = keyof Api;
export type Answer<R extends Route> = Api[R]['answer'];

type ParamNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;
type ParamsPart<R extends Route> = [ParamNames<R>] extends [never]
  ? object
  : { params: Record<ParamNames<R>, string> };
type QueryPart<R extends Route> = Api[R] extends { query: infer Query }
  ? object extends Query
    ? { query?: Query }
    : { query: Query }
  : object;
type BodyPart<R extends Route> = Api[R] extends { body: infer Body } ? { body: Body } : object;
export type Input<R extends Route> = ParamsPart<R> & QueryPart<R> & BodyPart<R>;

interface LooseInput {
  params?: Record<string, string>;
  query?: Record<string, QueryValue>;
  body?: unknown;
}

let csrf = '';
let signedOut: () => void = () => {};

/** Remembers the token of GET /api/me for the requests that change something. */
export function rememberCsrf(token: string): void {
  csrf = token;
}

/** Says what happens when the session has ended, wherever that shows first. */
export function whenSignedOut(act: () => void): void {
  signedOut = act;
}

/** Asks the server. Rejects with ApiError, or AbortError when `signal` was aborted. */
export async function call<R extends Route>(
  route: R,
  input: Input<R>,
  signal?: AbortSignal,
): Promise<Answer<R>> {
  const { params, query, body } = input as LooseInput;
  const method = methodOf(route);
  const headers = new Headers({ accept: 'application/json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (method !== 'GET') headers.set('x-fonoteca-csrf', csrf);
  const request: RequestInit = { method, headers, credentials: 'same-origin' };
  if (body !== undefined) request.body = JSON.stringify(body);
  if (signal !== undefined) request.signal = signal;
  return (await send(pathOf(route, params, query), request)) as Answer<R>;
}

async function send(path: string, request: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, request);
  } catch (error) {
    if (request.signal?.aborted === true) throw error;
    throw unreachable();
  }
  const text = await response.text();
  const answer = text === '' ? null : parse(text);
  if (response.ok) return answer;
  const problem = problemFrom(response.status, answer);
  if (problem.code === 'SERVER_NOT_SIGNED_IN') signedOut();
  throw problem;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
