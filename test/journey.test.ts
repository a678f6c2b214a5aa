/// <reference lib="dom" />
/**
 * The main job, end to end, in real Chromium: first run → admin → scan of a folder → search → play → the time advances
 * → the next track follows without a gap (measured from the captured samples of one sine split over two files) →
 * playlist → reload → it is still there, also after it was deleted and taken back; then lists by keys, and the queue of
 * another device.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { chromium, type Page } from 'playwright-core';
import { makeFlac } from '../src/media/tags/fixtures.ts';
import { chromiumPath, requires } from './requires.ts';

const root = join(import.meta.dirname, '..');
const packaged = '/usr/share/games/wesnoth/1.16/data/core/music';
const toneHz = 441;
const sampleRate = 44_100;

test('from the first start to a playlist that is still there', { timeout: 240_000 }, async (t) => {
  if (!requires(t, 'chromium')) return;
  if (!existsSync(join(root, 'web', 'dist', 'index.html')))
    return t.skip('the page is not built (npm run build:page)');
  const server = await startServer(t);
  const page = await openPage(t);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));

  await page.goto(server.setupUrl);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('Password').fill('a sentence is best');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('heading', { name: 'Recently added' }).waitFor({ timeout: 60_000 });
  assert.doesNotMatch(page.url(), /token/, 'the token is not left in the address');

  // Gains differ by what the analysis has reached so far; the seam is about samples.
  await page.evaluate(async () => {
    const me = (await (await fetch('api/me')).json()) as { csrf: string };
    await fetch('api/me/settings', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'x-fonoteca-csrf': me.csrf },
      body: JSON.stringify({ replayGain: 'off' }),
    });
  });
  await page.reload();
  await page.getByRole('heading', { name: 'Recently added' }).waitFor();

  await page.keyboard.press('/');
  await page.keyboard.type('sine wave');
  const first = page.getByRole('button', { name: 'Play Sine Wave, first half' });
  await first.waitFor();
  await page.screenshot({ path: join(server.folder, 'search.png') });
  await page.goto(`${server.url}albums`);
  await page.getByText('Split in Two').first().click();
  await page.getByRole('button', { name: 'Play', exact: true }).first().click();

  const time = page.locator('.player time').first();
  await page.waitForFunction(
    () => /0:0[1-9]/.test(document.querySelector('.player time')?.textContent ?? ''),
    undefined,
    { timeout: 20_000 },
  );
  assert.match((await time.textContent()) ?? '', /0:0\d/);

  await page.waitForFunction(
    () =>
      document.querySelector('.player .now')?.textContent?.includes('second half') &&
      /0:0[1-9]/.test(document.querySelector('.player time')?.textContent ?? ''),
    undefined,
    { timeout: 20_000 },
  );
  checkSeam(await capturedSamples(page));

  await page.goto(`${server.url}playlists`);
  await page.getByRole('button', { name: 'New playlist' }).click();
  await page.getByLabel('Name of the new playlist').fill('Evening');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('heading', { name: 'Evening' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Evening' }).waitFor();
  await page.goto(`${server.url}playlists`);
  await page.getByText('Evening').first().waitFor();

  await page.getByRole('button', { name: 'More for Evening' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('“Evening” is back.').waitFor();

  await walkByKeys(page, server.url);
  await followOtherDevice(page);
  assert.deepEqual(errors, []);
});

/** Arrows, End and the menu key, in a list that draws only what is on the screen. */
async function walkByKeys(page: Page, url: string): Promise<void> {
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-item]')?.dataset['item']);
  await page.goto(`${url}tracks`);
  await page.locator('[data-item="0"] [data-main]').focus();
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(), '1');
  const total = Number(await page.locator('[data-item="1"]').getAttribute('aria-setsize'));
  await page.keyboard.press('End');
  await page.waitForFunction(
    (last) => document.activeElement?.closest<HTMLElement>('[data-item]')?.dataset['item'] === last,
    String(total - 1),
  );
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Play next' }).waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement?.matches('[data-main]') === true);
  assert.equal(await focused(), String(total - 1));
}

/** The queue that another device leaves on the server is shown here, since nothing plays on this page. */
async function followOtherDevice(page: Page): Promise<void> {
  const title = await page.evaluate(async () => {
    const get = async (path: string): Promise<unknown> => (await fetch(path)).json();
    const { csrf } = (await get('api/me')) as { csrf: string };
    const { items } = (await get('api/tracks?limit=1')) as { items: { id: string; title: string }[] };
    await fetch('api/queue', {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-fonoteca-csrf': csrf },
      body: JSON.stringify({ trackIds: items.map(({ id }) => id), index: 0, positionMs: 0 }),
    });
    return items[0]!.title;
  });
  await page.locator('.player .now').getByText(title).waitFor();
}

