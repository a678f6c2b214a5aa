import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agreedReading } from './element-clock.ts';

test('what most readings agree on is the truth, whatever the others scatter', () => {
  assert.equal(agreedReading([100, 100, 146, 100, 121, 100, 100]), 100);
});

test('where no readings agree the one in the middle is taken', () => {
  assert.equal(agreedReading([10, 50, 20, 40, 30]), 30);
});
