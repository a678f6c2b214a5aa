/** Words that run ahead of the voice are worse than none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineAt } from './line-at.ts';

const lines = [{ timeMs: 1_000 }, { timeMs: null }, { timeMs: 2_000 }, { timeMs: 2_000 }];

test('before the first line nothing is sung', () => {
  assert.equal(lineAt(lines, 999), -1);
  assert.equal(lineAt([], 5), -1);
});

test('a line is sung from its own moment on', () => {
  assert.equal(lineAt(lines, 1_000), 0);
  assert.equal(lineAt(lines, 1_999), 0);
  assert.equal(lineAt(lines, 60_000), 3);
});
