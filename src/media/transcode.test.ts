import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createReadStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { buffer } from 'node:stream/consumers';
import { requires } from '../../test/requires.ts';
import type { FixtureFolder } from './ffmpeg-fixtures.ts';
import { fixtureFolder, lavfi } from './ffmpeg-fixtures.ts';
import { findFfmpeg } from './ffmpeg-find.ts';
import type { TranscodeCodec, TranscodeRequest } from './transcode.ts';
import { encodableCodecs, estimateTranscodeBytes, transcode } from './transcode.ts';

let made: FixtureFolder | undefined;
const fixtures = () => (made ??= fixtureFolder());
after(() => made?.remove());

const codecs: TranscodeCodec[] = ['opus', 'mp3', 'aac', 'flac'];
const noisy = 'anoisesrc=duration=20:color=pink:seed=7:sample_rate=44100:amplitude=0.4';

async function make(
  request: Omit<TranscodeRequest, 'bitrateKbps'> & { bitrateKbps?: number },
): Promise<Buffer> {
  const running = await transcode({ bitrateKbps: 128, ...request }, await findFfmpeg());
  assert.ok(running);
  const [bytes, end] = await Promise.all([buffer(running.stdout), running.ended]);
  assert.deepEqual(end, { ok: true });
  return bytes;
}

function probe(
  bytes: Buffer,
  suffix: string,
): { codec: string; channels: number; sampleRate: number; seconds: number } {
  const path = join(fixtures().folder, `probed.${suffix}`);
  writeFileSync(path, bytes);
  const raw = execFileSync(
    'ffmpeg',
    ['-v', 'error', '-i', path, '-f', 's16le', '-ac', '1', '-ar', '8000', 'pipe:1'],
    { maxBuffer: 1e9 },
  );
  const fields = [
    '-show_entries',
    'stream=codec_name,channels,sample_rate',
    '-select_streams',
    'a:0',
    '-of',
    'json',
  ];
  const { streams } = JSON.parse(
    execFileSync('ffprobe', ['-v', 'error', ...fields, path], { encoding: 'utf8' }),
  );
  return {
    codec: streams[0].codec_name,
    channels: streams[0].channels,
    sampleRate: Number(streams[0].sample_rate),
    seconds: raw.length / 16_000,
  };
}

test('each codec comes out as itself, whole, and near its estimated size', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const input = fixtures().make('noise.flac', ...lavfi(noisy), '-ac', '2');
  for (const codec of codecs) {
    const bytes = await make({ input, codec });
    const found = probe(bytes, codec);
    assert.equal(found.codec, codec);
    assert.ok(Math.abs(found.seconds - 20) < 0.1, `${codec} lasts ${found.seconds} s`);
    const estimate = estimateTranscodeBytes({ codec, bitrateKbps: 128 }, { durationMs: 20_000 });
    const allowed = codec === 'mp3' ? 1.03 : codec === 'aac' ? 1.35 : 2;
    assert.ok(estimate <= bytes.length * allowed, `${codec}: estimated ${estimate}, is ${bytes.length}`);
    if (codec !== 'flac')
      assert.ok(estimate >= bytes.length, `${codec}: estimated ${estimate}, is ${bytes.length}`);
  }
});

test('a start offset is cut off the beginning, to the hundredth of a second', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const input = fixtures().make('offset.flac', ...lavfi(noisy));
  for (const codec of codecs) {
    const { seconds } = probe(await make({ input, codec, startMs: 12_340 }), codec);
    assert.ok(Math.abs(seconds - 7.66) < 0.1, `${codec} lasts ${seconds} s`);
  }
});

test('surround is mixed down for players, mono stays mono, and FLAC keeps what there is', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const surround = fixtures().make(
    'surround.flac',
    ...lavfi('sine=duration=1'),
    '-af',
    'pan=5.1(side)|FL=c0|FR=c0|FC=c0|LFE=c0|SL=c0|SR=c0',
  );
  const mono = fixtures().make('mono.flac', ...lavfi('sine=duration=1'), '-ac', '1');
  for (const codec of codecs) {
    assert.equal(
      probe(await make({ input: surround, codec }), codec).channels,
      codec === 'flac' ? 6 : 2,
      codec,
    );
    assert.equal(probe(await make({ input: mono, codec }), codec).channels, 1, codec);
  }
  assert.equal(probe(await make({ input: surround, codec: 'flac', channels: 2 }), 'flac').channels, 2);
});

test('sample rate and gain can be asked for, and input can be piped', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const input = fixtures().make(
    'hires.flac',
    ...lavfi('sine=duration=2:sample_rate=96000'),
    '-sample_fmt',
    's32',
  );
  assert.equal(probe(await make({ input, codec: 'flac', sampleRate: 44_100 }), 'flac').sampleRate, 44_100);
  assert.equal(probe(await make({ input: createReadStream(input), codec: 'mp3' }), 'mp3').codec, 'mp3');
  const plain = peak(await make({ input, codec: 'flac' }));
  const quieter = peak(await make({ input, codec: 'flac', replayGainDb: -6.02 }));
  assert.ok(Math.abs(quieter / plain - 0.5) < 0.01, `${quieter} of ${plain}`);
});

/** The greatest sample, 16 bit. */
function peak(bytes: Buffer): number {
  const raw = execFileSync('ffmpeg', ['-v', 'error', '-i', 'pipe:0', '-f', 's16le', 'pipe:1'], {
    input: bytes,
  });
  return new Int16Array(raw.buffer, raw.byteOffset, raw.length >> 1).reduce(
    (most, value) => Math.max(most, value),
    0,
  );
}

test('embedded pictures do not get into the stream', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const picture = fixtures().make(
    'cover.png',
    ...lavfi('testsrc=size=900x900:duration=0.04'),
    '-frames:v',
    '1',
  );
  const plain = fixtures().make('plain.mp3', ...lavfi('sine=duration=1'));
  const input = fixtures().make(
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
  assert.ok((await make({ input, codec: 'mp3' })).length < 20_000);
});

test('codecs that ffmpeg lacks are said before anything is started', async (t) => {
  assert.deepEqual([...encodableCodecs(undefined)], []);
  if (!requires(t, 'ffmpeg')) return;
  const found = await findFfmpeg();
  assert.deepEqual([...encodableCodecs(found)], codecs);
  const poor = { ...found!, encoders: new Set(['flac']) };
  assert.equal(await transcode({ input: '/x', codec: 'opus', bitrateKbps: 96 }, poor), undefined);
});
