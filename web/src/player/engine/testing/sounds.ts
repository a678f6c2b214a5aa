/** Sine waves for the tests: made, written as WAVE files, encoded by ffmpeg where it is there, and fitted again. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

export interface Sine {
  rateHz: number;
  hz: number;
  amplitude: number;
}

/** Samples `from` to `to` of one endless sine. */
export function sineSamples({ rateHz, hz, amplitude }: Sine, from: number, to: number): Float32Array {
  return Float32Array.from(
    { length: to - from },
    (_, i) => amplitude * Math.sin((2 * Math.PI * hz * (from + i)) / rateHz),
  );
}

/** Writes samples as 16-bit stereo WAVE, both channels the same. */
export function writeWave(path: string, samples: Float32Array, rateHz: number): void {
  const header = Buffer.alloc(44);
  const dataBytes = samples.length * 4;
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(rateHz, 24);
  header.writeUInt32LE(rateHz * 4, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(dataBytes, 40);
  const data = Int16Array.from({ length: samples.length * 2 }, (_, i) =>
    Math.round(samples[i >> 1]! * 32_767),
  );
  writeFileSync(path, Buffer.concat([header, Buffer.from(data.buffer)]));
}

/** How ffmpeg is asked for each format; MP4 wants a fine clock, or its edit list rounds the length to milliseconds. */
const ENCODERS = {
  flac: ['-c:a', 'flac'],
  mp3: ['-c:a', 'libmp3lame', '-b:a', '256k'],
  opus: ['-c:a', 'libopus', '-b:a', '160k'],
  ogg: ['-c:a', 'libvorbis', '-q:a', '7'],
  m4a: ['-c:a', 'aac', '-b:a', '256k', '-movie_timescale', '44100', '-movflags', '+faststart'],
  aiff: ['-c:a', 'pcm_s16be'],
} as const;

export type Encoding = keyof typeof ENCODERS;

export function encode(wave: string, path: string, encoding: Encoding, ...more: string[]): void {
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', '-i', wave, ...ENCODERS[encoding], ...more, path]);
}

export interface Fit {
  amplitude: number;
  /** Of the sine at sample 0 of the recording, in radians. */
  phase: number;
}

/** The sine of known frequency that fits `samples[from..to)` best. */
export function fitSine(samples: Float32Array, { hz, rateHz }: Sine, from: number, to: number): Fit {
  const step = (2 * Math.PI * hz) / rateHz;
  let [ss, cc, sc, xs, xc] = [0, 0, 0, 0, 0];
  for (let n = from; n < to; n++) {
    const [s, c, x] = [Math.sin(step * n), Math.cos(step * n), samples[n]!];
    ss += s * s;
    cc += c * c;
    sc += s * c;
    xs += x * s;
    xc += x * c;
  }
  const determinant = ss * cc - sc * sc;
  const a = (xs * cc - xc * sc) / determinant;
  const b = (xc * ss - xs * sc) / determinant;
  return { amplitude: Math.hypot(a, b), phase: Math.atan2(b, a) };
}

/** The largest difference between the recording and the sine, and where it is. */
export function residual(samples: Float32Array, { hz, rateHz }: Sine, fit: Fit, from: number, to: number) {
  const step = (2 * Math.PI * hz) / rateHz;
  let worst = { difference: 0, at: from };
  for (let n = from; n < to; n++) {
    const difference = Math.abs(samples[n]! - fit.amplitude * Math.sin(step * n + fit.phase));
    if (difference > worst.difference) worst = { difference, at: n };
  }
  return worst;
}

/** The longest run of samples that are next to nothing, in a stretch where a sine should be. */
export function longestSilence(samples: Float32Array, from: number, to: number, below = 1e-3): number {
  let [longest, run] = [0, 0];
  for (let n = from; n < to; n++) {
    run = Math.abs(samples[n]!) < below ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** The part of a recording that sounds: from the first to after the last sample that is not silent. */
export function soundingPart(samples: Float32Array): { from: number; to: number } {
  const from = samples.findIndex((sample) => Math.abs(sample) > 1e-3);
  const to = samples.findLastIndex((sample) => Math.abs(sample) > 1e-3) + 1;
  return { from: Math.max(0, from), to };
}
