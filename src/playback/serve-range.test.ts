import assert from 'node:assert/strict';
import { renameSync, truncateSync, utimesSync } from 'node:fs';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { Accelerator } from './accelerate.ts';
import { buffersOutBytes } from './buffer-pool.ts';
import type { ByteLocation } from './byte-source.ts';
import { openBytes } from './byte-source.ts';
import { closeIdleFiles } from './open-files.ts';
import { serveRange } from './serve-range.ts';
import type { ServeOutcome } from './serve-range.ts';
import type { TestServer } from './test-server.ts';
import { allowed, countingBytes, eventually, openFilesIn, serve, temporaryFolder } from './test-server.ts';

const sizeBytes = 3_000_000;
const bytes = countingBytes(sizeBytes);
const files = temporaryFolder();
const path = files.write('track.flac', bytes);
files.write('empty.flac', '');
const modified = new Date('2024-05-06T07:08:09.500Z');
utimesSync(path, modified, modified);

let server: TestServer;
let accelerator: Accelerator | undefined;
const outcomes: ServeOutcome[] = [];

const sourceOf = (name: string): ByteLocation =>
  name === 'memory'
    ? { kind: 'memory', bytes: bytes.subarray(0, 1000), mime: 'image/webp', etag: '"memory-1"' }
    : { kind: 'file', path: `${files.folder}/${name}`, mime: 'audio/flac' };

before(async () => {
  server = await serve(async (request, response) => {
    const opened = await openBytes(allowed(sourceOf(request.url!.slice(1))));
    if (opened.kind === 'open')
      outcomes.push(await serveRange(request, response, opened.source, { accelerator }));
    else response.writeHead(404).end(opened.reason);
  });
});
after(async () => {
  await server.close();
  files.remove();
});

const get = (headers: Record<string, string> = {}, name = 'track.flac', method = 'GET') =>
  fetch(`${server.url}/${name}`, { headers, method });
const bodyOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe('one request', () => {
  test('without Range the whole file comes, with what a player needs to know', async () => {
    const response = await get();
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-length'), String(sizeBytes));
    assert.equal(response.headers.get('accept-ranges'), 'bytes');
    assert.equal(response.headers.get('content-type'), 'audio/flac');
    assert.equal(response.headers.get('last-modified'), 'Mon, 06 May 2024 07:08:09 GMT');
    assert.match(response.headers.get('etag')!, /^"[\w-]+"$/);
    assert.ok((await bodyOf(response)).equals(bytes));
  });

  test('a range is exactly those bytes, wherever it lies', async () => {
    const ends: [string, number, number][] = [
      ['0-0', 0, 0],
      ['0-99', 0, 99],
      ['500000-1999999', 500_000, 1_999_999],
      ['2999999-', 2_999_999, 2_999_999],
      ['2000000-99999999', 2_000_000, 2_999_999],
      ['-1000', 2_999_000, 2_999_999],
      ['-9999999', 0, 2_999_999],
    ];
    for (const [range, first, last] of ends) {
      const response = await get({ range: `bytes=${range}` });
      assert.equal(response.status, 206, range);
      assert.equal(response.headers.get('content-range'), `bytes ${first}-${last}/${sizeBytes}`);
      assert.ok((await bodyOf(response)).equals(bytes.subarray(first, last + 1)), range);
    }
  });

  test('a range beyond the end is 416 and says how long the file is', async () => {
    const response = await get({ range: `bytes=${sizeBytes}-` });
    assert.equal(response.status, 416);
    assert.equal(response.headers.get('content-range'), `bytes */${sizeBytes}`);
    assert.equal((await bodyOf(response)).length, 0);
  });

  test('several ranges come as one multipart answer whose parts are right', async () => {
    const response = await get({ range: 'bytes=0-9, 100000-700000 ,-5' });
    assert.equal(response.status, 206);
    const boundary = /^multipart\/byteranges; boundary=(\w+)$/.exec(
      response.headers.get('content-type')!,
    )![1]!;
    const body = await bodyOf(response);
    assert.equal(body.length, Number(response.headers.get('content-length')));
    const parts = body.toString('latin1').split(`\r\n--${boundary}`);
    assert.equal(parts.length, 5);
    assert.equal(parts[4], '--\r\n');
    for (const [at, first, last] of [
      [1, 0, 9],
      [2, 100_000, 700_000],
      [3, 2_999_995, 2_999_999],
    ] as const) {
      const [head, ...rest] = parts[at]!.split('\r\n\r\n');
      assert.match(head!, new RegExp(`content-range: bytes ${first}-${last}/${sizeBytes}`, 'i'));
      assert.ok(Buffer.from(rest.join('\r\n\r\n'), 'latin1').equals(bytes.subarray(first, last + 1)));
    }
  });

  test('a header full of ranges gets the file once', async () => {
    const many = Array.from({ length: 30 }, (_, at) => `${at * 10_000}-${at * 10_000 + 5}`).join(',');
    const response = await get({ range: `bytes=${many}` });
    assert.equal(response.status, 200);
    assert.equal((await bodyOf(response)).length, sizeBytes);
  });

  test('HEAD says what GET would, without the bytes', async () => {
    const response = await get({ range: 'bytes=0-9' }, 'track.flac', 'HEAD');
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-length'), String(sizeBytes));
    assert.equal((await bodyOf(response)).length, 0);
  });

  test('an empty file is an empty answer', async () => {
    const response = await get({}, 'empty.flac');
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-length'), '0');
    assert.equal((await get({ range: 'bytes=0-' }, 'empty.flac')).status, 416);
  });

  test('bytes in memory are served the same way', async () => {
    const response = await get({ range: 'bytes=10-19' }, 'memory');
    assert.equal(response.status, 206);
    assert.equal(response.headers.get('etag'), '"memory-1"');
    assert.equal(response.headers.get('last-modified'), null);
    assert.ok((await bodyOf(response)).equals(bytes.subarray(10, 20)));
  });

  test('what is not there, or not a regular file, is a value with its reason', async () => {
    for (const name of ['missing.flac', '../', '.']) {
      const opened = await openBytes(
        allowed({ kind: 'file', path: `${files.folder}/${name}`, mime: 'audio/flac' }),
      );
      assert.equal(opened.kind, 'unavailable', name);
    }
  });
});

