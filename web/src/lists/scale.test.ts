/** A million rows must be reachable, each of them, and must never jump under the finger. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PHYSICAL_MAX_PX, follow, isStuck, scaleOf, toLogical, toPhysical, type Place } from './scale.ts';

const ROW_PX = 40;
const VIEWPORT_PX = 900;
const million = scaleOf(1_000_000 * ROW_PX, VIEWPORT_PX);

test('a list that fits is not scaled at all', () => {
  const scale = scaleOf(100_000, VIEWPORT_PX);
  assert.equal(toLogical(scale, 12_345), 12_345);
  assert.deepEqual(follow(scale, { logical: 0, physical: 0 }, 50_000), { logical: 50_000, physical: 50_000 });
});

test('a million rows stay far below the tallest element a browser lays out', () => {
  assert.ok(PHYSICAL_MAX_PX < 17_000_000);
  assert.equal(million.physicalMax, PHYSICAL_MAX_PX - VIEWPORT_PX);
});

test('the ends of the bar are the ends of the list', () => {
  assert.equal(toLogical(million, 0), 0);
  assert.equal(toLogical(million, million.physicalMax), million.logicalMax);
  assert.equal(toPhysical(million, million.logicalMax), million.physicalMax);
});

test('every row can be reached and comes back to itself', () => {
  for (const row of [0, 1, 499_999, 777_777, 999_970]) {
    const there = toLogical(million, toPhysical(million, row * ROW_PX));
    assert.ok(Math.abs(there - row * ROW_PX) < 0.01);
  }
});

test('a step of the wheel moves the list by that step, anywhere in it', () => {
  const place = { physical: 4_000_000, logical: toLogical(million, 4_000_000) };
  assert.equal(follow(million, place, 4_000_120).logical, place.logical + 120);
  assert.equal(follow(million, place, 3_999_880).logical, place.logical - 120);
});

test('a dragged bar goes to its part of the whole list', () => {
  const after = follow(million, { logical: 0, physical: 0 }, million.physicalMax / 2);
  assert.equal(Math.round(after.logical), Math.round(million.logicalMax / 2));
});

test('wheeling up from the middle never meets the top of the bar as a wall', () => {
  let place: Place = { physical: 2_000, logical: toLogical(million, 2_000) };
  while (!isStuck(million, place)) {
    place = follow(million, place, Math.max(0, place.physical - 100));
    assert.ok(place.logical >= 0);
  }
  assert.ok(place.logical > 0, 'rows are left above');
  assert.ok(toPhysical(million, place.logical) > 0, 'and the bar gets room for them');
});

test('wheeling down near the end never meets the bottom of the bar as a wall', () => {
  const physical = million.physicalMax - 1_000;
  let place: Place = { physical, logical: toLogical(million, physical) };
  while (!isStuck(million, place))
    place = follow(million, place, Math.min(million.physicalMax, place.physical + 100));
  assert.ok(place.logical < million.logicalMax);
});

test('before the first row and after the last both scroll alike', () => {
  assert.equal(toLogical(million, -120), -120);
  assert.equal(isStuck(million, { logical: -120, physical: -120 }), false);
  assert.equal(toLogical(million, million.physicalMax + 80), million.logicalMax + 80);
});
