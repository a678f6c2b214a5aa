import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { membersOf } from './tar.ts';

const long = `${'folder-with-a-name/'.repeat(12)}and a file of ${'many letters '.repeat(9)}é.txt`;
const contents: Readonly<Record<string, string>> = {
  'one.txt': 'one',
  'empty.txt': '',
  'block.txt': 'x'.repeat(512),
  'large.txt': '0123456789'.repeat(30_000),
  'in/a/folder.txt': 'deep',
};

function archive(t: TestContext, files: Readonly<Record<string, string>>, ...options: string[]): Buffer {
  const place = mkdtempSync(join(tmpdir(), 'fonoteca-tar-'));
  t.after(() => rmSync(place, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), text);
  }
  symlinkSync('one.txt', join(place, 'link'));
  return execFileSync('tar', ['-c', ...options, '-C', place, '.'], { maxBuffer: 2 ** 26 });
}

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function read(chunks: AsyncIterable<Uint8Array>): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const member of membersOf(chunks, 'a.tar'))
    found[member.name] = Buffer.concat(await Array.fromAsync(member.chunks)).toString('utf8');
  return found;
}

test('an archive of each format gives its regular files, however its bytes come', async (t) => {
  for (const format of ['ustar', 'gnu', 'pax', 'v7']) {
    const bytes = archive(t, contents, `--format=${format}`);
    for (const length of [7, 511, 4096, bytes.length])
      assert.deepEqual(await read(inPieces(bytes, length)), contents, `${format} in pieces of ${length}`);
  }
  for (const format of ['gnu', 'pax'])
    assert.deepEqual(await read(inPieces(archive(t, { [long]: 'far' }, `--format=${format}`), 700)), {
      [long]: 'far',
    });
});

test('members that are not read, or not to the end, are stepped over', async (t) => {
  const names: string[] = [];
  for await (const member of membersOf(inPieces(archive(t, contents), 1000), 'a.tar')) {
    names.push(member.name);
    if (member.name === 'large.txt') for await (const _ of member.chunks) break;
  }
  assert.deepEqual(names.sort(), Object.keys(contents).sort());
});

test('a size of 8 GiB and more is read, from the octal field, the binary one and pax', async (t) => {
  for (const format of ['gnu', 'pax']) {
    const place = mkdtempSync(join(tmpdir(), 'fonoteca-tar-'));
    t.after(() => rmSync(place, { recursive: true, force: true }));
    execFileSync('truncate', ['-s', '9G', join(place, 'huge')]);
    const head = execFileSync('sh', ['-c', `tar -c --format=${format} -C '${place}' huge | head -c 4096`], {
      maxBuffer: 2 ** 20,
    });
    for await (const member of membersOf(inPieces(head, 512), 'a.tar')) {
      assert.deepEqual([member.name, member.sizeBytes], ['huge', 9 * 2 ** 30]);
      break;
    }
  }
});

test('whoever stops early stops the source', async (t) => {
  const bytes = archive(t, contents);
  let isClosed = false;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      yield* inPieces(bytes, 512);
    } finally {
      isClosed = true;
    }
  }
  for await (const _ of membersOf(source(), 'a.tar')) break;
  assert.equal(isClosed, true);
});

test('an archive that is cut off or has a bit wrong in a header is damaged', async (t) => {
  const bytes = archive(t, contents);
  for (const length of [0, 100, 512, 700, bytes.indexOf('0123456789') + 5000])
    await assert.rejects(read(inPieces(bytes.subarray(0, length), 4096)), {
      code: 'CATALOGUE_INPUT_DAMAGED',
    });
  const header = bytes.indexOf('./large.txt');
  for (const at of [header + 3, header + 130, header + 150]) {
    const flipped = Buffer.from(bytes);
    flipped[at]! ^= 1;
    await assert.rejects(read(inPieces(flipped, 4096)), { code: 'CATALOGUE_INPUT_DAMAGED' }, `byte ${at}`);
  }
  await assert.rejects(read(inPieces(readFileSync(import.meta.filename), 4096)), /a header/);
});
