/** The door against real servers on loopback, which is allowed here and nothing else is. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createRawServer, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { testCertificate, testKey } from './fetch-tls.fixture.ts';
import { createFetcher, type FetcherOptions } from './fetch.ts';

const loopback = ['127.0.0.1'];
const fetcher = (options: Partial<FetcherOptions> = {}) =>
  createFetcher({ userAgent: 'Test/1.0', allow: loopback, ...options });
const code = (wanted: string) => ({ code: wanted });

test('an answer has its status, headers and bytes, and says who asked', async (t) => {
  const seen: IncomingMessage[] = [];
  const url = await serve(t, (request, response) => {
    seen.push(request);
    response
      .writeHead(404, { 'content-type': 'text/plain', 'set-cookie': 'a=b', 'x-one': 'two' })
      .end('not here');
  });
  const answer = await fetcher()(`${url}/a%20b?c=d#e`);
  assert.equal(answer.status, 404);
  assert.equal(answer.headers['x-one'], 'two');
  assert.equal(answer.headers['set-cookie'], undefined);
  assert.equal((await answer.bytes()).toString(), 'not here');
  assert.equal(seen[0]!.url, '/a%20b?c=d');
  assert.equal(seen[0]!.headers['user-agent'], 'Test/1.0');
  assert.equal(seen[0]!.headers.host, new URL(url).host);
});

test('without being allowed, loopback is refused by address, by name and in every spelling', async (t) => {
  let asked = 0;
  const url = await serve(t, (_request, response) => response.end(String(asked++)));
  const { port } = new URL(url);
  const fetch = fetcher({ allow: [] });
  const hosts = [
    '127.0.0.1',
    'localhost',
    'LOCALHOST.',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '１２７.0.0.1',
    '127。0。0。1',
    '[64:ff9b::7f00:1]',
    '0.0.0.0',
    '[::]',
    '0',
  ];
  for (const host of hosts) {
    await assert.rejects(
      fetch(`http://${host}:${port}/`),
      (error: { code: string }) => /^FETCH_(ADDRESS_REFUSED|URL_REFUSED|NAME_UNKNOWN)$/.test(error.code),
      host,
    );
  }
  assert.equal(asked, 0);
});

test('an odd spelling of an address is refused even where the address is allowed', async (t) => {
  const { port } = new URL(await serve(t, (_request, response) => response.end()));
  for (const host of ['127.1', '2130706433', '0x7f.0.0.1', '0177.0.0.1', '１２７.0.0.1']) {
    await assert.rejects(
      fetcher()(`http://${host}:${port}/`),
      { code: 'FETCH_URL_REFUSED', message: /oddly/ },
      host,
    );
  }
  assert.equal((await fetcher()(`http://me:pw@127.0.0.1:${port}/`)).status, 200);
});

test('anything but http and https is refused', async () => {
  for (const url of [
    'file:///etc/passwd',
    'ftp://example.org/',
    'gopher://127.0.0.1/',
    'data:,x',
    'javascript:1',
    'nonsense',
    '',
  ]) {
    await assert.rejects(fetcher()(url), code('FETCH_URL_REFUSED'), url);
  }
});

test('a name is resolved once for each hop, checked, and connected to as resolved', async (t) => {
  const url = await serve(t, (request, response) => response.end(request.headers.host));
  const { port } = new URL(url);
  const asked: string[] = [];
  // The first answer is allowed, any later one is not: a name that changes its mind.
  const resolve = async (name: string) => {
    asked.push(name);
    return asked.length === 1 ? ['127.0.0.1'] : ['10.0.0.1'];
  };
  const answer = await fetcher({ resolve })(`http://music.test:${port}/`);
  assert.equal((await answer.bytes()).toString(), `music.test:${port}`);
  assert.deepEqual(asked, ['music.test']);
});

test('of several addresses only the allowed ones are tried, and none is an error', async (t) => {
  const { port } = new URL(await serve(t, (_request, response) => response.end('yes')));
  const answering = (...addresses: string[]) =>
    fetcher({ resolve: async () => addresses })(`http://music.test:${port}/`);
  assert.equal((await (await answering('10.0.0.1', '127.0.0.1', '::1')).bytes()).toString(), 'yes');
  for (const address of [
    '169.254.169.254',
    '::ffff:127.0.0.1',
    '10.0.0.1',
    'evil.test',
    '127.1',
    'fe80::1%lo',
  ]) {
    await assert.rejects(
      answering(address),
      { code: 'FETCH_ADDRESS_REFUSED', message: /music\.test/ },
      address,
    );
  }
  await assert.rejects(answering(), code('FETCH_NAME_UNKNOWN'));
  const failing = fetcher({
    resolve: () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })),
  });
  await assert.rejects(failing('http://music.test/'), { code: 'FETCH_NAME_UNKNOWN', message: /ENOTFOUND/ });
});

test('a port that is not on the list is refused, also after a redirect', async (t) => {
  const other = await serve(t, (_request, response) => response.end());
  const url = await serve(t, (_request, response) => response.writeHead(302, { location: other }).end());
  const fetch = fetcher({ ports: [Number(new URL(url).port)] });
  await assert.rejects(fetch(url), { code: 'FETCH_URL_REFUSED', message: /port/ });
  await assert.rejects(fetch(other), code('FETCH_URL_REFUSED'));
});

test('redirects to private addresses are refused, whatever their spelling', async (t) => {
  let location = '';
  const url = await serve(t, (_request, response) => response.writeHead(302, { location }).end());
  for (const host of [
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]:80/',
    'http://0x7f.1/',
    '//10.0.0.1/',
    'http://2130706433/',
    'http://[::ffff:127.0.0.1]/',
    'http://localhost.test/',
  ]) {
    location = host;
    const resolve = async (name: string) => (name === 'localhost.test' ? ['127.0.0.2'] : []);
    await assert.rejects(
      fetcher({ resolve })(url),
      (error: { code: string }) => /^FETCH_(ADDRESS|URL)_REFUSED$/.test(error.code),
      host,
    );
  }
  location = 'file:///etc/passwd';
  await assert.rejects(fetcher()(url), code('FETCH_URL_REFUSED'));
});

test('five redirects are followed, relative ones too, and a sixth is not', async (t) => {
  const url = await serve(t, (request, response) => {
    const count = Number(request.url!.slice(1));
    if (count === 0) response.end('there');
    else response.writeHead(302, { location: String(count - 1) }).end('x'.repeat(100_000));
  });
  const answer = await fetcher()(`${url}/5`);
  assert.equal((await answer.bytes()).toString(), 'there');
  assert.equal(answer.url, `${url}/0`);
  await assert.rejects(fetcher()(`${url}/6`), code('FETCH_REDIRECT_REFUSED'));
});

test('credentials go to the origin they were meant for and to no other', async (t) => {
  const seen: IncomingMessage[] = [];
  const keep: RequestListener = (request, response) => void (seen.push(request), response.end());
  const other = await serve(t, keep);
  const url = await serve(t, (request, response) => {
    if (request.url === '/there') return keep(request, response);
    seen.push(request);
    const location = request.url === '/away' ? other.replace('//', '//evil:pw@') : '/there';
    return response.writeHead(307, { location }).end();
  });
  const headers = { Authorization: 'Bearer key', Cookie: 'a=b', 'X-Api-Key': 'key', Accept: 'text/plain' };
  await fetcher()(`${url}/here`, { headers });
  assert.deepEqual(
    seen.splice(0).map((request) => request.headers.authorization),
    ['Bearer key', 'Bearer key'],
  );
  await fetcher()(`${url}/away`, { headers });
  const [first, second] = seen.splice(0);
  assert.equal(first!.headers['x-api-key'], 'key');
  assert.equal(second!.headers.accept, 'text/plain');
  for (const name of ['authorization', 'cookie', 'x-api-key'])
    assert.equal(second!.headers[name], undefined, name);
  const answer = await fetcher()(`${url.replace('//', '//me:p%C3%A4ss@')}/here`);
  assert.equal(seen[0]!.headers.authorization, `Basic ${Buffer.from('me:päss').toString('base64')}`);
  assert.ok(!answer.url.includes('me'));
});

test('a body is sent, turns into a GET where it must, and is not sent on to another host', async (t) => {
  const other = await serve(t, (_request, response) => response.end());
  const url = await serve(t, async (request, response) => {
    const body = (await Array.fromAsync(request)).join('');
    const [status, location] = request.url!.slice(1).split(',');
    if (location) response.writeHead(Number(status), { location: location === 'away' ? other : '/' }).end();
    else response.end(`${request.method} ${request.headers['content-type']} ${body}`);
  });
  const send = async (path: string) => {
    const answer = await fetcher()(`${url}/${path}`, {
      method: 'POST',
      body: 'a=b',
      headers: { 'content-type': 'x/y' },
    });
    return (await answer.bytes()).toString();
  };
  assert.equal(await send(''), 'POST x/y a=b');
  assert.equal(await send('307,here'), 'POST x/y a=b');
  for (const status of [301, 302, 303]) assert.equal(await send(`${status},here`), 'GET undefined ');
  await assert.rejects(send('307,away'), code('FETCH_REDIRECT_REFUSED'));
  assert.equal(await send('303,away'), '');
});

test('headers that would talk to the connection or name another host are refused', async () => {
  for (const name of [
    'Host',
    'connection',
    'Transfer-Encoding',
    'content-length',
    'Proxy-Authorization',
    'Upgrade',
  ]) {
    await assert.rejects(
      fetcher()('http://127.0.0.1/', { headers: { [name]: 'x' } }),
      code('FETCH_HEADER_REFUSED'),
      name,
    );
  }
});

test('a server that says nothing, trickles its headers or its body, or never ends is cut off in time', async (t) => {
  const limits = { connectMs: 500, firstByteMs: 200, idleMs: 200, totalMs: 700 };
  const trickle = (start: string, every: string) => (socket: Socket) => {
    socket.write(start);
    const timer = setInterval(() => socket.write(every), 50);
    socket.once('close', () => clearInterval(timer)).on('error', () => {});
  };
  const silent = await serveRaw(t, () => {});
  await assert.rejects(fetcher({ limits })(silent), { code: 'FETCH_TIMEOUT', message: /first answer/ });
  const slowHeaders = await serveRaw(t, trickle('HTTP/1.1 200 OK\r\n', 'x-a: b\r\n'));
  await assert.rejects(fetcher({ limits })(slowHeaders), { code: 'FETCH_TIMEOUT', message: /first answer/ });
  const stuckBody = await serveRaw(
    t,
    (socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx'),
  );
  const stuck = await fetcher({ limits })(stuckBody);
  await assert.rejects(stuck.bytes(), { code: 'FETCH_TIMEOUT', message: /rest/ });
  const slowBody = await serveRaw(t, trickle('HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n', 'x'));
  const start = performance.now();
  const slow = await fetcher({ limits })(slowBody);
  await assert.rejects(slow.bytes(), { code: 'FETCH_TIMEOUT', message: /all of it/ });
  assert.ok(performance.now() - start < 3000);
  await assert.rejects(
    fetcher({ limits: { ...limits, connectMs: 50 }, resolve: () => new Promise(() => {}) })(
      'http://music.test/',
    ),
    {
      code: 'FETCH_TIMEOUT',
      message: /connecting/,
    },
  );
});

test('a body that nobody reads ends with its time and harms nobody', async (t) => {
  const closed = Promise.withResolvers<void>();
  const url = await serve(t, (_request, response) => {
    response.once('close', closed.resolve);
    response.write('x');
  });
  await fetcher({ limits: { totalMs: 200 } })(url);
  await closed.promise;
});

test('a slow reader is not mistaken for a slow server', async (t) => {
  const url = await serve(t, (_request, response) => response.end(Buffer.alloc(2_000_000)));
  const { body } = await fetcher({ limits: { idleMs: 100 } })(url);
  let sizeBytes = 0;
  let pauses = 3;
  for await (const chunk of body) {
    sizeBytes += (chunk as Buffer).length;
    if (pauses-- > 0) await new Promise((resolve) => setTimeout(resolve, 150));
  }
  assert.equal(sizeBytes, 2_000_000);
});

test('a body of any length is cut at the limit, announced or endless', async (t) => {
  const limits = { bodyBytesMax: 100_000 };
  const announced = await serve(t, (_request, response) =>
    response.writeHead(200, { 'content-length': 100_001 }).end('x'),
  );
  await assert.rejects(fetcher({ limits })(announced), code('FETCH_TOO_LARGE'));
  let sentBytes = 0;
  const endless = await serve(t, (_request, response) => {
    const chunk = Buffer.alloc(16_384);
    const more = () => {
      while (response.write(chunk)) sentBytes += chunk.length;
    };
    response.on('drain', more).on('error', () => {});
    more();
  });
  await assert.rejects((await fetcher({ limits })(endless)).bytes(), code('FETCH_TOO_LARGE'));
  assert.ok(sentBytes < 20_000_000);
  const exact = await serve(t, (_request, response) => response.end(Buffer.alloc(100_000)));
  assert.equal((await (await fetcher({ limits })(exact)).bytes()).length, 100_000);
});

test('a compressed body is unpacked, and a bomb is cut at the limit of what it unpacks to', async (t) => {
  const packers: Record<string, (data: Buffer) => Buffer> = {
    gzip: gzipSync,
    deflate: deflateSync,
    br: brotliCompressSync,
  };
  const url = await serve(t, (request, response) => {
    const [name = '', size = ''] = request.url!.slice(1).split(',');
    assert.match(String(request.headers['accept-encoding']), /gzip/);
    response
      .writeHead(200, { 'content-encoding': name })
      .end(packers[name]!(Buffer.alloc(Number(size), 'a')));
  });
  for (const name of Object.keys(packers)) {
    const answer = await fetcher()(`${url}/${name},50000`);
    assert.equal((await answer.bytes()).toString(), 'a'.repeat(50_000));
    assert.equal(answer.headers['content-encoding'], undefined);
    const bomb = await fetcher({ limits: { bodyBytesMax: 1_000_000 } })(`${url}/${name},20000000`);
    await assert.rejects(bomb.bytes(), code('FETCH_TOO_LARGE'), name);
  }
});

test('a damaged, cut-off or strangely encoded body is an error with a reason', async (t) => {
  const send: Record<string, (response: ServerResponse) => void> = {
    '/rot': (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('this is no gzip'),
    '/half': (response) =>
      response
        .writeHead(200, { 'content-encoding': 'gzip' })
        .end(gzipSync(Buffer.alloc(9999)).subarray(0, 20)),
    '/twice': (response) => response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(),
    '/cut': (response) => {
      response.writeHead(200, { 'content-length': 100 }).write('x');
      setTimeout(() => response.destroy(), 20);
    },
  };
  const url = await serve(t, (request, response) => send[request.url!]!(response));
  for (const path of Object.keys(send)) {
    await assert.rejects(async () => (await fetcher()(url + path)).bytes(), code('FETCH_BODY_DAMAGED'), path);
  }
});

test('HEAD, 204 and 304 have no body, whatever their headers say', async (t) => {
  const url = await serve(t, (request, response) => {
    const status = Number(request.url!.slice(1));
    response
      .writeHead(status, {
        'content-encoding': 'gzip',
        ...(status === 200 && { 'content-length': 99_999_999 }),
      })
      .end();
  });
  const head = await fetcher()(`${url}/200`, { method: 'HEAD' });
  assert.equal(head.headers['content-length'], '99999999');
  for (const answer of [head, await fetcher()(`${url}/204`), await fetcher()(`${url}/304`)]) {
    assert.equal((await answer.bytes()).length, 0);
  }
});

test('a range is asked for uncompressed', async (t) => {
  const url = await serve(t, (request, response) =>
    response.writeHead(206).end(request.headers['accept-encoding']),
  );
  const answer = await fetcher()(url, { headers: { Range: 'bytes=0-9' } });
  assert.equal((await answer.bytes()).toString(), 'identity');
});

test('the caller may stop at any time, and gets its own reason', async (t) => {
  const url = await serve(t, (request, response) => {
    if (request.url === '/body') response.write('x');
  });
  for (const path of ['/', '/body']) {
    const controller = new AbortController();
    const fetched = fetcher()(url + path, { signal: controller.signal }).then((answer) => answer.bytes());
    setTimeout(() => controller.abort(new Error('enough')), 50);
    await assert.rejects(fetched, /enough/, path);
  }
  await assert.rejects(fetcher()(url, { signal: AbortSignal.abort(new Error('never')) }), /never/);
});

test('what cannot be reached, hangs up or speaks nonsense is an error that names the host only', async (t) => {
  const hangUp = await serveRaw(t, (socket) => socket.destroy());
  const nonsense = await serveRaw(t, (socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
  const upgrade = await serveRaw(
    t,
    (socket) =>
      void socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
  );
  for (const url of ['http://127.0.0.1:1', hangUp, nonsense, upgrade]) {
    await assert.rejects(fetcher()(`${url}/path?key=hidden`), (error: Error & { code: string }) => {
      assert.equal(error.code, 'FETCH_UNREACHABLE', url);
      assert.doesNotMatch(error.message, /hidden/);
      return true;
    });
  }
});

test('over TLS the certificate has to be for the name, while the connection goes to the pinned address', async (t) => {
  const server = createSecureServer({ cert: testCertificate, key: testKey }, (request, response) => {
    response.end(String((request.socket as TLSSocket).servername));
  });
  const port = await listen(t, server);
  const options = { resolve: async () => ['127.0.0.1'], certificateAuthorities: [testCertificate] };
  assert.equal((await (await fetcher(options)(`https://tls.test:${port}/`)).bytes()).toString(), 'tls.test');
  await assert.rejects(fetcher(options)(`https://other.test:${port}/`), code('FETCH_UNREACHABLE'));
  await assert.rejects(fetcher(options)(`https://127.0.0.1:${port}/`), code('FETCH_UNREACHABLE'));
  await assert.rejects(fetcher({ resolve: options.resolve })(`https://tls.test:${port}/`), {
    code: 'FETCH_UNREACHABLE',
    message: /self.signed/i,
  });
});

test('from https to http is followed only where that is allowed', async (t) => {
  const plain = await serve(t, (_request, response) => response.end('plain'));
  const server = createSecureServer({ cert: testCertificate, key: testKey }, (_request, response) => {
    response.writeHead(301, { location: plain }).end();
  });
  const url = `https://tls.test:${await listen(t, server)}/`;
  const options = { resolve: async () => ['127.0.0.1'], certificateAuthorities: [testCertificate] };
  await assert.rejects(fetcher(options)(url), code('FETCH_REDIRECT_REFUSED'));
  assert.equal(
    (await (await fetcher({ ...options, downgradeAllowed: true })(url)).bytes()).toString(),
    'plain',
  );
});

test('proxies and lax TLS in the environment change nothing', async (t) => {
  let proxied = 0;
  const proxy = await serve(t, (_request, response) => void (proxied++, response.end('proxy')));
  const url = await serve(t, (_request, response) => response.end('direct'));
  const server = createSecureServer({ cert: testCertificate, key: testKey }, (_request, response) =>
    response.end('lax'),
  );
  const secure = `https://127.0.0.1:${await listen(t, server)}/`;
  const script = `
    const { createFetcher } = await import(${JSON.stringify(new URL('./fetch.ts', import.meta.url).href)});
    const fetch = createFetcher({ userAgent: 'x', allow: ['127.0.0.1'] });
    const text = async (url) => fetch(url).then((answer) => answer.bytes()).then(String, (error) => error.code);
    console.log(await text(${JSON.stringify(url)}), await text(${JSON.stringify(secure)}));`;
  const env = {
    ...process.env,
    NODE_USE_ENV_PROXY: '1',
    HTTP_PROXY: proxy,
    http_proxy: proxy,
    HTTPS_PROXY: proxy,
    NO_PROXY: '',
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
  };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env,
  });
  assert.equal(stdout.trim(), 'direct FETCH_UNREACHABLE');
  assert.equal(proxied, 0);
});

async function serve(
  t: TestContext,
  listener: (...args: Parameters<RequestListener>) => unknown,
): Promise<string> {
  return `http://127.0.0.1:${await listen(
    t,
    createServer((request, response) => void listener(request, response)),
  )}`;
}

async function serveRaw(t: TestContext, onConnection: (socket: Socket) => void): Promise<string> {
  return `http://127.0.0.1:${await listen(
    t,
    createRawServer((socket) => onConnection(socket.on('error', () => {}))),
  )}`;
}

async function listen(t: TestContext, server: ReturnType<typeof createRawServer>): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) =>
    sockets.add(socket.once('close', () => sockets.delete(socket))),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
