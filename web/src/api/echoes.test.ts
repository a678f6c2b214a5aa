import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectEcho, isEcho } from './echoes.ts';

test('what this page did comes back once; the next is from elsewhere', () => {
  expectEcho('queue');
  expectEcho('marks');
  assert.equal(isEcho('queue'), true);
  assert.equal(isEcho('queue'), false);
  assert.equal(isEcho('marks'), true);
  assert.equal(isEcho('playlists'), false);
});

test('an echo that never came is not waited for', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 0 });
  expectEcho('queue');
  t.mock.timers.tick(11_000);
  assert.equal(isEcho('queue'), false);
});
