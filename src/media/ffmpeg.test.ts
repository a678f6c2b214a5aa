import assert from 'node:assert/strict';
import { closeSync, createReadStream, existsSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { requires } from '../../test/requires.ts';
import type { FixtureFolder } from './ffmpeg-fixtures.ts';
import { fixtureFolder, lavfi } from './ffmpeg-fixtures.ts';
import { findFfmpeg, forgetFfmpeg } from './ffmpeg-find.ts';
import { runFfmpeg, startFfmpeg } from './ffmpeg.ts';
import type { FfmpegJob } from './ffmpeg.ts';

let made: FixtureFolder | undefined;
const fixtures = () => (made ??= fixtureFolder());
after(() => made?.remove());

const toRaw = ['-map', '0:a:0', '-f', 's16le', '-ar', '8000', '-ac', '1'];
const job = (input: FfmpegJob['input'], more: Partial<FfmpegJob> = {}): FfmpegJob => ({
  input,
  outputArgs: toRaw,
  ...more,
});
/** A second of sine, 8 kHz mono 16 bit. */
const secondBytes = 16_000;
const sine = (name = 'sine.flac') => fixtures().make(name, ...lavfi('sine=duration=1:sample_rate=8000'));

test('ffmpeg is found with its version and encoders, and its absence is a value', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const found = await findFfmpeg();
  assert.match(found?.version ?? '', /^\S*\d/);
  assert.ok(found?.encoders.has('flac'));
  const path = process.env['PATH'];
  try {
    process.env['PATH'] = '/nonexistent';
    forgetFfmpeg();
    assert.equal(await findFfmpeg(), undefined);
    const { end } = await runFfmpeg(job('/any.flac'));
    assert.equal(!end.ok && end.reason, 'missing');
  } finally {
    process.env['PATH'] = path;
    forgetFfmpeg();
  }
});

test('names that look like options, protocols or patterns are files and nothing else', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const source = sine('plain.flac');
  for (const name of [
    '-i.flac',
    'http:example.flac',
    'concat:a|b.flac',
    '%03d.flac',
    "it's a `$(touch x)`; name.flac",
    'a\nb.flac',
  ]) {
    const path = join(fixtures().folder, name);
    writeFileSync(path, '');
    renameSync(source, path);
    const { end, output } = await runFfmpeg(job(path));
    assert.deepEqual(end, { ok: true }, name);
    assert.equal(output.length, secondBytes, name);
    renameSync(path, source);
  }
});

test('a name that is not UTF-8 is read too', { skip: process.platform !== 'linux' }, async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const path = Buffer.concat([Buffer.from(fixtures().folder), Buffer.from('/caf\xe9.flac', 'latin1')]);
  renameSync(sine('utf8.flac'), path);
  const { end, output } = await runFfmpeg(job(path));
  assert.deepEqual(end, { ok: true });
  assert.equal(output.length, secondBytes);
});

test('bytes can be piped in, and nothing hangs when ffmpeg wants no more of them', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const whole = await runFfmpeg(job(createReadStream(sine())));
  assert.equal(whole.output.length, secondBytes);
  const early = await runFfmpeg({
    input: createReadStream('/dev/zero'),
    outputArgs: toRaw,
    limits: { timeMs: 20_000 },
  });
  assert.equal(early.end.ok, false);
});

test('a playlist dressed up as music cannot name other files', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const secret = sine('secret.flac');
  const texts = {
    'hls.mp3': `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n${secret}\n#EXT-X-ENDLIST\n`,
    'concat.mp3': `ffconcat version 1.0\nfile secret.flac\n`,
  };
  for (const [name, text] of Object.entries(texts)) {
    const path = join(fixtures().folder, name);
    writeFileSync(path, text);
    const { end, output } = await runFfmpeg(job(path));
    assert.equal(end.ok, false, name);
    assert.equal(output.length, 0, name);
  }
});

test('no network address is opened', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const { end } = await runFfmpeg({
    input: sine(),
    outputArgs: ['-f', 's16le', 'tcp://127.0.0.1:9', ...toRaw],
  });
  assert.equal(end.ok, false);
});

test('no file can be written where prlimit is there', { skip: process.platform !== 'linux' }, async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  if ((await findFfmpeg())?.prlimitPath === undefined) return t.skip('needs prlimit');
  const target = join(fixtures().folder, 'written.raw');
  await runFfmpeg({ input: sine(), outputArgs: ['-y', '-f', 's16le', `file:${target}`, ...toRaw] });
  const written = existsSync(target) ? (await import('node:fs')).statSync(target).size : 0;
  assert.equal(written, 0);
});

test('a broken file ends with the words of ffmpeg', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const path = join(fixtures().folder, 'broken.flac');
  writeFileSync(path, Buffer.alloc(4096, 7));
  const { end } = await runFfmpeg(job(path));
  assert.equal(end.ok, false);
  assert.ok(!end.ok && end.reason === 'failed' && end.message.length > 10, JSON.stringify(end));
});

test('time, output and memory have limits that kill', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const path = sine();
  const endless = ['-stream_loop', '-1'];
  const time = await runFfmpeg(job(path, { inputArgs: ['-re', ...endless], limits: { timeMs: 300 } }));
  assert.equal(!time.end.ok && time.end.reason, 'time');
  const output = await runFfmpeg(job(path, { inputArgs: endless, limits: { outputBytes: 100_000 } }));
  assert.equal(!output.end.ok && output.end.reason, 'output');
  const memory = await runFfmpeg(job(path, { limits: { memoryBytes: 50 * 2 ** 20 } }));
  assert.equal(!memory.end.ok && memory.end.reason, 'memory', JSON.stringify(memory.end));
});

test('an abort kills the process and leaves none behind', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const controller = new AbortController();
  const running = await startFfmpeg(
    job(sine(), { inputArgs: ['-re', '-stream_loop', '-1'], signal: controller.signal }),
  );
  assert.ok(running?.pid);
  running.stdout.resume();
  controller.abort();
  const end = await running.ended;
  assert.equal(!end.ok && end.reason, 'aborted');
  assert.throws(() => process.kill(running.pid!, 0), { code: 'ESRCH' });
  const aborted = await runFfmpeg(job(sine(), { signal: controller.signal }));
  assert.equal(!aborted.end.ok && aborted.end.reason, 'aborted');
});

test('background work has the lowest priority', { skip: process.platform === 'win32' }, async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const running = await startFfmpeg(
    job(sine(), { inputArgs: ['-re', '-stream_loop', '-1'], background: true }),
  );
  assert.equal(getPriority(running!.pid), 19);
  running!.stop();
  await running!.ended;
});

test(
  'an open file handed to ffmpeg is not left open here',
  { skip: process.platform !== 'linux' },
  async (t) => {
    if (!requires(t, 'ffmpeg')) return;
    const path = Buffer.concat([Buffer.from(fixtures().folder), Buffer.from('/na\xefve.flac', 'latin1')]);
    renameSync(sine('temporary.flac'), path);
    await runFfmpeg(job(path));
    const before = openSync('/dev/null', 'r');
    closeSync(before);
    await runFfmpeg(job(path));
    const next = openSync('/dev/null', 'r');
    closeSync(next);
    assert.equal(next, before);
  },
);
