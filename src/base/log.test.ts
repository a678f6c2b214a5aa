import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { createLog, withoutSecretFacts, withoutSecrets } from './log.ts';

/** What a process that logs `script`'s lines has written when it ended by itself. */
async function linesOf(script: string): Promise<Record<string, unknown>[]> {
  const source = `import { createLog } from ${JSON.stringify(new URL('log.ts', import.meta.url).href)};
    const log = createLog({ level: 'debug', form: 'json' });\n${script}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.on('data', (part: Buffer) => (text += String(part)));
  await once(child, 'close');
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('every line is written, in order, when the process ends by itself, by exit or by a crash', async () => {
  for (const end of ['', 'process.exit(3);', 'throw new Error("unexpected");']) {
    const lines = await linesOf(`for (let at = 0; at < 20_000; at++) log.info({ at }, 'line');\n${end}`);
    assert.deepEqual(
      lines.map((line) => line['at']),
      Array.from({ length: 20_000 }, (_, at) => at),
      end,
    );
  }
});

test('what could sign somebody in is in no line', async () => {
  const lines = await linesOf(`
    log.info({ password: 'word-1', visitor: { token: 'word-2', name: 'ben' }, none: null, list: ['a'] }, 'facts');
    log.error({ err: Object.assign(new Error('failed'), { secret: 'word-3', details: { apiKey: 'word-4' } }) }, 'thrown');
    log.error({ err: 'words' }, 'thrown');`);
  assert.doesNotMatch(JSON.stringify(lines), /word-/);
  assert.deepEqual(lines[0]!['visitor'], { token: '…', name: 'ben' });
  assert.deepEqual(lines[0]!['list'], ['a']);
  assert.equal((lines[1]!['err'] as { message: string }).message, 'failed');
  assert.equal(lines[2]!['err'], 'words');
});

test('facts without secrets are taken as they are, and those with some are not changed', () => {
  const plain = { url: '/rest/ping', inner: { a: 1 } };
  assert.equal(withoutSecretFacts(plain), plain);
  const secret = { cookie: 'c', inner: { password: 'p' } };
  assert.deepEqual(withoutSecretFacts(secret), { cookie: '…', inner: { password: '…' } });
  assert.equal(secret.inner.password, 'p');
});

test('an address is logged without its secrets, and not at any length', () => {
  assert.equal(
    withoutSecrets('/rest/stream?u=ben&p=word&t=abc&s=xyz&apiKey=key&id=1'),
    '/rest/stream?u=ben&p=…&t=…&s=…&apiKey=…&id=1',
  );
  assert.ok(withoutSecrets(`/rest/x?id=${'1'.repeat(5000)}`).length < 600);
});

test('a level that is not wanted costs no line', () => {
  assert.equal(createLog({ level: 'warn', form: 'json' }).isLevelEnabled('debug'), false);
});
