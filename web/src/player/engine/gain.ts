/**
 * How loud a track is played: ReplayGain 2.0 by track or album, a pre-amplification, and never into clipping. The
 * factor goes into a GainNode of the track's own, so that a quiet track and a loud one meet at a seam each at its
 * own level.
 */
import type { Playable } from '../../../../src/server/api/contract.ts';
import type { ReplayGainMode } from './types.ts';

/**
 * The factor that samples are multiplied by. Album mode falls back to the track's gain and the other way round; a
 * track of unknown loudness stays as it is. Clipping is prevented by the peak; without a known peak nothing is made
 * louder.
 */
export function gainFactor(gain: Playable['gain'], mode: ReplayGainMode, preampDb: number): number {
  if (mode === 'off') return 1;
  const track = { db: gain.trackDb, peak: gain.trackPeak };
  const album = { db: gain.albumDb, peak: gain.albumPeak };
  const chosen = (mode === 'album' ? [album, track] : [track, album]).find(({ db }) => db !== null);
  if (chosen === undefined || chosen.db === null) return 1;
  const factor = 10 ** ((chosen.db + preampDb) / 20);
  const peak = chosen.peak ?? gain.trackPeak ?? gain.albumPeak;
  return Math.min(factor, peak === null || peak <= 0 ? 1 : 1 / peak);
}

/** The slider's 0 to 1 as a factor; squared, because ears hear ratios and a straight slider does all its work at the bottom. */
export function volumeFactor(volume: number, muted: boolean): number {
  return muted ? 0 : clampVolume(volume) ** 2;
}

export function clampVolume(volume: number): number {
  return Number.isFinite(volume) ? Math.min(1, Math.max(0, volume)) : 1;
}
