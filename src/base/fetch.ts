/**
 * The one door for outgoing HTTP: nothing else in src connects anywhere (src/base/fetch-door.test.ts).
 *
 * Addresses come from configuration, from metadata and from other servers' answers, so any of them may be made to
 * point at this machine or its network (SSRF). So: a name is resolved once, only public addresses are connected to
 * unless configuration allows others, each redirect is checked like a first address, and every answer is bounded in
 * bytes and time. Proxies named in the environment are not used: they would resolve names instead of us.
 */
import {
  Agent as HttpAgent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestHttp,
  type RequestOptions,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { FonotecaError, messageOf, systemCodeOf } from './errors.ts';
import { addressFilter, sameAddress } from './fetch-address.ts';
import { acceptedEncodings, openBody, tooLarge } from './fetch-body.ts';
import { FetchError } from './fetch-errors.ts';
import { type Method, nextStep, type Step } from './fetch-redirect.ts';
import {
  parseUrl,
  pinTarget,
  type Resolver,
  systemResolver,
  type Target,
  type TargetRules,
} from './fetch-target.ts';
import { Timer } from './fetch-timer.ts';

export { FetchError } from './fetch-errors.ts';
export type { Resolver } from './fetch-target.ts';

export interface FetchLimits {
  /** Until the connection (and TLS) stands, with resolving the name; each redirect anew. */
  readonly connectMs: number;
  /** From then until the answer's headers are there. */
  readonly firstByteMs: number;
  /** Between two parts of the body, while somebody waits for them. */
  readonly idleMs: number;
  /** All of it, redirects and body included. */
  readonly totalMs: number;
  /** Of the body, as it comes and after decompression. */
  readonly bodyBytesMax: number;
  readonly redirectCountMax: number;
}

export interface FetcherOptions {
  /** Who is asking, and where to complain: 'Fonoteca/0.1 (+https://…)'. */
  readonly userAgent: string;
  /** Private or reserved addresses that may be reached all the same, as CIDR: '192.168.1.0/24'. */
  readonly allow?: readonly string[];
  /** Ports that may be connected to; any when absent. */
  readonly ports?: readonly number[];
  /** Follows redirects from https to http. */
  readonly downgradeAllowed?: boolean;
  readonly limits?: Partial<FetchLimits>;
  readonly resolve?: Resolver;
  /** Certificates (PEM) of authorities to trust instead of the usual ones. */
  readonly certificateAuthorities?: readonly string[];
}

export interface FetchRequest {
  readonly method?: Method;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
  readonly limits?: Partial<FetchLimits>;
}

export interface FetchAnswer {
  readonly status: number;
  /** Names in lower case; without cookies. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where it came from after redirects, without credentials. */
  readonly url: string;
  /** Fails with a FetchError; destroy it when it is not read to its end. */
  readonly body: Readable;
  /** The whole body. */
  bytes(): Promise<Buffer>;
}

/** Fetches `url`. Any status is an answer; throws FetchError when there is none. */
export type Fetcher = (url: string, request?: FetchRequest) => Promise<FetchAnswer>;

const usualLimits: FetchLimits = {
  connectMs: 10_000,
  firstByteMs: 30_000,
  idleMs: 30_000,
  totalMs: 120_000,
  bodyBytesMax: 10 * 1024 * 1024,
  redirectCountMax: 5,
};

/** A fetcher with its rules; make one at start and hand it down. */
export function createFetcher(options: FetcherOptions): Fetcher {
  const rules: TargetRules = {
    isAllowed: addressFilter(options.allow ?? []),
    ports: options.ports,
    resolve: options.resolve ?? systemResolver,
  };
  return async (url, request = {}) => {
    const limits = { ...usualLimits, ...options.limits, ...request.limits };
    const timer = new Timer(limits, request.signal);
    try {
      return await follow(firstStep(url, request, options), { options, rules, limits, timer });
    } catch (error) {
      timer.stop(error);
      throw error;
    }
  };
}

interface Run {
  readonly options: FetcherOptions;
  readonly rules: TargetRules;
  readonly limits: FetchLimits;
  readonly timer: Timer;
}

// What describes the connection and not the request is ours alone to say (RFC 9110 section 7.6.1), and Host names
// whom we resolved and checked.
const ours =
  /^(host|connection|keep-alive|upgrade|te|trailer|transfer-encoding|content-length|expect|proxy-.*)$/;

function firstStep(text: string, request: FetchRequest, options: FetcherOptions): Step {
  const url = parseUrl(text);
  const given = Object.entries(request.headers ?? {}).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  for (const [name] of given) if (ours.test(name)) throw new FetchError('FETCH_HEADER_REFUSED', { name });
  const headers: Record<string, string> = {
    'user-agent': options.userAgent,
    accept: '*/*',
    ...Object.fromEntries(given),
  };
  // A range of compressed bytes could not be decompressed.
  headers['accept-encoding'] ??= headers['range'] ? 'identity' : acceptedEncodings;
  if (url.username || url.password) {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers['authorization'] ??= `Basic ${Buffer.from(pair).toString('base64')}`;
    url.username = '';
    url.password = '';
  }
  return { url, method: request.method ?? 'GET', headers, body: request.body };
}

async function follow(first: Step, run: Run): Promise<FetchAnswer> {
  let step = first;
  for (let count = 0; ; count++) {
    const response = await exchange(step, run);
    const next = redirectOf(step, response, run);
    if (!next) return toAnswer(step, response, run);
    // The body of a redirect is of no interest, whatever its length.
    response.destroy();
    if (count === run.limits.redirectCountMax) {
      throw new FetchError('FETCH_REDIRECT_REFUSED', { host: step.url.hostname, reason: 'again and again' });
    }
    step = next;
  }
}

function redirectOf(step: Step, response: IncomingMessage, { options }: Run): Step | undefined {
  try {
    return nextStep(step, response.statusCode!, response.headers.location, options.downgradeAllowed ?? false);
  } catch (error) {
    response.destroy();
    throw error;
  }
}

/** One request to a pinned address, up to the headers of its answer. */
async function exchange(step: Step, run: Run): Promise<IncomingMessage> {
  const { timer, limits } = run;
  const host = step.url.hostname;
  timer.phase('connecting', limits.connectMs, host);
  const target = await timer.orStopped(pinTarget(step.url, run.rules));
  return await new Promise<IncomingMessage>((resolve, reject) => {
    const secure = step.url.protocol === 'https:';
    const request = secure
      ? requestHttps(secureOptions(step, target, run))
      : requestHttp(plainOptions(step, target, run));
    const fail = (error: unknown) => reject(toFetchError(error, host, timer));
    request.once('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        if (!isPinned(socket, target))
          request.destroy(
            new FetchError('FETCH_ADDRESS_REFUSED', { host, address: String(socket.remoteAddress) }),
          );
        else timer.phase('its first answer', limits.firstByteMs, host);
      });
    });
    request.once('response', (response) => {
      timer.phase('the rest of its answer', limits.idleMs, host);
      resolve(response);
    });
    request.once('upgrade', (_response, socket) => {
      socket.destroy();
      fail(new Error('it changed the protocol'));
    });
    request.on('error', fail);
    request.once('close', () => fail(new Error('it hung up')));
    request.end(step.body);
  });
}

