import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { ByteRange } from './range.ts';
import { parseRange, rangesAnsweredMax } from './range.ts';

const ranges = (header: string, sizeBytes: number): readonly ByteRange[] | string => {
  const answer = parseRange(header, sizeBytes);
  return answer.kind === 'ranges' ? answer.ranges : answer.kind;
};

test('the forms of RFC 9110 are understood', () => {
  assert.deepEqual(ranges('bytes=0-499', 10_000), [{ first: 0, last: 499 }]);
  assert.deepEqual(ranges('bytes=9500-', 10_000), [{ first: 9500, last: 9999 }]);
  assert.deepEqual(ranges('bytes=-500', 10_000), [{ first: 9500, last: 9999 }]);
  assert.deepEqual(ranges('bytes=-20000', 10_000), [{ first: 0, last: 9999 }]);
  assert.deepEqual(ranges('BYTES=0-0', 10_000), [{ first: 0, last: 0 }]);
  assert.deepEqual(ranges('bytes=0-99999999999999999999', 10_000), [{ first: 0, last: 9999 }]);
  assert.deepEqual(ranges('bytes= 0-0 , ,9999-9999', 10_000), [
    { first: 0, last: 0 },
    { first: 9999, last: 9999 },
  ]);
});

test('what lies beyond the end cannot be satisfied, and what is malformed is ignored', () => {
  for (const header of ['bytes=10000-', 'bytes=10000-10001', 'bytes=-0', 'bytes=20000-,30000-']) {
    assert.equal(ranges(header, 10_000), 'unsatisfiable', header);
  }
  for (const header of [
    'bytes=',
    'bytes=-',
    'bytes=5-4',
    'bytes=a-b',
    'bytes=1',
    'bytes=--1',
    'items=0-1',
    'bytes=0x1-2',
    'bytes=1-2;3-4',
    '',
  ]) {
    assert.equal(ranges(header, 10_000), 'whole', header);
  }
  assert.equal(ranges('bytes=0-', 0), 'unsatisfiable');
  assert.equal(parseRange(undefined, 10).kind, 'whole');
});

test('overlapping and nearly touching ranges become one', () => {
  assert.deepEqual(ranges('bytes=500-999,0-600,1050-1099', 10_000), [{ first: 0, last: 1099 }]);
  assert.deepEqual(ranges(`bytes=${'0-,'.repeat(20)}0-`, 10_000), [{ first: 0, last: 9999 }]);
});

test('dozens of ranges get the whole file once', () => {
  const many = Array.from({ length: 40 }, (_, at) => `${at * 1000}-${at * 1000}`);
  assert.equal(ranges(`bytes=${many.join(',')}`, 100_000), 'whole');
  assert.equal(ranges(`bytes=${many.slice(0, 20).join(',')}`, 100_000), 'whole');
});

const spec = fc.oneof(
  fc.tuple(fc.nat(3_000), fc.nat(3_000)).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
  fc.nat(3_000).map((first) => `${first}-`),
  fc.nat(3_000).map((suffix) => `-${suffix}`),
);

test('every byte that was asked for is in the answer, in order, and no byte twice', () => {
  fc.assert(
    fc.property(fc.array(spec, { minLength: 1, maxLength: 8 }), fc.nat(2_500), (specs, sizeBytes) => {
      const answer = parseRange(`bytes=${specs.join(',')}`, sizeBytes);
      const wanted = wantedBytes(specs, sizeBytes);
      if (answer.kind === 'unsatisfiable') return wanted.size === 0;
      assert.equal(answer.kind, 'ranges');
      if (answer.kind !== 'ranges') return false;
      assert.ok(answer.ranges.length <= rangesAnsweredMax);
      let end = -1;
      for (const { first, last } of answer.ranges) {
        assert.ok(first > end && last >= first && last < sizeBytes);
        end = last;
        for (let at = first; at <= last; at++) wanted.delete(at);
      }
      return wanted.size === 0;
    }),
  );
});

test('no header at all makes it throw or answer outside the file', () => {
  const alphabet = fc.constantFrom(
    'bytes',
    '=',
    '-',
    ',',
    ' ',
    '0',
    '9',
    '99999999999999999999999',
    'x',
    '\t',
    '+',
    '.',
  );
  fc.assert(
    fc.property(
      fc.array(alphabet, { maxLength: 30 }),
      fc.nat(1_000),
      fc.boolean(),
      (parts, sizeBytes, prefixed) => {
        const answer = parseRange((prefixed ? 'bytes=' : '') + parts.join(''), sizeBytes);
        if (answer.kind !== 'ranges') return true;
        return answer.ranges.every(({ first, last }) => first >= 0 && first <= last && last < sizeBytes);
      },
    ),
  );
});

function wantedBytes(specs: readonly string[], sizeBytes: number): Set<number> {
  const wanted = new Set<number>();
  for (const text of specs) {
    const [from, to] = text.split('-') as [string, string];
    const first = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from);
    const last = from === '' || to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
    for (let at = first; at <= last; at++) wanted.add(at);
  }
  return wanted;
}
