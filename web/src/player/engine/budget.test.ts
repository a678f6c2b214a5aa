import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextRateFor, decodedBytes, isStreamed, mayDecodeBeside } from './budget.ts';
import { playable } from './testing/playable.ts';

const minutes = (count: number, part = {}) => playable('x', { durationMs: count * 60_000, ...part });

test('tracks over ten minutes, with many channels or of unknown length are streamed', () => {
  assert.equal(isStreamed(minutes(10), 48_000), false);
  assert.equal(isStreamed(minutes(10.1), 8_000), true);
  assert.equal(isStreamed(minutes(5, { channels: 6 }), 48_000), true);
  assert.equal(isStreamed(minutes(0), 48_000), true);
});

test('a short next track is decoded at once, a long one waits', () => {
  const short = minutes(1);
  assert.equal(decodedBytes(short, 48_000), 23_040_000);
  assert.equal(mayDecodeBeside(decodedBytes(short, 48_000), short, 48_000), true);
  assert.equal(mayDecodeBeside(decodedBytes(minutes(4), 48_000), minutes(4), 48_000), false);
});

test('the context takes the rate of the track, halved above 96 kHz', () => {
  const rate = (sampleRateHz: number | null, codec = 'flac') =>
    contextRateFor(playable('x', { sampleRateHz, codec }));
  assert.equal(rate(44_100), 44_100);
  assert.equal(rate(96_000), 96_000);
  assert.equal(rate(176_400), 88_200);
  assert.equal(rate(44_100, 'Opus'), 48_000);
  assert.equal(rate(null), null);
  assert.equal(rate(2_822_400, 'dsd'), 88_200);
});
