/** A form said wrongly is the first thing that people with good ears complain of. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Playable } from '../api/contract.ts';
import { formatOf } from './sound-format.ts';

const flac = {
  codec: 'flac',
  lossless: true,
  bitrateKbps: 900,
  sampleRateHz: 44_100,
  bitDepth: 16,
} as Playable;

test('lossless sound is told by rate and depth, other sound by its bit rate', () => {
  assert.equal(formatOf(flac), 'FLAC 44.1 kHz, 16 bit');
  assert.equal(formatOf({ ...flac, sampleRateHz: 96_000, bitDepth: 24 }), 'FLAC 96 kHz, 24 bit');
  assert.equal(formatOf({ ...flac, codec: 'mp3', lossless: false, bitrateKbps: 319.6 }), 'MP3 320 kbit/s');
  assert.equal(formatOf({ ...flac, codec: 'opus', lossless: false, bitrateKbps: 160 }), 'Opus 160 kbit/s');
});

test('what is not known is left out', () => {
  assert.equal(formatOf({ ...flac, sampleRateHz: null, bitDepth: null }), 'FLAC');
  assert.equal(formatOf({ ...flac, lossless: false, bitrateKbps: null }), 'FLAC');
});
