/**
 * Where a file of sound may be cut so that a decoder takes the part for a whole file: `decodeAudioData` wants all of
 * one, and all of a long track decoded is hundreds of megabytes. Each container has a reader that lists its points
 * (cut-flac.ts, cut-mp3.ts, cut-ogg.ts, cut-wave.ts); what they promise is checked on each decoded part, to the sample.
 */
import { flacPoints } from './cut-flac.ts';
import { mp3Points } from './cut-mp3.ts';
import { oggPoints } from './cut-ogg.ts';
import { wavePoints } from './cut-wave.ts';

/** A place in the file, and the track's sample that sounds first from there. */
export interface CutPoint {
  byte: number;
  frame: number;
}

export interface CutPoints {
  rateHz: number;
  /** The track's length in samples, as the whole file decodes. */
  lengthFrames: number;
  /** In order; the last is the end of the sound. */
  points: CutPoint[];
  /** What stands before each part: a header for that many bytes of sound. */
  header: (partBytes: number) => Uint8Array<ArrayBuffer>;
  /** So much before the wanted sample a decoder must begin, to be in step with one that came all the way. */
  prerollFrames: number;
  /** So much a part may begin later than its point says. */
  slackFrames: number;
}

/** A part of the file: its bytes, and where it begins (about) and ends (exactly) in the track. */
export interface Cut {
  bytes: Blob;
  fromFrame: number;
  endFrame: number;
}

/**
 * The points of a file, or null where it cannot be cut: an unknown container, or one that is not as it should be.
 * `partial` says that more of it is on its way: the length is then that of what is whole already.
 */
export async function cutPointsOf(file: Blob, partial = false): Promise<CutPoints | null> {
  const begin = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  const magic = String.fromCharCode(...begin);
  if (magic === 'RIFF') return wavePoints(file);
  if (magic === 'OggS') return oggPoints(file, partial);
  const soundAt = magic.startsWith('ID3') ? await afterId3(file) : 0;
  const first = new Uint8Array(await file.slice(soundAt, soundAt + 4).arrayBuffer());
  if (String.fromCharCode(...first) === 'fLaC') return flacPoints(file, soundAt, partial);
  return first[0] === 0xff ? mp3Points(file, soundAt, partial) : null;
}

/** The part that holds samples `from` to `to`, and as much before as the decoder needs. */
export function cut(file: Blob, { points, header, prerollFrames }: CutPoints, from: number, to: number): Cut {
  const first = points[Math.max(0, lastAtOrBefore(points, from - prerollFrames))];
  const end = points.find(({ frame }, at) => frame >= to || at === points.length - 1);
  if (first === undefined || end === undefined) throw new RangeError('Nothing to cut');
  const part = file.slice(first.byte, end.byte);
  return { bytes: new Blob([header(part.size), part]), fromFrame: first.frame, endFrame: end.frame };
}

/** The track's sample at which a decoded part begins, or null when it is not what the points promised. */
export function beginsAt(
  { slackFrames }: CutPoints,
  { fromFrame, endFrame }: Cut,
  decodedFrames: number,
): number | null {
  const begins = endFrame - decodedFrames;
  return begins >= fromFrame && begins <= fromFrame + slackFrames ? begins : null;
}

function lastAtOrBefore(points: readonly CutPoint[], frame: number): number {
  let [low, high] = [0, points.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (points[middle]!.frame <= frame) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** ID3v2: ten bytes, of which four say the size of the rest, seven bits each. */
async function afterId3(file: Blob): Promise<number> {
  const head = new Uint8Array(await file.slice(0, 10).arrayBuffer());
  const size = [6, 7, 8, 9].reduce((sum, at) => (sum << 7) | ((head[at] ?? 0) & 0x7f), 0);
  return 10 + size + ((head[5] ?? 0) & 0x10 ? 10 : 0);
}
