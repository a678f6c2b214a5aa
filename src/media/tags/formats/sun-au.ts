/** Sun's and NeXT's .au: six big-endian words, an annotation, samples. */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { canonicalName, Unreadable } from '../findings.ts';
import { decodeUtf8 } from '../text.ts';

const annotationBytesMax = 64 * 1024;

/** Encoding → codec, bits a sample, lossless. */
const encodings = new Map<number, readonly [string, number, boolean]>([
  [1, ['pcm-mulaw', 8, false]],
  [2, ['pcm', 8, true]],
  [3, ['pcm', 16, true]],
  [4, ['pcm', 24, true]],
  [5, ['pcm', 32, true]],
  [6, ['pcm-float', 32, true]],
  [7, ['pcm-float', 64, true]],
  [23, ['adpcm', 4, false]],
  [27, ['pcm-alaw', 8, false]],
]);

/** Reads the file. */
export function readAu(source: ByteSource, found: Findings): void {
  const b = source.view(0, 24);
  if (b === undefined) throw new Unreadable('truncated', 'The AU file ends inside its header.');
  const [start, claimed, encoding, sampleRateHz, channels] = [4, 8, 12, 16, 20].map((at) =>
    b.readUInt32BE(at),
  ) as [number, number, number, number, number];
  if (start > source.sizeBytes) throw new Unreadable('truncated', 'The AU file has no audio data.');
  const open = claimed === 0xffffffff || start + claimed > source.sizeBytes;
  if (open && claimed !== 0xffffffff)
    found.warn(`the file has ${source.sizeBytes - start} of ${claimed} bytes of audio: it is truncated`);
  const end = open ? source.sizeBytes : start + claimed;
  readAnnotation(source, start, found);
  const [codec, bits, lossless] = encodings.get(encoding) ?? [`au-${encoding}`, 0, false];
  const frameBits = bits * channels;
  const samples = frameBits > 0 ? Math.floor(((end - start) * 8) / frameBits) : 0;
  found.essenceRanges = [{ start, end }];
  found.audio = {
    container: 'au',
    codec,
    durationMs: sampleRateHz > 0 ? Math.round((samples / sampleRateHz) * 1000) : 0,
    sampleRateHz,
    channels,
    ...(lossless && { bitDepth: bits }),
    bitrateKbps: Math.round((sampleRateHz * frameBits) / 1000),
    lossless,
    ...(samples > 0 && { totalSamples: samples }),
  };
}

/** Lines of 'Name=value', as programs of today write them; else a remark. */
function readAnnotation(source: ByteSource, start: number, found: Findings): void {
  const b = source.viewUpTo(24, Math.min(Math.max(0, start - 24), annotationBytesMax));
  const text = (decodeUtf8(b) ?? b.toString('latin1', 0, b.length)).replace(/\0+$/, '');
  for (const line of text.split('\n')) {
    const equals = line.indexOf('=');
    const name = equals > 0 ? canonicalName(line.slice(0, equals)) : '';
    if (name !== '') found.add(name, line.slice(equals + 1));
    else found.add('COMMENT', line);
  }
}
