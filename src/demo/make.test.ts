import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { after, test } from 'node:test';
import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { readTags } from '#media/index.ts';
import { requires } from '../../test/requires.ts';
import { makePlanned } from './make.ts';
import type { Plan } from './plan.ts';
import { pathsOf, planLibrary } from './plan.ts';

async function newFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fonoteca-demo-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A FLAC, an MP3 with lyrics, an Ogg: short ones of the library. */
const few = (): Plan =>
  planLibrary(false, (title) => ['Minuet in G major', 'さくらさくら', 'Прогулка'].includes(title));

/** The few, made once for all tests that look at them. */
let made: Promise<string> | undefined;
after(async () => {
  if (made !== undefined) await rm(await made, { recursive: true, force: true });
});

function madeFolder(): Promise<string> {
  made ??= mkdtemp(join(tmpdir(), 'fonoteca-demo-')).then(async (folder) => {
    await makePlanned(folder, few, { threads: 2 });
    return folder;
  });
  return made;
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

async function digests(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const path of await listFiles(folder)) {
    found[path] = createHash('sha256')
      .update(await readFile(join(folder, path)))
      .digest('hex');
  }
  return found;
}

test('two libraries are the same byte for byte, and a second call finds nothing to do', async (t) => {
  const [one, other] = [await madeFolder(), await newFolder(t)];
  const titles: string[] = [];
  const second = await makePlanned(other, few, { threads: 1, onProgress: ({ title }) => titles.push(title) });
  assert.deepEqual(second, { tracks: 3, albums: 3, madeNow: 3 });
  assert.deepEqual(titles.toSorted(), ['Minuet in G major', 'Прогулка', 'さくらさくら']);
  assert.deepEqual(await digests(one), await digests(other));
  assert.deepEqual(await listFiles(one), [...pathsOf(few()), '.fonoteca-demo.json'].sort());
  assert.deepEqual(await makePlanned(one, few, {}), { tracks: 3, albums: 3, madeNow: 0 });
});

test('a half-made folder is finished, a damaged file replaced, nothing else is touched', async (t) => {
  const folder = await newFolder(t);
  await cp(await madeFolder(), folder, { recursive: true, preserveTimestamps: true });
  const before = await digests(folder);
  const [minuet, walk] = ['Minuet', 'Прогулка'].map((part) =>
    Object.keys(before).find((path) => path.includes(part))!,
  );
  await rm(join(folder, minuet!));
  await writeFile(join(folder, walk!), 'half');
  await writeFile(join(folder, '.unfinished-1-x'), 'left by a run that was killed');
  await writeFile(join(folder, 'my own.txt'), 'not ours');
  const untouched = Object.keys(before).find((path) => path.endsWith('.mp3'))!;
  const { mtimeMs } = await stat(join(folder, untouched));
  const again = await makePlanned(folder, few, { threads: 2 });
  assert.equal(again.madeNow, 2);
  const now = await digests(folder);
  delete now['my own.txt'];
  assert.deepEqual(Object.keys(now), Object.keys(before));
  assert.equal(now[minuet!], before[minuet!]);
  assert.equal(now[walk!], before[walk!]);
  assert.equal((await stat(join(folder, untouched))).mtimeMs, mtimeMs);
});

test('cancelling leaves whole files only, and the next call goes on from there', async (t) => {
  const folder = await newFolder(t);
  const two = (): Plan => planLibrary(false, (title) => ['Minuet in G major', 'Прогулка'].includes(title));
  const controller = new AbortController();
  const making = makePlanned(folder, two, {
    threads: 1,
    signal: controller.signal,
    onProgress: () => controller.abort(new Error('enough')),
  });
  await assert.rejects(making, /enough/);
  const files = await listFiles(folder);
  assert.deepEqual(
    files.filter((path) => path.includes('.unfinished-')),
    [],
  );
  const tracks = files.filter((path) => /\.(flac|mp3|ogg)$/.test(path));
  assert.equal(tracks.length, 1);
  assert.equal(readTags(join(folder, tracks[0]!)).kind, 'tags');
  assert.equal((await makePlanned(folder, two, { threads: 1 })).madeNow, 1);
});

test('a folder that cannot be made is said so', async (t) => {
  const folder = await newFolder(t);
  await writeFile(join(folder, 'file'), '');
  await assert.rejects(makePlanned(join(folder, 'file'), few, {}), { code: 'DEMO_FOLDER_UNUSABLE' });
});

