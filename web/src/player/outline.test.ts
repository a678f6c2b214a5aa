/** The waveform is drawn everywhere; it must survive any peaks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsOf, outlineOf } from './outline.ts';

const base64 = (values: number[]): string => btoa(String.fromCharCode(...values));

test('a short beat stays visible when a long track is drawn small', () => {
  const peaks = new Uint8Array(1000);
  peaks[517] = 200;
  assert.equal(Math.max(...columnsOf(peaks, 100)), 200);
});

test('fewer peaks than columns are drawn as they are', () => {
  assert.deepEqual(columnsOf(Uint8Array.of(1, 2, 3), 100), [1, 2, 3]);
});

test('the outline is mirrored about its middle and closed', () => {
  const path = outlineOf(base64([255, 0, 255]), 100);
  assert.match(path, /^M0 0\.5L200 19\.5L400 0\.5L400 39\.5L200 20\.5L0 39\.5z$/);
});

test('a track that was not analysed yet has a calm line', () => {
  assert.equal(outlineOf(null, 100), outlineOf('', 100));
  assert.match(outlineOf(null, 100), /^M0 19H400/);
});
