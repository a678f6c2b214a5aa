import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { test } from 'node:test';
import { isDead, processMark } from './process-mark.ts';

const onLinux = { skip: process.platform !== 'linux' && 'only Linux tells when a process started' };

test('a process is dead when it was killed, also before its parent has noticed', onLinux, async () => {
  // The shell never waits for its child: what was killed stays a zombie.
  const shell = spawn('/bin/sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [said] = (await once(shell.stdout, 'data')) as [Buffer];
  const child = Number(said.toString());
  const marks = [processMark(child), processMark(shell.pid)];
  assert.deepEqual(marks.map(isDead), [false, false]);
  process.kill(child, 'SIGKILL');
  while (!isDead(marks[0]!)) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(marks.map(isDead), [true, false]);
  shell.kill('SIGKILL');
  await once(shell, 'exit');
  assert.ok(isDead(marks[1]!));
});

test('in doubt a process is alive', onLinux, () => {
  assert.equal(isDead(processMark()), false);
  const [host, , boot, namespace, start] = processMark().split('/');
  const gone = 2 ** 22 + 1;
  const mark = (...parts: unknown[]) => parts.join('/');
  assert.equal(isDead(mark(host, gone, boot, namespace, start)), true, 'the rule itself');
  assert.equal(isDead(mark(host, process.pid, boot, namespace, '1')), true, 'its number was given out again');
  assert.equal(isDead(mark('elsewhere', gone, boot, namespace, start)), false, 'another machine');
  assert.equal(
    isDead(mark(host, gone, 'other-boot', namespace, start)),
    false,
    'another boot, or another machine of that name',
  );
  assert.equal(isDead(mark(host, gone, boot, 'pid:[1]', start)), false, 'another container');
  assert.equal(isDead(mark(host, 1, boot, namespace, startOfInit())), false, 'another user’s process');
  assert.equal(isDead(`${hostname()}/${gone}`), false, 'a mark that tells no more');
  assert.equal(isDead(`${hostname()}/${gone}/a1b2c3`), false, 'a mark of the first release');
  assert.equal(isDead(''), false);
});

const startOfInit = () => processMark(1).split('/')[4];
