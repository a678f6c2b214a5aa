import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { requires } from '../../../../test/requires.ts';
import { listenThrough } from './testing/long-listening.ts';
import { playable } from './testing/playable.ts';
import { sineSamples, writeWave } from './testing/sounds.ts';
import { openStageServer } from './testing/stage-server.ts';

const SECONDS = 30;
const RATE_HZ = 44_100;

test('the page weighs the same after 100 gapless tracks as after 20', async (t) => {
  if (!requires(t, 'chromium')) return;
  const server = await openStageServer({ record: false });
  t.after(() => server.close());
  const path = join(server.folder, 'track.wav');
  writeWave(path, sineSamples({ rateHz: RATE_HZ, hz: 440, amplitude: 0.1 }, 0, SECONDS * RATE_HZ), RATE_HZ);
  const part = {
    mime: 'audio/wav',
    codec: 'pcm',
    durationMs: SECONDS * 1000,
    sizeBytes: SECONDS * RATE_HZ * 4,
  };
  const tracks = Array.from({ length: 100 }, (_, index) => playable(`t${index}`, part));
  for (const { id } of tracks) server.files.set(id, { path });
  const heard = await listenThrough({
    url: server.url,
    tracks,
    weighAfter: [20, 100],
    listenMs: 0,
    settleMs: 3_000,
  });
  const [idle, early, late] = heard.weighings.map(({ residentBytes }) => Math.round(residentBytes / 1e6));
  t.diagnostic(
    `${idle} MB alone, ${early} MB after 20 tracks, ${late} MB after 100, at most ${Math.round(heard.peakBytes / 1e6)} MB`,
  );
  assert.ok(early !== undefined && late !== undefined && late <= early * 1.05);
  assert.ok(heard.peakBytes < 400e6);
  assert.equal(heard.announcements, tracks.length + 1);
});