function plainOptions(step: Step, target: Target, { timer }: Run): RequestOptions {
  return {
    agent: new HttpAgent({ keepAlive: false }),
    host: target.host,
    port: target.port,
    path: step.url.pathname + step.url.search,
    method: step.method,
    headers: step.headers,
    lookup: pinnedLookup(target),
    insecureHTTPParser: false,
    signal: timer.signal,
  };
}

function secureOptions(step: Step, target: Target, run: Run) {
  const { certificateAuthorities } = run.options;
  return {
    ...plainOptions(step, target, run),
    agent: new HttpsAgent({ keepAlive: false }),
    // The name, not the pinned address, is what the certificate has to be for.
    servername: isIP(target.host) ? '' : target.host,
    // Said here so that NODE_TLS_REJECT_UNAUTHORIZED in the environment does not decide it.
    rejectUnauthorized: true,
    ...(certificateAuthorities && { ca: [...certificateAuthorities] }),
  };
}

/** Answers with what was resolved and checked, however often it is asked. */
function pinnedLookup({ addresses }: Target): LookupFunction {
  return (_name, options, callback) => {
    if (options.all) callback(null, [...addresses]);
    else callback(null, addresses[0]!.address, addresses[0]!.family);
  };
}

function isPinned({ remoteAddress }: Socket, { addresses }: Target): boolean {
  return remoteAddress !== undefined && addresses.some(({ address }) => sameAddress(address, remoteAddress));
}

function toAnswer(step: Step, response: IncomingMessage, { limits, timer }: Run): FetchAnswer {
  const host = step.url.hostname;
  const { bodyBytesMax } = limits;
  const status = response.statusCode!;
  if (Number(response.headers['content-length'] ?? 0) > bodyBytesMax && step.method !== 'HEAD') {
    response.destroy();
    throw tooLarge({ host, bodyBytesMax });
  }
  const hasBody = step.method !== 'HEAD' && status !== 204 && status !== 304;
  const encoding = hasBody ? (response.headers['content-encoding'] ?? '') : '';
  const stopped = () => (timer.signal.aborted ? timer.signal.reason : undefined);
  const body = openBody(response, { host, bodyBytesMax, encoding, stopped, onChunk: () => timer.again() });
  timer.watch(body);
  // Nobody should have to read what is not there to be rid of the connection.
  if (!hasBody) body.resume();
  return {
    status,
    headers: plainHeaders(response.headers, encoding !== ''),
    url: step.url.href,
    body,
    bytes: () => collect(body),
  };
}

function plainHeaders(headers: IncomingHttpHeaders, decoded: boolean): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const stale = decoded && (name === 'content-encoding' || name === 'content-length');
    if (typeof value === 'string' && !stale) plain[name] = value;
  }
  return plain;
}

async function collect(body: Readable): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

function toFetchError(error: unknown, host: string, timer: Timer): unknown {
  if (timer.signal.aborted) return timer.signal.reason;
  if (error instanceof FonotecaError) return error;
  const code = systemCodeOf(error);
  const reason = code && code !== 'ECONNRESET' ? `${messageOf(error)} (${code})` : messageOf(error);
  return new FetchError('FETCH_UNREACHABLE', { host, reason }, { cause: error });
}
