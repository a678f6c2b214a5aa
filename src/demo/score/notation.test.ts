import assert from 'node:assert/strict';
import { test } from 'node:test';
import { albums } from './library.ts';
import { pitchOf, readPart } from './notation.ts';
import { ticksPerQuarter } from './types.ts';

test('note names give MIDI numbers, quarter-tones included', () => {
  assert.equal(pitchOf('A4'), 69);
  assert.equal(pitchOf('C4'), 60);
  assert.equal(pitchOf('B#3'), 60);
  assert.equal(pitchOf('Eb4'), 63);
  assert.equal(pitchOf('Ed4'), 63.5);
});

test('lengths stay, dots and triplets count, ties join', () => {
  const { notes, lengthTicks } = readPart('C4:4. D4:8 E4:8t F4 G4 A4:4~ A4:4', 5);
  assert.deepEqual(
    notes.map((note) => note.lengthTicks / ticksPerQuarter),
    [1.5, 0.5, 1 / 3, 1 / 3, 1 / 3, 2],
  );
  assert.equal(lengthTicks, 5 * ticksPerQuarter);
});

test('a hairpin glides from one level to the next', () => {
  const { notes } = readPart('p < C4:4 C4 C4 C4 f C4', 5);
  const velocities = notes.map((note) => note.velocity);
  for (let index = 1; index < velocities.length; index++)
    assert.ok(velocities[index]! > velocities[index - 1]!);
});

test('a bar line in the wrong place is refused, with its bar', () => {
  assert.throws(() => readPart('C4:4 C4 C4 C4 | C4 C4 C4 | C4', 4), {
    code: 'DEMO_SCORE_INVALID',
    message: /in bar 2/,
  });
});

test('an unknown word is refused', () => {
  assert.throws(() => readPart('C4:4 H4', 4), { code: 'DEMO_SCORE_INVALID', message: /"H4"/ });
});

test('every score can be read, its parts are equally long and in the range of hearing', () => {
  for (const album of albums) {
    for (const { title, score } of album.tracks) {
      const parts = score.voices.map((voice) =>
        readPart(voice.notes, score.barQuarters, score.pickupQuarters),
      );
      const lengths = new Set(parts.map((part) => part.lengthTicks));
      assert.equal(lengths.size, 1, `${title}: parts of ${[...lengths].join(', ')} ticks`);
      for (const note of parts.flatMap((part) => part.notes))
        assert.ok(note.pitch > 23 && note.pitch < 109, title);
    }
  }
});

test('lyrics stand in the order in which they are sung', () => {
  for (const album of albums) {
    for (const { title, lyrics = [] } of album.tracks) {
      const places = lyrics.map((line) => line.bar * 100 + (line.quarter ?? 0));
      assert.deepEqual(
        places,
        places.toSorted((one, other) => one - other),
        title,
      );
    }
  }
});
