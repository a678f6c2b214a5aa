/** One file, several songs: what a cue sheet names is listed, streamed and downloaded as songs of their own. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page, Playable } from '#server/api/contract.ts';
import { makeFlac } from '../src/media/tags/fixtures.ts';
import { readTagsOfBytes } from '../src/media/tags/read.ts';
import { requires } from './requires.ts';
import { openWorld } from './world.ts';

const cue = `PERFORMER "Harbour Duo"\nTITLE "Two in One"\nFILE "both.flac" WAVE\n  TRACK 01 AUDIO\n    TITLE "Low"\n    INDEX 01 00:00:00\n  TRACK 02 AUDIO\n    TITLE "High"\n    INDEX 01 00:02:00\n`;

test('a cue sheet’s songs play from their own beginning to their own end', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const world = await openWorld();
  t.after(() => world.close());
  writeFileSync(join(world.music, 'both.flac'), makeFlac({ seconds: 5, toneHz: 440 }));
  writeFileSync(join(world.music, 'both.cue'), cue);
  await world.scan();
  const { items } = (await world.api(world.admin, 'GET', 'api/tracks?sort=title')).body as Page<Playable>;
  assert.deepEqual(
    items.map((track) => [track.title, Math.round(track.durationMs / 1000)]),
    [
      ['High', 3],
      ['Low', 2],
    ],
  );
  for (const [track, seconds] of [
    [items[0]!, 3],
    [items[1]!, 2],
  ] as const) {
    const response = await fetch(new URL(`api/stream/${track.id}`, world.server.url), {
      headers: world.admin.headers,
    });
    assert.equal(response.headers.get('content-type'), 'audio/flac');
    const file = join(world.folder, 'cut.wav');
    writeFileSync(file, Buffer.from(await response.arrayBuffer()));
    const heard = readTagsOfBytes(await toWav(file));
    assert.ok(heard.kind === 'tags');
    assert.ok(
      Math.abs(heard.audio.durationMs - seconds * 1000) < 30,
      `${track.title}: ${heard.audio.durationMs} ms`,
    );
  }
});

async function toWav(file: string): Promise<Buffer> {
  const { execFileSync } = await import('node:child_process');
  return execFileSync(
    'ffmpeg',
    ['-v', 'error', '-i', file, '-f', 'wav', '-bitexact', '-fflags', '+bitexact', 'pipe:1'],
    { maxBuffer: 1 << 26 },
  );
}
