/**
 * The instruments of the demo's players, as settings of the four ways to make a tone (struck, plucked, sustained,
 * beaten). To add one, add a line here: scores name it by its key.
 */

import { beat } from './percussion.ts';
import type { PluckedSound } from './plucked.ts';
import { pluck } from './plucked.ts';
import type { Random } from './random.ts';
import type { Stage } from './stereo.ts';
import type { StruckSound } from './struck.ts';
import { strike } from './struck.ts';
import type { SustainedSound } from './sustained.ts';
import { sustain } from './sustained.ts';
import type { TimedNote } from './timing.ts';

const struck = {
  piano: { stiffness: 0.0004, ringSeconds: 9, ringOctaves: 1.6, partialDamping: 0.32, dullness: 0.25, releaseSeconds: 0.32, attackSeconds: 0.004, thump: 0.9, detuneCents: 1.1, gain: 0.2 },
  celesta: { ratios: [1, 2.0, 4.02, 8.1], levels: [1, 0.14, 0.32, 0.1], stiffness: 0, ringSeconds: 2.8, ringOctaves: 2, partialDamping: 0.35, dullness: 0.03, releaseSeconds: 0.5, attackSeconds: 0.002, thump: 0.25, detuneCents: 2, gain: 0.3 },
  musicBox: { ratios: [1, 3.01, 6.25, 9.6], levels: [1, 0.16, 0.22, 0.05], stiffness: 0, ringSeconds: 3.4, ringOctaves: 2, partialDamping: 0.3, dullness: 0.02, releaseSeconds: 0, attackSeconds: 0.001, thump: 0.12, detuneCents: 1.6, gain: 0.28 },
  vibraphone: { ratios: [1, 3.98, 10.1], levels: [1, 0.2, 0.05], stiffness: 0, ringSeconds: 5, ringOctaves: 2, partialDamping: 0.6, dullness: 0.05, releaseSeconds: 0.7, attackSeconds: 0.003, thump: 0.2, detuneCents: 3, gain: 0.3 },
  bell: { ratios: [0.5, 1, 1.19, 1.5, 2, 2.51, 2.66, 3.01, 4.1], levels: [0.5, 0.9, 0.5, 0.25, 0.8, 0.22, 0.2, 0.25, 0.12], stiffness: 0, ringSeconds: 11, ringOctaves: 2, partialDamping: 0.5, dullness: 0.02, releaseSeconds: 0, attackSeconds: 0.002, thump: 0.3, detuneCents: 2.5, gain: 0.16 },
} satisfies Record<string, StruckSound>;

const plucked = {
  guitar: { ringSeconds: 4.2, ringOctaves: 1.5, brightness: 0.55, pluckHertz: 3200, pluckPlace: 0.19, releaseSeconds: 0.25, courseCents: 0, bendCents: 2, gain: 0.62 },
  lute: { ringSeconds: 3.4, ringOctaves: 1.5, brightness: 0.62, pluckHertz: 3800, pluckPlace: 0.15, releaseSeconds: 0.3, courseCents: 3, bendCents: 2, gain: 0.72 },
  oud: { ringSeconds: 2.5, ringOctaves: 1.3, brightness: 0.42, pluckHertz: 3000, pluckPlace: 0.11, releaseSeconds: 0.2, courseCents: 4, bendCents: 5, gain: 0.85 },
  qanun: { ringSeconds: 3.2, ringOctaves: 1.6, brightness: 0.85, pluckHertz: 6500, pluckPlace: 0.08, releaseSeconds: 0.4, courseCents: 3, bendCents: 2, gain: 0.7 },
  koto: { ringSeconds: 4.5, ringOctaves: 1.4, brightness: 0.74, pluckHertz: 5200, pluckPlace: 0.09, releaseSeconds: 0, courseCents: 1.5, bendCents: 9, gain: 0.72 },
  harp: { ringSeconds: 4.5, ringOctaves: 1.4, brightness: 0.6, pluckHertz: 2600, pluckPlace: 0.33, releaseSeconds: 0, courseCents: 0, bendCents: 1, gain: 0.62 },
  balalaika: { ringSeconds: 1.7, ringOctaves: 1.5, brightness: 0.7, pluckHertz: 5200, pluckPlace: 0.13, releaseSeconds: 0.12, courseCents: 4, bendCents: 4, gain: 0.82 },
  pizzicato: { ringSeconds: 1.1, ringOctaves: 1.3, brightness: 0.3, pluckHertz: 1900, pluckPlace: 0.24, releaseSeconds: 0.15, courseCents: 5, bendCents: 3, gain: 0.85 },
  bass: { ringSeconds: 2.4, ringOctaves: 2, brightness: 0.3, pluckHertz: 1300, pluckPlace: 0.22, releaseSeconds: 0.15, courseCents: 0, bendCents: 2, gain: 0.85 },
} satisfies Record<string, PluckedSound>;

const violinBody = [[290, 60, 0.8], [470, 90, 1], [820, 200, 0.7], [1250, 300, 0.5], [2600, 800, 0.75]] as const;
const celloBody = [[110, 40, 0.8], [220, 60, 1], [420, 120, 0.8], [700, 200, 0.5], [1800, 700, 0.45]] as const;
const ah = [[640, 110, 1], [1080, 120, 0.65], [2550, 250, 0.22], [3300, 400, 0.12]] as const;
const oo = [[350, 90, 1], [780, 130, 0.4], [2400, 300, 0.08]] as const;

