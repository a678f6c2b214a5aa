/**
 * The room: a feedback delay network of eight lines, mixed by a Hadamard matrix and damped in the treble, behind
 * two all-pass diffusers a side. Small, cheap (about a thousandth of real time) and without the metallic ring of
 * plain combs.
 */

import type { Stereo } from './stereo.ts';
import { sampleRate } from './timing.ts';

export interface Room {
  /** Seconds in which the room falls silent by 60 dB. */
  readonly seconds: number;
  /** Length of the delays, 1 is a hall. */
  readonly size: number;
  /** Cut-off of the damping in Hz. */
  readonly dampHertz: number;
  readonly preDelaySeconds: number;
  /** Level of the room beside the direct sound. */
  readonly level: number;
}

export const rooms = {
  parlour: { seconds: 0.9, size: 0.45, dampHertz: 5200, preDelaySeconds: 0.008, level: 0.2 },
  chamber: { seconds: 1.5, size: 0.7, dampHertz: 4800, preDelaySeconds: 0.014, level: 0.26 },
  hall: { seconds: 2.3, size: 1, dampHertz: 4200, preDelaySeconds: 0.022, level: 0.32 },
  church: { seconds: 3.8, size: 1.35, dampHertz: 3400, preDelaySeconds: 0.03, level: 0.42 },
} satisfies Record<string, Room>;

export type RoomName = keyof typeof rooms;

const lineLengths = [1433, 1601, 1867, 2053, 2251, 2399, 2617, 2797];
const diffuserLengths = [
  [142, 379],
  [151, 367],
] as const;

/** What the room answers to a sound; the direct sound is not in it. */
export function reverberate(dry: Stereo, room: Room): Stereo {
  const inLeft = diffuse(dry.left, diffuserLengths[0], room);
  const inRight = diffuse(dry.right, diffuserLengths[1], room);
  const lines = lineLengths.map((samples) => delayLine(Math.round(samples * room.size), room));
  const damp = 1 - Math.exp((-2 * Math.PI * room.dampHertz) / sampleRate);
  return turnRound(lines, damp, room.level, inLeft, inRight);
}

interface DelayLine {
  readonly samples: number;
  readonly store: Float32Array;
  /** What is kept of each turn, with the Hadamard matrix's scale in it. */
  readonly keep: number;
}

const mask = 4095;

function delayLine(samples: number, room: Room): DelayLine {
  const keep = 10 ** ((-3 * samples) / (room.seconds * sampleRate)) / Math.sqrt(8);
  return { samples, store: new Float32Array(mask + 1), keep };
}

/**
 * The loop itself. Written out line by line because it runs for every sample of the library: with arrays and
 * inner loops it took a third of the whole rendering.
 */
function turnRound(
  lines: readonly DelayLine[],
  damp: number,
  level: number,
  inLeft: Float32Array,
  inRight: Float32Array,
): Stereo {
  const length = inLeft.length;
  const [a, b, c, d, e, f, g, h] = lines as [
    DelayLine,
    DelayLine,
    DelayLine,
    DelayLine,
    DelayLine,
    DelayLine,
    DelayLine,
    DelayLine,
  ];
  const [an, bn, cn, dn, en, fn, gn, hn] = [
    a.samples,
    b.samples,
    c.samples,
    d.samples,
    e.samples,
    f.samples,
    g.samples,
    h.samples,
  ];
  const [ak, bk, ck, dk, ek, fk, gk, hk] = [a.keep, b.keep, c.keep, d.keep, e.keep, f.keep, g.keep, h.keep];
  const [as, bs, cs, ds, es, fs, gs, hs] = [
    a.store,
    b.store,
    c.store,
    d.store,
    e.store,
    f.store,
    g.store,
    h.store,
  ];
  let [av, bv, cv, dv, ev, fv, gv, hv] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < length; at++) {
    av += damp * (as[(at - an) & mask]! - av);
    bv += damp * (bs[(at - bn) & mask]! - bv);
    cv += damp * (cs[(at - cn) & mask]! - cv);
    dv += damp * (ds[(at - dn) & mask]! - dv);
    ev += damp * (es[(at - en) & mask]! - ev);
    fv += damp * (fs[(at - fn) & mask]! - fv);
    gv += damp * (gs[(at - gn) & mask]! - gv);
    hv += damp * (hs[(at - hn) & mask]! - hv);
    // Hadamard matrix of order 8, by three rounds of butterflies.
    const a1 = av * ak + bv * bk;
    const b1 = av * ak - bv * bk;
    const c1 = cv * ck + dv * dk;
    const d1 = cv * ck - dv * dk;
    const e1 = ev * ek + fv * fk;
    const f1 = ev * ek - fv * fk;
    const g1 = gv * gk + hv * hk;
    const h1 = gv * gk - hv * hk;
    const a2 = a1 + c1;
    const b2 = b1 + d1;
    const c2 = a1 - c1;
    const d2 = b1 - d1;
    const e2 = e1 + g1;
    const f2 = f1 + h1;
    const g2 = e1 - g1;
    const h2 = f1 - h1;
    const left = inLeft[at]!;
    const right = inRight[at]!;
    const to = at & mask;
    // The answer takes the place of what was fed in, which spares two buffers as long as the track.
    inLeft[at] = level * (av + cv - ev + gv);
    inRight[at] = level * (bv - dv + fv + hv);
    as[to] = a2 + e2 + left;
    bs[to] = b2 + f2 + right;
    cs[to] = c2 + g2 + left;
    ds[to] = d2 + h2 + right;
    es[to] = a2 - e2 + left;
    fs[to] = b2 - f2 + right;
    gs[to] = c2 - g2 + left;
    hs[to] = d2 - h2 + right;
  }
  return { left: inLeft, right: inRight };
}

function diffuse(dry: Float32Array, lengths: readonly number[], room: Room): Float32Array {
  const delay = Math.round(room.preDelaySeconds * sampleRate);
  const out = new Float32Array(dry.length);
  if (delay < dry.length) out.set(dry.subarray(0, dry.length - delay), delay);
  for (const samples of lengths) allPass(out, Math.round(samples * room.size), 0.6);
  return out;
}

function allPass(signal: Float32Array, length: number, gain: number): void {
  const line = new Float32Array(length);
  let place = 0;
  for (let index = 0; index < signal.length; index++) {
    const delayed = line[place]!;
    const stored = signal[index]! + gain * delayed;
    signal[index] = delayed - gain * stored;
    line[place] = stored;
    if (++place === length) place = 0;
  }
}
