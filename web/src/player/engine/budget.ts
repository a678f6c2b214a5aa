/**
 * How much decoded sound may be held. Decoded sound is 8 bytes a stereo sample (10 minutes at 48 kHz: 230 MB), and
 * the browser holds a track twice while it decodes it, so the whole page stays under 400 MB only if long tracks are
 * decoded piece by piece, those that cannot be cut are streamed, and a big next track waits until little is left of
 * this one.
 */
import type { Playable } from '../../../../src/server/api/contract.ts';
import type { StreamRequest } from './types.ts';

const BYTES_PER_SAMPLE = 4;
const STREAM_ABOVE_MS = 10 * 60_000;
/** About two minutes: what is bigger is decoded piece by piece where its container can be cut. */
const WHOLE_BYTES_MAX = 40_000_000;
/** What cannot be cut and is bigger is streamed. Phones end pages that grow for a moment, too. */
const UNCUT_BYTES_MAX = 100_000_000;
const PHONE_UNCUT_BYTES_MAX = 60_000_000;
const CUTTABLE = /flac|vorbis|opus|mp3|pcm|wav/;
const OPUS_RATE_HZ = 48_000;
/** Played and to be played, decoded, while a track is in its middle. */
const HELD_BYTES_MAX = 130_000_000;
const RATE_HZ_MAX = 96_000;

/** With this much left of a track the next is decoded whatever it takes; the rest of this one is trimmed to fit. */
export const PREPARE_LEFT_MS = 30_000;

/** How big a track is once decoded, in bytes. */
export function decodedBytes(track: Playable, contextRateHz: number): number {
  return (track.durationMs / 1000) * contextRateHz * (track.channels ?? 2) * BYTES_PER_SAMPLE;
}

/** True for tracks that are streamed through a media element: over ten minutes, of unknown length, or big and in one piece. */
export function isStreamed(
  track: Playable,
  request: StreamRequest | undefined,
  contextRateHz: number,
): boolean {
  if (!(track.durationMs > 0) || track.durationMs > STREAM_ABOVE_MS) return true;
  return !mayBeCut(track, request, contextRateHz) && decodedBytes(track, contextRateHz) > uncutBytesMax();
}

/** True for tracks that are decoded piece by piece, if their file turns out to be as it says. */
export function isPieced(track: Playable, request: StreamRequest, contextRateHz: number): boolean {
  return decodedBytes(track, contextRateHz) > WHOLE_BYTES_MAX && mayBeCut(track, request, contextRateHz);
}

/** Pieces are joined on the sample only where nothing resamples them. */
function mayBeCut(track: Playable, request: StreamRequest | undefined, contextRateHz: number): boolean {
  const format = request?.format ?? 'original';
  const codec = format === 'original' ? track.codec.toLowerCase() : format;
  const rateHz = /opus/.test(codec) ? OPUS_RATE_HZ : track.sampleRateHz;
  return CUTTABLE.test(codec) && rateHz === contextRateHz;
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
  if (track.codec.toLowerCase() === 'opus') return OPUS_RATE_HZ;
  let rateHz = track.sampleRateHz ?? 0;
  if (rateHz < 8_000) return null;
  while (rateHz > RATE_HZ_MAX) rateHz /= 2;
  return Number.isInteger(rateHz) ? rateHz : null;
}

function uncutBytesMax(): number {
  const phone = globalThis.matchMedia?.('(pointer: coarse)').matches ?? false;
  return phone ? PHONE_UNCUT_BYTES_MAX : UNCUT_BYTES_MAX;
}
