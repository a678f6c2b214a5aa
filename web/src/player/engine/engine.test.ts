import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Playable } from '../../../../src/server/api/contract.ts';
import { requires } from '../../../../test/requires.ts';
import {
  fitSine,
  longestSilence,
  residual,
  type Sine,
  sineSamples,
  soundingPart,
  writeWave,
} from './testing/sounds.ts';
import { playable } from './testing/playable.ts';
import { closeBrowser, openStage, type Stage } from './testing/stage.ts';

const SINE: Sine = { rateHz: 44_100, hz: 443.7, amplitude: 0.5 };
const WAV = { mime: 'audio/wav', codec: 'pcm', lossless: true };

let stage: Stage | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});
after(closeBrowser);

async function open(t: TestContext, options?: string, autoplay?: 'free' | 'strict'): Promise<Stage | null> {
  if (!requires(t, 'chromium')) return null;
  return (stage = await openStage(options, autoplay));
}

/** Stages seconds `from` to `to` of the endless sine. */
function stageSine(
  stage: Stage,
  id: string,
  from: number,
  to: number,
  part: Partial<Playable> = {},
  sine = SINE,
): Playable {
  const path = join(stage.folder, `${id}.wav`);
  const rateHz = part.sampleRateHz ?? SINE.rateHz;
  writeWave(
    path,
    sineSamples({ ...sine, rateHz }, Math.round(from * rateHz), Math.round(to * rateHz)),
    rateHz,
  );
  stage.files.set(id, { path });
  const sizeBytes = 44 + Math.round((to - from) * rateHz) * 4;
  return playable(id, { ...WAV, durationMs: (to - from) * 1000, sizeBytes, sampleRateHz: rateHz, ...part });
}

const load = (stage: Stage, tracks: Playable[], options = '{}') =>
  stage.page.evaluate(`engine.load(${JSON.stringify(tracks)}, ${options})`);
const names = (stage: Stage, name: string) =>
  stage.page.evaluate<unknown[]>(
    `events.filter((event) => event.name === '${name}').map(({ data }) => data)`,
  );
const value = <T>(stage: Stage, expression: string) => stage.page.evaluate<T>(expression);
const until = (stage: Stage, expression: string, timeoutMs?: number) => stage.until(expression, timeoutMs);

/** One sine from shortly after the first sample to shortly before the last. */
function assertOneSine(samples: Float32Array, from: number, to: number, sine = SINE): void {
  const fit = fitSine(samples, sine, from, Math.min(to, from + 20_000));
  const worst = residual(samples, sine, fit, from, to);
  assert.ok(worst.difference < 1e-4, `one sine from ${from} to ${to}: ${JSON.stringify(worst)}`);
}

test('on a slow network the first sound comes early and the pieces join on the sample', async (t) => {
  const stage = await open(t);
  if (stage === null) return;
  const track = stageSine(stage, 'slow', 0, 14);
  stage.network.bytesPerSecond = track.sizeBytes / 7; // Twice as fast as the music.
  const begun = Date.now();
  await load(stage, [track]);
  await until(stage, `engine.snapshot().state === 'playing'`);
  const firstSoundMs = Date.now() - begun;
  t.diagnostic(`first sound after ${firstSoundMs} ms of a download of 7 s`);
  assert.ok(firstSoundMs < 5_000);
  await until(stage, `events.some(({ name }) => name === 'end')`, 30_000);
  const { samples } = await stage.recording();
  const { from, to } = soundingPart(samples);
  assert.ok(Math.abs(to - from - 14 * SINE.rateHz) < 4_000, 'all of it sounded, once');
  assertOneSine(samples, from + 4_410, to - 200);
});

test('a lost connection is resumed where it broke, and the place is kept', async (t) => {
  const stage = await open(t);
  if (stage === null) return;
  const track = stageSine(stage, 'lost', 0, 12);
  stage.network.bytesPerSecond = track.sizeBytes / 8;
  await load(stage, [track]);
  await until(stage, `engine.snapshot().state === 'playing'`);
  stage.network.down = true;
  await until(stage, `engine.snapshot().error?.reason === 'offline'`);
  await sleep(800);
  stage.network.down = false;
  stage.network.bytesPerSecond = Infinity;
  await until(stage, `engine.snapshot().error === null && engine.positionMs() > 9000`, 30_000);
  assert.ok(
    stage.requests.some((request) => /^lost original bytes=\d{4,}-$/.test(request)),
    stage.requests.join(', '),
  );
  await until(stage, `events.some(({ name }) => name === 'end')`);
  const { samples } = await stage.recording();
  const { from, to } = soundingPart(samples);
  assert.ok(longestSilence(samples, from, to) < 3 * SINE.rateHz);
  assert.equal((await names(stage, 'error')).length, 1);
});

