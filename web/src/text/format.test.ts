/** What people read most often on the page: a wrong time is seen by everybody. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ago,
  bytes,
  clock,
  clockLeft,
  day,
  partialDate,
  plural,
  span,
  spokenTime,
  timeLeft,
} from './format.ts';

test('a track time has two digits of seconds and grows an hour when it needs one', () => {
  assert.equal(clock(0), '0:00');
  assert.equal(clock(282_900), '4:42');
  assert.equal(clock(3_723_000), '1:02:03');
  assert.equal(clock(-5), '0:00');
});

test('elapsed and left always add up to the length', () => {
  for (const positionMs of [0, 400, 999, 1_000, 282_700, 743_900]) {
    const left = clockLeft(positionMs, 744_000);
    const [minutes = 0, seconds = 0] = left.slice(1).split(':').map(Number);
    assert.equal(minutes * 60 + seconds + Math.floor(positionMs / 1000), 744);
  }
});

test('a length is said in the two largest units', () => {
  assert.equal(span(48_000), '48 s');
  assert.equal(span(33 * 60_000), '33 min');
  assert.equal(span(86 * 60_000), '1 h 26 min');
  assert.equal(span(120 * 60_000), '2 h');
  assert.equal(span((4 * 24 + 6) * 3_600_000), '4 days 6 h');
});

test('one is singular and thousands are grouped', () => {
  assert.equal(plural(1, 'track'), '1 track');
  assert.equal(plural(1_204, 'track'), '1,204 tracks');
  assert.equal(plural(0, 'copy', 'copies'), '0 copies');
});

test('sizes count in thousands and never show 1000 of a unit', () => {
  assert.equal(bytes(340), '340 B');
  assert.equal(bytes(1_400_000_000), '1.4 GB');
  assert.equal(bytes(999_600), '1.0 MB');
  assert.equal(bytes(312_000), '312 kB');
});

test('a day is named by how near it is', () => {
  const now = new Date(2026, 10, 14, 12);
  assert.equal(day(new Date(2026, 10, 14, 1).toISOString(), now), 'Today');
  assert.equal(day(new Date(2026, 10, 13, 23).toISOString(), now), 'Yesterday');
  assert.equal(day(new Date(2026, 10, 12).toISOString(), now), 'Thursday');
  assert.equal(day(new Date(2026, 8, 9).toISOString(), now), '9 September');
  assert.equal(day(new Date(2021, 1, 9).toISOString(), now), '9 February 2021');
  assert.equal(ago(new Date(2026, 10, 14, 11, 55).toISOString(), now), '5 min ago');
});

test('a date is as exact as its tag', () => {
  assert.equal(partialDate('2019'), '2019');
  assert.equal(partialDate('2019-05'), 'May 2019');
  assert.equal(partialDate('2019-05-04'), '4 May 2019');
  assert.equal(partialDate('unknown'), 'unknown');
});

test('time left is unknown until it is known', () => {
  assert.equal(timeLeft(null), '');
  assert.equal(timeLeft(185), '3 min left');
  assert.equal(spokenTime(282_000), '4 minutes 42 seconds');
});
