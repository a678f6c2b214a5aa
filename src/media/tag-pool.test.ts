import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, test } from 'node:test';
import { createTagPool } from './tag-pool.ts';
import { makeFlac, makeMp3 } from './tags/fixtures.ts';
import { readTags } from './tags/read.ts';

const folder = mkdtempSync(join(tmpdir(), 'fonoteca-pool-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, bytes: Buffer): { path: string } {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return { path };
}

/** The real worker, but for files whose names tell it to hang, to exit or to eat memory. */
const troubled = pathToFileURL(join(folder, 'worker.ts'));
writeFileSync(
  troubled,
  `import { parentPort, workerData } from 'node:worker_threads';
   import { readTags } from ${JSON.stringify(new URL('./tags/read.ts', import.meta.url).href)};
   parentPort.on('message', ({ id, files }) => {
     const results = files.map((file, index) => {
       Atomics.store(workerData.progress, 0, id);
       Atomics.store(workerData.progress, 1, index);
       if (String(file).includes('hang')) for (;;);
       if (String(file).includes('exit')) process.exit(1);
       if (String(file).includes('memory')) { const all = []; for (;;) all.push(new Array(100000).fill(Math.random()).map(String)); }
       return readTags(file);
     });
     parentPort.postMessage({ id, json: JSON.stringify(results), times: { wallMs: 1, blockedMs: 0 } });
   });`,
);

test('a pool answers in the order of the files, more than one batch of them', async () => {
  const pool = createTagPool();
  const files = Array.from({ length: 300 }, (_, i) =>
    write(`${i}.flac`, makeFlac({ tags: { TITLE: `t${i}` }, seconds: 0.1 })),
  );
  const results = await pool.read(files);
  assert.deepEqual(
    results.map((result) => result.kind === 'tags' && result.tags.title),
    files.map((_, i) => `t${i}`),
  );
  assert.deepEqual(results[7], readTags(files[7]!.path));
  await pool.close();
});

test('names that are no text cross the threads', async () => {
  const pool = createTagPool({ threads: 1 });
  const path = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0xfe]), Buffer.from('.mp3')]);
  writeFileSync(path, makeMp3({ tags: { TITLE: 'bytes' } }));
  const [result] = await pool.read([{ path }]);
  assert.equal(result?.kind === 'tags' && result.tags.title, 'bytes');
  await pool.close();
});

test('a file that hangs its reader is reported and the rest of its batch is read', async () => {
  const pool = createTagPool({ threads: 2, timeoutMs: 200, script: troubled });
  const good = makeFlac({ seconds: 0.1 });
  const files = Array.from({ length: 150 }, (_, i) =>
    write(i % 50 === 25 ? `hang${i}.flac` : `ok${i}.flac`, good),
  );
  const results = await pool.read(files);
  for (const [i, result] of results.entries()) {
    if (i % 50 === 25)
      assert.deepEqual([result.kind, result.kind === 'problem' && result.reason], ['problem', 'timeout']);
    else assert.equal(result.kind, 'tags', `${i}`);
  }
  await pool.close();
});

test('a file that ends its reader, or eats its memory, is reported and the rest is read', async () => {
  const pool = createTagPool({ threads: 1, heapMb: 32, script: troubled });
  const good = makeFlac({ seconds: 0.1 });
  const files = ['a', 'exit', 'b', 'memory', 'c'].map((name) => write(`${name}.flac`, good));
  const results = await pool.read(files);
  assert.deepEqual(
    results.map((result) => (result.kind === 'problem' ? result.reason : result.kind)),
    ['tags', 'crashed', 'tags', 'crashed', 'tags'],
  );
  await pool.close();
});

test('a closed pool rejects what was under way', async () => {
  const pool = createTagPool({ threads: 1, script: troubled, timeoutMs: 60_000 });
  const reading = pool.read([write('hang.flac', makeFlac({ seconds: 0.1 }))]);
  const closed = assert.rejects(reading, /closed/);
  await pool.close();
  await closed;
  await assert.rejects(pool.read([]), /closed/);
});

for (const [what, blockedMs, threadCount] of [
  ['wait for their files get help', 90, 3],
  ['are busy stay as many as they are', 30, 1],
] as const)
  test(`readers that ${what}`, async (t) => {
    const script = join(folder, `told-${blockedMs}.ts`);
    writeFileSync(
      script,
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ id, files }) => {
         const json = JSON.stringify(files.map(() => ({ kind: 'problem', reason: 'empty', message: 'It is empty.' })));
         parentPort.postMessage({ id, json, times: { wallMs: 100, blockedMs: ${blockedMs} } });
       });`,
    );
    let started = 0;
    const count = (): void => void started++;
    process.on('worker', count);
    t.after(() => process.off('worker', count));
    const pool = createTagPool({ threads: 1, threadsMax: 3, script: pathToFileURL(script) });
    const results = await pool.read(Array.from({ length: 6400 }, (_, index) => ({ path: `${index}` })));
    assert.deepEqual([results.length, started], [6400, threadCount]);
    await pool.close();
  });