test('what the browser cannot decode is asked for as a transcode, by its type and by trial', async (t) => {
  const stage = await open(t);
  if (stage === null) return;
  const good = stageSine(stage, 'good', 0, 1);
  const { path } = stage.files.get('good')!;
  const junk = join(stage.folder, 'junk');
  writeFileSync(junk, 'this is not music'.repeat(5_000));
  stage.files.set('aiff', { path: junk, transcodes: { flac: path } });
  stage.files.set('wma', { path: junk, transcodes: { opus: path } });
  stage.files.set('liar', { path: junk, transcodes: { flac: path } });
  await load(stage, [
    { ...good, id: 'aiff', mime: 'audio/aiff', codec: 'pcm' },
    { ...good, id: 'wma', mime: 'audio/x-ms-wma', codec: 'wmav2', lossless: false },
    { ...good, id: 'liar', mime: 'audio/flac', codec: 'flac' },
  ]);
  await until(stage, `events.some(({ name }) => name === 'end')`);
  assert.deepEqual(stage.requests, ['aiff flac', 'wma opus', 'liar original', 'liar flac']);
  assert.deepEqual(await names(stage, 'error'), []);
});

test('a track that cannot be had is said and passed over, and the seam of its neighbours stays whole', async (t) => {
  const stage = await open(t);
  if (stage === null) return;
  const tracks = [stageSine(stage, 'one', 0, 2), playable('gone', WAV), stageSine(stage, 'two', 2, 4)];
  await load(stage, tracks);
  await until(stage, `events.some(({ name }) => name === 'end')`);
  const [error] = (await names(stage, 'error')) as {
    reason: string;
    message: string;
    recovery: string;
    track: Playable;
  }[];
  assert.equal(error?.reason, 'unavailable');
  assert.equal(error.recovery, 'skip');
  assert.equal(error.track.id, 'gone');
  assert.equal(error.message, 'The stage says 404.');
  const { samples } = await stage.recording();
  const { from, to } = soundingPart(samples);
  assertOneSine(samples, from + 4_410, to - 200);
  assert.deepEqual(
    ((await names(stage, 'track')) as { id: string }[]).map(({ id }) => id),
    ['one', 'two', 'one'],
  );
});

test('a first track that cannot be had is said before it is passed over; a queue without any stops', async (t) => {
  const stage = await open(t);
  if (stage === null) return;
  await load(stage, [playable('gone', WAV), stageSine(stage, 'one', 0, 1)]);
  await until(stage, `engine.snapshot().error?.recovery === 'skip'`);
  assert.equal(await value(stage, 'engine.snapshot().index'), 0);
  await until(stage, `engine.snapshot().index === 1 && engine.snapshot().state === 'playing'`);
  await load(stage, [playable('gone', WAV), playable('gone-too', WAV)]);
  await until(stage, `engine.snapshot().error?.recovery === 'pause'`);
  assert.equal(await value(stage, 'engine.snapshot().state'), 'paused');
});

test('an ended session pauses instead of running through the queue', async (t) => {
  const stage = await open(t);
  if (stage === null) return;
  const tracks = [stageSine(stage, 'one', 0, 1), stageSine(stage, 'two', 1, 2)];
  stage.files.set('one', { ...stage.files.get('one')!, status: 401 });
  await load(stage, tracks);
  await until(stage, `engine.snapshot().error !== null`);
  assert.deepEqual(
    await value(stage, `(({ state, index, error }) => [state, index, error.reason])(engine.snapshot())`),
    ['paused', 0, 'signed-out'],
  );
  stage.files.set('one', { path: stage.files.get('one')!.path });
  await value(stage, 'engine.play()');
  await until(stage, `engine.snapshot().state === 'playing'`);
});

test('a session that ends while a track plays lets it play to its end, and waits before the next', async (t) => {
  const stage = await open(t);
  if (stage === null) return;
  const tracks = [stageSine(stage, 'one', 0, 2), stageSine(stage, 'two', 2, 4)];
  stage.files.set('two', { ...stage.files.get('two')!, status: 401 });
  await load(stage, tracks);
  await until(stage, `engine.snapshot().error?.reason === 'signed-out'`);
  assert.deepEqual(await value(stage, `[engine.snapshot().state, engine.snapshot().index]`), ['paused', 1]);
  const { from, to } = soundingPart((await stage.recording()).samples);
  assert.ok(Math.abs(to - from - 2 * SINE.rateHz) < 4_500);
  assert.equal(stage.requests.length, 2);
});

