/**
 * How much memory does the page hold after 100 gapless tracks, and how soon is the first sound?
 *
 * Whole tracks of four and of nine and a half minutes, FLAC where ffmpeg is there and WAVE else, played from seam to
 * seam in Chromium (each heard for a while, then sought to its end). Bars: at most 400 MB resident, growth from the
 * 20th to the 100th track at most 5 %. `--tracks=100 --listen=3` choose how many, and for how many seconds each.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { programs } from '../test/requires.ts';
import { listenThrough } from '../web/src/player/engine/testing/long-listening.ts';
import { playable } from '../web/src/player/engine/testing/playable.ts';
import { writeWave } from '../web/src/player/engine/testing/sounds.ts';
import { openStageServer } from '../web/src/player/engine/testing/stage-server.ts';

const RATE_HZ = 44_100;
const MEBI = 1e6;
const { values } = parseArgs({
  options: { tracks: { type: 'string', default: '100' }, listen: { type: 'string', default: '3' } },
});
if (!programs.chromium.find())
  throw new Error('This bench weighs a page in Chromium: apt-get install chromium');

let failed = false;
for (const minutes of [4, 9.5]) failed = !(await weigh(minutes, Number(values.tracks))) || failed;
process.exitCode = failed ? 1 : 0;

async function weigh(minutes: number, count: number): Promise<boolean> {
  const server = await openStageServer({ record: false });
  const { path, mime, codec } = makeTrack(server.folder, minutes);
  const part = { mime, codec, durationMs: minutes * 60_000, sizeBytes: Math.round(minutes * 60 * 110_000) };
  const tracks = Array.from({ length: count }, (_, index) => playable(`t${index}`, part));
  for (const { id } of tracks) server.files.set(id, { path });
  console.log(`${count} tracks of ${minutes} minutes, ${mime}\n`);
  console.log('tracks  resident MB  after a collection  its own MB');
  const heard = await listenThrough({
    url: server.url,
    tracks,
    weighAfter: [1, 5, 20, 40, 60, 80, 100],
    listenMs: Number(values.listen) * 1000,
    settleMs: 8_000,
    onWeighing: ({ tracks, uncollectedBytes, residentBytes, anonymousBytes }) =>
      console.log(row(tracks, uncollectedBytes, residentBytes, anonymousBytes)),
  });
  server.close();
  const after = (tracks: number) =>
    heard.weighings.find((weighing) => weighing.tracks === tracks)?.residentBytes ?? 0;
  const growth = after(100) / after(20) - 1;
  console.log(
    `\nfirst sound after ${heard.firstSoundMs} ms; at most ${Math.round(heard.peakBytes / MEBI)} MB for a moment`,
  );
  if (count < 100) return true;
  const good = after(100) <= 400 * MEBI && growth <= 0.05;
  console.log(
    `growth from the 20th to the 100th: ${(growth * 100).toFixed(1)} % (bar 5 %), ${good ? 'met' : 'MISSED'}\n`,
  );
  return good;
}

function row(tracks: number, ...bytes: number[]): string {
  const cells = bytes.map((value, index) =>
    String(Math.round(value / MEBI)).padStart([13, 20, 12][index] ?? 12),
  );
  return String(tracks).padStart(6) + cells.join('');
}

/** Noise does not compress, so that the file is as big as music is. */
function makeTrack(folder: string, minutes: number): { path: string; mime: string; codec: string } {
  const wave = join(folder, 'track.wav');
  const noise = new Float32Array(Math.round(minutes * 60 * RATE_HZ)).map(() => (Math.random() - 0.5) * 0.1);
  writeWave(wave, noise, RATE_HZ);
  if (!programs.ffmpeg.find()) return { path: wave, mime: 'audio/wav', codec: 'pcm' };
  const path = join(folder, 'track.flac');
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', '-i', wave, path]);
  return { path, mime: 'audio/flac', codec: 'flac' };
}
