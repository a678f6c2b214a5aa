import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, test } from 'node:test';
import { requires } from '../../test/requires.ts';
import { decode } from './decode.ts';
import type { FixtureFolder } from './ffmpeg-fixtures.ts';
import { fixtureFolder, lavfi } from './ffmpeg-fixtures.ts';
import type { LoudnessResult } from './loudness.ts';
import { albumLufs, albumLufsOfTracks, LoudnessMeter, replayGainDb } from './loudness.ts';
import { usualSpeakers } from './pcm.ts';
import { TruePeakMeter } from './true-peak.ts';

let made: FixtureFolder | undefined;
const fixtures = () => (made ??= fixtureFolder());
after(() => made?.remove());

interface Tone {
  readonly hz: number;
  readonly amplitude: number;
  readonly seconds: number;
}

/** Interleaved frames; `gains` says how much of the tone each channel gets. */
function tone({ hz, amplitude, seconds }: Tone, gains: readonly number[], sampleRate = 48_000): Float32Array {
  const frames = Math.round(seconds * sampleRate);
  const samples = new Float32Array(frames * gains.length);
  for (let frame = 0; frame < frames; frame++) {
    const value = amplitude * Math.sin((2 * Math.PI * hz * frame) / sampleRate);
    for (let channel = 0; channel < gains.length; channel++)
      samples[frame * gains.length + channel] = value * gains[channel]!;
  }
  return samples;
}

function meterOf(
  parts: readonly Float32Array[],
  channels: number,
  sampleRate = 48_000,
  chunkFrames = 4_801,
): LoudnessResult {
  const meter = new LoudnessMeter({ sampleRate, channels, speakers: usualSpeakers(channels) });
  for (const samples of parts) {
    for (let at = 0; at < samples.length; at += chunkFrames * channels)
      meter.add(samples.subarray(at, at + chunkFrames * channels));
  }
  return meter.result();
}

const near = (actual: number | null, expected: number, tolerance: number, what = '') =>
  assert.ok(
    actual !== null && Math.abs(actual - expected) <= tolerance,
    `${what} ${actual} is not within ${tolerance} of ${expected}`,
  );

test('a full-scale 997 Hz sine is −3.01 LUFS in one front channel, and 3 LU more in both', () => {
  const sine = { hz: 997, amplitude: 1, seconds: 20 };
  near(meterOf([tone(sine, [1])], 1).integratedLufs, -3.01, 0.01);
  near(meterOf([tone(sine, [1, 0])], 2).integratedLufs, -3.01, 0.01);
  near(meterOf([tone(sine, [1, 1])], 2).integratedLufs, 0, 0.01);
});

test('EBU Tech 3341: −23 and −33 dBFS at 1 kHz in stereo are −23 and −33 LUFS', () => {
  for (const level of [-23, -33]) {
    const sine = { hz: 1000, amplitude: 10 ** (level / 20), seconds: 20 };
    near(meterOf([tone(sine, [1, 1])], 2).integratedLufs, level, 0.1);
  }
});

test('EBU Tech 3341: what is much quieter than the rest is gated out', () => {
  const at = (level: number, seconds: number) =>
    tone({ hz: 1000, amplitude: 10 ** (level / 20), seconds }, [1, 1]);
  near(meterOf([at(-36, 10), at(-23, 60), at(-36, 10)], 2).integratedLufs, -23, 0.1, 'case 3');
  near(
    meterOf([at(-72, 10), at(-36, 10), at(-23, 60), at(-36, 10), at(-72, 10)], 2).integratedLufs,
    -23,
    0.1,
    'case 4',
  );
  near(meterOf([at(-26, 20), at(-20, 20.1), at(-26, 20)], 2).integratedLufs, -23, 0.1, 'case 5');
});

test('EBU Tech 3341 case 6: the surrounds of 5.1 count 1.41 times, the low-frequency channel not at all', () => {
  const gains = [-28, -28, -24, 0, -30, -30].map((level) => 10 ** (level / 20));
  near(meterOf([tone({ hz: 1000, amplitude: 1, seconds: 20 }, gains)], 6).integratedLufs, -23, 0.1);
});

test('every sample rate gives the same loudness', () => {
  for (const sampleRate of [8_000, 11_025, 22_050, 44_100, 48_000, 88_200, 96_000, 192_000]) {
    const sine = tone({ hz: 997, amplitude: 0.5, seconds: 6 }, [1, 1], sampleRate);
    near(meterOf([sine], 2, sampleRate).integratedLufs, -6.02, 0.1, `${sampleRate} Hz`);
  }
});

test('silence and sound shorter than a block have no loudness and no gain', () => {
  const silent = meterOf([new Float32Array(96_000 * 5)], 2);
  assert.equal(silent.integratedLufs, null);
  assert.equal(silent.samplePeak, 0);
  assert.equal(replayGainDb(silent.integratedLufs), 0);
  assert.equal(meterOf([tone({ hz: 997, amplitude: 1, seconds: 0.3 }, [1])], 1).integratedLufs, null);
  assert.equal(meterOf([], 2).integratedLufs, null);
});

