import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { displayPath, pathText, systemPath } from './paths.ts';

test('any bytes of a file name come back from their text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (bytes) => {
      const back = Buffer.from(systemPath(pathText(bytes)));
      assert.deepEqual([...back], [...bytes]);
    }),
    { numRuns: 2000 },
  );
});

test('a name in UTF-8 stays as it is, one in Latin-1 is shown with a replacement', () => {
  assert.equal(pathText(Buffer.from('Dvořák – 曲 🎵')), 'Dvořák – 曲 🎵');
  const latin = pathText(Buffer.from('caf\xe9.mp3', 'latin1'));
  assert.equal(displayPath(latin), 'caf\u{fffd}.mp3');
  assert.deepEqual(systemPath(latin), Buffer.from('caf\xe9.mp3', 'latin1'));
});
