import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeAfterKey } from './row-keys.ts';

const rows = { count: 1_000_000, columns: 1, pageLines: 20 };
const grid = { count: 20, columns: 6, pageLines: 2 };

test('arrows walk rows one by one and stop at the ends', () => {
  assert.equal(placeAfterKey('ArrowDown', 0, rows), 1);
  assert.equal(placeAfterKey('ArrowUp', 0, rows), 0);
  assert.equal(placeAfterKey('ArrowDown', 999_999, rows), 999_999);
});

test('left and right belong to the player where a list has one column', () => {
  assert.equal(placeAfterKey('ArrowRight', 3, rows), null);
  assert.equal(placeAfterKey('ArrowRight', 5, grid), 6);
  assert.equal(placeAfterKey('ArrowLeft', 0, grid), 0);
});

test('in a grid up and down keep the column, and reach a last line that is shorter', () => {
  assert.equal(placeAfterKey('ArrowDown', 2, grid), 8);
  assert.equal(placeAfterKey('ArrowUp', 8, grid), 2);
  assert.equal(placeAfterKey('ArrowDown', 16, grid), 19);
  assert.equal(placeAfterKey('ArrowDown', 19, grid), 19);
});

test('Home, End and the page keys go as far as there is', () => {
  assert.equal(placeAfterKey('End', 5, rows), 999_999);
  assert.equal(placeAfterKey('Home', 5, rows), 0);
  assert.equal(placeAfterKey('PageDown', 0, rows), 20);
  assert.equal(placeAfterKey('PageUp', 7, rows), 0);
  assert.equal(placeAfterKey('PageDown', 10, grid), 19);
  assert.equal(placeAfterKey('a', 0, rows), null);
});
