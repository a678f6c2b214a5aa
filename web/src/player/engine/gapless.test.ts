import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { requires } from '../../../../test/requires.ts';
import { playable } from './testing/playable.ts';
import { closeBrowser, openStage, type Stage } from './testing/stage.ts';
import {
  encode,
  type Encoding,
  fitSine,
  longestSilence,
  residual,
  type Sine,
  sineSamples,
  soundingPart,
  writeWave,
} from './testing/sounds.ts';

/** The sine is cut where neither a block nor a period of it ends. */
const CUT = 101_357;
const END = 223_456;
/** Around the seam, where a lossy codec may be itself. */
const EDGE = 3_000;
/** One rate each, and all of them where no codec stands in between. */
const RATES_HZ = {
  wav: [44_100, 48_000, 96_000],
  flac: [44_100],
  mp3: [44_100],
  opus: [48_000],
  ogg: [44_100],
  m4a: [44_100],
} as const;

interface Codec {
  mime: string;
  codec: string;
  lossless: boolean;
  /** How far from the sine the codec itself strays where a file begins or ends in the middle of a tone. */
  strays: number;
}

/** 16-bit quantisation is 1.5e-5. ffmpeg's AAC encoder starts badly; its own decoder gives the same samples. */
const CODECS: Record<Exclude<Encoding, 'aiff'> | 'wav', Codec> = {
  wav: { mime: 'audio/wav', codec: 'pcm', lossless: true, strays: 1e-4 },
  flac: { mime: 'audio/flac', codec: 'flac', lossless: true, strays: 1e-4 },
  mp3: { mime: 'audio/mpeg', codec: 'mp3', lossless: false, strays: 0.06 },
  opus: { mime: 'audio/ogg', codec: 'opus', lossless: false, strays: 0.05 },
  ogg: { mime: 'audio/ogg', codec: 'vorbis', lossless: false, strays: 0.05 },
  m4a: { mime: 'audio/mp4', codec: 'aac', lossless: false, strays: 0.7 },
};

let stage: Stage | undefined;
before(async () => {
  if (requires({ skip: () => {} }, 'chromium')) stage = await openStage();
});
after(async () => {
  await stage?.close();
  await closeBrowser();
});

/** Plays the two halves and measures what came out of the live context. */
async function playHalves(stage: Stage, sine: Sine, encoding: keyof typeof CODECS) {
  const halves = [
    [0, CUT],
    [CUT, END],
  ] as const;
  const tracks = halves.map(([from, to], half) => {
    const id = `${encoding}-${sine.rateHz}-${half}`;
    const wave = join(stage.folder, `${id}.wav`);
    const path = join(stage.folder, `${id}.${encoding}`);
    writeWave(wave, sineSamples(sine, from, to), sine.rateHz);
    if (encoding !== 'wav') encode(wave, path, encoding);
    stage.files.set(id, { path });
    return playable(id, {
      ...CODECS[encoding],
      sampleRateHz: sine.rateHz,
      durationMs: ((to - from) / sine.rateHz) * 1000,
    });
  });
  await stage.page.evaluate(
    `recorded.blocks.length = events.length = 0; engine.load(${JSON.stringify(tracks)})`,
  );
  await stage.until(`events.some(({ name }) => name === 'end')`, 20_000);
  const { samples, rateHz } = await stage.recording();
  const trackEvents = await stage.page.evaluate<number[]>(
    `events.filter(({ name }) => name === 'track').map(({ data }) => data.index)`,
  );
  return { samples, rateHz, trackEvents };
}

function measure(samples: Float32Array, sine: Sine) {
  const part = soundingPart(samples);
  // The first fade in and the very end are not the seam's business.
  const [from, to] = [part.from + Math.round(sine.rateHz * 0.1), part.to - Math.round(sine.rateHz * 0.05)];
  const seam = part.to - (END - CUT);
  const window = Math.round(sine.rateHz * 0.5);
  const before = fitSine(samples, sine, seam - window, seam - EDGE);
  const after = fitSine(samples, sine, seam + EDGE, seam + window);
  const turn = Math.abs(
    Math.atan2(Math.sin(after.phase - before.phase), Math.cos(after.phase - before.phase)),
  );
  return {
    atSeam: residual(samples, sine, before, seam - EDGE, seam + EDGE).difference,
    elsewhere: Math.max(
      residual(samples, sine, before, from, seam - EDGE).difference,
      residual(samples, sine, before, seam + EDGE, to).difference,
    ),
    shiftSamples: (turn * sine.rateHz) / (2 * Math.PI * sine.hz),
    silenceSamples: longestSilence(samples, from, to),
  };
}

