import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { LineWriter } from './log-lines.ts';

test('lines arrive in order by themselves, those of one moment together', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-lines-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'log.txt');
  const lines = new LineWriter(openSync(file, 'a'));
  t.after(() => lines.close());
  const wanted: string[] = [];
  for (let at = 0; at < 300; at++) {
    wanted.push(`line ${at}\n`);
    lines.write(wanted.at(-1)!);
    if (at % 100 === 0) await wait(15);
  }
  await wait(200);
  assert.equal(readFileSync(file, 'utf8'), wanted.join(''));
});

test('a reader that is behind makes nobody wait, loses whole lines only, and is told how many', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-lines-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reading = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  const writing = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
  t.after(() => {
    closeSync(reading);
    closeSync(writing);
  });
  const lines = new LineWriter(writing);
  const line = `${'x'.repeat(999)}\n`;
  // More than the pipe holds and than is held for it.
  for (let at = 0; at < 6_000; at++) lines.write(line);
  await wait(60);
  let text = '';
  const buffer = Buffer.alloc(1 << 20);
  const until = Date.now() + 10_000;
  while (!text.includes('"dropped":') && Date.now() < until) {
    lines.write(line);
    await wait(5);
    for (let count = 1; count > 0;) {
      try {
        count = readSync(reading, buffer);
      } catch {
        count = 0;
      }
      text += buffer.toString('latin1', 0, count);
    }
  }
  lines.close();
  const whole = text.slice(0, text.lastIndexOf('\n')).split('\n');
  assert.ok(whole.every((one) => one.length === 999 || one.includes('"dropped":')));
  const dropped = Number(/"dropped":(\d+)/.exec(text)?.[1]);
  assert.ok(dropped > 1_000 && dropped < 6_000, `${dropped}`);
});

test('a reader that is gone ends nothing', async () => {
  const lines = new LineWriter(99_999);
  lines.write('nobody hears this\n');
  await wait(60);
  lines.write('nor this\n');
  lines.close();
});
