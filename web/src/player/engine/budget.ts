/**
 * How much decoded sound may be held. Decoded sound is 8 bytes a stereo sample (10 minutes at 48 kHz: 230 MB), and
 * the browser holds a track twice while it decodes it, so the whole page stays under 400 MB only if tracks that are
 * too big are streamed and if a big next track waits until little is left of this one.
 */
import type { Playable } from '../../../../src/server/api/contract.ts';

const BYTES_PER_SAMPLE = 4;
const STREAM_ABOVE_MS = 10 * 60_000;
const TRACK_BYTES_MAX = 240_000_000;
/** Phones end pages that grow for a moment, too. */
const PHONE_TRACK_BYTES_MAX = 110_000_000;
/** Played and to be played, decoded, while a track is in its middle. */
const HELD_BYTES_MAX = 130_000_000;
const RATE_HZ_MAX = 96_000;

/** With this much left of a track the next is decoded whatever it takes; the rest of this one is trimmed to fit. */
export const PREPARE_LEFT_MS = 30_000;

/** How big a track is once decoded, in bytes. */
export function decodedBytes(track: Playable, contextRateHz: number): number {
  return (track.durationMs / 1000) * contextRateHz * (track.channels ?? 2) * BYTES_PER_SAMPLE;
}

/** True for tracks that are streamed through a media element: over ten minutes, too big, or of unknown length. */
export function isStreamed(track: Playable, contextRateHz: number): boolean {
  if (!(track.durationMs > 0)) return true;
  return track.durationMs > STREAM_ABOVE_MS || decodedBytes(track, contextRateHz) > trackBytesMax();
}

/** True when the next track may be decoded beside what is held of this one (twice its size, while it is decoded). */
export function mayDecodeBeside(heldBytes: number, next: Playable, contextRateHz: number): boolean {
  return heldBytes + 2 * decodedBytes(next, contextRateHz) <= HELD_BYTES_MAX;
}

/**
 * The rate at which the context should run for this track: its own, because a resampler fades the first and last
 * samples of what it is given, and a seam between two resampled tracks ticks (measured: 10 % of the amplitude). Above
 * 96 kHz it is halved, for memory's sake.
 */
export function contextRateFor(track: Playable): number | null {
  if (track.codec.toLowerCase() === 'opus') return 48_000;
  let rateHz = track.sampleRateHz ?? 0;
  if (rateHz < 8_000) return null;
  while (rateHz > RATE_HZ_MAX) rateHz /= 2;
  return Number.isInteger(rateHz) ? rateHz : null;
}

function trackBytesMax(): number {
  const phone = globalThis.matchMedia?.('(pointer: coarse)').matches ?? false;
  return phone ? PHONE_TRACK_BYTES_MAX : TRACK_BYTES_MAX;
}
