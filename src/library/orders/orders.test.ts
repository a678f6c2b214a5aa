import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { fixedClock } from '#base/clock.ts';
import { filtered, randomWindowOf, setOf } from './id-sets.ts';
import { createKept } from './kept.ts';

test('a random order holds every id once, in any windows, and its seed decides it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3000 }),
      fc.integer(),
      fc.integer({ min: 1, max: 700 }),
      (length, seed, step) => {
        const ids = Int32Array.from({ length }, (_, index) => index * 3 + 1);
        const seen: number[] = [];
        for (let offset = 0; offset < length; offset += step)
          seen.push(...randomWindowOf(ids, seed, offset, step));
        assert.deepEqual(
          seen.toSorted((a, b) => a - b),
          [...ids],
        );
      },
    ),
  );
  const ids = Int32Array.from({ length: 1000 }, (_, index) => index);
  assert.notDeepEqual(randomWindowOf(ids, 1, 0, 20), randomWindowOf(ids, 2, 0, 20));
});

test('a filter keeps the order, and gives the very array back where nothing goes', () => {
  const ids = Int32Array.from([5, 3, 9, 1]);
  assert.deepEqual([...filtered(ids, setOf(Int32Array.from([3, 1, 100])), 1)], [3, 1]);
  assert.deepEqual([...filtered(ids, setOf(Int32Array.from([3, 1])), 0)], [5, 9]);
  assert.equal(filtered(ids, setOf(new Int32Array(0)), 0), ids);
});

const slowly = async <T>(value: T): Promise<T> => {
  await setTimeout(60);
  return value;
};

test('a slow answer is served stale while the new one is made, and not more often than every few seconds', async () => {
  const clock = fixedClock(1000);
  let version = 1;
  let built = 0;
  const kept = createKept({
    clock,
    lagMs: 100,
    sizeBytesMax: 10_000,
    readVersion: () => Promise.resolve(version),
  });
  const get = () =>
    kept.get(
      'list',
      () => slowly(++built),
      () => 10,
    );
  assert.equal(await get(), 1);
  assert.equal(await kept.version(), 1);
  version = 2;
  clock.advance(200);
  assert.equal(await get(), 1);
  await setTimeout(100);
  // The new version is known, but the answer is too young to be made again.
  assert.equal(await get(), 1);
  clock.advance(3_000);
  assert.equal(await get(), 1);
  // Whoever watches the version hears of it when the list is there.
  assert.equal(await kept.version(), 1);
  await setTimeout(100);
  assert.equal(await kept.version(), 2);
  assert.equal(await get(), 2);
  kept.close();
});

test('a quick answer, and one that nobody asked for since long, is made anew at once', async () => {
  const clock = fixedClock(1000);
  let version = 1;
  const kept = createKept({
    clock,
    lagMs: 100,
    sizeBytesMax: 10_000,
    readVersion: () => Promise.resolve(version),
  });
  const quick = () =>
    kept.get(
      'quick',
      () => Promise.resolve(version),
      () => 10,
    );
  const slow = () =>
    kept.get(
      'slow',
      () => slowly(version),
      () => 10,
    );
  assert.deepEqual([await quick(), await slow()], [1, 1]);
  version = 2;
  clock.advance(200);
  assert.deepEqual([await quick(), await slow()], [2, 1]);
  version = 3;
  clock.advance(400_000);
  assert.equal(await slow(), 3);
  kept.close();
});

test('two who ask at once share one making, and a failed one is tried again', async () => {
  let built = 0;
  const kept = createKept({
    clock: fixedClock(0),
    lagMs: 0,
    sizeBytesMax: 1000,
    readVersion: () => Promise.resolve(1),
  });
  const build = async () => {
    built++;
    await setTimeout(5);
    if (built === 1) throw new Error('first time');
    return built;
  };
  const results = await Promise.allSettled([kept.get('a', build, () => 1), kept.get('a', build, () => 1)]);
  assert.deepEqual(
    results.map((result) => result.status),
    ['rejected', 'rejected'],
  );
  assert.equal(await kept.get('a', build, () => 1), 2);
  assert.equal(built, 2);
});

test('what was not used for longest goes when there is too much', async () => {
  const kept = createKept({
    clock: fixedClock(0),
    lagMs: 0,
    sizeBytesMax: 1100,
    readVersion: () => Promise.resolve(1),
  });
  const built: string[] = [];
  const get = (key: string) =>
    kept.get(
      key,
      () => Promise.resolve(built.push(key)),
      () => 10,
    );
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await get(key);
  assert.deepEqual(built, ['a', 'b', 'c', 'b']);
});

test('what is made from a kept part gets it fresh', async () => {
  const clock = fixedClock(0);
  let version = 1;
  const kept = createKept({
    clock,
    lagMs: 600_000,
    sizeBytesMax: 1000,
    readVersion: () => Promise.resolve(version),
  });
  const part = () => Promise.resolve(version);
  assert.equal(await kept.get('part', part, () => 1), 1);
  version = 2;
  assert.equal(await kept.get('part', part, () => 1), 1);
  assert.equal(await kept.getFresh('part', part, () => 1), 2);
});