describe('conditions', () => {
  test('a copy that is still good is confirmed with 304', async () => {
    const etag = (await get({}, 'track.flac', 'HEAD')).headers.get('etag')!;
    for (const value of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await get({ 'if-none-match': value });
      assert.equal(response.status, 304, value);
      assert.equal(response.headers.get('etag'), etag);
    }
    assert.equal((await get({ 'if-modified-since': 'Mon, 06 May 2024 07:08:09 GMT' })).status, 304);
    await Promise.all([
      get({ 'if-none-match': '"other"' }).then(expectWhole),
      get({ 'if-modified-since': 'Mon, 06 May 2024 07:08:08 GMT' }).then(expectWhole),
      get({ 'if-modified-since': 'yesterday' }).then(expectWhole),
      get({ 'if-none-match': '"other"', 'if-modified-since': 'Mon, 06 May 2024 07:08:09 GMT' }).then(
        expectWhole,
      ),
    ]);
  });

  test('If-Match and If-Unmodified-Since refuse with 412', async () => {
    const etag = (await get({}, 'track.flac', 'HEAD')).headers.get('etag')!;
    assert.equal((await get({ 'if-match': '"other"' })).status, 412);
    assert.equal((await get({ 'if-match': `W/${etag}` })).status, 412);
    assert.equal((await get({ 'if-unmodified-since': 'Mon, 06 May 2024 07:08:08 GMT' })).status, 412);
    await get({ 'if-match': `"x", ${etag}` }).then(expectWhole);
    await get({ 'if-unmodified-since': 'Mon, 06 May 2024 07:08:09 GMT' }).then(expectWhole);
  });

  test('a range of a file that changed is the whole new file', async () => {
    const etag = (await get({}, 'track.flac', 'HEAD')).headers.get('etag')!;
    const status = async (ifRange: string) => {
      const response = await get({ range: 'bytes=0-9', 'if-range': ifRange });
      await response.arrayBuffer();
      return response.status;
    };
    assert.equal(await status(etag), 206);
    assert.equal(await status('Mon, 06 May 2024 07:08:09 GMT'), 206);
    assert.equal(await status('"other"'), 200);
    assert.equal(await status(`W/${etag}`), 200);
    assert.equal(await status('Mon, 06 May 2024 07:08:10 GMT'), 200);
  });

  test('a file that is replaced is noticed, and has another ETag', async () => {
    const target = files.write('changing.flac', countingBytes(1000));
    const first = await get({}, 'changing.flac');
    assert.equal((await bodyOf(first)).length, 1000);
    renameSync(files.write('next.flac', countingBytes(2000)), target);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const second = await get({}, 'changing.flac');
    assert.equal((await bodyOf(second)).length, 2000);
    assert.notEqual(first.headers.get('etag'), second.headers.get('etag'));
  });
});

