/** While one row is dragged the others make room, and only those between. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offsetFor } from './use-reorder.ts';

const offsets = (from: number, to: number): number[] =>
  Array.from({ length: 5 }, (_, at) => offsetFor(at, { from, to, offsetPx: 7 }, 48));

test('dragging down lifts the rows that are passed', () => {
  assert.deepEqual(offsets(1, 3), [0, 7, -48, -48, 0]);
});

test('dragging up lowers the rows that are passed', () => {
  assert.deepEqual(offsets(3, 1), [0, 48, 48, 7, 0]);
});

test('a row that only trembles moves nothing', () => {
  assert.deepEqual(offsets(2, 2), [0, 0, 7, 0, 0]);
});
