/**
 * Long work on the main thread gives way every few milliseconds, so that whoever listens is served meanwhile: the
 * matching of a scan shares the thread with the server.
 */
import { setImmediate } from 'node:timers/promises';

const workMsMax = 4;
let since = performance.now();

/** Waits for a turn of the event loop when work has gone on for long; else costs nothing to speak of. */
export function breathe(): Promise<void> | undefined {
  if (performance.now() - since < workMsMax) return undefined;
  return setImmediate().then(() => void (since = performance.now()));
}