describe('handing over', () => {
  test('with X-Accel-Redirect the answer is a header and no body', async () => {
    files.write('ä b%.flac', 'x');
    accelerator = { header: 'X-Accel-Redirect', locations: [{ root: files.folder, location: '/_files/' }] };
    try {
      const response = await get({ range: 'bytes=0-9' }, 'track.flac');
      assert.equal(response.headers.get('x-accel-redirect'), '/_files/track.flac');
      assert.equal((await bodyOf(response)).length, 0);
      const memory = await get({}, 'memory');
      assert.equal((await bodyOf(memory)).length, 1000);
    } finally {
      accelerator = undefined;
    }
  });
});

describe('clients that go away', () => {
  test('four hundred aborted requests leave no file open and no buffer out', async (t) => {
    if (openFilesIn(files.folder) === undefined) return t.skip('needs /proc');
    closeIdleFiles();
    const outBefore = buffersOutBytes();
    for (let round = 0; round < 10; round++) {
      await Promise.all(Array.from({ length: 40 }, (_, at) => abortAfter(at % 5, at % 3 === 0)));
    }
    assert.ok(
      await eventually(() => buffersOutBytes() === outBefore),
      `${buffersOutBytes() - outBefore} bytes are still out`,
    );
    const closed = () => (closeIdleFiles(), openFilesIn(files.folder) === 0);
    assert.ok(await eventually(closed), `${openFilesIn(files.folder)} files are open`);
    const aborted = outcomes.filter((outcome) => outcome.aborted).length;
    assert.ok(aborted >= 100, `${aborted} aborts were noticed`);
  });

  test('unused files are closed by themselves after some seconds', async (t) => {
    if (openFilesIn(files.folder) === undefined) return t.skip('needs /proc');
    closeIdleFiles();
    const opened = await openBytes(allowed(sourceOf('track.flac')));
    assert.ok(opened.kind === 'open');
    assert.equal(openFilesIn(files.folder), 1);
    opened.source.close();
    opened.source.close();
    assert.equal(openFilesIn(files.folder), 1);
    assert.ok(await eventually(() => openFilesIn(files.folder) === 0));
  });

  test('a file that shrinks while it is sent ends in a broken connection, not in wrong bytes', async () => {
    const size = 40_000_000;
    const target = files.write('shrinking.flac', Buffer.alloc(size, 1));
    const received = await new Promise<number>((resolve) => {
      let count = 0;
      const socket = connect(server.port, '127.0.0.1', () =>
        socket.write('GET /shrinking.flac HTTP/1.1\r\nHost: x\r\n\r\n'),
      );
      socket.once('data', () => {
        truncateSync(target, 1000);
        socket.pause();
        setTimeout(() => socket.resume(), 50);
      });
      socket.on('data', (part: Buffer) => (count += part.length));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(count));
    });
    assert.ok(received < size, `${received} bytes arrived`);
    assert.equal(outcomes.at(-1)?.status, 500);
  });

  test('pipelined requests on one connection are answered in order', async () => {
    const text = await new Promise<string>((resolve) => {
      let all = '';
      const socket = connect(server.port, '127.0.0.1', () => {
        const one = (range: string, last = false) =>
          `GET /memory HTTP/1.1\r\nHost: x\r\nRange: bytes=${range}\r\n${last ? 'Connection: close\r\n' : ''}\r\n`;
        socket.write(one('0-0') + one('1-2') + one('3-5', true));
      });
      socket.on('data', (part: Buffer) => (all += part.toString('latin1')));
      socket.on('close', () => resolve(all));
    });
    const ranges = Array.from(text.matchAll(/content-range: bytes (\d+-\d+)/gi), (match) => match[1]);
    assert.deepEqual(ranges, ['0-0', '1-2', '3-5']);
  });
});

async function expectWhole(response: Response): Promise<void> {
  assert.equal(response.status, 200);
  assert.equal((await bodyOf(response)).length, sizeBytes);
}

/** Asks for the file and leaves: at once, after the first bytes, or while not reading at all. */
function abortAfter(delayMs: number, reads: boolean): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write('GET /track.flac HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(delayMs === 2 ? 3 : 1));
      if (!reads) socket.pause();
      setTimeout(() => (delayMs % 2 === 0 ? socket.destroy() : socket.resetAndDestroy()), delayMs * 3);
    });
    if (reads) socket.on('data', () => undefined);
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}
