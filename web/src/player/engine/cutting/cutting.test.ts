/** A long track is heard in parts: each must be, bit for bit, what the whole is in that place. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { requires } from '../../../../../test/requires.ts';
import { closeBrowser, openStage, type Stage } from '../testing/stage.ts';
import { encode, writeWave, type Encoding } from '../testing/sounds.ts';

const RATE_HZ = 44_100;
const SECONDS = 40;

interface Compared {
  rateHz: number;
  wholeFrames: number;
  lengthFrames: number;
  /** The largest difference of a sample, and how many samples the parts had together. */
  worst: number;
  frames: number;
}

let stage: Stage | undefined;
before(async () => {
  if (requires({ skip: () => {} }, 'chromium')) stage = await openStage();
});
after(async () => {
  await stage?.close();
  await closeBrowser();
});

/** Music is never the same twice: a tone that climbs, in noise that comes and goes. */
function noisyWave(path: string, rateHz = RATE_HZ): void {
  let seed = 1;
  const samples = Float32Array.from({ length: SECONDS * rateHz }, (_, at) => {
    seed = (seed * 16_807) % 2_147_483_647;
    const t = at / rateHz;
    return (
      0.4 * Math.sin(2 * Math.PI * (200 + 15 * t) * t) + (seed / 2_147_483_647 - 0.5) * 0.4 * Math.sin(t) ** 2
    );
  });
  writeWave(path, samples, rateHz);
}

/** Cuts where a player would, and compares what each part gives with the whole. */
function compare(id: string, partial = false): Promise<Compared | null> {
  return stage!.page.evaluate<Compared | null>(`(async () => {
    const file = await (await fetch('api/stream/${id}')).blob();
    const found = await cutting.cutPointsOf(file, ${partial});
    if (found === null) return null;
    const decode = async (blob) =>
      new OfflineAudioContext(2, 1, found.rateHz).decodeAudioData(await blob.arrayBuffer());
    const whole = await decode(file);
    let worst = 0, frames = 0;
    const steps = [5, 20, 3.3, 7.77, 20];
    for (let from = 0, at = 0; from < found.lengthFrames; at++) {
      const to = Math.min(found.lengthFrames, Math.round(from + steps[at % steps.length] * found.rateHz));
      const part = cutting.cut(file, found, from, to);
      const decoded = await decode(part.bytes);
      const begins = cutting.beginsAt(found, part, decoded.length);
      if (begins === null || begins > from) return { broken: [from, to, part.fromFrame, part.endFrame, decoded.length] };
      for (let channel = 0; channel < 2; channel++) {
        const [wanted, got] = [whole, decoded].map((buffer) => buffer.getChannelData(channel % buffer.numberOfChannels));
        for (let frame = from; frame < to; frame++) worst = Math.max(worst, Math.abs(wanted[frame] - got[frame - begins]));
      }
      frames += to - from;
      from = to;
    }
    return { rateHz: found.rateHz, wholeFrames: whole.length, lengthFrames: found.lengthFrames, worst, frames };
  })()`);
}

const FILES: { name: string; encoding: Encoding | 'wav'; more?: string[]; worst: number }[] = [
  { name: 'wav', encoding: 'wav', worst: 0 },
  { name: 'flac', encoding: 'flac', worst: 0 },
  {
    name: 'flac with a cover',
    encoding: 'flac',
    more: ['-metadata', `comment=${'x'.repeat(90_000)}`],
    worst: 0,
  },
  { name: 'mp3', encoding: 'mp3', worst: 1e-6 },
  { name: 'mp3 of varying rate', encoding: 'mp3', more: ['-b:a', '0', '-q:a', '6'], worst: 1e-6 },
  { name: 'mp3 of a low rate', encoding: 'mp3', more: ['-ar', '22050', '-b:a', '32k'], worst: 1e-6 },
  { name: 'mp3 without a LAME header', encoding: 'mp3', more: ['-write_xing', '0'], worst: 1e-6 },
  { name: 'ogg', encoding: 'ogg', worst: 1e-6 },
  { name: 'ogg with short pages', encoding: 'ogg', more: ['-page_duration', '50000'], worst: 1e-6 },
  // Opus predicts from what it has decoded; what is left of the difference is far below what 16 bits hold.
  { name: 'opus', encoding: 'opus', worst: 1e-4 },
];

for (const { name, encoding, more = [], worst } of FILES)
  test(`parts of ${name} are the whole, sample for sample`, async (t) => {
    if (!requires(t, 'chromium', ...(encoding === 'wav' ? [] : (['ffmpeg'] as const))) || stage === undefined)
      return;
    const id = name.replaceAll(' ', '-');
    const wave = join(stage.folder, `${id}.wav`);
    const path = join(stage.folder, `${id}.${encoding}`);
    noisyWave(wave);
    if (encoding !== 'wav') encode(wave, path, encoding, ...more);
    stage.files.set(id, { path });
    const compared = await compare(id);
    t.diagnostic(JSON.stringify(compared));
    assert.ok(compared !== null && compared.frames === compared.wholeFrames);
    assert.equal(compared.lengthFrames, compared.wholeFrames);
    assert.ok(compared.worst <= worst);
  });

test('what cannot be cut is said to be so, and a broken file too', async (t) => {
  if (!requires(t, 'chromium', 'ffmpeg') || stage === undefined) return;
  const wave = join(stage.folder, 'uncut.wav');
  noisyWave(wave);
  const m4a = join(stage.folder, 'uncut.m4a');
  encode(wave, m4a, 'm4a');
  const flac = join(stage.folder, 'short.flac');
  encode(wave, flac, 'flac');
  const short = join(stage.folder, 'short-cut.flac');
  writeFileSync(short, execFileSync('head', ['-c', '500000', flac], { maxBuffer: 1e7 }));
  stage.files.set('uncut', { path: m4a }).set('short', { path: short });
  assert.equal(await compare('uncut'), null);
  assert.equal(await compare('short'), null);
});

for (const encoding of ['wav', 'flac', 'mp3', 'ogg', 'opus'] as const)
  test(`of a ${encoding} that is still on its way, the parts that have come are those of the whole`, async (t) => {
    if (!requires(t, 'chromium', ...(encoding === 'wav' ? [] : (['ffmpeg'] as const))) || stage === undefined)
      return;
    const id = `coming-${encoding}`;
    const wave = join(stage.folder, `${id}.wav`);
    const path = join(stage.folder, `${id}.${encoding}`);
    noisyWave(wave);
    if (encoding !== 'wav') encode(wave, path, encoding);
    const bytes = readFileSync(path);
    const begun = join(stage.folder, `${id}-begun`);
    writeFileSync(begun, bytes.subarray(0, bytes.length * 0.6));
    stage.files.set(id, { path: begun });
    const compared = await compare(id, true);
    t.diagnostic(JSON.stringify(compared));
    assert.ok(compared !== null && compared.frames > 0.5 * SECONDS * compared.rateHz);
    assert.ok(compared.worst <= 1e-4);
  });