test('pause is silent without a click and the place stands still; play goes on from there', async (t) => {
  const stage = await open(t);
  if (stage === null) return;
  await load(stage, [stageSine(stage, 'one', 0, 6)]);
  await until(stage, `engine.positionMs() > 1000`);
  await value(stage, 'engine.pause()');
  await sleep(300);
  const paused = await value<number>(stage, 'engine.positionMs()');
  await sleep(500);
  assert.equal(await value(stage, 'engine.positionMs()'), paused);
  assert.equal(await value(stage, 'engine.snapshot().state'), 'paused');
  await value(stage, 'engine.play()');
  await until(stage, `events.some(({ name }) => name === 'end')`);
  const { samples } = await stage.recording();
  assertNoClicks(samples);
});

test('seeking lands on the place, within the fade, and does not click', async (t) => {
  const stage = await open(t);
  if (stage === null) return;
  await load(stage, [stageSine(stage, 'one', 0, 30)]);
  await until(stage, `engine.positionMs() > 500`);
  const soughtMs = await value<number>(
    stage,
    `new Promise((resolve) => {
    const begun = performance.now();
    engine.seek(20000);
    const poll = () => engine.positionMs() > 20020 ? resolve(performance.now() - begun) : requestAnimationFrame(poll);
    poll();
  })`,
  );
  t.diagnostic(`sounding 20 ms after the place sought ${soughtMs.toFixed(0)} ms later`);
  await value(stage, 'engine.seek(10000)');
  await sleep(300);
  const position = await value<number>(stage, 'engine.positionMs()');
  assert.ok(position > 10_000 && position < 11_000, String(position));
  await value(stage, 'engine.seek(29500)');
  await until(stage, `events.some(({ name }) => name === 'end')`, 5_000);
  assertNoClicks((await stage.recording()).samples);
});

test('repeat one goes round without a seam, and a whole play is counted each time', async (t) => {
  const stage = await open(t, `{ repeat: 'one' }`);
  if (stage === null) return;
  // A whole number of periods, so that the sine goes on through its own beginning.
  const loop = { ...SINE, hz: 441 };
  const track = stageSine(stage, 'loop', 0, 2, {}, loop);
  await load(stage, [track]);
  await until(stage, `events.filter(({ name }) => name === 'track').length === 4`, 20_000);
  await value(stage, 'engine.pause()');
  const { samples } = await stage.recording();
  const { from } = soundingPart(samples);
  assertOneSine(samples, from + 4_410, from + 6 * SINE.rateHz, loop);
  assert.equal(stage.requests.length, 1);
  assert.equal((await names(stage, 'played')).length, 3);
});

test('the queue may be reordered while a track sounds; it goes on and another follows', async (t) => {
  const stage = await open(t);
  if (stage === null) return;
  const [one, two, three] = [
    stageSine(stage, 'one', 0, 3),
    stageSine(stage, 'two', 0, 2),
    stageSine(stage, 'three', 3, 5),
  ];
  await load(stage, [one, two, three]);
  await until(stage, `engine.positionMs() > 700`);
  await value(stage, `engine.updateQueue(${JSON.stringify([two, one, three])}, 1)`);
  assert.equal(await value(stage, 'engine.snapshot().nextTrack.id'), 'three');
  await until(stage, `events.some(({ name }) => name === 'end')`);
  const { samples } = await stage.recording();
  const { from, to } = soundingPart(samples);
  assert.ok(Math.abs(to - from - 5 * SINE.rateHz) < 4_000);
  assertOneSine(samples, from + 4_410, to - 200);
});

test('a big track is trimmed to its end before the next is decoded, unheard', async (t) => {
  const stage = await open(t);
  if (stage === null) return;
  // They say that they have thirty channels, so that the budget thinks them big.
  const tracks = [
    stageSine(stage, 'one', 0, 36, { channels: 30 }),
    stageSine(stage, 'two', 36, 40, { channels: 300 }),
  ];
  await load(stage, tracks, '{ positionMs: 28000 }');
  await until(stage, `events.some(({ name }) => name === 'track' && engine.snapshot().index === 1)`, 45_000);
  await until(stage, `events.some(({ name }) => name === 'end')`);
  const { samples } = await stage.recording();
  const { from, to } = soundingPart(samples);
  assert.ok(Math.abs(to - from - 12 * SINE.rateHz) < 4_000);
  assertOneSine(samples, from + 4_410, to - 200);
});

