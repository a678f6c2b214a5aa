/**
 * Sound of any file that ffmpeg can read, as a WAVE stream whose header says rate and channels, so that one process
 * does it and nothing has to be probed before.
 */
import { FfmpegError } from './ffmpeg-errors.ts';
import type { FilePath } from './ffmpeg.ts';
import { startFfmpeg } from './ffmpeg.ts';
import type { PcmChunk, PcmFormat } from './pcm.ts';
import { speakersOfMask } from './pcm.ts';

const blockBytes = 256 * 1024;
/** A day of sound at any rate fits the time limit; memory stays flat, so the amount of output is no danger. */
const limits = { timeMs: 60 * 60_000, outputBytes: Number.MAX_SAFE_INTEGER };

/** Decodes through ffmpeg. Throws MEDIA_FFMPEG_MISSING and MEDIA_DECODE_FAILED; returning early stops ffmpeg. */
export async function* decodeByFfmpeg(
  path: FilePath,
  options: { readonly signal?: AbortSignal | undefined; readonly background?: boolean } = {},
): AsyncGenerator<PcmChunk> {
  const outputArgs = [
    '-map',
    '0:a:0',
    '-vn',
    '-map_metadata',
    '-1',
    '-bitexact',
    '-c:a',
    'pcm_f32le',
    '-f',
    'wav',
  ];
  const process = await startFfmpeg({ input: path, outputArgs, limits, ...options });
  if (process === undefined) throw new FfmpegError('MEDIA_FFMPEG_MISSING');
  try {
    yield* framesOf(process.stdout);
    const end = await process.ended;
    if (!end.ok) throw new FfmpegError('MEDIA_DECODE_FAILED', { reason: end.message });
  } finally {
    process.stop();
    await process.ended;
  }
}

async function* framesOf(stdout: AsyncIterable<Buffer>): AsyncGenerator<PcmChunk> {
  let head = Buffer.alloc(0);
  let format: PcmFormat | undefined;
  // An ArrayBuffer of our own: chunks of a pipe begin anywhere, Float32Array wants multiples of four.
  const block = new Uint8Array(blockBytes);
  let filled = 0;
  const take = (count: number, frameBytes: number): Float32Array => {
    const whole = count - (count % frameBytes);
    filled = count - whole;
    return new Float32Array(block.buffer, 0, whole / 4);
  };
  for await (const part of stdout) {
    let bytes = part;
    if (format === undefined) {
      head = Buffer.concat([head, part]);
      const parsed = parseHeader(head);
      if (parsed === undefined) continue;
      format = parsed.format;
      bytes = head.subarray(parsed.dataOffset);
    }
    const frameBytes = format.channels * 4;
    const room = blockBytes - (blockBytes % frameBytes);
    for (let at = 0; at < bytes.length;) {
      const count = Math.min(room - filled, bytes.length - at);
      block.set(bytes.subarray(at, at + count), filled);
      at += count;
      filled += count;
      if (filled < room) continue;
      yield { format, samples: take(filled, frameBytes) };
    }
  }
  if (format !== undefined && filled > 0) yield { format, samples: take(filled, format.channels * 4) };
}

/** A WAVE header up to its data chunk (whose size a pipe cannot know and which is ignored); undefined: more is needed. */
export function parseHeader(head: Buffer): { format: PcmFormat; dataOffset: number } | undefined {
  let format: PcmFormat | undefined;
  for (let at = 12; at + 8 <= head.length;) {
    const id = head.toString('latin1', at, at + 4);
    const sizeBytes = head.readUInt32LE(at + 4);
    if (id === 'data') return format === undefined ? undefined : { format, dataOffset: at + 8 };
    if (id === 'fmt ') {
      if (at + 8 + sizeBytes > head.length) return undefined;
      const channels = head.readUInt16LE(at + 10);
      const mask = sizeBytes >= 40 ? head.readUInt32LE(at + 28) : 0;
      format = { sampleRate: head.readUInt32LE(at + 12), channels, speakers: speakersOfMask(mask, channels) };
    }
    at += 8 + sizeBytes + (sizeBytes & 1);
  }
  return undefined;
}
