import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { requires } from '../../../../test/requires.ts';
import { listenThrough } from './testing/long-listening.ts';
import { sineSamples, writeWave } from './testing/sounds.ts';
import { closeBrowser, openStage, playable } from './testing/stage.ts';

const SECONDS = 30;
const RATE_HZ = 44_100;

after(closeBrowser);

test('the page weighs the same after 100 gapless tracks as after 20', async (t) => {
  if (!requires(t, 'chromium')) return;
  const stage = await openStage();
  t.after(() => stage.close());
  const path = join(stage.folder, 'track.wav');
  writeWave(path, sineSamples({ rateHz: RATE_HZ, hz: 440, amplitude: 0.1 }, 0, SECONDS * RATE_HZ), RATE_HZ);
  const tracks = Array.from({ length: 100 }, (_, index) => {
    stage.files.set(`t${index}`, { path });
    return playable(`t${index}`, {
      mime: 'audio/wav',
      codec: 'pcm',
      durationMs: SECONDS * 1000,
      sizeBytes: SECONDS * RATE_HZ * 4,
    });
  });
  const { weighings, peakBytes } = await listenThrough(stage, {
    tracks,
    weighAfter: [20, 100],
    listenMs: 0,
    settleMs: 4_000,
  });
  const [early, late] = weighings.map(({ residentBytes }) => residentBytes / 1e6);
  t.diagnostic(
    `${early?.toFixed(0)} MB after 20 tracks, ${late?.toFixed(0)} MB after 100, at most ${(peakBytes / 1e6).toFixed(0)} MB`,
  );
  assert.ok(early !== undefined && late !== undefined && late <= early * 1.05);
  assert.ok(peakBytes < 400e6);
  assert.equal(await stage.page.evaluate(`events.filter(({ name }) => name === 'track').length`), 101);
});
