import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeAfter, placeBefore } from './queue-order.ts';

test('a queue ends after its last track unless it repeats', () => {
  assert.equal(placeAfter(0, 3, 'off', false), 1);
  assert.equal(placeAfter(2, 3, 'off', false), null);
  assert.equal(placeAfter(2, 3, 'all', false), 0);
  assert.equal(placeAfter(0, 0, 'all', false), null);
});

test('repeat one holds a track until a person presses next', () => {
  assert.equal(placeAfter(1, 3, 'one', false), 1);
  assert.equal(placeAfter(1, 3, 'one', true), 2);
  assert.equal(placeAfter(2, 3, 'one', true), 0);
});

test('what cannot be played is passed over, and a queue of nothing else ends', () => {
  const playable = (index: number) => index !== 1;
  assert.equal(placeAfter(0, 3, 'off', false, playable), 2);
  assert.equal(placeAfter(2, 3, 'all', true, playable), 0);
  assert.equal(placeAfter(1, 3, 'one', false, playable), 2);
  assert.equal(
    placeAfter(0, 3, 'all', false, () => false),
    null,
  );
});

test('before the first track is the last one only when the queue repeats', () => {
  assert.equal(placeBefore(2, 3, 'off'), 1);
  assert.equal(placeBefore(0, 3, 'off'), 0);
  assert.equal(placeBefore(0, 3, 'all'), 2);
});