test('what was trimmed away is decoded again for a listener who seeks back', async (t) => {
  const stage = await open(t);
  if (stage === null) return;
  const tracks = [
    stageSine(stage, 'one', 0, 36, { channels: 30 }),
    stageSine(stage, 'two', 36, 38, { channels: 300 }),
  ];
  await load(stage, tracks, '{ positionMs: 10000 }');
  await until(stage, `engine.positionMs() > 12000`);
  await value(stage, 'engine.seek(1000)');
  await until(stage, `engine.positionMs() > 3000 && engine.snapshot().state === 'playing'`, 5_000);
  await value(stage, 'recorded.blocks.length = 0; engine.seek(34000)');
  await until(stage, `events.some(({ name }) => name === 'end')`);
  const { samples } = await stage.recording();
  const { to } = soundingPart(samples);
  assertOneSine(samples, to - Math.round(3.5 * SINE.rateHz), to - 200);
  assert.equal(stage.requests.length, 2);
});

test('a track over ten minutes streams by ranges, and its seams on both sides are whole', async (t) => {
  const stage = await open(t);
  if (stage === null) return;
  const sine = { ...SINE, rateHz: 16_000 };
  const part = { sampleRateHz: 16_000 };
  const tracks = [
    stageSine(stage, 'before', 0, 7, part),
    stageSine(stage, 'long', 7, 667, part),
    stageSine(stage, 'after', 667, 670, part),
  ];
  await load(stage, tracks);
  await until(stage, `engine.snapshot().index === 1 && engine.positionMs() > 1000`);
  assert.ok(
    stage.requests
      .filter((request) => request.startsWith('long'))
      .every((request) => /original bytes=/.test(request)),
  );
  const first = (await stage.recording()).samples;
  await value(stage, 'recorded.blocks.length = 0; engine.seek(655000)');
  await until(stage, `events.some(({ name }) => name === 'end')`, 20_000);
  const second = (await stage.recording()).samples;
  const begun = soundingPart(first);
  const ended = soundingPart(second);
  // The seam into the element is 7 s after the first sample, the seam out of it 3 s before the last.
  t.diagnostic(`into the element: ${stepAt(first, sine, begun.from + 7 * 16_000)}`);
  t.diagnostic(`out of the element: ${stepAt(second, sine, ended.to - 3 * 16_000)}`);
  // Mostly none at all; on a busy machine Chromium starts an element up to half a millisecond off, which nobody hears.
  const millisecond = 16;
  assert.ok(shiftAt(first, sine, begun.from + 7 * 16_000) < millisecond);
  assert.ok(shiftAt(second, sine, ended.to - 3 * 16_000) < millisecond);
  assert.ok(longestSilence(second, ended.to - 4 * 16_000, ended.to - 2 * 16_000) <= 2);
});

test('the media controls of the system are told what plays', async (t) => {
  const stage = await open(t);
  if (stage === null) return;
  await load(stage, [stageSine(stage, 'one', 0, 5), stageSine(stage, 'two', 5, 8)]);
  await until(stage, `engine.snapshot().state === 'playing'`);
  const told = `[navigator.mediaSession.playbackState, navigator.mediaSession.metadata.title, navigator.mediaSession.metadata.artist]`;
  assert.deepEqual(await value(stage, told), ['playing', 'Track one', 'Somebody']);
  await value(stage, 'engine.next()');
  await value(stage, 'engine.pause()');
  assert.deepEqual(await value(stage, told), ['paused', 'Track two', 'Somebody']);
  await value(stage, 'engine.clear()');
  assert.deepEqual(
    await value(stage, '[navigator.mediaSession.playbackState, navigator.mediaSession.metadata]'),
    ['none', null],
  );
});

test('an interruption by the system pauses, and its end goes on', async (t) => {
  const stage = await open(t);
  if (stage === null) return;
  await load(stage, [stageSine(stage, 'one', 0, 5)]);
  await until(stage, `engine.positionMs() > 300`);
  await value(stage, 'engine.output.context.suspend()');
  await until(stage, `engine.snapshot().state === 'paused'`);
  const place = await value<number>(stage, 'engine.positionMs()');
  await value(stage, 'engine.output.context.resume()');
  await until(stage, `engine.snapshot().state === 'playing' && engine.positionMs() > ${place}`);
});

