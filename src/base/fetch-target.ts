/**
 * From an address as text to the one place a connection may go: the URL is checked, its name resolved once, and the
 * answer pinned. Nothing asks for the name again, so a second DNS answer cannot lead elsewhere.
 */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { messageOf, systemCodeOf } from './errors.ts';
import { FetchError } from './fetch-errors.ts';

/** Asks for the addresses of a name; what it answers is checked, not trusted. */
export type Resolver = (name: string) => Promise<readonly string[]>;

export interface TargetRules {
  readonly isAllowed: (address: string) => boolean;
  /** Ports that may be connected to; any when absent. */
  readonly ports: readonly number[] | undefined;
  readonly resolve: Resolver;
}

interface PinnedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

export interface Target {
  readonly url: URL;
  /** Name or address without brackets: what TLS and the connection are told. */
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly PinnedAddress[];
}

/** The system's own resolver, with the hosts file. */
export const systemResolver: Resolver = async (name) =>
  (await lookup(name, { all: true })).map(({ address }) => address);

/** The URL that `text` says, or a refusal: only http and https, no second spelling of an IPv4 address. */
export function parseUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (!url)
    throw new FetchError('FETCH_URL_REFUSED', { host: base?.hostname ?? '', reason: 'it is not a URL' });
  const host = url.hostname;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new FetchError('FETCH_URL_REFUSED', { host, reason: 'only http and https are fetched' });
  }
  // A URL parser turns 0x7f.1, 2130706433 and １２７.1 into 127.0.0.1; nobody honest writes them.
  const said = text.toLowerCase();
  const plain =
    said.includes(`//${host}`) ||
    said.includes(`@${host}`) ||
    (base?.hostname === host && !said.includes('//'));
  if (isIP(host) === 4 && !plain)
    throw new FetchError('FETCH_URL_REFUSED', { host, reason: 'its address is spelled oddly' });
  return url;
}

/** Checks where `url` leads and pins it. */
export async function pinTarget(url: URL, rules: TargetRules): Promise<Target> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  if (rules.ports && !rules.ports.includes(port)) {
    throw new FetchError('FETCH_URL_REFUSED', { host, reason: `port ${port} is not allowed` });
  }
  const found = isIP(host) ? [host] : await resolve(host, rules.resolve);
  const addresses = found
    .filter(rules.isAllowed)
    .map((address) => ({ address, family: isIP(address) as 4 | 6 }));
  if (addresses.length === 0)
    throw new FetchError('FETCH_ADDRESS_REFUSED', { host, address: found.join(', ') });
  return { url, host, port, addresses };
}

async function resolve(host: string, resolver: Resolver): Promise<readonly string[]> {
  try {
    const found = await resolver(host);
    if (found.length > 0) return found;
  } catch (error) {
    const reason = systemCodeOf(error) ?? messageOf(error);
    throw new FetchError('FETCH_NAME_UNKNOWN', { host, reason }, { cause: error });
  }
  throw new FetchError('FETCH_NAME_UNKNOWN', { host, reason: 'it has no address' });
}
