/**
 * In which formats a track is asked for, best first: the original where the browser says that it can play it, a
 * transcode where it cannot (ALAC, AIFF, WavPack, WMA, DSF … in Chromium) or where the listener caps the bit rate.
 * The browser's word is a guess, so a second way always follows.
 */
import type { Playable } from '../../../../src/server/api/contract.ts';
import type { StreamRequest } from './types.ts';

/** What `HTMLMediaElement.canPlayType` answers; '' is no. */
export type CanPlay = (type: string) => string;

const OPUS_KBPS = 160;

/** What to ask the server for, in order; the next is tried when one cannot be had or decoded. */
export function formatsFor(track: Playable, maxBitrateKbps: number, canPlay: CanPlay): StreamRequest[] {
  if (maxBitrateKbps > 0 && bitrateKbpsOf(track) > maxBitrateKbps) {
    return [{ format: 'opus', bitrateKbps: maxBitrateKbps }, { format: 'original' }];
  }
  const transcode: StreamRequest = track.lossless
    ? { format: 'flac' }
    : { format: 'opus', bitrateKbps: OPUS_KBPS };
  return isPlayable(track, canPlay)
    ? [{ format: 'original' }, transcode]
    : [transcode, { format: 'original' }];
}

/** The kilobits a second of the file, from its size where the tags do not say. */
export function bitrateKbpsOf(track: Playable): number {
  return track.bitrateKbps ?? (track.durationMs > 0 ? (track.sizeBytes * 8) / track.durationMs : 0);
}

function isPlayable(track: Playable, canPlay: CanPlay): boolean {
  return canPlay(askableType(track)) !== '';
}

/** MIME types as browsers know them: many are spelled in ways that canPlayType answers with no. */
function askableType(track: Playable): string {
  const codec = track.codec.toLowerCase();
  const mime = track.mime.toLowerCase().split(';')[0]?.trim() ?? '';
  if (codec === 'alac') return 'audio/mp4; codecs="alac"';
  if (mime === 'audio/x-flac') return 'audio/flac';
  if (mime === 'audio/opus' || codec === 'opus') return 'audio/ogg; codecs="opus"';
  if (mime === 'application/ogg') return 'audio/ogg';
  if (mime === 'audio/mp3' || mime === 'audio/x-mp3' || mime === 'audio/x-mpeg') return 'audio/mpeg';
  if (mime === 'audio/x-m4a' || mime === 'audio/m4a' || mime === 'video/mp4') return 'audio/mp4';
  if (mime === 'audio/vnd.wave' || mime === 'audio/wave') return 'audio/wav';
  return mime;
}
