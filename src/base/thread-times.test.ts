import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startThreadTimes } from './thread-times.ts';

test(
  'a thread that stands still is blocked, and one that works is not',
  { skip: process.platform !== 'linux' && 'only Linux tells' },
  () => {
    const resting = startThreadTimes();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    const rest = resting();
    assert.ok(rest.blockedMs > 80 && rest.blockedMs <= rest.wallMs, `${rest.blockedMs} ms`);
    const working = startThreadTimes();
    const until = performance.now() + 100;
    while (performance.now() < until);
    const work = working();
    assert.ok(work.wallMs >= 100 && work.blockedMs < 50, `${work.blockedMs} ms`);
  },
);