for (const encoding of ['wav', 'flac', 'mp3', 'opus', 'ogg', 'm4a'] as const) {
  for (const rateHz of RATES_HZ[encoding]) {
    test(`a sine split over two ${encoding} files of ${rateHz} Hz goes through the seam without a step`, async (t) => {
      if (
        !requires(t, 'chromium', ...(encoding === 'wav' ? [] : (['ffmpeg'] as const))) ||
        stage === undefined
      )
        return;
      const sine = { rateHz, hz: 443.7, amplitude: 0.5 };
      const { samples, rateHz: contextHz, trackEvents } = await playHalves(stage, sine, encoding);
      assert.equal(contextHz, rateHz, 'the context runs at the rate of the track');
      assert.deepEqual(
        trackEvents,
        [0, 1, 0],
        'the second track was announced once, then the queue was rewound',
      );
      const measured = measure(samples, sine);
      t.diagnostic(JSON.stringify(measured));
      const { lossless, strays } = CODECS[encoding];
      assert.ok(measured.silenceSamples <= 2, 'no gap');
      assert.ok(measured.shiftSamples < (lossless ? 0.001 : 0.02), 'nothing missing, nothing twice');
      assert.ok(measured.elsewhere < (lossless ? 1e-4 : 0.02), 'nothing else in the sound');
      assert.ok(measured.atSeam < strays, 'no step at the seam');
    });
  }
}

/** Long enough to be decoded piece by piece. */
const LONG_SECONDS = 150;

for (const encoding of ['wav', 'flac', 'mp3', 'ogg'] as const) {
  test(`a ${encoding} of ${LONG_SECONDS} s, decoded in pieces, is one sine from before a seek's end into the next track`, async (t) => {
    if (!requires(t, 'chromium', ...(encoding === 'wav' ? [] : (['ffmpeg'] as const))) || stage === undefined)
      return;
    const sine = { rateHz: 44_100, hz: 443.7, amplitude: 0.5 };
    const cut = LONG_SECONDS * sine.rateHz + 357;
    const tracks = (
      [
        [0, cut],
        [cut, cut + 3 * sine.rateHz],
      ] as const
    ).map(([from, to], half) => {
      const id = `long-${encoding}-${half}`;
      const wave = join(stage!.folder, `${id}.wav`);
      const path = join(stage!.folder, `${id}.${encoding}`);
      writeWave(wave, sineSamples(sine, from, to), sine.rateHz);
      if (encoding !== 'wav') encode(wave, path, encoding);
      stage!.files.set(id, { path });
      return playable(id, { ...CODECS[encoding], durationMs: ((to - from) / sine.rateHz) * 1000 });
    });
    await stage.page.evaluate(
      `recorded.blocks.length = events.length = 0; engine.load(${JSON.stringify(tracks)})`,
    );
    await stage.until(`engine.snapshot().state === 'playing' && engine.positionMs() > 500`);
    // The first piece after a seek is five seconds long: its end is heard, and the one after it, and the seam.
    await stage.page.evaluate(`recorded.blocks.length = 0; engine.seek(${(LONG_SECONDS - 8) * 1000})`);
    await stage.until(`events.some(({ name }) => name === 'end')`, 30_000);
    const { samples } = await stage.recording();
    const part = soundingPart(samples);
    const seam = part.to - 3 * sine.rateHz;
    const [from, to] = [part.to - 10.5 * sine.rateHz, part.to - Math.round(sine.rateHz * 0.05)];
    const before = fitSine(samples, sine, Math.round(from), seam - EDGE);
    const worst = residual(samples, sine, before, Math.round(from), seam - EDGE).difference;
    const after = fitSine(samples, sine, seam + EDGE, to);
    const turn = Math.abs(
      Math.atan2(Math.sin(after.phase - before.phase), Math.cos(after.phase - before.phase)),
    );
    const shiftSamples = (turn * sine.rateHz) / (2 * Math.PI * sine.hz);
    t.diagnostic(JSON.stringify({ worst, shiftSamples }));
    const { lossless } = CODECS[encoding];
    assert.ok(worst < (lossless ? 1e-4 : 0.02), 'no step where pieces meet');
    assert.ok(shiftSamples < (lossless ? 0.001 : 0.02), 'nothing missing at the seam, nothing twice');
    assert.ok(longestSilence(samples, Math.round(from), to) <= 2, 'no gap');
  });
}

test('of a long track that is still on its way, what has come is heard without a step', async (t) => {
  if (!requires(t, 'chromium') || stage === undefined) return;
  const sine = { rateHz: 44_100, hz: 443.7, amplitude: 0.5 };
  const wave = join(stage.folder, 'coming.wav');
  writeWave(wave, sineSamples(sine, 0, LONG_SECONDS * sine.rateHz), sine.rateHz);
  stage.files.set('coming', { path: wave });
  const sizeBytes = LONG_SECONDS * sine.rateHz * 4;
  const track = playable('coming', { ...CODECS.wav, sizeBytes, durationMs: LONG_SECONDS * 1000 });
  stage.network.bytesPerSecond = 2e6;
  t.after(() => (stage!.network.bytesPerSecond = Infinity));
  await stage.page.evaluate(`recorded.blocks.length = 0; engine.load(${JSON.stringify([track])})`);
  await stage.until(`engine.snapshot().state === 'playing' && engine.positionMs() > 6500`, 30_000);
  await stage.page.evaluate(`recorded.blocks.length = 0; engine.seek(65_000)`);
  await stage.until(`engine.snapshot().state === 'playing' && engine.positionMs() > 77_000`, 30_000);
  const { samples } = await stage.recording();
  await stage.page.evaluate('engine.clear()');
  const [from, to] = [samples.length - 10 * sine.rateHz, samples.length - sine.rateHz];
  const fit = fitSine(samples, sine, from, to);
  const { difference } = residual(samples, sine, fit, from, to);
  t.diagnostic(`at worst ${difference.toExponential(1)} off`);
  assert.ok(difference < 1e-4);
});
