import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeMp3 } from '../../media/tags/fixtures.ts';
import type { Worker } from 'node:worker_threads';
import { createDigester } from './digester.ts';

test(
  'one thread digests many files, and a file that is gone does not end it',
  { timeout: 20_000 },
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'fonoteca-digester-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const digester = createDigester();
    const digests: string[] = [];
    for (const seed of [1, 2, 3]) {
      const path = join(folder, `${seed}.mp3`);
      writeFileSync(path, makeMp3({ seed }));
      const answer = await digester.digest(path);
      assert.ok('digest' in answer);
      digests.push(answer.digest!);
      const gone = await digester.digest(join(folder, 'gone.mp3'));
      assert.ok('error' in gone || gone.digest === null);
    }
    assert.equal(new Set(digests).size, 3);
    await digester.close();
  },
);

test('a thread that dies while nothing is asked of it is forgotten, and the next question starts another', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-digester-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'a.mp3');
  writeFileSync(path, makeMp3({ seed: 1 }));
  const first = new Promise<Worker>((resolve) => process.once('worker', resolve));
  const digester = createDigester();
  const before = await digester.digest(path);
  const thread = await first;
  thread.emit('error', new Error('out of memory'));
  await thread.terminate();
  assert.deepEqual(await digester.digest(path), before);
  await digester.close();
});
