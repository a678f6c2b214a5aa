import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { download, type DownloadOptions } from './download.ts';

const BYTES = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));

async function serve(t: TestContext, answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const get = (more: Partial<DownloadOptions> = {}) =>
    download({ url, fetch, signal: new AbortController().signal, pauseMs: 5, ...more });
  return { get, ranges };
}

async function bytesOf(outcome: Awaited<ReturnType<typeof download>>): Promise<Buffer> {
  assert.equal(outcome.kind, 'whole');
  return Buffer.from(await outcome.bytes.arrayBuffer());
}

/** Sends what is asked for, but breaks off after 60,000 bytes. */
function sendAndBreak(request: IncomingMessage, response: ServerResponse, etag: string): void {
  const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const head = {
    etag,
    'content-length': BYTES.length - from,
    'content-range': `bytes ${from}-${BYTES.length - 1}/${BYTES.length}`,
  };
  response.writeHead(from > 0 ? 206 : 200, head);
  if (BYTES.length - from <= 60_000) return void response.end(BYTES.subarray(from));
  response.write(BYTES.subarray(from, from + 60_000), () => setTimeout(() => response.destroy(), 20));
}

test('a broken download is resumed where it broke, and the bytes are whole', async (t) => {
  const { get, ranges } = await serve(t, (request, response) => sendAndBreak(request, response, '"one"'));
  const offline: boolean[] = [];
  const outcome = await get({ onOffline: (lost) => offline.push(lost) });
  assert.deepEqual(await bytesOf(outcome), BYTES);
  assert.deepEqual(ranges, [undefined, 'bytes=60000-', 'bytes=120000-', 'bytes=180000-']);
  assert.deepEqual(offline, [false, true, false, true, false, true, false]);
});

test('a file that changed in between is fetched anew, never patched together', async (t) => {
  let requests = 0;
  const { get } = await serve(t, (request, response) => {
    if (++requests === 1) return sendAndBreak(request, response, '"old"');
    // If-Range named the old one, so the whole new one comes.
    response.writeHead(200, { etag: '"new"' }).end(BYTES.subarray(0, 1_000));
  });
  assert.deepEqual(await bytesOf(await get()), BYTES.subarray(0, 1_000));
});

test('without a strong ETag a broken download starts over', async (t) => {
  let requests = 0;
  const { get, ranges } = await serve(t, (request, response) => {
    if (++requests === 1) sendAndBreak(request, response, 'W/"weak"');
    else response.end(BYTES);
  });
  assert.deepEqual(await bytesOf(await get()), BYTES);
  assert.deepEqual(ranges, [undefined, undefined]);
});

test('a refusal ends it with the sentence of the server; an overload is tried again', async (t) => {
  let requests = 0;
  const { get } = await serve(t, (_request, response) => {
    if (++requests < 3) response.writeHead(503).end();
    else
      response
        .writeHead(404, { 'content-type': 'application/json' })
        .end('{"code":"X","message":"It is gone."}');
  });
  assert.deepEqual(await get(), { kind: 'refused', status: 404, message: 'It is gone.', retryAfterMs: 0 });
  assert.equal(requests, 3);
});

test('an abort ends it at once, also in a pause between two tries', async (t) => {
  const { get } = await serve(t, (_request, response) => response.destroy());
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 50);
  assert.deepEqual(await get({ signal: abort.signal, pauseMs: 60_000 }), { kind: 'aborted' });
});
