/**
 * What a redirect may change: where to go (checked again like a first address), and less of what is sent. Across
 * origins only headers that say nothing about the sender are kept, and a body is not sent to somebody else.
 */
import { FetchError } from './fetch-errors.ts';
import { parseUrl } from './fetch-target.ts';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';

/** One request of the chain. */
export interface Step {
  readonly url: URL;
  readonly method: Method;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

// RFC 9110 section 15.4.
const redirects = new Set([301, 302, 303, 307, 308]);
const harmless = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'user-agent',
  'range',
  'if-none-match',
  'if-modified-since',
  'if-range',
]);

/** The next step that an answer asks for, or undefined when it is the last. Throws FETCH_REDIRECT_REFUSED. */
export function nextStep(
  step: Step,
  status: number,
  location: string | undefined,
  downgradeAllowed: boolean,
): Step | undefined {
  if (!redirects.has(status) || location === undefined) return undefined;
  const url = parseUrl(location, step.url);
  const refuse = (reason: string) =>
    new FetchError('FETCH_REDIRECT_REFUSED', { host: step.url.hostname, reason });
  if (step.url.protocol === 'https:' && url.protocol === 'http:' && !downgradeAllowed)
    throw refuse('from https to http');
  // Credentials in an address that a server chose are not ours.
  url.username = '';
  url.password = '';
  const bare = withoutBody(step, status);
  if (url.origin === step.url.origin) return { ...bare, url };
  if (bare.body !== undefined) throw refuse('to another host, with what was to be sent');
  const headers = Object.fromEntries(Object.entries(bare.headers).filter(([name]) => harmless.has(name)));
  return { ...bare, url, headers };
}

/** RFC 9110 sections 15.4.2 to 15.4.4: 303 always becomes a GET, 301 and 302 do for POST, as browsers have it. */
function withoutBody(step: Step, status: number): Omit<Step, 'url'> {
  const { method, headers, body } = step;
  const turns = status === 303 ? method !== 'HEAD' : status <= 302 && method === 'POST';
  if (!turns) return { method, headers, body };
  const kept = Object.entries(headers).filter(([name]) => !name.startsWith('content-'));
  return { method: 'GET', headers: Object.fromEntries(kept), body: undefined };
}
