import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { after, test } from 'node:test';
import { requires } from '../../test/requires.ts';
import { acceleratedHeaders } from './accelerate.ts';
import type { Accelerator } from './accelerate.ts';
import { openBytes } from './byte-source.ts';
import { serveRange } from './serve-range.ts';
import { allowed, countingBytes, eventually, serve, temporaryFolder } from './test-server.ts';
import { freePort } from '../../test/free-port.ts';

const files = temporaryFolder();
after(() => files.remove());

const accelerator: Accelerator = {
  header: 'X-Accel-Redirect',
  locations: [{ root: files.folder, location: '/_files/' }],
};
const locationOf = (path: string) => ({ kind: 'file', path, mime: 'audio/flac' }) as const;
const headersFor = (using: Accelerator | undefined, path: string | Buffer) =>
  acceleratedHeaders(using, { path } as Parameters<typeof acceleratedHeaders>[1]);

test('only files below a configured folder are handed over', () => {
  assert.equal(headersFor(undefined, `${files.folder}/a`), undefined);
  assert.equal(headersFor(accelerator, '/etc/passwd'), undefined);
  assert.equal(headersFor(accelerator, `${files.folder}-other/a`), undefined);
  assert.equal(headersFor(accelerator, `${files.folder}/../a`), undefined);
  assert.equal(headersFor(accelerator, Buffer.from(`${files.folder}/a`)), undefined);
  assert.deepEqual(headersFor(accelerator, `${files.folder}/a b/c?d%.flac`), {
    'X-Accel-Redirect': '/_files/a%20b/c%3Fd%25.flac',
  });
  const sendfile: Accelerator = { header: 'X-Sendfile', roots: [files.folder] };
  assert.deepEqual(headersFor(sendfile, `${files.folder}/a`), { 'X-Sendfile': `${files.folder}/a` });
  assert.equal(headersFor(sendfile, `${files.folder}/ä`), undefined);
});

test('nginx sends what was decided here, by ranges, whatever the name', async (t) => {
  if (!requires(t, 'nginx')) return;
  const bytes = countingBytes(200_000);
  const names = ['plain.flac', 'Dvořák – 100% (live) #1?.flac', 'a+b&c;d.flac', "it's.flac", '音楽.flac'];
  for (const name of names) files.write(name, bytes);
  const backend = await serve(async (request, response) => {
    const name = decodeURIComponent(request.url!.slice(1));
    const opened = await openBytes(allowed(locationOf(`${files.folder}/${name}`)));
    if (opened.kind === 'open') await serveRange(request, response, opened.source, { accelerator });
    else response.writeHead(404).end();
  });
  const port = await freePort();
  const config = files.write('nginx.conf', nginxConfig(port, backend.port));
  const binary = ['/usr/sbin/nginx', '/usr/bin/nginx'].find((path) => existsSync(path)) ?? 'nginx';
  const nginx = spawn(binary, ['-c', config, '-p', files.folder, '-e', 'stderr'], { stdio: 'ignore' });
  try {
    const get = (name: string, headers: Record<string, string> = {}) =>
      fetch(`http://127.0.0.1:${port}/${encodeURIComponent(name)}`, { headers });
    let isUp = false;
    await eventually(() => {
      void get('plain.flac', { range: 'bytes=0-0' }).then(
        () => (isUp = true),
        () => undefined,
      );
      return isUp;
    });
    for (const name of names) {
      const part = await get(name, { range: 'bytes=1000-1999' });
      assert.equal(part.status, 206, name);
      assert.equal(part.headers.get('content-type'), 'audio/flac');
      assert.ok(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(1000, 2000)), name);
      const etag = part.headers.get('etag')!;
      assert.equal((await get(name, { 'if-none-match': etag })).status, 304);
      const whole = await get(name, { 'if-match': etag });
      assert.equal((await whole.arrayBuffer()).byteLength, bytes.length);
    }
    assert.equal((await get('_files/plain.flac')).status, 404, 'the internal location is closed');
  } finally {
    nginx.kill();
    await backend.close();
  }
});

function nginxConfig(port: number, backendPort: number): string {
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${files.folder}/t-${name};`,
  );
  return `
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off; worker_processes 1; pid ${files.folder}/nginx.pid;
events { worker_connections 64; }
http {
  access_log off; ${folders.join(' ')}
  server {
    listen 127.0.0.1:${port};
    location /_files/ { internal; alias ${files.folder}/; }
    location / { proxy_pass http://127.0.0.1:${backendPort}; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}`;
}
