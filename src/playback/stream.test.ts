import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { encodableCodecs, ffmpegSlots, findFfmpeg, setFfmpegSlots } from '#media/index.ts';
import { programs, requires } from '../../test/requires.ts';
import { buffersOutBytes } from './buffer-pool.ts';
import type { ByteLocation } from './byte-source.ts';
import { closeIdleFiles } from './open-files.ts';
import type { SourceFormat } from './plan.ts';
import type { Served, StreamParts, StreamWanted } from './stream.ts';
import { stream } from './stream.ts';
import type { TestServer } from './test-server.ts';
import { allowed, eventually, openFilesIn, serve, temporaryFolder } from './test-server.ts';
import { TranscodeCache } from './transcode-cache.ts';

const files = temporaryFolder();
const cacheFolder = join(files.folder, 'cache');
const source: SourceFormat = {
  codec: 'flac',
  suffix: 'flac',
  mime: 'audio/flac',
  bitrateKbps: 700,
  durationMs: 30_000,
};
let server: TestServer;
let parts: StreamParts;
let results: Served[] = [];

function make(name: string, seconds: number): string {
  const path = join(files.folder, name);
  const graph = `anoisesrc=duration=${seconds}:color=pink:seed=3:sample_rate=44100:amplitude=0.3`;
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', graph, '-ac', '2', path]);
  return path;
}

before(async () => {
  if (!programs.ffmpeg.find()) return;
  make('song.flac', 30);
  make('long.flac', 1800);
  files.write('broken.flac', Buffer.alloc(10_000, 3));
  const ffmpeg = await findFfmpeg();
  parts = {
    cache: TranscodeCache.open(cacheFolder, 50_000_000, 300),
    ffmpeg,
    encodes: encodableCodecs(ffmpeg),
    accelerator: undefined,
  };
  server = await serve(async (request, response) => {
    const url = new URL(request.url!, 'http://x');
    const served = await stream(
      parts,
      allowed(locationOf(url.pathname.slice(1))),
      source,
      wantedOf(url.searchParams),
      {
        request,
        respond: () => response,
      },
    );
    results.push(served);
    if (served.kind !== 'refused') return;
    response.writeHead(
      served.status,
      served.retryAfterSeconds ? { 'Retry-After': served.retryAfterSeconds } : {},
    );
    response.end(served.message);
  });
});
after(async () => {
  await parts?.cache.close();
  await server?.close();
  files.remove();
});

function locationOf(name: string): ByteLocation {
  const path = join(files.folder, name);
  if (name !== 'memory') return { kind: 'file', path, mime: 'audio/flac' };
  return {
    kind: 'memory',
    bytes: readFileSync(join(files.folder, 'song.flac')),
    mime: 'audio/flac',
    etag: '"m"',
  };
}

function wantedOf(query: URLSearchParams): StreamWanted {
  return {
    ...(query.has('format') ? { format: query.get('format')! } : {}),
    ...(query.has('max') ? { bitrateKbpsMax: Number(query.get('max')) } : {}),
    startMs: Number(query.get('start') ?? 0),
    estimateLength: query.has('estimate'),
  };
}

