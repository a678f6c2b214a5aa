import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { randomFrom } from '../synth/random.ts';
import { encodeFlac } from './flac.ts';

async function decode(file: Uint8Array): Promise<Int16Array> {
  const decoder = new FLACDecoder();
  await decoder.ready;
  const { channelData, errors } = await decoder.decodeFile(new Uint8Array(file));
  decoder.free();
  assert.deepEqual(errors, []);
  const [left, right] = channelData as [Float32Array, Float32Array];
  // This decoder divides by 32767.
  const samples = new Int16Array(left.length * 2);
  for (let index = 0; index < left.length; index++) {
    samples[index * 2] = Math.round(left[index]! * 32_767);
    samples[index * 2 + 1] = Math.round(right[index]! * 32_767);
  }
  return samples;
}

function made(length: number, sample: (index: number) => number): Int16Array {
  return Int16Array.from({ length: length * 2 }, (_, index) => sample(index));
}

const random = randomFrom('flac');
const signals = {
  silence: made(9000, () => 0),
  'a tone': made(20_000, (index) => Math.round(12_000 * Math.sin((index >> 1) * 0.05 + (index & 1)))),
  'loud noise': made(12_345, () => Math.round(random.signed() * 32_767)),
  'full scale of opposite signs': made(5000, (index) => ((index >> 1) % 2 === index % 2 ? 32_767 : -32_768)),
  'one sample more than a block': made(4097, (index) => (index * 37) % 1000),
  'fewer samples than a predictor needs': made(3, (index) => index * 100 - 200),
};

for (const [name, samples] of Object.entries(signals)) {
  test(`${name} comes back from a FLAC decoder as it was`, async () => {
    assert.deepEqual(await decode(encodeFlac(samples, [])), samples);
  });
}

test('music becomes smaller', () => {
  const samples = signals['a tone'];
  assert.ok(encodeFlac(samples, []).length < samples.byteLength * 0.6);
});

test('metadata blocks stand in the file, only the last one marked as the last', () => {
  const file = encodeFlac(signals.silence, [
    { type: 4, data: Uint8Array.of(1, 2, 3) },
    { type: 1, data: new Uint8Array(5) },
  ]);
  assert.equal(file[4], 0);
  assert.equal(file[42], 4);
  assert.deepEqual([...file.subarray(46, 49)], [1, 2, 3]);
  assert.equal(file[49], 0x81);
});
