import assert from 'node:assert/strict';
import { closeSync, openSync, truncateSync } from 'node:fs';
import { after, test } from 'node:test';
import { HotBlocks, hotBytes } from './hot-blocks.ts';
import { countingBytes, temporaryFolder } from './test-server.ts';

const files = temporaryFolder();
after(() => files.remove());

const blockBytes = 512 * 1024;
const bytes = countingBytes(blockBytes * 2 + 1_000);
const descriptors: number[] = [];
after(() => descriptors.forEach((fd) => closeSync(fd)));

function open(name: string, content: Uint8Array = bytes): HotBlocks {
  const fd = openSync(files.write(name, content), 'r');
  descriptors.push(fd);
  return new HotBlocks(fd, content.length);
}

test('a listener going through a file keeps nothing; who reads it again finds it in memory', async () => {
  const hot = open('one');
  for (let offset = 0; offset < bytes.length; offset += 100_000) {
    assert.equal(hot.peek(offset), undefined);
    assert.equal(await hot.fill(offset), undefined);
    hot.note(offset, Math.min(100_000, bytes.length - offset));
  }
  assert.equal(hotBytes(), 0);
  const filled = await hot.fill(300_000);
  assert.ok(filled?.bytes.equals(bytes.subarray(300_000, blockBytes)));
  const peeked = hot.peek(blockBytes - 10);
  assert.ok(peeked?.bytes.equals(bytes.subarray(blockBytes - 10, blockBytes)));
  const last = await hot.fill(blockBytes * 2 + 1);
  assert.ok(last?.bytes.equals(bytes.subarray(blockBytes * 2 + 1)));
  for (const held of [filled, peeked, last]) held?.release(true);
  assert.equal(hotBytes(), blockBytes * 2);
  hot.drop();
  assert.equal(hot.peek(300_000), undefined);
  assert.equal(hotBytes(), 0);
});

test('two who fill the same block at once read it once and see the same', async () => {
  const hot = open('two');
  hot.note(0, blockBytes);
  const [a, b] = await Promise.all([hot.fill(0), hot.fill(5)]);
  assert.equal(a!.bytes.buffer, b!.bytes.buffer);
  assert.ok(b!.bytes.equals(bytes.subarray(5, blockBytes)));
  assert.equal(hotBytes(), blockBytes);
  hot.drop();
});

test('memory is bounded, what is being sent is never overwritten, and the rest makes room', async () => {
  const all = Array.from({ length: 150 }, (_, at) => open(`many-${at}`, Buffer.alloc(blockBytes, at)));
  const sending = await filledOf(all[0]!);
  for (const hot of all.slice(1)) (await filledOf(hot))?.release(true);
  assert.ok(hotBytes() <= 64 * 2 ** 20, `${hotBytes()} bytes are held`);
  assert.ok(
    sending!.bytes.every((value) => value === 0),
    'the block on its way out was overwritten',
  );
  assert.equal(all[1]!.peek(0), undefined);
  assert.ok(all[149]!.peek(0)!.bytes.every((value) => value === 149));
  for (const hot of all) hot.drop();
});

test('when everything is being sent, nothing more is kept, and plain reads go on', async () => {
  const all = Array.from({ length: 130 }, (_, at) => open(`busy-${at}`, Buffer.alloc(1_000, at)));
  const held = await Promise.all(all.map((hot) => filledOf(hot)));
  assert.ok(held.filter((one) => one === undefined).length >= 1 || hotBytes() <= 131 * blockBytes);
  const late = open('late');
  assert.equal(await filledOf(late), undefined);
  for (const one of held) one?.release(true);
  assert.ok(await filledOf(late));
  for (const hot of [...all, late]) hot.drop();
});

test('a block whose sending was never confirmed is not used for another', async () => {
  const all = Array.from({ length: 140 }, (_, at) => open(`aborted-${at}`, Buffer.alloc(blockBytes, at)));
  const first = await filledOf(all[0]!);
  const memory = first!.bytes.buffer;
  first!.release(false);
  for (const hot of all.slice(1)) {
    const held = await filledOf(hot);
    assert.notEqual(held!.bytes.buffer, memory);
    held!.release(true);
  }
  for (const hot of all) hot.drop();
});

test('a file that became shorter is left to the plain read, which says so', async () => {
  const hot = open('shorter');
  truncateSync(`${files.folder}/shorter`, 10);
  hot.note(0, blockBytes);
  assert.equal(await hot.fill(0), undefined);
});

async function filledOf(hot: HotBlocks) {
  hot.note(0, 1);
  return hot.fill(0);
}
