import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ListenClock } from './listen-clock.ts';

test('a track counts as played after half of it, once', () => {
  const clock = new ListenClock(new Date(0));
  assert.equal(clock.hear(29_000, 60_000), false);
  assert.equal(clock.hear(1_000, 60_000), true);
  assert.equal(clock.hear(30_000, 60_000), false);
});

test('a long track counts after four minutes, and time that ran backwards is not heard', () => {
  const clock = new ListenClock(new Date(0));
  assert.equal(clock.hear(239_000, 3_600_000), false);
  assert.equal(clock.hear(-60_000, 3_600_000), false);
  assert.equal(clock.heardMs, 239_000);
  assert.equal(clock.hear(1_000, 3_600_000), true);
});
