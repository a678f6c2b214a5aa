/**
 * Opus and AAC, which no encoder of the registry makes: the samples go through ffmpeg by a pipe, the container and
 * the tags are ours. Only used where ffmpeg with both encoders is installed.
 */

import { Readable } from 'node:stream';
import { findFfmpeg, runFfmpeg } from '#media/index.ts';
import { DemoError } from './errors.ts';
import type { Format } from './score/types.ts';
import { hash } from './synth/random.ts';
import { m4aOf } from './tagging/mp4.ts';
import { withComments } from './tagging/ogg.ts';
import type { FileTags } from './tagging/tags.ts';
import { opusCommentPacket } from './tagging/vorbis-comment.ts';

const opusArguments = ['-c:a', 'libopus', '-b:a', '128k', '-f', 'opus'];
const aacArguments = ['-c:a', 'aac', '-b:a', '160k', '-f', 'adts'];

/** True when Opus and M4A can be made here. */
export async function hasFfmpegFormats(): Promise<boolean> {
  const found = await findFfmpeg();
  return found !== undefined && found.encoders.has('libopus') && found.encoders.has('aac');
}

/** Encodes a WAV. Throws DEMO_ENCODER_FAILED with ffmpeg's words, or the signal's reason. */
export async function encodeByFfmpeg(
  format: Format,
  wav: Uint8Array,
  track: { readonly path: string; readonly samples: number; readonly tags: FileTags },
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const { end, output } = await runFfmpeg({
    input: Readable.from([Buffer.from(wav)], { objectMode: false }),
    inputArgs: ['-f', 'wav'],
    outputArgs: [
      '-map_metadata',
      '-1',
      '-fflags',
      '+bitexact',
      '-flags:a',
      '+bitexact',
      ...(format === 'opus' ? opusArguments : aacArguments),
    ],
    limits: { timeMs: 120_000 },
    signal,
  });
  signal?.throwIfAborted();
  if (!end.ok) throw new DemoError('DEMO_ENCODER_FAILED', { path: track.path, reason: end.message });
  if (format === 'opus') return withComments(output, opusCommentPacket(track.tags), hash(track.path));
  return m4aOf(output, track.samples, track.tags);
}
