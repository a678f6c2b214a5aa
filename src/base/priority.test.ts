import assert from 'node:assert/strict';
import { getPriority } from 'node:os';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { askForPoliteThreads } from './priority.ts';

test(
  'a thread steps back when it was asked to, and the process around it does not',
  { skip: process.platform !== 'linux' },
  async () => {
    const source = `
    import { getPriority } from 'node:os';
    import { parentPort } from 'node:worker_threads';
    import { stepBack } from ${JSON.stringify(new URL('priority.ts', import.meta.url).href)};
    stepBack();
    parentPort.postMessage(getPriority(0));`;
    const inside = () =>
      new Promise<unknown>((resolve, reject) => {
        const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`));
        worker.on('message', resolve);
        worker.on('error', reject);
      });
    const before = getPriority();
    assert.equal(await inside(), before);
    askForPoliteThreads(7);
    assert.equal(await inside(), 7);
    assert.equal(getPriority(), before);
  },
);