/** The sound that went to the loudspeaker: one sine without a break, whatever it was cut into. */
function checkSeam(samples: readonly number[]): void {
  const from = samples.findIndex((sample) => Math.abs(sample) > 0.2);
  assert.ok(from >= 0, 'nothing was heard');
  const heard = samples.slice(from + sampleRate * 0.2);
  assert.ok(
    heard.length > sampleRate * 2.5,
    `only ${(heard.length / sampleRate).toFixed(2)} s were captured`,
  );
  const end = lastLoud(heard);
  // For a pure sine, x[n] = 2cos(w)·x[n-1] - x[n-2]; a gap, a repeat or a click breaks the rule at its edges.
  const factor = 2 * Math.cos((2 * Math.PI * toneHz) / sampleRate);
  let worst = 0;
  for (let n = 2; n < end - sampleRate * 0.05; n++)
    worst = Math.max(worst, Math.abs(heard[n]! - factor * heard[n - 1]! + heard[n - 2]!));
  assert.ok(worst < 0.01, `the wave is broken by ${worst.toFixed(4)} of full scale`);
}

function lastLoud(samples: readonly number[]): number {
  for (let n = samples.length - 1; n >= 0; n--) if (Math.abs(samples[n]!) > 0.2) return n;
  return 0;
}

async function openPage(t: TestContext): Promise<Page> {
  const browser = await chromium.launch({
    executablePath: chromiumPath()!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  t.after(() => browser.close());
  // The recorder is a worklet of the test's own, which the page's policy would rightly refuse.
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 900 } });
  await context.addInitScript(recordOutput);
  return context.newPage();
}

/** Runs in the page: whatever is connected to the loudspeaker is also connected to a recorder. */
function recordOutput(): void {
  const recorded: Float32Array[] = [];
  Object.assign(window, { recorded });
  const connect = AudioNode.prototype.connect as (this: AudioNode, ...args: unknown[]) => unknown;
  const recorders = new WeakMap<BaseAudioContext, Promise<AudioWorkletNode>>();
  const code = `registerProcessor('recorder', class extends AudioWorkletProcessor { process([input]) { if (input[0]) this.port.postMessage(input[0].slice()); return true; } });`;
  const recorderOf = async (context: BaseAudioContext) => {
    await context.audioWorklet.addModule(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
    const node = new AudioWorkletNode(context, 'recorder', { numberOfOutputs: 0 });
    node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => void recorded.push(data);
    return node;
  };
  Object.assign(AudioNode.prototype, {
    connect(this: AudioNode, ...args: unknown[]) {
      if (args[0] instanceof AudioDestinationNode) {
        const recorder = recorders.get(this.context) ?? recorderOf(this.context);
        recorders.set(this.context, recorder);
        void recorder.then((node) => connect.call(this, node));
      }
      return connect.apply(this, args);
    },
  });
}

async function capturedSamples(page: Page): Promise<number[]> {
  const bytes = await page.evaluate(() => {
    const { recorded } = window as unknown as { recorded: Float32Array[] };
    return recorded.flatMap((block) => Array.from(block, (sample) => Math.round(sample * 1e6)));
  });
  return bytes.map((sample) => sample / 1e6);
}

async function startServer(t: TestContext): Promise<{ url: string; setupUrl: string; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-journey-'));
  const music = join(folder, 'music');
  mkdirSync(join(music, 'sine'), { recursive: true });
  if (existsSync(packaged)) cpSync(packaged, join(music, 'packaged'), { recursive: true, dereference: true });
  for (const [index, half] of ['first', 'second'].entries()) {
    // 441 Hz at 44.1 kHz: a period of exactly 100 samples, so that the second file begins where the first one ends.
    const tags = {
      TITLE: `Sine Wave, ${half} half`,
      ALBUM: 'Split in Two',
      ARTIST: 'Oscillator',
      TRACKNUMBER: String(index + 1),
    };
    writeFileSync(
      join(music, 'sine', `${index + 1}.flac`),
      makeFlac({ seconds: 3, sampleRateHz: sampleRate, channels: 1, toneHz, tags }),
    );
  }
  const env = { ...process.env, FONOTECA_DATA: join(folder, 'data'), FONOTECA_PORT: '0' };
  const child = spawn(process.execPath, [join(root, 'bin', 'fonoteca.mjs'), 'serve', music], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => stop(child, folder));
  const text = await said(child, /Make yours at (\S+)/);
  return {
    url: /Fonoteca is at (\S+)/.exec(text)![1]!,
    setupUrl: /Make yours at (\S+)/.exec(text)![1]!,
    folder,
  };
}

async function said(child: ChildProcess, pattern: RegExp): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout!) {
    text += String(chunk);
    if (pattern.test(text)) {
      child.stdout!.resume();
      return text;
    }
  }
  throw new Error(`the server ended early: ${text}`);
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