const sustained = {
  violin: { harmonic: (n) => 1 / n ** 1.05, body: violinBody, bodyFloor: 0.35, players: 1, detuneCents: 0, spread: 0, attackSeconds: 0.09, releaseSeconds: 0.16, vibratoHertz: 5.6, vibratoCents: 13, breath: 0.012, softDullness: 0.72, gain: 0.42 },
  viola: { harmonic: (n) => 1 / n ** 1.1, body: celloBody, bodyFloor: 0.4, players: 1, detuneCents: 0, spread: 0, attackSeconds: 0.1, releaseSeconds: 0.18, vibratoHertz: 5.2, vibratoCents: 11, breath: 0.012, softDullness: 0.74, gain: 0.4 },
  cello: { harmonic: (n) => 1 / n ** 1.1, body: celloBody, bodyFloor: 0.4, players: 1, detuneCents: 0, spread: 0, attackSeconds: 0.1, releaseSeconds: 0.2, vibratoHertz: 5, vibratoCents: 10, breath: 0.01, softDullness: 0.74, gain: 0.5 },
  strings: { harmonic: (n) => 1 / n ** 1.15, body: violinBody, bodyFloor: 0.5, players: 3, detuneCents: 7, spread: 0.7, attackSeconds: 0.2, releaseSeconds: 0.4, vibratoHertz: 5.1, vibratoCents: 8, breath: 0.008, softDullness: 0.78, gain: 0.4 },
  organ: { harmonic: (n) => [0, 1, 0.7, 0.12, 0.45, 0, 0.1, 0, 0.22][n] ?? 0, body: [], bodyFloor: 1, players: 2, detuneCents: 1.6, spread: 0.5, attackSeconds: 0.06, releaseSeconds: 0.14, vibratoHertz: 0.3, vibratoCents: 1, breath: 0.01, softDullness: 0.3, gain: 0.34 },
  drone: { harmonic: (n) => 1 / n ** 1.3, body: [[180, 90, 1], [520, 150, 0.6], [1400, 400, 0.2]], bodyFloor: 0.3, players: 4, detuneCents: 5, spread: 0.9, attackSeconds: 2.2, releaseSeconds: 2.6, vibratoHertz: 0.23, vibratoCents: 3, breath: 0.006, softDullness: 0.8, gain: 0.4 },
  flute: { harmonic: (n) => [0, 1, 0.42, 0.2, 0.06, 0.03, 0.012][n] ?? 0, body: [], bodyFloor: 1, players: 1, detuneCents: 0, spread: 0, attackSeconds: 0.07, releaseSeconds: 0.12, vibratoHertz: 5, vibratoCents: 9, breath: 0.05, softDullness: 0.4, gain: 0.42 },
  clarinet: { harmonic: (n) => (n % 2 === 1 ? 1 / n ** 1.15 : 0.07 / n), body: [[900, 500, 0.5], [1600, 500, 0.4]], bodyFloor: 0.6, players: 1, detuneCents: 0, spread: 0, attackSeconds: 0.055, releaseSeconds: 0.1, vibratoHertz: 4.6, vibratoCents: 4, breath: 0.016, softDullness: 0.6, gain: 0.38 },
  nay: { harmonic: (n) => [0, 1, 0.5, 0.3, 0.1, 0.06, 0.03][n] ?? 0, body: [], bodyFloor: 1, players: 1, detuneCents: 0, spread: 0, attackSeconds: 0.1, releaseSeconds: 0.16, vibratoHertz: 4.7, vibratoCents: 16, breath: 0.13, softDullness: 0.5, gain: 0.4 },
  accordion: { harmonic: (n) => 1 / n ** 0.9, body: [[500, 300, 0.8], [1500, 600, 0.5]], bodyFloor: 0.35, players: 2, detuneCents: 6, spread: 0.5, attackSeconds: 0.05, releaseSeconds: 0.08, vibratoHertz: 0.5, vibratoCents: 1, breath: 0.008, softDullness: 0.7, gain: 0.3 },
  choir: { harmonic: (n) => 1 / n ** 0.95, body: ah, bodyFloor: 0.07, players: 4, detuneCents: 9, spread: 0.85, attackSeconds: 0.22, releaseSeconds: 0.45, vibratoHertz: 4.8, vibratoCents: 10, breath: 0.014, softDullness: 0.6, gain: 0.42 },
  humming: { harmonic: (n) => 1 / n ** 1.1, body: oo, bodyFloor: 0.05, players: 3, detuneCents: 8, spread: 0.7, attackSeconds: 0.25, releaseSeconds: 0.5, vibratoHertz: 4.7, vibratoCents: 9, breath: 0.01, softDullness: 0.5, gain: 0.42 },
} satisfies Record<string, SustainedSound>;

export type InstrumentName = keyof typeof struck | keyof typeof plucked | keyof typeof sustained | 'frameDrum';

/** Plays one note of an instrument on the stage. */
export function playNote(name: InstrumentName, note: TimedNote, stage: Stage, random: Random): void {
  if (name === 'frameDrum') return beat(note, stage, random);
  if (name in struck) return strike(struck[name as keyof typeof struck], note, stage, random);
  if (name in plucked) return pluck(plucked[name as keyof typeof plucked], note, stage, random);
  sustain(sustained[name as keyof typeof sustained], name, note, stage, random);
}
