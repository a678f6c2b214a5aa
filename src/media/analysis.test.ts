import assert from 'node:assert/strict';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { requires } from '../../test/requires.ts';
import { createAnalyser } from './analysis.ts';
import { decode } from './decode.ts';
import type { FixtureFolder } from './ffmpeg-fixtures.ts';
import { fixtureFolder, lavfi } from './ffmpeg-fixtures.ts';
import type { Analysis, AnalysisFailure } from './measure.ts';
import { measure } from './measure.ts';
import { PeakMeter } from './peaks.ts';

let made: FixtureFolder | undefined;
const fixtures = () => (made ??= fixtureFolder());
after(() => made?.remove());

const stereo = ['-af', 'pan=stereo|c0=0.5*c0|c1=0.25*c0'];
const noise = (seconds: number, rate = 44_100) =>
  lavfi(`anoisesrc=color=pink:seed=9:d=${seconds}:r=${rate}:a=0.6`);

function analysed(outcome: Analysis | AnalysisFailure): Analysis {
  assert.ok(outcome.kind === 'analysed', JSON.stringify(outcome));
  return outcome;
}

test('the built-in decoders measure what ffmpeg measures', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  for (const name of ['sound.flac', 'sound.mp3', 'sound.ogg', 'mono.flac', 'hires.flac', 'oggflac.oga']) {
    const args = name.startsWith('mono') ? ['-ac', '1'] : stereo;
    const codec =
      name === 'oggflac.oga' ? ['-c:a', 'flac'] : name === 'sound.ogg' ? ['-c:a', 'libvorbis'] : [];
    const path = fixtures().make(
      name,
      ...noise(8, name.startsWith('hires') ? 96_000 : 44_100),
      ...args,
      ...codec,
    );
    const a = analysed(await measure(path, { by: 'ffmpeg' }));
    const b = analysed(await measure(path, { by: 'wasm' }));
    assert.ok(
      Math.abs(a.integratedLufs! - b.integratedLufs!) < 0.05,
      `${name}: ${a.integratedLufs} and ${b.integratedLufs}`,
    );
    assert.ok(Math.abs(a.durationMs - b.durationMs) < 60, `${name}: ${a.durationMs} and ${b.durationMs} ms`);
    assert.ok(Math.abs(a.peak - b.peak) < 0.02, `${name}: ${a.peak} and ${b.peak}`);
    assert.equal(b.peaks.length, 400);
  }
});

test('surround means the same to both decoders', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const pan = ['-af', 'pan=5.1|FL=0.1*c0|FR=0.2*c0|FC=0.3*c0|LFE=0.8*c0|BL=0.5*c0|BR=0.6*c0'];
  for (const [name, codec] of [
    ['six.flac', 'flac'],
    ['six.ogg', 'libvorbis'],
  ] as const) {
    const path = fixtures().make(name, ...noise(5), ...pan, '-c:a', codec);
    const a = analysed(await measure(path, { by: 'ffmpeg' }));
    const b = analysed(await measure(path, { by: 'wasm' }));
    assert.ok(
      Math.abs(a.integratedLufs! - b.integratedLufs!) < 0.05,
      `${name}: ${a.integratedLufs} and ${b.integratedLufs}`,
    );
  }
});

test('a large picture in front of the sound does not disturb the built-in decoders', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const picture = fixtures().make(
    'noise.png',
    ...lavfi('nullsrc=s=700x700:d=0.04,geq=random(1)*255:128:128'),
    '-frames:v',
    '1',
  );
  const plain = fixtures().make('bare.mp3', ...noise(4), ...stereo);
  const path = fixtures().make(
    'covered.mp3',
    '-i',
    plain,
    '-i',
    picture,
    '-map',
    '0',
    '-map',
    '1',
    '-c',
    'copy',
  );
  const a = analysed(await measure(plain, { by: 'wasm' }));
  const b = analysed(await measure(path, { by: 'wasm' }));
  assert.ok(Math.abs(a.durationMs - b.durationMs) < 60);
  assert.ok(Math.abs(a.integratedLufs! - b.integratedLufs!) < 0.05);
});

test('what cannot be decoded is a value that says why', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const { folder } = fixtures();
  const reasonOf = async (name: string, by: 'ffmpeg' | 'wasm') => {
    const outcome = await measure(join(folder, name), { by });
    assert.ok(outcome.kind === 'failed', `${name} by ${by}`);
    return outcome.reason;
  };
  writeFileSync(join(folder, 'junk.mp3'), Buffer.alloc(50_000, 'junk'));
  writeFileSync(join(folder, 'empty.flac'), '');
  writeFileSync(join(folder, 'headless.flac'), `fLaC${'\0'.repeat(5_000)}`);
  fixtures().make('other.opus', ...noise(2));
  assert.equal(await reasonOf('junk.mp3', 'ffmpeg'), 'damaged');
  assert.equal(await reasonOf('junk.mp3', 'wasm'), 'unsupported');
  assert.equal(await reasonOf('empty.flac', 'ffmpeg'), 'damaged');
  assert.equal(await reasonOf('empty.flac', 'wasm'), 'unsupported');
  assert.equal(await reasonOf('headless.flac', 'wasm'), 'damaged');
  assert.equal(await reasonOf('other.opus', 'wasm'), 'unsupported');
  assert.equal(await reasonOf('missing.flac', 'wasm'), 'unreadable');
});