function secondsOf(bytes: Buffer): number {
  const path = files.write('listened', bytes);
  const toRaw = ['-v', 'error', '-i', path, '-f', 's16le', '-ac', '1', '-ar', '8000', 'pipe:1'];
  return (
    execFileSync('ffmpeg', toRaw, { maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'ignore'] }).length / 16_000
  );
}

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${server.url}/${path}`, { headers });
  return { response, body: Buffer.from(await response.arrayBuffer()) };
};

test('the first listener gets the transcode as it is made, the second a file with ranges', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const first = await get('song.flac?format=opus&max=96');
  assert.equal(first.response.status, 200);
  assert.equal(first.response.headers.get('content-type'), 'audio/ogg');
  assert.equal(first.response.headers.get('content-length'), null);
  assert.ok(Math.abs(secondsOf(first.body) - 30) < 0.1);
  const second = await get('song.flac?format=opus&max=96', { range: 'bytes=1000-1999' });
  assert.equal(second.response.status, 206);
  assert.ok(second.body.equals(first.body.subarray(1000, 2000)));
  assert.equal(readdirSync(cacheFolder).filter((name) => name.endsWith('.part')).length, 0);
});

test('two who ask at once share one ffmpeg and get the same bytes', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const entriesBefore = readdirSync(cacheFolder).length;
  const asked = Promise.all([1, 2, 3].map(() => get('song.flac?format=mp3&max=128')));
  assert.ok(await eventually(() => ffmpegSlots('interactive').running > 0));
  assert.equal(ffmpegSlots('interactive').running, 1);
  const [a, b, c] = await asked;
  assert.ok(a!.body.equals(b!.body) && b!.body.equals(c!.body));
  assert.ok(Math.abs(secondsOf(a!.body) - 30) < 0.2);
  assert.equal(readdirSync(cacheFolder).length, entriesBefore + 1);
});

test('a start offset and bytes that are no file are transcoded too', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  assert.ok(Math.abs(secondsOf((await get('song.flac?format=opus&start=20000')).body) - 10) < 0.1);
  assert.ok(Math.abs(secondsOf((await get('memory?format=opus')).body) - 30) < 0.1);
});

test('an estimated length is kept to the byte', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  for (const format of ['opus', 'mp3', 'aac']) {
    const { response, body } = await get(`song.flac?format=${format}&max=112&estimate=1`);
    assert.equal(Number(response.headers.get('content-length')), body.length, format);
    assert.ok(Math.abs(secondsOf(body) - 30) < 0.2, `${format} lasts ${secondsOf(body)} s`);
  }
});

test('HEAD says the kind and leaves no file open', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const response = await fetch(`${server.url}/song.flac?format=aac&max=64`, { method: 'HEAD' });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'audio/aac');
});

test('a file that ffmpeg cannot read is refused with its words, before any byte', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const { response, body } = await get('broken.flac?format=opus');
  assert.equal(response.status, 502);
  assert.match(body.toString(), /could not transcode/);
  const again = await get('broken.flac?format=opus');
  assert.equal(again.response.status, 502);
  assert.equal((await get('missing.flac?format=opus')).response.status, 404);
});

test('when all slots are taken the answer is 503 with Retry-After, and the original still plays', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const { limit } = ffmpegSlots('interactive');
  setFfmpegSlots({ interactive: 1 });
  const controller = new AbortController();
  try {
    const playing = await fetch(`${server.url}/long.flac?format=opus&max=64`, { signal: controller.signal });
    assert.equal(playing.status, 200);
    const refused = await get('long.flac?format=opus&max=72');
    assert.equal(refused.response.status, 503);
    assert.equal(refused.response.headers.get('retry-after'), '5');
    assert.match(refused.body.toString(), /transcodes/);
    assert.equal((await get('song.flac?format=raw')).response.status, 200);
    assert.equal(
      (await get('song.flac?format=opus&max=96')).response.status,
      200,
      'what is cached needs no slot',
    );
  } finally {
    controller.abort();
    setFfmpegSlots({ interactive: limit });
  }
});

test('when everybody has left, ffmpeg stops and nothing stays behind', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  assert.ok(
    await eventually(() => ffmpegSlots('interactive').running === 0),
    'the one of the last test stops',
  );
  const outBefore = buffersOutBytes();
  results = [];
  const controllers = Array.from({ length: 12 }, () => new AbortController());
  const started = await Promise.all(
    controllers.map(({ signal }, at) =>
      fetch(`${server.url}/long.flac?format=opus&max=${80 + (at % 2)}`, { signal }),
    ),
  );
  assert.deepEqual([...new Set(started.map((response) => response.status))], [200]);
  assert.equal(ffmpegSlots('interactive').running, 2);
  for (const controller of controllers) controller.abort();
  assert.ok(await eventually(() => ffmpegSlots('interactive').running === 0), 'ffmpeg still runs');
  assert.ok(await eventually(() => results.length === 12), `${results.length} requests ended`);
  assert.ok(await eventually(() => buffersOutBytes() === outBefore), 'buffers are out');
  assert.ok(
    await eventually(() => readdirSync(cacheFolder).every((name) => !name.endsWith('.part'))),
    'partials are left',
  );
  closeIdleFiles();
  if (openFilesIn(files.folder) !== undefined) {
    assert.ok(await eventually(() => (closeIdleFiles(), openFilesIn(files.folder) === 0)), 'files are open');
  }
});

test('the cache stays within its bytes, dropping what was wanted least recently', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const folder = join(files.folder, 'small');
  const small = { ...parts, cache: TranscodeCache.open(folder, 800_000) };
  const usual = parts;
  parts = small;
  try {
    for (const max of [64, 65, 66, 67, 64, 68]) await get(`song.flac?format=mp3&max=${max}`);
    await eventually(() => readdirSync(folder).length <= 3);
    const bytes = readdirSync(folder).reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0);
    assert.ok(bytes <= 800_000 && bytes > 400_000, `${bytes} bytes are kept`);
    assert.equal(bytes, small.cache.sizeBytes);
    assert.equal((await get('song.flac?format=mp3&max=68', { range: 'bytes=0-9' })).response.status, 206);
    assert.equal(
      (await get('song.flac?format=flac&max=1')).response.status,
      200,
      'larger than the cache plays too',
    );
  } finally {
    parts = usual;
  }
});

test('partials of a killed process are wiped at the next start, and what was whole is found again', async () => {
  const folder = join(files.folder, 'restarted');
  mkdirSync(folder);
  writeFileSync(join(folder, 'half.opus.part'), 'x');
  writeFileSync(join(folder, 'whole.opus'), 'xyz');
  const cache = TranscodeCache.open(folder, 1000);
  assert.deepEqual(readdirSync(folder), ['whole.opus']);
  assert.equal(cache.sizeBytes, 3);
});

test('a cache folder that cannot be used is an error that says so', () => {
  const path = files.write('not-a-folder', '');
  assert.throws(() => TranscodeCache.open(path, 1000), { code: 'PLAYBACK_CACHE_UNUSABLE' });
});
