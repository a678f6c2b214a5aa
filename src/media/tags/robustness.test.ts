import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readTagsOfBytes } from './read.ts';
import { makeSampleFiles } from './sample-files.ts';

const samples = await makeSampleFiles();

/** A value with the promised shape, within a second, that survives the way between threads. */
function check(bytes: Buffer): void {
  const started = performance.now();
  const result = readTagsOfBytes(bytes, 'a.mp3');
  assert.ok(performance.now() - started < 1000, 'too slow');
  if (result.kind === 'problem') {
    assert.ok(result.message.length > 10);
    assert.doesNotMatch(result.message, /does not know/, 'a reader threw');
    return;
  }
  assert.ok(
    Number.isFinite(result.audio.durationMs) && result.audio.durationMs >= 0,
    `duration ${result.audio.durationMs}`,
  );
  assert.ok(
    Number.isFinite(result.audio.bitrateKbps) && result.audio.bitrateKbps >= 0,
    `bit rate ${result.audio.bitrateKbps}`,
  );
  assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
}

for (const [name, bytes] of Object.entries(samples)) {
  test(`${name}: cut at any length it is a value`, () => {
    for (let length = 0; length < Math.min(bytes.length, 1500); length += 7) check(bytes.subarray(0, length));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length }), (length) => check(bytes.subarray(0, length))),
      { numRuns: 100 },
    );
  });

  test(`${name}: with bytes changed anywhere it is a value`, () => {
    const change = fc.tuple(
      fc.integer({ min: 0, max: Math.min(bytes.length, 2500) - 1 }),
      fc.integer({ min: 0, max: 255 }),
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
        const copy = Buffer.from(bytes);
        for (const [at, value] of changes) copy[at] = value;
        check(copy);
      }),
      { numRuns: 400 },
    );
  });

  test(`${name}: random bytes behind its first bytes are a value`, () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 60 }), fc.uint8Array({ maxLength: 600 }), (keep, noise) =>
        check(Buffer.concat([bytes.subarray(0, keep), noise])),
      ),
      { numRuns: 150 },
    );
  });
}

test('random bytes are a value', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4000 }), (noise) => check(Buffer.from(noise))),
    { numRuns: 300 },
  );
});
