/**
 * The server tells every page of an account what changed, also the page that changed it. A page expects its own
 * echoes and lets them pass, or each press of a heart would fetch all lists anew.
 */
import type { Events } from './contract.ts';

type What = Events['account']['what'];

/** An echo that has not come by then was lost with the connection; the next one is somebody else's. */
const EXPECTED_MS = 10_000;
const expected: { what: What; until: number }[] = [];

/** To be called before a request that the server will tell of. */
export function expectEcho(what: What): void {
  expected.push({ what, until: Date.now() + EXPECTED_MS });
}

/** Whether this is the echo of something that this page did. Each is taken once. */
export function isEcho(what: What): boolean {
  const now = Date.now();
  const fresh = expected.filter(({ until }) => until > now);
  const at = fresh.findIndex((one) => one.what === what);
  expected.splice(0, expected.length, ...fresh.filter((_, index) => index !== at));
  return at >= 0;
}
