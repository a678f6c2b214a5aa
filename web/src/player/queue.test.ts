/** Reordering must never change what is heard. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  EMPTY,
  append,
  insertNext,
  keysOf,
  move,
  moved,
  newTo,
  removeAt,
  shuffleRest,
  type Queue,
} from './queue.ts';

const queue = (index: number, ...tracks: string[]): Queue<string> => ({ tracks, index });
const heard = ({ tracks, index }: Queue<string>): string | undefined => tracks[index];

test('the first tracks of an empty queue are heard from their first', () => {
  assert.deepEqual(append<string>(EMPTY, ['a', 'b']), queue(0, 'a', 'b'));
  assert.deepEqual(insertNext<string>(EMPTY, ['a']), queue(0, 'a'));
});

test('play next stands right after the track that is heard', () => {
  assert.deepEqual(insertNext(queue(1, 'a', 'b', 'c'), ['x', 'y']), queue(1, 'a', 'b', 'x', 'y', 'c'));
});

test('every possible move keeps the same track heard and loses none', () => {
  const tracks = ['a', 'b', 'c', 'd', 'e'];
  for (let index = 0; index < 5; index += 1) {
    for (let from = 0; from < 5; from += 1) {
      for (let to = -1; to < 7; to += 1) {
        const after = move({ tracks, index }, from, to);
        assert.equal(heard(after), tracks[index]);
        assert.equal(after.tracks.toSorted().join(''), 'abcde');
        assert.equal(after.tracks[Math.max(0, Math.min(4, to))], tracks[from]);
      }
    }
  }
});

test('taking out an earlier track keeps the one that is heard; taking out that one goes on with the next', () => {
  assert.equal(heard(removeAt(queue(2, 'a', 'b', 'c'), 0)), 'c');
  assert.equal(heard(removeAt(queue(1, 'a', 'b', 'c'), 1)), 'c');
  assert.equal(heard(removeAt(queue(2, 'a', 'b', 'c'), 2)), 'b');
  assert.deepEqual(removeAt(queue(0, 'a'), 0), queue(-1));
  assert.deepEqual(removeAt(queue(0, 'a'), 7), queue(0, 'a'));
});

test('shuffling mixes only what is still to come', () => {
  const after = shuffleRest(queue(1, 'a', 'b', 'c', 'd', 'e'), () => 0);
  assert.deepEqual(after.tracks.slice(0, 2), ['a', 'b']);
  assert.deepEqual(after.tracks.slice(2), ['d', 'e', 'c']);
});

test('a move to the same place is no change at all', () => {
  const list = ['a', 'b'];
  assert.equal(moved(list, 1, 9), list);
});

test('the same track twice in a list has two names', () => {
  assert.deepEqual(keysOf([{ id: 'a' }, { id: 'b' }, { id: 'a' }]), ['a:0', 'b:0', 'a:1']);
});

test('what goes on after a list is not in it, and comes once', () => {
  const list = [{ id: 'a' }, { id: 'b' }];
  assert.deepEqual(newTo(list, [{ id: 'b' }, { id: 'c' }, { id: 'd' }, { id: 'c' }]), [
    { id: 'c' },
    { id: 'd' },
  ]);
});
