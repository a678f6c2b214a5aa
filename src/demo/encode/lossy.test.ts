import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis';
import { MPEGDecoder } from 'mpg123-decoder';
import type { Stereo } from '../synth/stereo.ts';
import { withComments } from '../tagging/ogg.ts';
import { encodeMp3 } from './mp3.ts';
import { encodeVorbis } from './vorbis.ts';

const length = 70_001;
/** A sweep: its own position can be told from any part of it. */
const sweep = Float32Array.from(
  { length },
  (_, index) => 0.4 * Math.sin(index * 0.02 + index * index * 4e-7),
);
const audio: Stereo = { left: sweep, right: sweep };

/** How well the decoded samples match the original when shifted by `shift`. */
function difference(decoded: Float32Array, shift: number): number {
  let sum = 0;
  for (let index = 5000; index < 60_000; index++) sum += (decoded[index + shift]! - sweep[index]!) ** 2;
  return sum;
}

test('an MP3 says its exact length and delay, so that it decodes without a gap', async () => {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  const { channelData } = decoder.decode(new Uint8Array(await encodeMp3(audio)));
  decoder.free();
  const decoded = channelData[0]!;
  assert.equal(decoded.length, length);
  const here = difference(decoded, 0);
  for (const shift of [-529, -1, 1, 529]) assert.ok(here < difference(decoded, shift));
});

test('Ogg Vorbis keeps every sample and its place when comments of several pages are put in', async () => {
  const stream = await encodeVorbis(audio);
  const comments = new Uint8Array(200_000).fill(65);
  comments.set(Buffer.from('\x03vorbis\0\0\0\0\0\0\0\0', 'latin1'));
  comments[comments.length - 1] = 1;
  const [before, after] = await Promise.all([stream, withComments(stream, comments, 7)].map(decodeVorbis));
  assert.equal(after!.length, length);
  assert.deepEqual(after, before);
  assert.ok(difference(after!, 0) < difference(after!, 1));
});

async function decodeVorbis(stream: Uint8Array): Promise<Float32Array> {
  const decoder = new OggVorbisDecoder();
  await decoder.ready;
  const { channelData, errors } = await decoder.decodeFile(new Uint8Array(stream));
  decoder.free();
  assert.deepEqual(errors, []);
  return channelData[0]!;
}
