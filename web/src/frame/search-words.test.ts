/** Letters typed fast must all stay, and “back” must still be obeyed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrived, typed, type SearchWords } from './search-words.ts';

const empty: SearchWords = { words: '', seen: '', sent: null };

test('an address that lags behind takes no letter away', () => {
  let state = typed(typed(empty, 'd'), 'dv');
  state = arrived(state, 'd');
  assert.equal(state.words, 'dv');
  state = arrived(typed(state, 'dvo'), 'dv');
  state = arrived(state, 'dvo');
  assert.deepEqual(state, { words: 'dvo', seen: 'dvo', sent: null });
});

test('going back shows the words of before', () => {
  const state = arrived(typed(empty, 'bach'), 'bach');
  assert.equal(arrived(state, '').words, '');
});

test('letters taken back before the address moved leave nothing under way', () => {
  assert.equal(typed(typed(empty, 'a'), '').sent, null);
});
