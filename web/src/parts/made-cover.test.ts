import assert from 'node:assert/strict';
import { test } from 'node:test';
import { madeCoverOf } from './made-cover.ts';

test('a name always gives the same card, and names give many', () => {
  assert.deepEqual(madeCoverOf('Low Tide'), madeCoverOf('Low Tide'));
  const cards = new Set(Array.from({ length: 200 }, (_, at) => JSON.stringify(madeCoverOf(`Album ${at}`))));
  assert.ok(cards.size > 40);
});