test('a truncated file is measured as far as it goes', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const whole = readFileSync(fixtures().make('whole.flac', ...noise(10)));
  const path = join(fixtures().folder, 'half.flac');
  writeFileSync(path, whole.subarray(0, whole.length / 2));
  for (const by of ['ffmpeg', 'wasm'] as const) {
    const outcome = await measure(path, { by });
    if (outcome.kind === 'analysed')
      assert.ok(outcome.durationMs > 3_000 && outcome.durationMs < 7_000, `${by}: ${outcome.durationMs} ms`);
    else assert.equal(outcome.reason, 'damaged');
  }
});

test('decoding holds little memory however long the file is', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const path = fixtures().make('long.flac', ...lavfi('sine=frequency=330:duration=400'), '-ac', '2');
  for (const by of ['ffmpeg', 'wasm'] as const) {
    const before = process.memoryUsage().rss;
    let most = before;
    let frames = 0;
    for await (const { samples } of decode(path, { by })) {
      frames += samples.length / 2;
      most = Math.max(most, process.memoryUsage().rss);
    }
    assert.ok(Math.abs(frames - 400 * 44_100) < 44_100, `${by} gave ${frames} frames`);
    assert.ok(most - before < 120e6, `${by} took ${Math.round((most - before) / 1e6)} MB more`);
  }
});

test('the worker measures one file after the other at low priority and gives up when asked', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const analyser = createAnalyser();
  try {
    const path = fixtures().make('worked.flac', ...noise(6), ...stereo);
    const odd = Buffer.concat([Buffer.from(fixtures().folder), Buffer.from('/n\xe9.flac', 'latin1')]);
    renameSync(fixtures().make('odd.flac', ...noise(2)), odd);
    const [a, b] = await Promise.all([analyser.analyse(path), analyser.analyse(odd)]);
    assert.deepEqual(analysed(a), analysed(await measure(path)));
    assert.ok(Math.abs(analysed(b).durationMs - 2_000) < 1);
    if (process.platform === 'linux')
      assert.ok(threadNiceness().includes(19), 'no thread has the lowest priority');
    assert.equal(threadNiceness()[0] ?? 0, 0, 'the main thread keeps its priority');
    const controller = new AbortController();
    const long = fixtures().make('very-long.flac', ...lavfi('sine=duration=2400'));
    setTimeout(() => controller.abort(), 200);
    const stopped = await analyser.analyse(long, controller.signal);
    assert.ok(stopped.kind === 'failed' && stopped.reason === 'aborted', JSON.stringify(stopped));
    analysed(await analyser.analyse(path));
  } finally {
    await analyser.close();
  }
  const late = await analyser.analyse('/any');
  assert.ok(late.kind === 'failed' && late.reason === 'aborted');
});

test('the outline shows where it is loud, whatever the length', () => {
  for (const frames of [100, 4_000, 400_000, 10_000_000]) {
    const meter = new PeakMeter(1);
    const chunk = 50_000;
    for (let at = 0; at < frames; at += chunk) {
      meter.add(
        Float32Array.from({ length: Math.min(chunk, frames - at) }, (_, index) =>
          at + index < frames / 2 ? 0.25 : -1,
        ),
      );
    }
    const outline = meter.outline();
    if (frames < 4_000) assert.ok(outline.length >= 1);
    else if (frames >= 400_000) assert.equal(outline.length, 400);
    if (frames < 400_000) continue;
    assert.ok(
      outline.slice(0, 195).every((value) => value === 64),
      `${frames} frames: the first half is quiet`,
    );
    assert.ok(
      outline.slice(205).every((value) => value === 255),
      `${frames} frames: the second half is loud`,
    );
  }
});

/** Niceness of this process's threads, the main thread first. */
function threadNiceness(): number[] {
  try {
    const threads = readdirSync('/proc/self/task')
      .map(Number)
      .sort((x, y) => x - y);
    return threads.map((id) =>
      Number(
        readFileSync(`/proc/self/task/${id}/stat`, 'latin1')
          .replace(/^.*\) /, '')
          .split(' ')[16],
      ),
    );
  } catch {
    return [];
  }
}
