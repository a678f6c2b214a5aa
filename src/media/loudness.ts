/**
 * How loud music is: integrated loudness by EBU R 128 (ITU-R BS.1770-4) and from it the ReplayGain 2.0 gain.
 *
 * Fed with chunks of decoded sound, so that one decode serves this and the waveform. Energies of the 400 ms blocks are
 * kept exactly for the track itself, and as a small histogram by which tracks of an album are combined without
 * decoding anything again.
 */
import type { PcmFormat, Speaker } from './pcm.ts';

export interface LoudnessResult {
  /** LUFS; null for silence and for sound shorter than one block (400 ms). */
  readonly integratedLufs: number | null;
  /** Greatest sample, 1 = full scale. */
  readonly samplePeak: number;
  readonly durationMs: number;
  /** Blocks above −70 LUFS by loudness, for combining tracks. */
  readonly histogram: Uint32Array;
}

/** ReplayGain 2.0 reference level. */
const referenceLufs = -18;
/** BS.1770-4 section 5.1: blocks below are never counted, and those 10 LU below the mean of the rest neither. */
const absoluteGateLufs = -70;
const relativeGateLu = -10;
/** The K filter's offset: a full-scale 997 Hz sine in one front channel is −3.01 LUFS. */
const offsetLu = -0.691;

const binLu = 0.1;
const binCount = 1_000;

/** Measures one stream; feed it with `add` and read `result` at the end. */
export class LoudnessMeter {
  readonly #format: PcmFormat;
  readonly #filters: KFilter[];
  readonly #weights: readonly number[];
  /** Sums of squares of the last four 100 ms steps, weighted over channels. */
  readonly #steps = new Float64Array(4);
  readonly #stepFrames = new Float64Array(4);
  #stepCount = 0;
  #sum = 0;
  #frames = 0;
  #stepStart = 0;
  #stepEnd: number;
  #blocks = new Float64Array(1_024);
  #blockCount = 0;
  #peak = 0;

  constructor(format: PcmFormat) {
    this.#format = format;
    this.#weights = weightsOf(format.speakers);
    this.#filters = format.speakers.map(() => new KFilter(format.sampleRate));
    this.#stepEnd = this.#boundary(1);
  }

