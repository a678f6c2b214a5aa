import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { openArtworkCache } from './artwork-cache.ts';

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-art-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('a picture is rendered once, for those who wait together and for those who come later', async (t) => {
  const folder = folderOf(t);
  let renders = 0;
  const render = async () => {
    renders += 1;
    return Buffer.from('picture');
  };
  const cache = openArtworkCache(folder, 1000);
  const both = await Promise.all([cache.get('a', render), cache.get('a', render)]);
  const later = await openArtworkCache(folder, 1000).get('a', render);
  assert.deepEqual([...both, later].map(String), ['picture', 'picture', 'picture']);
  assert.equal(renders, 1);
});

test('the cache keeps to its bytes and drops what was wanted longest ago', async (t) => {
  const folder = folderOf(t);
  const cache = openArtworkCache(folder, 250);
  for (const key of ['a', 'b', 'a', 'c']) await cache.get(key, async () => Buffer.alloc(100));
  assert.deepEqual(readdirSync(folder).sort(), ['a', 'c']);
});

test('a half-written picture of a stopped process is dropped, and a failed render is tried again', async (t) => {
  const folder = folderOf(t);
  writeFileSync(join(folder, 'a.part'), 'half');
  const cache = openArtworkCache(folder, 1000);
  assert.deepEqual(readdirSync(folder), []);
  await assert.rejects(
    cache.get('a', () => Promise.reject(new Error('damaged'))),
    /damaged/,
  );
  assert.equal(String(await cache.get('a', async () => Buffer.from('good'))), 'good');
});

test('at most two pictures are rendered at once', async (t) => {
  const cache = openArtworkCache(folderOf(t), 1000);
  let running = 0;
  let most = 0;
  const render = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    return Buffer.from('x');
  };
  await Promise.all(Array.from({ length: 12 }, (_, index) => cache.get(`k${index}`, render)));
  assert.equal(most, 2);
});
