import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDate, parseGainDb, parseIsrcs, parsePlace, parseR128GainDb, parseUuids } from './values.ts';

test('dates as people write them become partial ISO dates', () => {
  for (const [written, expected] of [
    ['1999', '1999'],
    ['1999-07', '1999-07'],
    ['1999-07-04T12:00:00Z', '1999-07-04'],
    ['1999/7/4', '1999-07-04'],
    ['19990704', '1999-07-04'],
    ['04.07.1999', '1999'],
    ['24.12.1999', '1999-12-24'],
    ['12/24/1999', '1999-12-24'],
    ['2004-13-01', '2004'],
    ['2003-02-30', '2003-02'],
    ['℗ 1974 Some Label', '1974'],
    ['1999 (remastered 2012)', '1999'],
    ['0000', undefined],
    ['unknown', undefined],
    ['', undefined],
  ] as const) {
    assert.equal(parseDate(written), expected, written);
  }
});

test('places are numbers, totals and vinyl sides', () => {
  for (const [written, expected] of [
    ['3', { number: 3 }],
    ['03/12', { number: 3, total: 12 }],
    ['3 of 12', { number: 3, total: 12 }],
    ['A1', { number: 1, text: 'A1' }],
    ['B', { text: 'B' }],
    ['0', {}],
    ['0/0', {}],
    ['/12', { total: 12 }],
    ['track three', {}],
  ] as const) {
    assert.deepEqual(parsePlace(written), expected, written);
  }
});

test('gains have signs, commas and units; nonsense is left out', () => {
  assert.deepEqual(['-7.20 dB', '+3,5dB', '0', '999 dB', 'loud'].map(parseGainDb), [
    -7.2,
    3.5,
    0,
    undefined,
    undefined,
  ]);
  assert.deepEqual(['-1280', '256', '1.5', 'x'].map(parseR128GainDb), [0, 6, undefined, undefined]);
});

test('ids are found in lists and checked', () => {
  assert.deepEqual(parseIsrcs(['US-RC1-76-07839;GBAYE6800011', 'nonsense']), [
    'USRC17607839',
    'GBAYE6800011',
  ]);
  assert.deepEqual(
    parseUuids(['C532ABEF-0801-4be7-a9fe-b10fe1b3dd93; x', 'c532abef-0801-4be7-a9fe-b10fe1b3dd93']),
    ['c532abef-0801-4be7-a9fe-b10fe1b3dd93'],
  );
});
