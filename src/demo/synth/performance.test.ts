import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Score } from '../score/types.ts';
import { instrumentNames, playNote } from './instruments.ts';
import { ceiling, toSixteenBits } from './master.ts';
import { perform } from './performance.ts';
import { randomFrom } from './random.ts';
import { frequencyOf, silence } from './stereo.ts';
import { sampleRate } from './timing.ts';

const score: Score = {
  barQuarters: 4,
  tempo: 120,
  room: 'chamber',
  tailSeconds: 2,
  voices: [
    { instrument: 'piano', notes: 'mf C4:4 E4 G4 C5 | C3+G3+E4:1' },
    { instrument: 'koto', notes: 'f C5:4 G4 E4 C4 | C4:1', pan: 0.4 },
    { instrument: 'strings', notes: 'p C3:1 | ff C3+G3+C4+E4+G4+C5:1', pan: -0.4 },
    { instrument: 'frameDrum', notes: 'mf C2:4 E2 G2 B2 | C2:1' },
  ],
};

test('the same score and seed give the same samples, another seed gives others', () => {
  const [one, same, other] = ['a', 'a', 'b'].map((seed) => perform(score, seed).audio);
  assert.deepEqual(one, same);
  assert.notDeepEqual(one!.left, other!.left);
  assert.deepEqual(toSixteenBits(one!, randomFrom('d')), toSixteenBits(same!, randomFrom('d')));
});

test('nothing clips, however loud the score is', () => {
  const { audio } = perform({ ...score, levelDb: 0 }, 'loud');
  for (const channel of [audio.left, audio.right])
    assert.ok(channel.every((value) => Math.abs(value) <= ceiling));
});

test('there is no DC, and the end is silent', () => {
  const { audio } = perform(score, 'quiet');
  for (const channel of [audio.left, audio.right]) {
    const mean = channel.reduce((sum, value) => sum + value, 0) / channel.length;
    assert.ok(Math.abs(mean) < 1e-4, `mean ${mean}`);
    assert.ok(channel.subarray(-40).every((value) => Math.abs(value) < 1e-4));
  }
});

test('tracks come out equally loud', () => {
  const power = (name: 'piano' | 'strings'): number => {
    const { left } = perform(
      { ...score, tailSeconds: 0.5, voices: [{ instrument: name, notes: 'mf C4:1 | E4:1' }] },
      name,
    ).audio;
    return 10 * Math.log10(left.reduce((sum, value) => sum + value * value, 0) / left.length);
  };
  assert.ok(Math.abs(power('piano') - power('strings')) < 5);
});

test('every instrument sounds, and within a sixth of a semitone of its note', () => {
  const pitch = 64;
  for (const name of instrumentNames.filter((name) => name !== 'frameDrum')) {
    const stage = { ...silence(sampleRate * 2), leftGain: 1, rightGain: 1 };
    const note = { startSample: 0, holdSamples: sampleRate * 1.5, pitch, velocity: 0.6 };
    playNote(name, note, stage, randomFrom('tuning'));
    const mono = stage.left.map((value, index) => value + stage.right[index]!);
    assert.ok(Math.max(...mono.subarray(0, 40_000)) > 0.02, `${name} is silent`);
    const levels = Array.from({ length: 41 }, (_, index) => {
      const cents = (index - 20) * 5;
      return { cents, level: levelAt(mono.subarray(8000, 52_000), frequencyOf(pitch) * 2 ** (cents / 1200)) };
    });
    const best = levels.reduce((one, other) => (other.level > one.level ? other : one));
    assert.ok(Math.abs(best.cents) <= 16, `${name} is ${best.cents} cents off`);
  }
});

/** Goertzel's filter under a Hann window. */
function levelAt(samples: Float32Array, hertz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / sampleRate);
  let [last, before] = [0, 0];
  for (const [index, value] of samples.entries()) {
    const windowed = value * (0.5 - 0.5 * Math.cos((2 * Math.PI * index) / samples.length));
    [last, before] = [windowed + turn * last - before, last];
  }
  return last * last + before * before - turn * last * before;
}
