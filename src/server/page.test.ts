import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { readConfig } from '#base/config.ts';
import { silentLog } from '#base/log.ts';
import { createHttp } from './http.ts';
import { registerPage } from './page.ts';

let folder: string;
let app: FastifyInstance;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fonoteca-page-'));
  const dist = join(folder, 'dist');
  mkdirSync(join(dist, 'assets'), { recursive: true });
  writeFileSync(join(dist, 'index.html'), '<!doctype html>\n<html><head><title>F</title></head></html>');
  writeFileSync(join(dist, 'assets', 'index-Ab3dEf9x.js'), `export const text = '${'la '.repeat(500)}';`);
  writeFileSync(join(folder, 'secret.txt'), 'not part of the page');
  const config = readConfig({ FONOTECA_DATA: join(folder, 'data') }, { basePath: '/music' });
  app = await createHttp({ config, log: silentLog, authenticate: async () => {} });
  registerPage(app, { folder: dist, basePath: '/music' });
});
after(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

test('every view has an address, and the base of them all is the sub-path', async () => {
  for (const url of ['/', '/music', '/music/', '/music/album/abc', '/music/search?q=%2F']) {
    const { statusCode, body, headers } = await app.inject(url);
    assert.equal(statusCode, 200, url);
    assert.match(body, /<head>\s*<base href="\/music\/">/, url);
    assert.equal(headers['cache-control'], 'no-cache');
    assert.match(String(headers['content-security-policy']), /default-src 'self'/);
  }
});

test('a file whose name carries its digest is kept for ever, compressed as the browser can take it', async () => {
  const url = '/music/assets/index-Ab3dEf9x.js';
  const plain = await app.inject(url);
  assert.match(String(plain.headers['cache-control']), /immutable/);
  const zipped = await app.inject({ url, headers: { 'accept-encoding': 'gzip' } });
  assert.equal(gunzipSync(zipped.rawPayload).toString(), plain.body);
  const brotli = await app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
  assert.equal(brotli.headers['content-encoding'], 'br');
  assert.equal(
    (await app.inject({ url, headers: { 'if-none-match': String(plain.headers.etag) } })).statusCode,
    304,
  );
});

test('what is no file of the page is not found, whatever its address is made of', async () => {
  for (const path of [
    'assets/other.js',
    '../secret.txt',
    '%2e%2e/secret.txt',
    '..%2fsecret.txt',
    'assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    'api/nothing',
    'rest/nothing',
    'api',
  ]) {
    const { statusCode, body } = await app.inject(`/music/${path}`);
    assert.equal(statusCode, 404, path);
    assert.doesNotMatch(body, /not part of the page/);
  }
  for (const odd of ['%25', '%25zz', '%E0%A4%A', '%00', '\\', '//evil.example/']) {
    const { statusCode, headers } = await app.inject(`/music/${odd}`);
    assert.ok(statusCode < 500 && headers.location === undefined, `${odd}: ${statusCode}`);
  }
});