  /** Takes interleaved whole frames. */
  add(samples: Float32Array): void {
    const { channels } = this.#format;
    const frames = samples.length / channels;
    for (let at = 0; at < frames;) {
      const count = Math.min(frames - at, this.#stepEnd - this.#frames);
      this.#measure(samples, at, count);
      at += count;
      this.#frames += count;
      if (this.#frames === this.#stepEnd) this.#endStep();
    }
  }

  result(): LoudnessResult {
    const energies = this.#blocks.subarray(0, this.#blockCount);
    return {
      integratedLufs: gatedLufs(energies),
      samplePeak: this.#peak,
      durationMs: (this.#frames / this.#format.sampleRate) * 1000,
      histogram: histogramOf(energies),
    };
  }

  #measure(samples: Float32Array, firstFrame: number, count: number): void {
    const { channels } = this.#format;
    for (let channel = 0; channel < channels; channel++) {
      const filter = this.#filters[channel]!;
      const energy = filter.energy(samples, firstFrame * channels + channel, channels, count);
      this.#sum += energy * this.#weights[channel]!;
      if (filter.peak > this.#peak) this.#peak = filter.peak;
    }
  }

  #endStep(): void {
    const slot = this.#stepCount % 4;
    this.#steps[slot] = this.#sum;
    this.#stepFrames[slot] = this.#frames - this.#stepStart;
    this.#sum = 0;
    this.#stepStart = this.#frames;
    this.#stepCount++;
    this.#stepEnd = this.#boundary(this.#stepCount + 1);
    if (this.#stepCount < 4) return;
    const [a, b, c, d] = this.#steps as unknown as [number, number, number, number];
    const [e, f, g, h] = this.#stepFrames as unknown as [number, number, number, number];
    this.#keep((a + b + c + d) / (e + f + g + h));
  }

  #keep(energy: number): void {
    if (this.#blockCount === this.#blocks.length) {
      const more = new Float64Array(this.#blocks.length * 2);
      more.set(this.#blocks);
      this.#blocks = more;
    }
    this.#blocks[this.#blockCount++] = energy;
  }

  /** Where the n-th 100 ms step ends, in frames: rounded, so that rates like 11,025 Hz do not drift. */
  #boundary(step: number): number {
    return Math.round((step * this.#format.sampleRate) / 10);
  }
}

/** The gain in dB that brings music of this loudness to ReplayGain 2.0's −18 LUFS; 0 where there is none to measure. */
export function replayGainDb(integratedLufs: number | null): number {
  return integratedLufs === null ? 0 : referenceLufs - integratedLufs;
}

/** Loudness of tracks as one: gated over all their blocks, as if the album were one file (to 0.05 LU). */
export function albumLufs(histograms: Iterable<Uint32Array>): number | null {
  const all = new Float64Array(binCount);
  for (const histogram of histograms) for (let bin = 0; bin < binCount; bin++) all[bin]! += histogram[bin]!;
  const ungated = meanOfBins(all, 0);
  if (ungated === undefined) return null;
  const gate = Math.ceil((lufsOf(ungated) + relativeGateLu - absoluteGateLufs) / binLu);
  const mean = meanOfBins(all, Math.max(0, gate));
  return mean === undefined ? null : lufsOf(mean);
}

/** The same from loudness and length alone, for tracks whose histograms are not kept: right where none is mostly quiet. */
export function albumLufsOfTracks(
  tracks: Iterable<{ readonly integratedLufs: number | null; readonly durationMs: number }>,
): number | null {
  let energy = 0;
  let durationMs = 0;
  for (const track of tracks) {
    if (track.integratedLufs === null) continue;
    energy += energyOf(track.integratedLufs) * track.durationMs;
    durationMs += track.durationMs;
  }
  return durationMs === 0 ? null : lufsOf(energy / durationMs);
}

function gatedLufs(energies: Float64Array): number | null {
  const ungated = meanAbove(energies, energyOf(absoluteGateLufs));
  if (ungated === undefined) return null;
  const mean = meanAbove(energies, energyOf(Math.max(absoluteGateLufs, lufsOf(ungated) + relativeGateLu)));
  return mean === undefined ? null : lufsOf(mean);
}

function meanAbove(energies: Float64Array, gate: number): number | undefined {
  let sum = 0;
  let count = 0;
  for (const energy of energies) {
    if (energy < gate) continue;
    sum += energy;
    count++;
  }
  return count === 0 ? undefined : sum / count;
}

function histogramOf(energies: Float64Array): Uint32Array {
  const histogram = new Uint32Array(binCount);
  for (const energy of energies) {
    const bin = Math.floor((lufsOf(energy) - absoluteGateLufs) / binLu);
    if (bin >= 0) histogram[Math.min(bin, binCount - 1)]!++;
  }
  return histogram;
}

function meanOfBins(bins: Float64Array, from: number): number | undefined {
  let sum = 0;
  let count = 0;
  for (let bin = from; bin < bins.length; bin++) {
    sum += bins[bin]! * energyOf(absoluteGateLufs + (bin + 0.5) * binLu);
    count += bins[bin]!;
  }
  return count === 0 ? undefined : sum / count;
}

function lufsOf(energy: number): number {
  return offsetLu + 10 * Math.log10(energy);
}

function energyOf(lufs: number): number {
  return 10 ** ((lufs - offsetLu) / 10);
}

/** BS.1770-4 table 3 and section 2: the low-frequency channel does not count, those at the sides count 1.41 times. */
function weightsOf(speakers: readonly Speaker[]): number[] {
  const hasSides = speakers.includes('SL') || speakers.includes('SR');
  return speakers.map((speaker) => {
    if (speaker === 'LFE') return 0;
    if (speaker === 'SL' || speaker === 'SR') return 1.41;
    // In 5.1 the surrounds stand at ±110° whatever they are called; in 7.1 the back ones stand behind ±120°.
    return (speaker === 'BL' || speaker === 'BR') && !hasSides ? 1.41 : 1;
  });
}

/** The two filters of BS.1770-4 annex 1 for any sample rate, by the bilinear transform of their analogue prototypes. */
class KFilter {
  /** Greatest absolute sample of the last call. */
  peak = 0;
  readonly #shelf: readonly [number, number, number, number, number];
  readonly #pass: readonly [number, number];
  readonly #state = new Float64Array(4);

  constructor(sampleRate: number) {
    this.#shelf = shelfOf(sampleRate);
    this.#pass = highPassOf(sampleRate);
  }

  /** Sum of squares of `count` filtered samples from `first` on, every `stride`-th. */
  energy(samples: Float32Array, first: number, stride: number, count: number): number {
    const [b0, b1, b2, a1, a2] = this.#shelf;
    const [c1, c2] = this.#pass;
    const state = this.#state;
    let s1 = state[0]!;
    let s2 = state[1]!;
    let h1 = state[2]!;
    let h2 = state[3]!;
    let sum = 0;
    let peak = 0;
    for (let at = first, end = first + count * stride; at < end; at += stride) {
      const x = samples[at]!;
      const size = x < 0 ? -x : x;
      if (size > peak) peak = size;
      const shelved = b0 * x + s1;
      s1 = b1 * x - a1 * shelved + s2;
      s2 = b2 * x - a2 * shelved;
      const y = shelved + h1;
      h1 = -2 * shelved - c1 * y + h2;
      h2 = shelved - c2 * y;
      sum += y * y;
    }
    // After silence the filters decay into denormal numbers, which cost a hundred times as much.
    state[0] = flushed(s1);
    state[1] = flushed(s2);
    state[2] = flushed(h1);
    state[3] = flushed(h2);
    this.peak = peak;
    return sum;
  }
}

function flushed(value: number): number {
  return Math.abs(value) < 1e-20 ? 0 : value;
}

/** Stage 1, the head's shelf; the constants give exactly table 1 at 48 kHz. */
function shelfOf(sampleRate: number): readonly [number, number, number, number, number] {
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRate);
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return [
    (high + (band * k) / q + k * k) / a0,
    (2 * (k * k - high)) / a0,
    (high - (band * k) / q + k * k) / a0,
    (2 * (k * k - 1)) / a0,
    (1 - k / q + k * k) / a0,
  ];
}

/** Stage 2, the high pass (numerator 1, −2, 1); exactly table 2 at 48 kHz. */
function highPassOf(sampleRate: number): readonly [number, number] {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0];
}
