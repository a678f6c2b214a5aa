/** Stepping through results with the keys, as people do without looking. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SearchAnswer } from '../../api/contract.ts';
import { hitsOf, keyOf, nothingFound, step, withoutBest } from './hits.ts';

const part = (...ids: string[]) => ({
  total: ids.length,
  cut: false,
  hits: ids.map((id) => ({ item: { id }, matches: { name: [] } })),
});
const answer = {
  query: 'x',
  corrected: null,
  best: { kind: 'artist', item: { id: 'a1' } },
  artists: part('a2'),
  albums: part('l1'),
  tracks: part('t1', 't2'),
  playlists: part(),
  tookMs: 1,
} as unknown as SearchAnswer;

test('the best hit comes first, then the tracks', () => {
  assert.deepEqual(
    hitsOf(answer).map((hit) => hit.item.id),
    ['a1', 't1', 't2', 'a2', 'l1'],
  );
  assert.deepEqual(
    hitsOf(answer, 'tracks').map((hit) => hit.item.id),
    ['t1', 't2'],
  );
});

test('a best hit that stands again further down is another place', () => {
  const [best] = hitsOf(answer);
  assert.ok(best !== undefined);
  assert.notEqual(keyOf(best, true), keyOf(best, false));
});

test('the best hit does not stand a second time among the artists', () => {
  const twice = { ...answer, artists: part('a1', 'a2') } as unknown as SearchAnswer;
  assert.deepEqual(
    withoutBest(twice).artists.hits.map(({ item }) => item.id),
    ['a2'],
  );
  assert.equal(withoutBest({ ...twice, best: null }).artists.hits.length, 2);
});

test('the arrows stop at both ends', () => {
  assert.equal(step(-1, 'ArrowDown', 5), 0);
  assert.equal(step(4, 'ArrowDown', 5), 4);
  assert.equal(step(0, 'ArrowUp', 5), -1);
  assert.equal(step(-1, 'ArrowUp', 5), -1);
  assert.equal(step(-1, 'ArrowDown', 0), -1);
});

test('nothing is nothing only when every part is empty', () => {
  assert.equal(nothingFound(answer), false);
  assert.equal(
    nothingFound({
      ...answer,
      best: null,
      artists: part(),
      albums: part(),
      tracks: part(),
    } as unknown as SearchAnswer),
    true,
  );
});
