/**
 * Which IP addresses an outgoing request may reach: those of the public internet, and what the configuration allows.
 *
 * Refused is every block that the IANA special-purpose address registries (RFC 6890 and later) do not call globally
 * reachable, multicast, and every IPv6 form that carries an IPv4 address, because such a form is a second spelling
 * by which a private host can be named. IPv6 is the other way round: only 2000::/3 is given out, so only it is open.
 */
import { isIPv4, isIPv6 } from 'node:net';
import { FetchError } from './fetch-errors.ts';

/** An address as a number of 32 or 128 bits. */
interface Numeric {
  readonly family: 4 | 6;
  readonly value: bigint;
}

interface AddressRange extends Numeric {
  readonly prefixBits: number;
}

/** A test for addresses: true for public ones and those in `allow` (CIDR, or a single address). */
export function addressFilter(allow: readonly string[]): (address: string) => boolean {
  const allowed = allow.map(parseRange);
  return (address) => {
    const numeric = parseAddress(address);
    return numeric !== undefined && (isPublic(numeric) || allowed.some((range) => contains(range, numeric)));
  };
}

/** True when both texts spell the same address. */
export function sameAddress(one: string, other: string): boolean {
  const [a, b] = [parseAddress(one), parseAddress(other)];
  return a !== undefined && b !== undefined && a.family === b.family && a.value === b.value;
}

function isPublic(address: Numeric): boolean {
  if (address.family === 4) return !closed4.some((range) => contains(range, address));
  return (
    contains(given6, address) && !closed6.some((range) => contains(range, address)) && !isIsatap(address)
  );
}

/** IANA IPv4 Special-Purpose Address Registry, and 224.0.0.0/4 of RFC 5771. */
const closed4 = [
  '0.0.0.0/8', // this network, unspecified
  '10.0.0.0/8',
  '100.64.0.0/10', // carrier-grade NAT
  '127.0.0.0/8',
  '169.254.0.0/16', // link-local, cloud metadata
  '172.16.0.0/12',
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16',
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
].map(parseRange);

/** RFC 4291: what IANA gives out. Loopback, mapped, compatible, NAT64, ULA, link-local and multicast lie outside. */
const given6 = parseRange('2000::/3');

/** IANA IPv6 Special-Purpose Address Registry, as far as it lies within 2000::/3. */
const closed6 = [
  '2001::/23', // protocol assignments: Teredo, benchmarking, ORCHID
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '3fff::/20', // documentation
].map(parseRange);

/** RFC 5214 section 6.1: an interface id of 0000:5efe or 0200:5efe and an IPv4 address, under any prefix. */
function isIsatap({ value }: Numeric): boolean {
  const head = (value >> 32n) & 0xffff_ffffn;
  return head === 0x5efen || head === 0x0200_5efen;
}

/** '192.168.0.0/16', 'fd00::/8' or a single address. Throws FETCH_RANGE_MALFORMED. */
function parseRange(text: string): AddressRange {
  const [head = '', bits, ...rest] = text.split('/');
  const address = parseAddress(head);
  const width = address?.family === 4 ? 32 : 128;
  const prefixBits = bits === undefined ? width : /^\d{1,3}$/.test(bits) ? Number(bits) : Infinity;
  if (!address || rest.length > 0 || prefixBits > width)
    throw new FetchError('FETCH_RANGE_MALFORMED', { range: text });
  return { ...address, prefixBits };
}

function contains(range: AddressRange, address: Numeric): boolean {
  if (range.family !== address.family) return false;
  const shift = BigInt((range.family === 4 ? 32 : 128) - range.prefixBits);
  return range.value >> shift === address.value >> shift;
}

/** Plain dotted IPv4 or IPv6 without a zone; undefined for anything else. */
function parseAddress(text: string): Numeric | undefined {
  if (isIPv4(text)) return { family: 4, value: parse4(text) };
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const plain = dotted ? dotted[1]! + hexOf(parse4(dotted[2]!)) : text;
  const [head = '', tail] = plain.split('::');
  const [left, right] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = Array<string>(8 - left.length - right.length).fill('0');
  const groups = [...left, ...zeros, ...right];
  return { family: 6, value: groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n) };
}

function parse4(text: string): bigint {
  return text.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function hexOf(value: bigint): string {
  return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}
