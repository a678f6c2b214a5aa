import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextRateFor, decodedBytes, isPieced, isStreamed, mayDecodeBeside } from './budget.ts';
import { playable } from './testing/playable.ts';

const minutes = (count: number, part = {}) => playable('x', { durationMs: count * 60_000, ...part });

const original = { format: 'original' } as const;

test('tracks over ten minutes, of unknown length, or big and in one piece are streamed', () => {
  assert.equal(isStreamed(minutes(10), original, 44_100), false);
  assert.equal(isStreamed(minutes(10.1), original, 44_100), true);
  assert.equal(isStreamed(minutes(0), original, 44_100), true);
  assert.equal(isStreamed(minutes(10, { codec: 'aac' }), original, 44_100), true);
  assert.equal(isStreamed(minutes(4, { codec: 'aac' }), original, 44_100), false);
  assert.equal(isStreamed(minutes(10), original, 48_000), true, 'it would be resampled in one piece');
});

test('what is longer than two minutes and can be cut is decoded piece by piece', () => {
  assert.equal(isPieced(minutes(4), original, 44_100), true);
  assert.equal(isPieced(minutes(1), original, 44_100), false);
  assert.equal(isPieced(minutes(4, { codec: 'aac' }), original, 44_100), false);
  assert.equal(isPieced(minutes(4), original, 48_000), false, 'joined pieces must not be resampled');
  assert.equal(isPieced(minutes(4, { codec: 'alac' }), { format: 'opus' }, 48_000), true);
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
