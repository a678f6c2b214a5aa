import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gainFactor, volumeFactor } from './gain.ts';

const known = { trackDb: -6, trackPeak: 0.9, albumDb: -3, albumPeak: 1 };
const unknown = { trackDb: null, trackPeak: null, albumDb: null, albumPeak: null };
const db = (factor: number) => Math.round(20 * Math.log10(factor) * 100) / 100;

test('the mode chooses the gain, and the other stands in for what is missing', () => {
  assert.equal(db(gainFactor(known, 'track', 0)), -6);
  assert.equal(db(gainFactor(known, 'album', 0)), -3);
  assert.equal(db(gainFactor({ ...known, albumDb: null, albumPeak: null }, 'album', 0)), -6);
  assert.equal(gainFactor(known, 'off', 6), 1);
  assert.equal(gainFactor(unknown, 'album', 6), 1);
});

test('no gain makes a peak louder than full scale', () => {
  assert.equal(gainFactor({ ...known, trackDb: 12, trackPeak: 0.5 }, 'track', 0), 2);
  assert.equal(gainFactor({ ...known, trackDb: 3, trackPeak: 1.2 }, 'track', 3), 1 / 1.2);
  assert.equal(gainFactor({ ...unknown, trackDb: 3 }, 'track', 0), 1);
  assert.equal(db(gainFactor({ ...unknown, trackDb: -3 }, 'track', 1)), -2);
});

test('the volume is squared, kept in its range, and nothing when muted', () => {
  assert.equal(volumeFactor(0.5, false), 0.25);
  assert.equal(volumeFactor(7, false), 1);
  assert.equal(volumeFactor(-1, false), 0);
  assert.equal(volumeFactor(1, true), 0);
});