test('a cap on the bit rate is kept by asking for Opus, at the rate at which Opus is decoded', async (t) => {
  const stage = await open(t, '{ settings: { maxBitrateKbps: 128 } }');
  if (stage === null) return;
  const track = stageSine(stage, 'one', 0, 1);
  stage.files.set('one', { path: '', transcodes: { opus: stage.files.get('one')!.path } });
  await load(stage, [track]);
  await until(stage, `events.some(({ name }) => name === 'end')`);
  assert.deepEqual(stage.requests, ['one opus']);
  assert.equal((await stage.recording()).rateHz, 48_000);
});

test('loudness is evened out by ReplayGain, and never into clipping', async (t) => {
  const stage = await open(t, `{ settings: { replayGain: 'track', preampDb: 0 } }`);
  if (stage === null) return;
  const gain = (trackDb: number, trackPeak: number) => ({
    gain: { trackDb, trackPeak, albumDb: null, albumPeak: null },
  });
  const tracks = [
    stageSine(stage, 'loud', 0, 2, gain(-6.0206, 0.5)),
    stageSine(stage, 'quiet', 2, 4, gain(20, 0.5)),
  ];
  await load(stage, tracks);
  await until(stage, `events.some(({ name }) => name === 'end')`);
  const { samples } = await stage.recording();
  const { to } = soundingPart(samples);
  const seam = to - 2 * SINE.rateHz;
  assert.ok(Math.abs(fitSine(samples, SINE, seam - 40_000, seam - 10).amplitude - 0.25) < 1e-3);
  assert.ok(Math.abs(fitSine(samples, SINE, seam + 10, seam + 40_000).amplitude - 1) < 1e-3);
});

test('a page that nobody touched is told that the browser wants a gesture, and a click brings the sound', async (t) => {
  const stage = await open(t, '{}', 'strict');
  if (stage === null) return;
  // Playwright's own evaluate counts as a gesture.
  const cdp = await stage.page.context().newCDPSession(stage.page);
  const evaluate = async (expression: string) =>
    (await cdp.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })).result
      .value as unknown;
  await evaluate(`engine.load(${JSON.stringify([stageSine(stage, 'one', 0, 2)])})`);
  const told = `new Promise((resolve) => engine.on('error', ({ reason }) => resolve([reason, engine.snapshot().state])))`;
  assert.deepEqual(await evaluate(told), ['blocked', 'paused']);
  await value(stage, `document.addEventListener('click', () => engine.play())`);
  await stage.page.mouse.click(10, 10);
  await until(stage, `events.some(({ name }) => name === 'end')`);
  assert.equal((await names(stage, 'played')).length, 1);
});

test('nothing sounds before it is asked for', async (t) => {
  const stage = await open(t);
  if (stage === null) return;
  await load(stage, [stageSine(stage, 'one', 0, 2)], '{ play: false, positionMs: 1500 }');
  await sleep(200);
  assert.deepEqual(stage.requests, []);
  assert.deepEqual(await value(stage, `[engine.snapshot().state, engine.positionMs()]`), ['paused', 1_500]);
  await value(stage, 'engine.play()');
  await until(stage, `events.some(({ name }) => name === 'end')`);
});

/** By how many samples the sine after a seam is displaced against the sine before it. */
function shiftAt(samples: Float32Array, sine: Sine, seam: number): number {
  const before = fitSine(samples, sine, seam - 6_000, seam - 1_000);
  const after = fitSine(samples, sine, seam + 1_000, seam + 6_000);
  const turn = Math.atan2(Math.sin(after.phase - before.phase), Math.cos(after.phase - before.phase));
  return Math.abs((turn * sine.rateHz) / (2 * Math.PI * sine.hz));
}

function stepAt(samples: Float32Array, sine: Sine, seam: number): string {
  const fit = fitSine(samples, sine, seam - 6_000, seam - 1_000);
  const worst = residual(samples, sine, fit, seam - 1_000, seam + 1_000);
  return `${shiftAt(samples, sine, seam).toFixed(3)} samples displaced, at worst ${worst.difference.toExponential(1)} off`;
}

/** A click is a step between two samples that a sine of this height and pitch cannot make; the file's own end may. */
function assertNoClicks(samples: Float32Array): void {
  const steepest = 2 * Math.PI * (SINE.hz / SINE.rateHz) * SINE.amplitude * 1.1;
  const { to } = soundingPart(samples);
  for (let n = 1; n < to - 1; n++) {
    const step = Math.abs(samples[n]! - samples[n - 1]!);
    if (step > steepest) assert.fail(`a step of ${step.toFixed(3)} at sample ${n}`);
  }
}
