/** The parameters of a request: query and form (formPost) together, each name with one or several values. */
import type { FastifyRequest } from 'fastify';
import { withoutNulls } from '../plain-text.ts';
import { SubsonicError } from './errors.ts';
import type { Format } from './respond.ts';

export class Parameters {
  readonly #query: unknown;
  readonly #body: unknown;

  constructor(request: Pick<FastifyRequest, 'query' | 'body'>) {
    this.#query = request.query;
    this.#body = request.body;
  }

  text(name: string): string | undefined {
    const value = valueIn(this.#query, name) ?? valueIn(this.#body, name);
    if (typeof value === 'string') return withoutNulls(value);
    return value === undefined ? undefined : listOf(value)[0];
  }

  /** All values of a name that may be repeated. */
  all(name: string): readonly string[] {
    return [this.#query, this.#body].flatMap((source) => listOf(valueIn(source, name)));
  }

  /** The value, or the protocol's error 10. */
  need(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '')
      throw new SubsonicError('missing-parameter', `Required parameter "${name}" is missing.`);
    return value;
  }

  /** The value, which may be empty but has to be there. */
  present(name: string): string {
    return this.text(name) ?? this.need(name);
  }

  /** A whole number within its bounds; a value outside is moved to the bound. */
  number(name: string, options: { min?: number; max?: number } = {}): number | undefined {
    const value = this.text(name);
    if (value === undefined || value === '') return undefined;
    const parsed = Number(value);
    if (!Number.isFinite(parsed))
      throw new SubsonicError('generic', `Parameter "${name}" is not a number: ${value.slice(0, 40)}`);
    return Math.trunc(
      Math.min(
        options.max ?? Number.MAX_SAFE_INTEGER,
        Math.max(options.min ?? Number.MIN_SAFE_INTEGER, parsed),
      ),
    );
  }

  flag(name: string): boolean | undefined {
    const value = this.text(name)?.toLowerCase();
    return value === undefined || value === '' ? undefined : value === 'true' || value === '1';
  }

  /** XML unless asked otherwise. A callback that is no plain name is refused: it would be script of the caller's. */
  format(): Format {
    const wanted = this.text('f');
    if (wanted === 'json') return { kind: 'json' };
    if (wanted !== 'jsonp') return { kind: 'xml' };
    const callback = this.text('callback') ?? '';
    return /^[\w$.]{1,100}$/.test(callback) ? { kind: 'jsonp', callback } : { kind: 'json' };
  }
}

function valueIn(source: unknown, name: string): unknown {
  return typeof source === 'object' && source !== null && Object.hasOwn(source, name)
    ? (source as Record<string, unknown>)[name]
    : undefined;
}

function listOf(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map((one) => withoutNulls(String(one)));
}
