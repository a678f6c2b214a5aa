/**
 * A stage for the engine: a server on loopback that streams files by range (slowly, or not at all, when told), a page
 * with the engine alone on it, real Chromium, and a recorder on the engine's output. Tests and the memory bench share it.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { chromiumPath } from '../../../../../test/requires.ts';
import type { Playable } from '../../../../../src/server/api/contract.ts';

export interface StagedFile {
  path: string;
  /** Paths of transcodes by format; what is not there is answered with 501. */
  transcodes?: Record<string, string>;
  status?: number;
}

export interface Stage {
  page: Page;
  folder: string;
  files: Map<string, StagedFile>;
  /** How the network is: changes act on running answers too. */
  network: { bytesPerSecond: number; down: boolean };
  /** Requests as `id format range`. */
  requests: string[];
  /** All that sounded since the engine's output was first there (left channel), and at what rate. */
  recording(): Promise<{ samples: Float32Array; rateHz: number }>;
  /** Resident bytes of the page's process, after a garbage collection when `collect`. */
  pageBytes(collect?: boolean): Promise<{ residentBytes: number; heapBytes: number }>;
  until(expression: string, timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

const ENTRY = 'virtual:stage';

/** Opens the stage. The page has `createEngine`, `engine` (made with `options`, a JS object literal) and `events`. */
export async function openStage(options = '{}', autoplay: Autoplay = 'free'): Promise<Stage> {
  const script = await bundle(options);
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-stage-'));
  const state = {
    files: new Map<string, StagedFile>(),
    network: { bytesPerSecond: Infinity, down: false },
    requests: [] as string[],
  };
  const server = createServer(
    (request, response) => void serve(request, response, state, script).catch(() => response.destroy()),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launch(autoplay);
  const page = await browser.newPage();
  page.on('pageerror', (error) => process.stderr.write(`page: ${error.stack ?? error.message}\n`));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const cdp = await browser.newBrowserCDPSession();
  return {
    page,
    folder,
    ...state,
    recording: () => recordingOf(page),
    pageBytes: (collect) => pageBytesOf(cdp, page, collect),
    until: async (expression, timeout = 15_000) =>
      void (await page.waitForFunction(expression, undefined, { timeout, polling: 20 })),
    close: async () => {
      await page.close();
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether pages may sound before a gesture. */
type Autoplay = 'free' | 'strict';

const launched = new Map<Autoplay, Promise<Browser>>();

/** One browser for all stages of a process; starting it is what takes long. */
function launch(autoplay: Autoplay): Promise<Browser> {
  const policy = autoplay === 'free' ? 'no-user-gesture-required' : 'document-user-activation-required';
  const browser =
    launched.get(autoplay) ??
    chromium.launch({
      executablePath: chromiumPath(),
      args: ['--no-sandbox', `--autoplay-policy=${policy}`, '--js-flags=--expose-gc'],
    });
  launched.set(autoplay, browser);
  return browser;
}

export async function closeBrowser(): Promise<void> {
  for (const browser of launched.values()) await (await browser).close();
  launched.clear();
}

/** A track of the contract with what a test does not care about filled in. */
export function playable(id: string, part: Partial<Playable> = {}): Playable {
  return {
    id,
    title: `Track ${id}`,
    artists: [{ id: null, name: 'Somebody' }],
    album: { id: 'album', title: 'An album' },
    artwork: null,
    disc: 1,
    number: 1,
    durationMs: 5_000,
    missing: false,
    mark: { starredAt: null, rating: null, playCount: 0, playedAt: null },
    mime: 'audio/flac',
    codec: 'flac',
    lossless: true,
    bitrateKbps: null,
    sampleRateHz: 44_100,
    bitDepth: 16,
    channels: 2,
    sizeBytes: 500_000,
    gain: { trackDb: null, trackPeak: null, albumDb: null, albumPeak: null },
    peaks: null,
    ...part,
  };
}

async function bundle(options: string): Promise<string> {
  const engine = join(import.meta.dirname, '..', 'index.ts');
  const output = (await build({
    configFile: false,
    logLevel: 'silent',
    root: import.meta.dirname,
    build: { write: false, minify: false, rolldownOptions: { input: ENTRY } },
    plugins: [
      {
        name: 'stage',
        resolveId: (id) => (id === ENTRY ? `\0${ENTRY}` : undefined),
        load: (id) => (id === `\0${ENTRY}` ? pageScript(engine, options) : undefined),
      },
    ],
  })) as Rolldown.RolldownOutput;
  return output.output[0].code;
}

/** What runs in the page: the engine, a list of its events, and a worklet that keeps every sample of its output. */
function pageScript(engine: string, options: string): string {
  return `
    import { createEngine } from ${JSON.stringify(engine)};
    const query = ({ format, bitrateKbps, startMs }) => {
      const query = new URLSearchParams({ format });
      if (bitrateKbps) query.set('bitrate', bitrateKbps);
      if (startMs) query.set('startMs', startMs);
      return query;
    };
    const engine = createEngine({
      urlFor: (track, request) => 'api/stream/' + track.id + '?' + query(request),
      onPlayed: (track) => note('played', track.id),
      onProgress: (track, ms) => note('progress', [track.id, ms]),
      ...${options},
    });
    const events = [];
    const note = (name, data) => events.push({ name, data, at: performance.now() });
    for (const name of ['state', 'track', 'end', 'error'])
      engine.on(name, (data) => note(name, name === 'track' ? { id: data.track.id, index: data.index } : data));
    const worklet = URL.createObjectURL(new Blob([\`registerProcessor('recorder', class extends AudioWorkletProcessor {
      #block = new Float32Array(4096); #filled = 0;
      process([input]) {
        this.#block.set(input[0] ?? new Float32Array(128), this.#filled);
        this.#filled += 128;
        if (this.#filled === 4096) { this.port.postMessage(this.#block.slice()); this.#filled = 0; }
        return true;
      }
    })\`], { type: 'text/javascript' }));
    const recorded = { blocks: [], rateHz: 0, on: true };
    engine.on('output', async (output) => {
      const { context } = output;
      await context.audioWorklet.addModule(worklet);
      const node = new AudioWorkletNode(context, 'recorder', { numberOfOutputs: 0 });
      recorded.rateHz = context.sampleRate;
      recorded.blocks.length = 0;
      node.port.onmessage = ({ data }) => recorded.on && recorded.blocks.push(data);
      output.connect(node);
    });
    Object.assign(window, { createEngine, engine, events, recorded });
  `;
}

async function recordingOf(page: Page): Promise<{ samples: Float32Array; rateHz: number }> {
  const { base64, rateHz } = (await page.evaluate(`(async () => {
    const reader = new FileReader();
    const read = new Promise((resolve) => (reader.onload = resolve));
    reader.readAsDataURL(new Blob(recorded.blocks));
    await read;
    return { base64: reader.result.slice(reader.result.indexOf(',') + 1), rateHz: recorded.rateHz };
  })()`)) as { base64: string; rateHz: number };
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  return { samples: new Float32Array(bytes.buffer), rateHz };
}

async function pageBytesOf(cdp: CDPSession, page: Page, collect = false) {
  if (collect) await page.evaluate('gc()');
  const heapBytes = (await page.evaluate('performance.memory.usedJSHeapSize')) as number;
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentBytes(id));
  return { residentBytes: Math.max(0, ...renderers), heapBytes };
}

function residentBytes(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0) * 1024;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { files, network, requests }: Pick<Stage, 'files' | 'network' | 'requests'>,
  script: string,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://stage');
  if (url.pathname === '/')
    return void response
      .setHeader('content-type', 'text/html')
      .end('<!doctype html><script type="module" src="stage.js"></script>');
  if (url.pathname === '/stage.js')
    return void response.setHeader('content-type', 'text/javascript').end(script);
  if (!url.pathname.startsWith('/api/stream/')) return refuse(response, 404);
  const id = url.pathname.split('/').at(-1) ?? '';
  const format = url.searchParams.get('format') ?? 'original';
  requests.push(`${id} ${format} ${request.headers.range ?? ''}`.trim());
  if (network.down) return void response.destroy();
  const file = files.get(id);
  const path = format === 'original' ? file?.path : file?.transcodes?.[format];
  const status = file?.status ?? (file === undefined ? 404 : path === undefined ? 501 : 200);
  if (status !== 200 || path === undefined) return refuse(response, status);
  await send(request, response, readFileSync(path), network);
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ code: 'STAGE', message: `The stage says ${status}.` }));
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
  network: Stage['network'],
): Promise<void> {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const from = Number(range?.[1] ?? 0);
  const to = range?.[2] ? Math.min(Number(range[2]) + 1, bytes.length) : bytes.length;
  response.writeHead(range ? 206 : 200, {
    'content-type': 'application/octet-stream',
    'content-length': to - from,
    'accept-ranges': 'bytes',
    etag: `"${bytes.length}"`,
    ...(range && { 'content-range': `bytes ${from}-${to - 1}/${bytes.length}` }),
  });
  for (let at = from; at < to && !response.destroyed;) {
    if (network.down) return void response.destroy();
    const piece = network.bytesPerSecond === Infinity ? to - at : Math.ceil(network.bytesPerSecond / 20);
    response.write(bytes.subarray(at, Math.min(to, at + piece)));
    at += piece;
    if (network.bytesPerSecond !== Infinity) await sleep(50);
  }
  response.end();
}
