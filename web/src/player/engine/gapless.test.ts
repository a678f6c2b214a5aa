import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { requires } from '../../../../test/requires.ts';
import { openStage, playable, type Stage } from './testing/stage.ts';
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
const CODECS: Record<Encoding | 'wav', { mime: string; codec: string; lossless: boolean }> = {
  wav: { mime: 'audio/wav', codec: 'pcm', lossless: true },
  flac: { mime: 'audio/flac', codec: 'flac', lossless: true },
  mp3: { mime: 'audio/mpeg', codec: 'mp3', lossless: false },
  opus: { mime: 'audio/ogg', codec: 'opus', lossless: false },
  ogg: { mime: 'audio/ogg', codec: 'vorbis', lossless: false },
  m4a: { mime: 'audio/mp4', codec: 'aac', lossless: false },
  aiff: { mime: 'audio/aiff', codec: 'pcm', lossless: true },
};

let stage: Stage | undefined;
before(async (t) => {
  if (requires({ skip: () => {} }, 'chromium')) stage = await openStage();
});
after(() => stage?.close());

/** Plays the two halves and measures what came out of the live context. */
async function playHalves(stage: Stage, sine: Sine, encoding: Encoding | 'wav') {
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
  const trackEvents = (await stage.page.evaluate(
    `events.filter(({ name }) => name === 'track').map(({ data }) => data.index)`,
  )) as number[];
  return { samples, rateHz, trackEvents };
}

function measure(samples: Float32Array, sine: Sine) {
  const part = soundingPart(samples);
  // The first fade in and the very end are not the seam's business.
  const [from, to] = [part.from + Math.round(sine.rateHz * 0.1), part.to - Math.round(sine.rateHz * 0.05)];
  const seam = part.to - (END - CUT);
  const window = Math.round(sine.rateHz * 0.5);
  const before = fitSine(samples, sine, seam - window, seam - 100);
  const after = fitSine(samples, sine, seam + 100, seam + window);
  const turn = Math.abs(
    Math.atan2(Math.sin(after.phase - before.phase), Math.cos(after.phase - before.phase)),
  );
  return {
    worst: residual(samples, sine, before, from, to),
    seam,
    shiftSamples: (turn * sine.rateHz) / (2 * Math.PI * sine.hz),
    silenceSamples: longestSilence(samples, from, to),
    lengthSamples: part.to - part.from,
  };
}

for (const encoding of ['wav', 'flac', 'mp3', 'opus', 'ogg', 'm4a'] as const) {
  for (const rateHz of encoding === 'opus' ? [48_000] : [44_100, 48_000]) {
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
      const lossless = CODECS[encoding].lossless;
      assert.ok(measured.silenceSamples <= 2, `no gap: ${measured.silenceSamples} silent samples`);
      assert.ok(
        measured.shiftSamples < (lossless ? 0.001 : 0.05),
        `no shift: ${measured.shiftSamples} samples`,
      );
      // 16-bit quantisation is 1.5e-5; what a lossy codec does at its edges is its own, but small.
      assert.ok(
        measured.worst.difference < (lossless ? 1e-4 : 0.1),
        `no step: ${JSON.stringify(measured.worst)}`,
      );
    });
  }
}
