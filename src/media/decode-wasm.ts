/**
 * Sound of FLAC, MP3 and Ogg Vorbis without ffmpeg: WebAssembly decoders fed from the file piece by piece, so that
 * memory stays flat however long it is.
 */
import { open } from 'node:fs/promises';
import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis';
import { MPEGDecoder } from 'mpg123-decoder';
import { FfmpegError } from './ffmpeg-errors.ts';
import type { FilePath } from './ffmpeg.ts';
import type { PcmChunk, PcmFormat, Speaker } from './pcm.ts';
import { usualSpeakers, vorbisSpeakers } from './pcm.ts';

export type WasmCodec = 'flac' | 'mp3' | 'vorbis';

/** What the decoders have in common. */
interface Decoded {
  readonly channelData: readonly Float32Array[];
  readonly samplesDecoded: number;
  readonly sampleRate: number;
}
interface Decoder {
  readonly ready: Promise<void>;
  decode(bytes: Uint8Array): Decoded | Promise<Decoded>;
  flush?(): Promise<Decoded>;
  free(): void;
}

const pieceBytes = 64 * 1024;

const decoders: Readonly<
  Record<WasmCodec, { make: () => Decoder; speakers: (channels: number) => Speaker[] }>
> = {
  flac: { make: () => new FLACDecoder(), speakers: usualSpeakers },
  mp3: { make: () => new MPEGDecoder(), speakers: usualSpeakers },
  vorbis: { make: () => new OggVorbisDecoder(), speakers: vorbisSpeakers },
};

/** Decodes what one of the built-in decoders can. Throws MEDIA_DECODE_UNSUPPORTED, MEDIA_DECODE_FAILED or the system's error. */
export async function* decodeByWasm(path: FilePath, signal?: AbortSignal): AsyncGenerator<PcmChunk> {
  const file = await open(path, 'r');
  let decoder: Decoder | undefined;
  try {
    const codec = await codecOf(file);
    if (codec === undefined)
      throw new FfmpegError('MEDIA_DECODE_UNSUPPORTED', { reason: 'not FLAC, MP3 or Ogg Vorbis' });
    decoder = decoders[codec].make();
    await decoder.ready;
    let any = false;
    for await (const decoded of pieces(file, decoder)) {
      signal?.throwIfAborted();
      if (decoded.samplesDecoded === 0) continue;
      any = true;
      yield interleave(decoded, decoders[codec].speakers);
    }
    if (!any) throw new FfmpegError('MEDIA_DECODE_FAILED', { reason: 'no sound in it' });
  } finally {
    decoder?.free();
    await file.close();
  }
}

type Reader = Awaited<ReturnType<typeof open>>;

async function* pieces(file: Reader, decoder: Decoder): AsyncGenerator<Decoded> {
  const piece = new Uint8Array(pieceBytes);
  for (let offset = 0; ;) {
    const { bytesRead } = await file.read(piece, 0, pieceBytes, offset);
    if (bytesRead === 0) break;
    offset += bytesRead;
    // A copy: the decoders' parser keeps what it has not finished with.
    yield await decoder.decode(piece.slice(0, bytesRead));
  }
  if (decoder.flush !== undefined) yield await decoder.flush();
}

function interleave(decoded: Decoded, speakers: (channels: number) => Speaker[]): PcmChunk {
  const { channelData, samplesDecoded, sampleRate } = decoded;
  const channels = channelData.length;
  const format: PcmFormat = { sampleRate, channels, speakers: speakers(channels) };
  if (channels === 1) return { format, samples: channelData[0]!.subarray(0, samplesDecoded) };
  const samples = new Float32Array(samplesDecoded * channels);
  for (let channel = 0; channel < channels; channel++) {
    const plane = channelData[channel]!;
    for (let at = 0, out = channel; at < samplesDecoded; at++, out += channels) samples[out] = plane[at]!;
  }
  return { format, samples };
}

/** By what the file says itself, not by its name. */
async function codecOf(file: Reader): Promise<WasmCodec | undefined> {
  const head = Buffer.alloc(64);
  await file.read(head, 0, head.length, 0);
  if (head.toString('latin1', 0, 3) === 'ID3') {
    // ID3v2 section 3.1: the size is four times seven bits, and a footer may follow.
    const sizeBytes =
      ((head[6]! & 0x7f) << 21) | ((head[7]! & 0x7f) << 14) | ((head[8]! & 0x7f) << 7) | (head[9]! & 0x7f);
    const after = Buffer.alloc(4);
    await file.read(after, 0, 4, 10 + sizeBytes + ((head[5]! & 0x10) === 0 ? 0 : 10));
    return after.toString('latin1') === 'fLaC' ? 'flac' : 'mp3';
  }
  if (head.toString('latin1', 0, 4) === 'fLaC') return 'flac';
  if (head.toString('latin1', 0, 4) === 'OggS') {
    const packet = head.toString('latin1', 27 + head[26]!, 34 + head[26]!);
    return packet === '\x01vorbis' ? 'vorbis' : packet.startsWith('\x7fFLAC') ? 'flac' : undefined;
  }
  return head[0] === 0xff && (head[1]! & 0xe0) === 0xe0 && (head[1]! & 0x06) !== 0 ? 'mp3' : undefined;
}