test('the size of the chunks makes no difference', () => {
  const sound = tone({ hz: 300, amplitude: 0.3, seconds: 3 }, [1, 0.5], 44_100);
  const whole = meterOf([sound], 2, 44_100, 1e9);
  for (const chunk of [1, 7, 441, 4_410, 10_000]) {
    const parts = meterOf([sound], 2, 44_100, chunk);
    near(parts.integratedLufs, whole.integratedLufs!, 1e-9);
    assert.deepEqual({ ...parts, integratedLufs: 0 }, { ...whole, integratedLufs: 0 });
  }
});

test('an album is measured as if its tracks were one file', () => {
  const loud = tone({ hz: 997, amplitude: 0.5, seconds: 30 }, [1, 1]);
  const quiet = tone({ hz: 997, amplitude: 0.2, seconds: 60 }, [1, 1]);
  const faint = tone({ hz: 997, amplitude: 0.01, seconds: 60 }, [1, 1]);
  const tracks = [loud, quiet, faint].map((sound) => meterOf([sound], 2));
  const whole = meterOf([loud, quiet, faint], 2).integratedLufs!;
  near(albumLufs(tracks.map((track) => track.histogram)), whole, 0.06);
  near(albumLufsOfTracks(tracks.slice(0, 2)), meterOf([loud, quiet], 2).integratedLufs!, 0.1);
  near(replayGainDb(whole), -18 - whole, 1e-9);
  assert.equal(albumLufs([]), null);
  assert.equal(albumLufsOfTracks([]), null);
});

test('the true peak lies between the samples', () => {
  const meter = new TruePeakMeter({ sampleRate: 48_000, channels: 1, speakers: ['FC'] });
  // A quarter of the sample rate, 45° off: every sample is 0.707 of the wave's height.
  const samples = Float32Array.from({ length: 4_800 }, (_, at) => Math.sin((Math.PI / 2) * at + Math.PI / 4));
  for (let at = 0; at < samples.length; at += 100) meter.add(samples.subarray(at, at + 100));
  near(meter.peak, 1, 0.03);
});

/** What ffmpeg's ebur128 filter says, to three decimals. */
function ebur128(path: string): { lufs: number; truePeak: number } {
  const filter = 'ebur128=peak=true:metadata=1,ametadata=mode=print:file=-';
  const args = ['-v', 'error', '-nostats', '-i', path, '-af', filter, '-f', 'null', '-'];
  const said = execFileSync('ffmpeg', args, { encoding: 'utf8', maxBuffer: 1e9 });
  const values = (key: string) =>
    Array.from(said.matchAll(new RegExp(`^lavfi\\.r128\\.${key}=(.*)$`, 'gm')), (match) => Number(match[1]));
  const peaks = [
    'true_peaks_ch0',
    'true_peaks_ch1',
    'true_peaks_ch2',
    'true_peaks_ch3',
    'true_peaks_ch4',
    'true_peaks_ch5',
  ];
  return { lufs: values('I').at(-1)!, truePeak: Math.max(...peaks.flatMap((key) => values(key).slice(-1))) };
}

test('real signals agree with ffmpeg to 0.05 LU, and the true peak to 0.3 dB', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const music =
    'aevalsrc=exprs=0.4*sin(2*PI*220*t)*exp(-mod(t\\,1)*3)+0.2*sin(2*PI*3300*t)*exp(-mod(t\\,0.25)*9)|0.35*sin(2*PI*277*t)*exp(-mod(t\\,1.5)*2):s=44100:d=40';
  const signals: Record<string, string[]> = {
    'music.flac': lavfi(music),
    'pink.flac': [...lavfi('anoisesrc=color=pink:seed=1:d=30:r=48000:a=0.5'), '-ac', '2'],
    'brown.flac': lavfi('anoisesrc=color=brown:seed=2:d=30:r=44100:a=0.9'),
    'fading.flac': lavfi('anoisesrc=color=pink:seed=5:d=60:r=44100:a=0.5,afade=t=out:st=5:d=50'),
    'high.flac': lavfi('anoisesrc=color=pink:seed=3:d=20:r=96000:a=0.3'),
    'surround.flac': [
      ...lavfi('anoisesrc=color=pink:seed=4:d=20:r=48000:a=0.4'),
      '-af',
      'pan=5.1|FL=0.3*c0|FR=0.2*c0|FC=0.5*c0|LFE=c0|BL=0.6*c0|BR=0.4*c0',
    ],
    'lossy.mp3': [...lavfi(music), '-b:a', '128k'],
    'lossy.opus': [...lavfi(music), '-b:a', '96k'],
  };
  for (const [name, args] of Object.entries(signals)) {
    const path = fixtures().make(name, ...args);
    let meter: LoudnessMeter | undefined;
    let peaks: TruePeakMeter | undefined;
    for await (const { format, samples } of decode(path)) {
      (meter ??= new LoudnessMeter(format)).add(samples);
      (peaks ??= new TruePeakMeter(format)).add(samples);
    }
    const expected = ebur128(path);
    near(meter!.result().integratedLufs, expected.lufs, 0.05, name);
    near(20 * Math.log10(peaks!.peak / expected.truePeak), 0, 0.3, `${name} true peak`);
  }
});
