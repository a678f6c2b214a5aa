/** What a person chose for the page: checked when it comes in, completed with defaults when it goes out. */
import { z } from 'zod';
import type { AccountSettings } from './types.ts';

const theme = z.enum(['light', 'dark', 'auto']);
const replayGain = z.enum(['track', 'album', 'off']);
const preampDb = z.number().min(-15).max(15);
const maxBitrateKbps = z.union([z.literal(0), z.int().min(32).max(510)]);

const change = z.strictObject({ theme, replayGain, preampDb, maxBitrateKbps }).partial();

// Stored text was written by this program or an older one: what it no longer knows becomes the default.
const stored = z.object({
  theme: theme.catch('auto'),
  replayGain: replayGain.catch('album'),
  preampDb: preampDb.catch(0),
  maxBitrateKbps: maxBitrateKbps.catch(0),
});

/** The settings in a row's JSON; whatever is missing or unknown is the default. */
export function readSettings(json: string): AccountSettings {
  return stored.parse(parseOrEmpty(json));
}

/** The settings after a change that came from outside, or undefined when it is not one. */
export function changedSettings(now: AccountSettings, wanted: unknown): AccountSettings | undefined {
  const checked = change.safeParse(wanted);
  return checked.success ? stored.parse({ ...now, ...checked.data }) : undefined;
}

function parseOrEmpty(json: string): unknown {
  try {
    return JSON.parse(json) ?? {};
  } catch {
    return {};
  }
}