test('files say what they are: titles in their script, works, discs, lyrics, covers', async () => {
  const folder = await madeFolder();
  const plan = few();
  const [minuet, sakura, walk] = ['Minuet', 'さくら', 'Прогулка'].map((part) => {
    const path = plan.takes
      .flatMap((take) => take.tracks)
      .find((track) => track.title.startsWith(part))!.path;
    const result = readTags(join(folder, path));
    assert.equal(result.kind, 'tags', path);
    return result;
  });
  assert.deepEqual(
    { ...pick(minuet!.tags), cover: minuet!.artwork[0]?.type, container: minuet!.audio.container },
    {
      title: 'Minuet in G major',
      album: 'Lamplight',
      artists: ['Ida Vesterholm'],
      track: 2,
      trackTotal: 4,
      disc: 1,
      discTotal: 2,
      discSubtitle: 'Before Supper',
      date: '2026-03-20',
      work: 'Notebook for Anna Magdalena Bach',
      comment: 'CC0 1.0',
      cover: 'front',
      container: 'flac',
    },
  );
  assert.deepEqual(minuet!.tags.artistsSort, ['Vesterholm, Ida']);
  assert.equal(minuet!.tags.originalDate, '2025-11-07');
  assert.equal(sakura!.tags.title, 'さくらさくら');
  assert.equal(sakura!.tags.titleSort, 'Sakura sakura');
  assert.equal(sakura!.tags.lyrics[0]?.synced?.length, 7);
  assert.ok(
    sakura!.tags.lyrics[0].synced.every(
      (line, index, lines) => index === 0 || line.timeMs > lines[index - 1]!.timeMs,
    ),
  );
  assert.equal(walk!.tags.album, 'Берёза у реки');
  assert.equal(walk!.tags.movement, 'Прогулка');
  assert.equal(walk!.audio.codec, 'vorbis');
  assert.ok(walk!.audio.durationMs > 20_000);
});

function pick(tags: Extract<ReturnType<typeof readTags>, { kind: 'tags' }>['tags']): Record<string, unknown> {
  const { title, album, artists, track, trackTotal, disc, discTotal, discSubtitle, date, work, comment } =
    tags;
  return { title, album, artists, track, trackTotal, disc, discTotal, discSubtitle, date, work, comment };
}

test('the piece that runs over two tracks goes on without a gap or a step', async (t) => {
  const folder = await newFolder(t);
  const plan = planLibrary(false, (title) => title.startsWith('Slow Water'));
  await makePlanned(folder, () => plan, { threads: 1 });
  const [first, second] = await Promise.all(
    plan.takes[0]!.tracks.map((track) => decodeLeft(join(folder, track.path))),
  );
  const edge = [...first!.subarray(-2000), ...second!.subarray(0, 2000)];
  const steps = edge.slice(1).map((value, index) => Math.abs(value - edge[index]!));
  const atBorder = steps[1999]!;
  assert.ok(atBorder <= Math.max(...steps.slice(0, 1999)), `a step of ${atBorder}`);
  const loud = (samples: readonly number[]): number =>
    Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
  assert.ok(loud(edge.slice(0, 2000)) > 0.01 && loud(edge.slice(2000)) > 0.01, 'it sounds on both sides');
});

async function decodeLeft(path: string): Promise<Float32Array> {
  const decoder = new FLACDecoder();
  await decoder.ready;
  const { channelData } = await decoder.decodeFile(new Uint8Array(await readFile(path)));
  decoder.free();
  return channelData[0]!;
}

test('with ffmpeg there are Opus and M4A, as long as the music and with the same tags', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const folder = await newFolder(t);
  const plan = planLibrary(true, (title) => ['Alle Vögel sind schon da', 'The Entertainer'].includes(title));
  await makePlanned(folder, (withFfmpeg) => (withFfmpeg ? plan : few()), { threads: 2 });
  const [opus, m4a] = plan.takes.map((take) => readTags(join(folder, take.tracks[0]!.path)));
  assert.ok(opus?.kind === 'tags' && m4a?.kind === 'tags');
  assert.deepEqual(opus.tags.artists, ['Jonas Ekwall', 'Ida Vesterholm']);
  assert.equal(opus.tags.lyrics[0]?.synced?.length, 6);
  assert.equal(opus.audio.codec, 'opus');
  assert.equal(m4a.tags.titleSort, 'Entertainer, The');
  assert.equal(m4a.audio.codec, 'aac');
  assert.ok(Math.abs(opus.audio.durationMs - 29_930) < 100, `${opus.audio.durationMs}`);
  assert.ok(Math.abs(m4a.audio.durationMs - 34_620) < 100, `${m4a.audio.durationMs}`);
});
